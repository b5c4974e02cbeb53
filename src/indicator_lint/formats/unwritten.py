"""How a patcher declines an edit."""

from __future__ import annotations

from typing import NoReturn


class UnwrittenError(Exception):
    """A cell that is not written anew; `reason` is that of a Refusal."""

    def __init__(self, reason: str) -> None:
        """Remember why."""
        super().__init__(reason)
        self.reason = reason


def decline(reason: str) -> NoReturn:
    """Raise UnwrittenError."""
    raise UnwrittenError(reason)
