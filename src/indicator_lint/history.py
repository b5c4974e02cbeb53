"""A report beside what was found before: the baseline, an older version in git, another file."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from indicator_lint.baseline import Entry, compared, entries_of, load, stale
from indicator_lint.config import Settings
from indicator_lint.configuration import Configurations
from indicator_lint.discovery import Source, find_sources
from indicator_lint.findings import fingerprinted
from indicator_lint.linter import in_order, lint_sources
from indicator_lint.model.report import Report
from indicator_lint.model.suppression import BaselineError
from indicator_lint.selection import Rulings

STALE: Final = "LNT003"


def against(report: Report, path: Path, settings: Settings) -> Report:
    """The report beside the baseline in a file; entries that are gone are told by LNT003. Raises BaselineError."""
    relative = from_folder(path)
    report, left = compared(report, load(path), relative, lambda name: not (path.parent / name).exists())
    rule = Rulings(settings).of(Configurations(settings.config).of_run, "").told.get(STALE)
    if rule is None or not left:
        return report
    shown = {relative(reading.path): reading.path for reading in report.readings}
    told = [*report.findings, *stale(left, rule, path.name, lambda name: shown.get(name, name))]
    return replace(report, findings=fingerprinted(in_order(told, report.readings)))


def from_folder(path: Path) -> Callable[[str], str]:
    """What makes a path that of an entry: the way from the folder of the baseline."""
    folder = path.resolve().parent

    def relative(shown: str) -> str:
        try:
            return Path(os.path.relpath(shown, folder)).as_posix()
        except ValueError:  # on another drive
            return Path(shown).resolve().as_posix()

    return relative


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


def renewed(
    report: Report,
    path: Path,
    today: date,
    *,
    old: Sequence[Entry] = (),
    adding: bool = True,
    codes: frozenset[str] = frozenset(),
) -> list[Entry]:
    """The entries that a baseline should have now: of files linted what was found, of others what it had.

    Words of people, and the day since when, are kept. Without `adding`, nothing new comes in; `codes` restricts that to rules.
    """
    relative = from_folder(path)
    present = entries_of(report, relative, today)
    gone = {entry.path for entry in old if not (path.parent / entry.path).exists()}
    linted = {relative(reading.path) for reading in report.readings}
    kept = _kept(old, present)
    added = [one for one in present if id(one) not in kept]
    fresh = [one for one in added if adding and (not codes or one.code in codes)]
    rest = [entry for entry in old if entry.path not in linted | gone]
    return [*rest, *kept.values(), *fresh]


def _kept(old: Iterable[Entry], present: Sequence[Entry]) -> dict[int, Entry]:
    """Those found again, with what was remembered of them, by the identity of the new entry."""
    free: dict[tuple[str, ...], list[Entry]] = {}
    for entry in old:
        free.setdefault(entry.exact, []).append(entry)
    kept: dict[int, Entry] = {}
    for one in present:
        if candidates := free.get(one.exact):
            before = candidates.pop(0)
            kept[id(one)] = replace(one, since=before.since, reason=before.reason)
    return kept


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
