"""Which files a folder holds, and which department sent each of them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indicator_lint.audit.years import without_year
from indicator_lint.chinese.bodies import NAMED
from indicator_lint.chinese.normal import normal_form
from indicator_lint.configuration.patterns import matches_path
from indicator_lint.discovery import Source, find_sources


@dataclass(frozen=True, slots=True)
class Submitted:
    """A file and the department that sent it."""

    source: Source
    department: str


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Two entries of the folder that mean one department: its name, their paths, and that of the second's first file."""

    department: str
    first: str
    second: str
    path: str


@dataclass(frozen=True, slots=True)
class Body:
    """Everything that was submitted, in the order of the departments; those whose names occurred twice are joined."""

    files: Sequence[Submitted]
    namesakes: Sequence[Namesakes] = ()


def find_submissions(
    folder: str, departments: Mapping[str, Sequence[str]] | None = None, spared: Collection[str] = ()
) -> Body:
    """The files of a folder by department: each sub-folder is one, and each file that lies in the folder itself.

    Files that differ by their years alone are one department's. `departments` maps names to patterns of paths relative to the
    folder and goes before that rule. Real paths in `spared` (reports that lie in the folder), and what lies below them, are
    left out. A department's folder without files stays, as an empty source.
    """
    everything = [*find_sources([folder])]
    everything = [source for source in everything if not source.empty] + list(_empty_folders(folder, everything))
    sources = [source for source in everything if not _is_spared(source.path, spared)]
    yearly = _yearly(folder, [source.path for source in sources])
    names: dict[str, tuple[str, str]] = {}
    files: list[Submitted] = []
    namesakes: dict[str, Namesakes] = {}
    for source in sources or [Source(folder, empty=True)]:
        entry, name = _sender(folder, source.path, departments or {})
        if name in yearly:
            entry = name = yearly[name]
        called, first = names.setdefault(normal_form(name).casefold(), (name, entry))
        if first != entry:
            told = Namesakes(called, _joined(folder, first), _joined(folder, entry), source.path)
            namesakes.setdefault(entry, told)
        files.append(Submitted(source, called))
    return Body(sorted(files, key=_order), list(namesakes.values()))


def _yearly(folder: str, paths: Iterable[str]) -> Mapping[str, str]:
    """The names of files that lie in the folder itself and differ by their years alone → what the department is called."""
    alike: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        name = os.path.splitext(os.path.basename(path))[0].strip()  # noqa: PTH119, PTH122 - Path's own refuse odd names
        if os.path.dirname(os.path.relpath(path, folder)) == "" and (bare := without_year(name)):  # noqa: PTH120
            alike[bare].add(name)
    return {name: _called(min(names), bare) for bare, names in alike.items() if len(names) > 1 for name in names}


def _called(name: str, bare: str) -> str:
    """The body that a file's name begins with, else what is left of the name."""
    body = NAMED.match(name)
    return body[0] if body else bare


def _is_spared(path: str, spared: Collection[str]) -> bool:
    real = os.path.realpath(path)
    return any(real == one or real.startswith(one + os.sep) for one in spared)


def _order(file: Submitted) -> tuple[str, str]:
    return file.department, file.source.path


def _empty_folders(folder: str, found: Sequence[Source]) -> Iterator[Source]:
    """The folders of departments in which there is nothing to read; closed ones are told as such."""
    told = {_entry(folder, source.path) for source in found}
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("."))
    yield from (Source(_joined(folder, name), empty=True) for name in names if name not in told)


def _sender(folder: str, path: str, departments: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """What tells one submission from another (an entry of the folder, or a name of the mapping), and the department's name."""
    relative = os.path.relpath(path, folder).replace(os.sep, "/")
    for name, patterns in departments.items():
        if any(matches_path(pattern, relative) for pattern in patterns):
            return name, name
    entry = _entry(folder, path)
    if entry == ".":
        return entry, os.path.basename(os.path.abspath(folder))  # noqa: PTH100, PTH119 - Path's own refuse odd names
    alone = entry == relative and not os.path.isdir(path)  # noqa: PTH112
    return entry, (os.path.splitext(entry)[0] if alone else entry).strip() or entry  # noqa: PTH122


def _entry(folder: str, path: str) -> str:
    """The entry of the folder itself in which a path lies."""
    return os.path.relpath(path, folder).partition(os.sep)[0]


def _joined(folder: str, entry: str) -> str:
    return os.path.normpath(os.path.join(folder, entry))  # noqa: PTH118
