"""Which fixes somebody wants in which files: what a plan, or a review copy, says once people have gone through it."""

from __future__ import annotations

from dataclasses import dataclass

from indicator_lint.model.finding import Edit
from indicator_lint.model.rule import Safety


@dataclass(frozen=True, slots=True)
class Choice:
    """One finding's fix, and whether it is wanted. Its edits are made all or none, after those of lower rounds.

    `old` of an edit is what the cell shows when all wanted edits of lower rounds are made. Of its location container, row and
    column count, the place in the file as read.
    """

    code: str
    name: str
    safety: Safety
    edits: tuple[Edit, ...]
    wanted: bool = True
    message: str = ""
    category: str | None = None
    row: int | None = None
    round: int = 1


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """The choices for one file; `sha256` is of its bytes when it was linted."""

    path: str
    format: str
    sha256: str
    choices: tuple[Choice, ...]
