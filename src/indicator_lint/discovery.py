"""Which files a run is about."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from indicator_lint.formats import SUFFIXES
from indicator_lint.marks import is_report
from indicator_lint.model.document import Document

REVIEW_SUFFIX: Final = ".审阅.xlsx"
"""What the names of review copies end in; they are no submissions."""


class Source(NamedTuple):
    """A file to read: its path as shown in reports, and its content where it does not come from that path.

    `document` is what was read from it, where that is known already.
    `empty` marks a directory in which there was nothing to read, `found` a file that was come across in a directory,
    `closed` a directory that could not be looked into, and why.
    """

    path: str
    content: bytes | None = None
    document: Document | None = None
    empty: bool = False
    found: bool = False
    closed: OSError | None = None


def find_sources(paths: Sequence[str], stdin: tuple[str, bytes] | None = None) -> list[Source]:
    """The files named, and those in the directories named, each once, in the order given (sorted inside a directory).

    A file that is reached by several spellings or links is shown as it was spelt first. No path makes it raise OSError.
    """
    sources: dict[str, Source] = {}
    for path in paths:
        for source in _in_folder(path) if os.path.isdir(path) else [Source(path)]:  # noqa: PTH112 - Path's own raises
            known = sources.setdefault(_identity(source.path), source)
            if known.found and not source.found:
                sources[_identity(source.path)] = known._replace(found=False)
    if stdin is not None:
        name, content = stdin
        sources[_identity(name)] = Source(name, content)
    return list(sources.values())


def _identity(path: str) -> str:
    """What all spellings of a path have in common."""
    return os.path.normcase(os.path.realpath(path))


def _in_folder(folder: str) -> list[Source]:
    """The files in a folder, then the folders in it that are closed; both are there to be told."""
    refusals: list[OSError] = []
    files = [Source(path, found=True) for path in _walk(folder, refusals.append)]
    closed = [Source(os.path.normpath(error.filename or folder), closed=error) for error in refusals]
    return [*files, *closed] or [Source(folder, empty=True)]


def _walk(folder: str, refuse: Callable[[OSError], None]) -> Iterator[str]:
    """Files that can be tables; left out are hidden ones, lock files of office programs (`~$…`), our own reports and review copies."""
    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.normpath(Path(root) / name)
            if (
                not name.startswith((".", "~$"))
                and not name.endswith(REVIEW_SUFFIX)
                and Path(name).suffix.lower() in SUFFIXES
                and not is_report(path)
            ):
                yield path
