"""Where the remembered lies: a folder of the user's own, a file a key, written whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import gettempdir
from typing import Any, BinaryIO, Final

from indicator_lint.cache.keys import digest_of, key_of, state_of
from indicator_lint.config import Settings
from indicator_lint.configuration import Configuration
from indicator_lint.discovery import Source
from indicator_lint.formats.merging import nowhere
from indicator_lint.formats.spans import Spans
from indicator_lint.selection import Ruling

NAME: Final = "indicator-lint"
MOST: Final = 512 << 20
"""Bytes in the folder; beyond that the longest unused go."""

CHECKED_EVERY: Final = 64
"""New files after which the folder is measured."""

KNOWN: Final = frozenset(
    {
        ("array", "_array_reconstructor"),
        ("array", "array"),
        ("builtins", "frozenset"),
        ("builtins", "range"),
        ("builtins", "set"),
        ("datetime", "date"),
    }
)
"""What is made besides objects of our own classes; none of it does anything."""


def folder_for() -> Path:
    """`XDG_CACHE_HOME/indicator-lint`, in the user's own cache where that is not set; beside temporary files without a home."""
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA", "")
    else:
        home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - Path's own raises
    if not os.path.isabs(home):  # noqa: PTH117 - no home is known, or the variable is to be ignored by the XDG rules
        return Path(gettempdir()) / f"{NAME}-{os.getuid() if hasattr(os, 'getuid') else 0}"
    return Path(home) / NAME


def sealed(key: str, content: bytes | memoryview = b"") -> hashlib._Hash:
    """What an entry begins with: a digest of its key and its content, for a bit that fell over would change what is found."""
    seal = hashlib.sha256(f"{key}\n".encode())
    seal.update(content)
    return seal


@dataclass(slots=True)
class _Sealing:
    """A file being written behind its seal."""

    file: BinaryIO
    seal: hashlib._Hash

    def __post_init__(self) -> None:
        """Leave room for the seal."""
        self.file.write(bytes(self.seal.digest_size))

    def write(self, content: bytes) -> int:
        """Write on."""
        self.seal.update(content)
        return self.file.write(content)

    def finish(self) -> None:
        """Put the seal in its place."""
        self.file.seek(0)
        self.file.write(self.seal.digest())


@dataclass(slots=True)
class Cache:
    """What is remembered in a folder. Whatever goes wrong there is as if nothing were remembered."""

    folder: Path
    trusted: bool = field(init=False)
    written: int = 0
    catalogs: dict[str, str | None] = field(default_factory=dict)
    """States of catalogs, each looked at once in a run."""

    def __post_init__(self) -> None:
        """Make the folder; one that others may write to is not used: what lies there is loaded as objects."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            status = self.folder.stat()
            owned = not hasattr(os, "getuid") or status.st_uid == os.getuid()
            self.trusted = owned and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        except OSError:
            self.trusted = False

    def key(
        self, source: Source, configuration: Configuration, ruling: Ruling, settings: Settings
    ) -> tuple[str, str] | None:
        """The key of a file and the digest of the content that it is of; None for what cannot be remembered."""
        digest = digest_of(source) if self.trusted else ""
        catalog = self._catalog(settings.catalog)
        if not digest or catalog is None:
            return None
        return key_of(source, digest, configuration, ruling, settings, catalog=catalog), digest

    def recall(self, key: str) -> object | None:
        """What is remembered under a key."""
        try:
            path = self._path(key)
            if not stat.S_ISREG(path.lstat().st_mode) or path.stat().st_size > MOST:
                return None
            content = io.BytesIO(path.read_bytes())
            seal = content.read(hashlib.sha256().digest_size)
            if seal != sealed(key, content.getbuffer()[len(seal) :]).digest():
                return None
            known: object = _Unpickler(content).load()
        except (
            OSError,
            EOFError,
            ValueError,
            TypeError,
            AttributeError,
            ImportError,
            IndexError,
            KeyError,
            MemoryError,
            OverflowError,
            RecursionError,
            pickle.UnpicklingError,
        ):
            return None
        return known

    def remember(self, key: str, value: object) -> None:
        """Write down what was found; a reader sees all of it or nothing."""
        path = self._path(key)
        beside = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with beside.open("wb") as file:
                stream = _Sealing(file, sealed(key))
                pickler = _Pickler(stream, protocol=pickle.HIGHEST_PROTOCOL)
                pickler.dispatch_table = {}  # other packages (dask) may want errors written in a way of their own
                pickler.dump(value)
                stream.finish()
            beside.replace(path)
            self.written += 1
        except (OSError, pickle.PicklingError, TypeError, AttributeError):
            beside.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Where much was written and the folder is too large, the longest unused go."""
        if self.written < CHECKED_EVERY:
            return
        try:
            found = sorted((one.stat().st_mtime, one.stat().st_size, one) for one in self.folder.glob("*/*"))
            over = sum(size for _, size, _ in found) - MOST
            for _, size, path in found:
                if over <= 0:
                    return
                path.unlink(missing_ok=True)
                over -= size
        except OSError:  # another run is tidying
            return

    def _catalog(self, folder: str | None) -> str | None:
        """The state of a catalog, empty without one; None where it cannot be told."""
        if folder is None:
            return ""
        if folder not in self.catalogs:
            self.catalogs[folder] = state_of(folder)
        return self.catalogs[folder]

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


class _Pickler(pickle.Pickler):
    """Leaves out the bytes of sheets, which only a fix asks for: it reads the file itself."""

    def persistent_id(self, obj: Any) -> str | None:
        """A name for what is left out."""
        return "nowhere" if obj is nowhere or isinstance(obj, Spans) else None


class _Unpickler(pickle.Unpickler):
    """Makes objects of the program's own classes and of a few plain ones, and calls nothing else."""

    def persistent_load(self, pid: Any) -> Any:
        """No cell may be edited of a file that was not read."""
        del pid
        return nowhere

    def find_class(self, module: str, name: str) -> Any:
        """Raises UnpicklingError for whatever is no class or function of this program by its own right."""
        if (module, name) in KNOWN:
            return super().find_class(module, name)
        found = super().find_class(module, name) if module.startswith("indicator_lint.") else None
        if not isinstance(found, type) or found.__module__ != module:
            message = f"{module}.{name}"
            raise pickle.UnpicklingError(message)
        return found
