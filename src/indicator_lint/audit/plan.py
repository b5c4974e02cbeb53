"""What every chunk of an audit has to know, and what makes two readings of a file the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from indicator_lint import __version__
from indicator_lint.audit.submissions import Submitted
from indicator_lint.config import Settings
from indicator_lint.configuration import Configurations
from indicator_lint.discovery import Source
from indicator_lint.resources import shipped
from indicator_lint.store.catalogs import mark_of
from indicator_lint.suppression import beside

FILES: Final = 50
"""Files in a chunk at most: enough to share the fixed cost of a frame, few enough that progress moves."""

BYTES: Final = 8 << 20
"""Size of a chunk's files, after the first, at most."""

ROUNDS: Final = 2
"""A chunk is a part of what is left for each worker, so large at most: nobody waits long for the last one."""

FEWEST: Final = 2
"""Files worth a chunk of their own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How each file is linted, by which version of the program, and the folder from which paths lead.

    The settings name the day, so that all workers judge by one. `baseline` is the file of what is known, its mark says which
    state of it.
    """

    settings: Settings
    base: str = field(default_factory=os.getcwd)
    version: str = __version__
    baseline: str | None = None
    baseline_mark: str = ""


@dataclass(frozen=True, slots=True)
class Keyed:
    """A submitted file with the key of what linting it gives, and its size in bytes."""

    file: Submitted
    key: str
    size: int


class Keys:
    """The keys of files: what is in them, where they lie, and everything that bears on what is found there."""

    def __init__(self, plan: Plan) -> None:
        """Look at the settings and the rules once."""
        password = plan.settings.password or ""  # hashed, kept nowhere
        known = f"{plan.baseline}\0{plan.baseline_mark}"
        self._plan = "\0".join([__version__, repr(plan.settings), catalog_mark(plan), password, rules_digest(), known])
        self._configurations = Configurations(plan.settings.config)

    def of(self, file: Submitted) -> Keyed:
        """A file with its key. One that cannot be opened has the key of nothing: the readers say why."""
        source = file.source
        content, size = _digest(source)
        excuses = list(beside(source.path))
        configured = self._configurations.of(source.path)
        told = (
            f"{source.path}\0{file.department}\0{source.empty}{source.found}\0{excuses!r}\0{configured!r}\0{self._plan}"
        )
        key = hashlib.sha256(f"{content}\0{told}".encode(errors="surrogatepass")).hexdigest()[:32]
        return Keyed(file, key, size)


def catalog_mark(plan: Plan) -> str:
    """A mark of what the catalog says that files are held against. Raises CatalogError where it cannot be read."""
    return "" if plan.settings.catalog is None else mark_of(Path(plan.settings.catalog))


def in_chunks(files: Sequence[Keyed], workers: int, most: int = FILES) -> Iterator[list[Keyed]]:
    """The files in their order, cut so that no chunk is large, and the last ones are small: all workers end together."""
    rest, chunk, size, room = len(files), list[Keyed](), 0, _room(len(files), workers, most)
    for file in files:
        if chunk and (len(chunk) >= room or size + file.size > BYTES):
            yield chunk
            rest -= len(chunk)
            chunk, size, room = [], 0, _room(rest, workers, most)
        chunk.append(file)
        size += file.size
    if chunk:
        yield chunk


def _room(rest: int, workers: int, most: int) -> int:
    """How many files the next chunk may have, where so many are left."""
    return min(most, max(FEWEST, -(-rest // (workers * ROUNDS))))


def _digest(source: Source) -> tuple[str, int]:
    if source.empty or source.closed is not None:
        return "", 0
    try:
        with open(source.path, "rb") as file:  # noqa: PTH123 - Path refuses odd names
            return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    except (OSError, ValueError):
        return "", 0


@cache
def rules_digest() -> str:
    """What all pages, packs and vocabularies say, in brief: other rules find other things."""
    found = hashlib.sha256()
    for folder in ("rules", "schemas"):
        for path in _files(shipped(folder)):
            found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry)
        elif entry.is_file():
            yield entry
