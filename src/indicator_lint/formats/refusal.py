"""How a reader declines a file: one way for each rule that says so."""

from __future__ import annotations

from typing import Final, NoReturn

from indicator_lint.model.document import UnreadableError

UNREADABLE: Final = "FIL001"
GARBLED: Final = "FIL003"
OVER_LIMIT: Final = "FIL004"
UNSUPPORTED: Final = "FIL005"


def refuse_unreadable(reason: str, **params: object) -> NoReturn:
    """Raise FIL001: damaged, encrypted, or not what it claims to be."""
    raise UnreadableError(UNREADABLE, reason, **params)


def refuse_damaged(part: str = "") -> NoReturn:
    """Raise FIL001 for a file that is broken somewhere inside, in a part of that name if one is to blame."""
    refuse_unreadable("damaged_part" if part else "damaged", part=part)


def refuse_garbled(reason: str, **params: object) -> NoReturn:
    """Raise FIL003: text that was decoded wrongly."""
    raise UnreadableError(GARBLED, reason, **params)


def refuse_over_limit(name: str, allowed: int) -> NoReturn:
    """Raise FIL004: a limit of that name was exceeded."""
    raise UnreadableError(OVER_LIMIT, name, limit=name, allowed=allowed)


def refuse_unsupported(kind: str) -> NoReturn:
    """Raise FIL005: a format that is known but not read."""
    raise UnreadableError(UNSUPPORTED, kind)
