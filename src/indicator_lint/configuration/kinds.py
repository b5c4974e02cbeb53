"""What the value of a key may be: how it is understood, and how to say what it should have been."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Final, NamedTuple

from indicator_lint.model.grid import Position
from indicator_lint.model.hints import CategoryHint, ColumnHint, column_number, letters_number
from indicator_lint.model.table import ROLES
from indicator_lint.patterns import pattern

CELL: Final = pattern("([A-Z]{1,3})([1-9][0-9]{0,6})")
SPAN: Final = pattern(r"([1-9][0-9]{0,6})\s*[-–—~～]\s*([1-9][0-9]{0,6})")
MOST_ROWS: Final = 10_000_000
MOST_COLUMNS: Final = 18_278
"""Column ZZZ."""

DEEPEST: Final = 50
"""So many header rows are enough for everybody."""


class BadValueError(ValueError):
    """A value will not do; the message says in Chinese what it should be. `at` is the key below the one that was asked."""

    def __init__(self, message: str, at: str = "") -> None:
        """Remember where in the value the fault is."""
        super().__init__(message)
        self.at = at


class UnknownKeyError(BadValueError):
    """A value holds a key that does not exist; the message says so."""


class Kind(NamedTuple):
    """A kind of value: `read` makes it what the program works with, or raises BadValueError; `words` name it in zh and en.

    `schema` says the same as JSON Schema, as far as that can say it.
    """

    name: str
    words: tuple[str, str]
    read: Callable[[object], object]
    schema: Mapping[str, object]


def guess(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that asks whether another name was meant; empty where none comes near."""
    close = get_close_matches(name.replace("_", "-"), list(known), 1) or get_close_matches(name, list(known), 1)
    return f"，是不是要写“{close[0]}”？" if close else ""


def whole(least: int, most: int) -> Kind:
    """A whole number within bounds."""
    words = (f"{least} 到 {most} 的整数", f"a whole number from {least} to {most}")
    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Kind("integer", words, lambda value: _whole(value, least, most, words[0]), schema)


def _whole(value: object, least: int, most: int, words: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadValueError(words)
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValueError(SWITCH.words[0])
    return value


def _texts(value: object) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise BadValueError(TEXTS.words[0])
    return tuple(texts)


def _column(value: object) -> ColumnHint:
    if isinstance(value, str) and value.strip():
        return value.strip()
    return _whole(value, 1, MOST_COLUMNS, COLUMN.words[0])


def _columns(value: object) -> Mapping[str, ColumnHint]:
    if not isinstance(value, dict) or not value:
        raise BadValueError(COLUMNS.words[0])
    hints: dict[str, ColumnHint] = {}
    for role, column in value.items():
        if role not in ROLES:
            raise UnknownKeyError(guess(role, ROLES) or f"，可用的有：{'、'.join(ROLES)}", role)
        try:
            hints[role] = _column(column)
        except BadValueError as fault:
            raise BadValueError(str(fault), role) from fault
    seen: dict[ColumnHint, str] = {}
    for role, hint in hints.items():
        other = seen.setdefault(column_number(hint) or hint, role)
        if other != role:
            message = f"与 {other} 不同的列：一列只能有一个用途"
            raise BadValueError(message, role)
    return hints


def _header_rows(value: object) -> tuple[int, ...]:
    match value:
        case bool():
            rows: list[int] = []
        case 0:
            return ()
        case int():
            rows = [value]
        case str() if span := SPAN.fullmatch(value.strip()):
            first, last = int(span[1]), int(span[2])
            rows = list(range(first, min(last, first + DEEPEST) + 1))
        case list() if all(isinstance(row, int) and not isinstance(row, bool) for row in value):
            rows = list(value)
        case _:
            rows = []
    if not 0 < len(rows) <= DEEPEST or sorted(set(rows)) != rows or not 1 <= rows[0] <= rows[-1] <= MOST_ROWS:
        raise BadValueError(HEADER_ROWS.words[0])
    return tuple(rows)


def _category(value: object) -> CategoryHint:
    match value:
        case "title" | "sheet":
            return CategoryHint(value)
        case {"cell": str(cell), **rest} if not rest and (position := _cell(cell)):
            return CategoryHint("cell", cell=position)
        case {"column": column, **rest} if not rest:
            return CategoryHint("column", column=_column(column))
        case {"sheet": True, **rest} if not rest:
            return CategoryHint("sheet")
        case _:
            raise BadValueError(CATEGORY.words[0])


def _cell(text: str) -> Position | None:
    match = CELL.fullmatch(text.strip().replace("$", ""))
    return (int(match[2]), letters_number(match[1])) if match else None


def _braces(key: str, value: Mapping[str, object]) -> Mapping[str, object]:
    """One key in braces."""
    return {"type": "object", "properties": {key: value}, "required": [key], "additionalProperties": False}


FILLED: Final[Mapping[str, object]] = {"type": "string", "pattern": r"\S"}
SWITCH: Final = Kind("boolean", ("true 或 false", "true or false"), _switch, {"type": "boolean"})
TEXTS: Final = Kind(
    "texts",
    ("一段文字，或若干段文字的列表", "a text, or a list of texts"),
    _texts,
    {"anyOf": [FILLED, {"type": "array", "minItems": 1, "items": FILLED}]},
)
COLUMN: Final = Kind(
    "column",
    ('列的字母（如 "C"）、序号（如 3）或表头文字', 'a column\'s letter ("C"), number (3) or label'),
    _column,
    {"anyOf": [FILLED, {"type": "integer", "minimum": 1, "maximum": MOST_COLUMNS}]},
)
COLUMNS: Final = Kind(
    "columns",
    ('用花括号括起的各列，如 {name = "C", unit = 5}', 'a table of columns, such as {name = "C", unit = 5}'),
    _columns,
    {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"enum": list(ROLES)},
        "additionalProperties": COLUMN.schema,
    },
)
HEADER_ROWS: Final = Kind(
    "header-rows",
    (
        '由小到大的行号，如 [2, 3] 或 "2-4"；没有表头时写 0',
        'row numbers, such as [2, 3] or "2-4"; 0 where there is no header',
    ),
    _header_rows,
    {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": MOST_ROWS},
            {"type": "string", "pattern": f"^\\s*{SPAN.pattern}\\s*$"},
            {
                "type": "array",
                "minItems": 1,
                "maxItems": DEEPEST,
                "uniqueItems": True,
                "items": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
            },
        ]
    },
)
CATEGORY: Final = Kind(
    "category",
    (
        '"title"、{cell = "B2"}、{column = "A"} 或 {sheet = true}',
        '"title", {cell = "B2"}, {column = "A"} or {sheet = true}',
    ),
    _category,
    {
        "anyOf": [
            {"enum": ["title", "sheet"]},
            _braces("cell", {"type": "string", "pattern": r"^\s*\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}\s*$"}),
            _braces("column", COLUMN.schema),
            _braces("sheet", {"const": True}),
        ]
    },
)
