"""A folder whose files change together or not at all.

New contents are written aside (`.next`), which is then renamed to `.committed`: from that moment the new state holds, though
its files still have to be moved to their places one by one. Who reads looks into `.committed` first, so whenever the writer
is killed every file is seen as it was before, or every file as it is after. The state before the last change stays in
`.previous`.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

NEXT: Final = ".next"
COMMITTED: Final = ".committed"
PREVIOUS: Final = ".previous"
LAID_ASIDE: Final = ".previous.next"
OWN: Final = (NEXT, COMMITTED, PREVIOUS, LAID_ASIDE)
"""Folders that belong to the writing, not to the catalog."""
MEGABYTES: Final = 64
"""Of a file of a catalog: two hundred thousand indicators have as many."""


def read_bytes(folder: Path, name: str) -> bytes | None:
    """A file of the folder as it is after the last change that was completed or committed; None where there is none.

    Raises OSError for one that cannot be read, for pipes and devices, and for more than any catalog has.
    """
    for path in (folder / COMMITTED / name, folder / name):
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise OSError(0, f"{name} 不是普通文件")
            if status.st_size > MEGABYTES << 20:
                raise OSError(errno.EFBIG, f"{name} 超过 {MEGABYTES} MB")
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            continue
    return None


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put all the files in place of what has their names, together. Raises OSError; before the commit nothing has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    _refuse_links(folder)
    for name in files:
        _refuse_ways_out(folder, (folder / name).parent)
    settle(folder)
    _keep_previous(folder, files)
    shutil.rmtree(folder / NEXT, ignore_errors=True)
    for name, content in files.items():
        _write(folder / NEXT / name, content)
    (folder / NEXT).replace(folder / COMMITTED)
    settle(folder)


def settle(folder: Path) -> None:
    """Finish a change that was committed and then interrupted; several may do so at once.

    Only empty folders are taken away: another change may be committed in the meantime.
    """
    committed = folder / COMMITTED
    if not committed.is_dir():
        return
    _refuse_links(folder)
    for path in sorted(path for path in committed.rglob("*") if path.is_file()):
        place = folder / path.relative_to(committed)
        _refuse_ways_out(folder, place.parent)
        place.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # somebody else has moved it
            path.replace(place)
    for path in sorted(committed.rglob("*"), reverse=True):
        with suppress(OSError):
            path.rmdir()
    with suppress(OSError):
        committed.rmdir()


def _refuse_links(folder: Path) -> None:
    """Raise OSError where a folder of the writing is a link: whoever sent the catalog would say what is moved, and where."""
    for name in OWN:
        if (folder / name).is_symlink():
            raise OSError(errno.ELOOP, f"{name} 是链接")


def _refuse_ways_out(folder: Path, place: Path) -> None:
    """Raise OSError where a folder in the catalog is a link that leads out of it."""
    if not place.resolve().is_relative_to(folder.resolve()):
        raise OSError(errno.ELOOP, f"{place.relative_to(folder)} 经链接指向目录之外")


def _keep_previous(folder: Path, files: Mapping[str, bytes]) -> None:
    """Lay the state before this change aside: the files that it replaces."""
    aside = folder / LAID_ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    kept = {name: content for name in files if (content := read_bytes(folder, name)) is not None}
    for name, content in kept.items():
        _write(aside / name, content)
    if kept:
        shutil.rmtree(folder / PREVIOUS, ignore_errors=True)
        aside.replace(folder / PREVIOUS)


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it outlives a loss of power."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
