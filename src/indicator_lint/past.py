"""A report beside older versions of its files: those of git, or others."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from indicator_lint.baseline import compared, entries_of
from indicator_lint.config import Settings
from indicator_lint.discovery import Source, find_sources
from indicator_lint.linter import lint_sources
from indicator_lint.model.report import Report
from indicator_lint.model.suppression import BaselineError


def since(report: Report, reference: str, settings: Settings) -> Report:
    """The report beside the same files as they were at a git reference. Raises BaselineError."""
    paths = [reading.path for reading in report.readings if Path(reading.path).is_file()]
    before = [Source(path, content) for path, content in _contents(paths, reference).items()]
    alike = {source.path for source in before if _same(source)}
    older = lint_sources([source for source in before if source.path not in alike], settings)
    kept = replace(report, findings=[one for one in report.findings if one.path in alike])
    entries = [*entries_of(older, _itself), *entries_of(kept, _itself)]
    return compared(report, entries, _itself, lambda _: False)[0]


def changes(old: str, new: str, settings: Settings) -> Report:
    """The report on a file or folder beside an older one; files of two folders belong together by their way from these."""
    report = lint_sources(find_sources([new]), settings)
    older = lint_sources(find_sources([old]), settings)
    entries = entries_of(older, _within(old))
    return compared(report, entries, _within(new), lambda _: False)[0]


def _itself(path: str) -> str:
    return path


def _within(top: str) -> Callable[[str], str]:
    """The way from a folder; nothing for a file, whatever it is called."""
    if not Path(top).is_dir():
        return lambda _: ""
    return lambda path: Path(os.path.relpath(path, top)).as_posix()


def _same(source: Source) -> bool:
    try:
        return Path(source.path).read_bytes() == source.content
    except OSError:
        return False


def _contents(paths: Sequence[str], reference: str) -> Mapping[str, bytes]:
    """What the files that were there at a reference held then."""
    found: dict[str, bytes] = {}
    for folder in dict.fromkeys(os.path.dirname(os.path.abspath(path)) for path in paths):  # noqa: PTH100, PTH120
        top = _git(folder, "rev-parse", "--show-toplevel").decode(errors="surrogateescape").rstrip("\n")
        _git(
            folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}", refused=reference
        )
        names = _tree(top, reference)
        for path in paths:
            if os.path.dirname(os.path.abspath(path)) == folder:  # noqa: PTH100, PTH120
                name = Path(os.path.realpath(path)).relative_to(os.path.realpath(top)).as_posix()
                if name in names:
                    found[path] = _git(top, "cat-file", "blob", f"{reference}:{name}")
    return found


def _tree(top: str, reference: str) -> frozenset[str]:
    """The names of all files at a reference."""
    listed = _git(top, "ls-tree", "-r", "-z", "--name-only", "--full-tree", reference)
    return frozenset(listed.decode(errors="surrogateescape").split("\0"))


def _git(folder: str, *arguments: str, refused: str = "") -> bytes:
    try:
        ran = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=True)  # noqa: S603, S607 - the user's git
    except FileNotFoundError as error:
        message = "比较旧版本要用 git，没有找到它"
        raise BaselineError(message) from error
    except subprocess.CalledProcessError as error:
        fault = error.stderr.decode(errors="replace").strip().splitlines()
        message = f"git 中没有版本“{refused}”" if refused else f"“{folder}”不能用 git 比较：{(fault or ['出错'])[-1]}"
        raise BaselineError(message) from error
    return ran.stdout
