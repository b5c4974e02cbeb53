"""A file replaced whole or not at all, with nobody else at it."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Final, NoReturn

from indicator_lint.chinese.system import reason_of
from indicator_lint.fixing.lock import held
from indicator_lint.fixing.statefolder import state_folder

BACKUP: Final = ".bak"
UNFINISHED: Final = ".tmp"
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
OPEN_ELSEWHERE: Final = ("~${name}", "~${tail}", ".~lock.{name}#", ".~{name}")
"""Files that office programs keep beside one that they have open: Excel and Word (who leaves out the first two letters of a long
name), LibreOffice, WPS."""


class UnwritableError(Exception):
    """A file that is not replaced. `reason` is a key of the words of reports (`refused_<reason>`), `params` fill it."""

    def __init__(self, reason: str, **params: object) -> None:
        """Remember why."""
        super().__init__(f"{reason} {params}")
        self.reason = reason
        self.params: Mapping[str, object] = params


def refuse(reason: str, **params: object) -> NoReturn:
    """Raise UnwritableError."""
    raise UnwritableError(reason, **params)


def replace_file(
    path: str,
    before: bytes,
    after: bytes,
    *,
    check: Callable[[bytes], object] = len,
    record: Callable[[Path], object] = str,
    backup: bool = True,
) -> Path | None:
    """Put new bytes in the place of those that a file held when it was read, and return the backup, if one was made.

    Links are followed, permissions kept. The bytes are written beside the file, flushed to the disk, read back and given to
    `check`; `record` is called with the file's own path while nobody else may replace it, before that is done. A process that is
    killed leaves the old file or the new one. Raises UnwritableError for a file that is read-only, open elsewhere, held by
    another run, or not what it was; and where the system refuses.
    """
    target = Path(os.path.realpath(path))
    with failing_softly():
        guard(target)
    with failing_softly(), held(target) as alone:
        if not alone:
            refuse("in_use")
        if target.read_bytes() != before:
            refuse("altered")
        _sweep(target)
        with written(target, after, check) as beside:
            kept = _backed_up(target, before) if backup else None
            try:
                record(target)
                beside.replace(target)
            except BaseException:
                if kept is not None:  # nothing was replaced, so that nothing need be kept
                    kept.unlink(missing_ok=True)
                raise
            sync_folder(target.parent)
        return kept


def guard(target: Path) -> None:
    """Raise UnwritableError for a file that is not to be replaced."""
    status = target.stat()
    if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        refuse("read_only")
    if not os.access(target.parent, os.W_OK):
        refuse("closed_folder")
    if status.st_nlink > 1:
        refuse("linked")
    beside = {name.casefold() for name in os.listdir(target.parent)}  # noqa: PTH208 - names alone are asked for
    for pattern in OPEN_ELSEWHERE:
        lock = pattern.format(name=target.name, tail=target.name[2:])
        if lock.casefold() in beside:
            refuse("open_elsewhere", lock=lock)


@contextmanager
def failing_softly() -> Iterator[None]:
    """What the system refuses, as UnwritableError."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            refuse("disk_full")
        refuse("failed", detail=reason_of(error))


@contextmanager
def written(target: Path, content: bytes, check: Callable[[bytes], object] = len) -> Iterator[Path]:
    """A file beside another with these bytes, flushed, read back and checked; it is gone afterwards unless it was renamed."""
    beside = target.with_name(f".{target.name}.{token_hex(4)}{UNFINISHED}")
    try:
        with beside.open("xb") as file:
            _like(target, beside)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        found = beside.read_bytes()
        if found != content:
            refuse("unverified", detail="read back")
        check(found)
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def _sweep(target: Path) -> None:
    """Take away what killed runs left of this file; nobody else is at it."""
    left = re.compile(
        rf"\.{re.escape(target.name)}(?:{re.escape(BACKUP)}\d*|\.\d+\.undo)?\.[0-9a-f]{{8}}{re.escape(UNFINISHED)}"
    )
    for folder in (target.parent, state_folder(target)):
        for name in os.listdir(folder):  # noqa: PTH208 - names alone are asked for
            if left.fullmatch(name):
                (folder / name).unlink(missing_ok=True)


def _like(target: Path, beside: Path) -> None:
    """Owner, where we may give it away, permissions and attributes of the file that will be replaced; not its time."""
    if not target.exists():
        return
    status = target.stat()
    if hasattr(os, "chown"):
        with suppress(
            PermissionError
        ):  # only root gives files away; the folder's rights let us replace it all the same
            os.chown(beside, status.st_uid, status.st_gid)
    shutil.copystat(target, beside)
    os.utime(beside)


def _backed_up(target: Path, content: bytes) -> Path:
    """The old bytes under the first name that is free: no backup of before is ever lost."""
    number = 1
    while (backup := target.with_name(f"{target.name}{BACKUP}{number if number > 1 else ''}")).exists():
        number += 1
    with written(backup, content) as beside:
        _like(target, beside)
        beside.replace(backup)
    return backup


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder outlast a power failure, where the system knows how."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
