"""What goes back to the user: nothing is wrong with the program, but with what it was given."""

from __future__ import annotations

from typing import ClassVar


class UserError(Exception):
    """A request, or a file of the user's own, makes no sense; the message is one Chinese line for the user."""

    head: ClassVar[str] = ""
    """What to say before the message."""

    is_usage: ClassVar[bool] = False
    """Whether it is the command line that makes no sense."""
