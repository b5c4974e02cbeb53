"""A report beside older versions of its files: those of git, or others."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from indicator_lint.baseline import compared, entries_of
from indicator_lint.config import Settings
from indicator_lint.discovery import Source, find_sources
from indicator_lint.formats import SUFFIXES
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
    return compared(report, entries, _itself, lambda path: not Path(path).exists())[0]


def changes(old: str, new: str, settings: Settings) -> Report:
    """The report on a file or folder beside an older one; files of two folders belong together by their way from these."""
    report = lint_sources(find_sources([new]), settings)
    older = lint_sources(find_sources([old]), settings)
    entries = entries_of(older, _within(old))
    return compared(report, entries, _within(new), lambda name: not Path(new, name).exists())[0]


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
    """What the files that were there at a reference held then; beside new files, those too that are there no more."""
    wanted: dict[str, dict[str, str]] = {}
    for folder, inside in _by_folder(paths).items():
        top = os.path.realpath(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel")).rstrip("\n"))
        named = {Path(os.path.relpath(os.path.realpath(path), top)).as_posix(): path for path in inside}
        wanted.setdefault(top, {}).update(named)  # a link that leads elsewhere has a name that git does not know
    found: dict[str, bytes] = {}
    for top, named in wanted.items():
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
        commit = _git(top, *asked, refused=reference).decode().strip()
        known = _tree(top, commit)
        old = {name: path for name, path in named.items() if name in known}
        if len(old) < len(named):
            old |= {name: path for name in known if not Path(path := os.path.join(top, name)).exists()}  # noqa: PTH118
        found |= _blobs(top, commit, {name: path for name, path in old.items() if "\n" not in name})
    return found


def _by_folder(paths: Sequence[str]) -> dict[str, list[str]]:
    folders: dict[str, list[str]] = {}
    for path in paths:
        folders.setdefault(os.path.dirname(os.path.abspath(path)), []).append(path)  # noqa: PTH100, PTH120
    return folders


def _blobs(top: str, commit: str, names: Mapping[str, str]) -> dict[str, bytes]:
    """The contents of files at a commit, by the path that each name stands for."""
    asked = b"".join(os.fsencode(f"{commit}:{name}\n") for name in names)
    answer = BytesIO(_git(top, "cat-file", "--batch", given=asked))
    found: dict[str, bytes] = {}
    for path in names.values():
        head = answer.readline().split()
        if len(head) == len(("digest", "kind", "size")):
            found[path] = answer.read(int(head[-1]))
            answer.readline()
    return found


def _tree(top: str, reference: str) -> frozenset[str]:
    """The names of all files at a reference that can be tables."""
    listed = os.fsdecode(_git(top, "ls-tree", "-r", "-z", "--name-only", "--full-tree", reference))
    return frozenset(name for name in listed.split("\0") if Path(name).suffix.lower() in SUFFIXES)


def _git(folder: str, *arguments: str, refused: str = "", given: bytes = b"") -> bytes:
    command = ["git", "-C", folder, *arguments]
    try:
        ran = subprocess.run(command, input=given, capture_output=True, check=True)  # noqa: S603 - the user's git
    except FileNotFoundError as error:
        message = "比较旧版本要用 git，没有找到它"
        raise BaselineError(message) from error
    except subprocess.CalledProcessError as error:
        fault = error.stderr.decode(errors="replace").strip().splitlines()
        message = f"git 中没有版本“{refused}”" if refused else f"“{folder}”不能用 git 比较：{(fault or ['出错'])[-1]}"
        raise BaselineError(message) from error
    return ran.stdout
