"""Which files a run is about."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indicator_lint.formats import SUFFIXES


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path as shown in reports, and its content where it does not come from that path.

    `empty` marks a directory in which there was nothing to read, `found` a file that was come across in a directory.
    """

    path: str
    content: bytes | None = None
    empty: bool = False
    found: bool = False


def find_sources(paths: Sequence[str], stdin: tuple[str, bytes] | None = None) -> list[Source]:
    """The files named, and those in the directories named, each once, in the order given (sorted inside a directory)."""
    sources: dict[str, Source] = {}
    for path in paths:
        named = _in_folder(path) if Path(path).is_dir() else [Source(path)]
        sources |= {source.path: source for source in named if source.path not in sources or not source.found}
    if stdin is not None:
        name, content = stdin
        sources[name] = Source(name, content)
    return list(sources.values())


def _in_folder(folder: str) -> list[Source]:
    return [Source(path, found=True) for path in _walk(folder)] or [Source(folder, empty=True)]


def _walk(folder: str) -> Iterator[str]:
    """Files that can be tables; hidden ones and the lock files of office programs (`~$…`) are left out."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")) and Path(name).suffix.lower() in SUFFIXES:
                yield os.path.normpath(Path(root) / name)
