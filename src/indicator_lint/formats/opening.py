"""From a path to bytes: what may be opened at all, and why it could not be."""

from __future__ import annotations

import errno
import os
import stat
from typing import Final, NoReturn

from indicator_lint.formats.limits import MEGABYTE, Limits
from indicator_lint.formats.refusal import refuse_unreadable

FAILURES: Final = {
    errno.ENOENT: "missing",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.ENAMETOOLONG: "missing",
}
"""What the system says, as reason keys of FIL001; a name too long for the system belongs to no file."""


def load(path: str, limits: Limits) -> bytes:
    """The bytes of a regular file, never more than the largest limit; links are followed.

    Pipes and devices are not opened: reading them may wait for ever or never end. Raises UnreadableError: FIL001 for what
    is absent, closed or no regular file, FIL004 for what is too large.
    """
    try:
        _refuse_irregular(os.stat(path).st_mode)  # noqa: PTH116 - the path is kept as the user gave it
        with open(path, "rb") as file:  # noqa: PTH123
            content = file.read(limits.text_megabytes * MEGABYTE + 1)
    except OSError as error:
        refuse_unreadable(FAILURES.get(error.errno or 0, "unopened"), detail=_detail(error))
    limits.check_bytes("text_megabytes", len(content))
    return content


def refuse_folder(error: OSError) -> NoReturn:
    """Raise UnreadableError (FIL001) for a folder that could not be looked into: files in it went unread."""
    if isinstance(error, PermissionError):
        refuse_unreadable("closed")
    refuse_unreadable("unlisted", detail=_detail(error))


def _refuse_irregular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        refuse_unreadable("directory" if stat.S_ISDIR(mode) else "irregular")


def _detail(error: OSError) -> str:
    return error.strerror or str(error)
