"""The columns of the three tables that come of a chunk: files, findings, and indicators for the rules across files."""

from __future__ import annotations

from typing import Final

KEY: Final = "key"
"""Of the file, in all three; see `plan.Keys`."""

PATH: Final = "path"

FILE: Final = "file"
"""The file's record of the JSON report, as text."""

SHEETS: Final = "sheets"
"""The names of the file's sheets or tables, as a JSON list."""

TABLES: Final = "tables"
ROWS: Final = "rows"
READ: Final = "read"
"""Whether the file could be read and holds indicators."""

RECORD: Final = "record"
"""Of a finding: its record of the JSON report, as text. Of an indicator: its number in the frame of its file alone."""

KNOWN: Final = "known"
"""Of a finding: whether it stands in the baseline and nothing else excuses it."""

GROUP: Final = "group"
"""A category of a file, numbered within it."""

NUMBER: Final = "number"
"""The indicator's 1-based number within its category."""

TITLE: Final = "title"
SPECIFIC: Final = "specific"
"""Whether the name says what is measured, so that it means the same in every department."""

LISTED: Final = "listed"
"""Whether the catalog has the indicator as it is worded."""

SAME: Final = "same"
NAMED: Final = "named"
TOLD: Final = "told"
"""Hashes of all texts compared, of the name, and of the description, these two without the department's own name (null if empty)."""

NAMED_AS_IS: Final = "named_as_is"
TOLD_AS_IS: Final = "told_as_is"
"""Hashes of the whole name and description where the department's own name is left out of NAMED and TOLD, else null."""

KEYS: Final = (NAMED, TOLD, NAMED_AS_IS, TOLD_AS_IS)
"""Whoever copies puts the own name for the other's, unless it is the subject, too: 残疾人 of the 残疾人联合会."""

MEANT: Final = ("unit", "operator", "level2")
"""Roles whose meaning must agree: `unit:means` is what can contradict, null where nothing can; `unit:shown` the text."""

COMPARED: Final = ("name", "unit", "operator", "description", "target")
"""Roles whose normal forms stand in columns of their names."""


def means(role: str) -> str:
    """The column of what a role's text means."""
    return f"{role}:means"


def shown(role: str) -> str:
    """The column of a role's text as shown."""
    return f"{role}:shown"


def stored(name: str) -> str:
    """A path or the name of a department as tables hold it: bytes that are no text, which a system allows in names, are escaped."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
