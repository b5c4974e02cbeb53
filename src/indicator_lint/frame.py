"""Readings as one frame: a row per indicator, texts as shown beside their normal forms and what they mean.

See `model.columns` for the columns. Every text is looked at once, however often it stands in the files.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain, repeat
from typing import Final

import polars as pl

from indicator_lint.chinese.normal import normal_form, unmarked
from indicator_lint.model.columns import (
    CLASS1,
    CLASS2,
    DIMENSION,
    DOCUMENT,
    GROUP,
    ID,
    LINE,
    MEASURE,
    NATURE,
    ROW,
    SIGN,
    TABLE,
    TITLE,
    UNIT,
    normal,
)
from indicator_lint.model.report import Reading
from indicator_lint.model.table import ROLES, Prose, Table
from indicator_lint.vocabulary.levels import find_level
from indicator_lint.vocabulary.measures import find_measure
from indicator_lint.vocabulary.operators import COMPARING, find_sign
from indicator_lint.vocabulary.targets import find_target
from indicator_lint.vocabulary.units import find_dimension

NORMALISED: Final = ("level1", "level2", "name", "operator", "unit", "description", "target")
"""Roles whose normal form rules read."""

UNCOUNTED: Final = frozenset({"", "scale", "unknown", "several"})
"""Dimensions of a unit that do not tell a quantitative indicator."""


NO_NAME: Final = frozenset({"无", "暂无", "没有", "不适用", "不涉及", "无此项", "/", "-", "--", "—", "——"})
"""What is written in the place of a name where a class has no indicator."""

LONGEST: Final = 2_000
"""Characters of a cell that is judged: what is longer is no indicator's, and comparing it would cost minutes."""


@dataclass(slots=True)
class Frame:
    """The records of a run: `data` has a row for each, `tables[data["table"]]` is where it came from.

    What is `overlong` is null in it, as if its table had no such column: record, role and number of characters.
    """

    data: pl.DataFrame
    tables: Sequence[Table]
    readings: Sequence[Reading]
    starts: Sequence[int]
    overlong: Sequence[tuple[int, str, int]] = ()
    owners: Sequence[Reading] = field(init=False)
    """The reading of each table."""

    def __post_init__(self) -> None:
        self.owners = [reading for reading in self.readings for _ in reading.tables]

    def origin(self, record: int) -> tuple[Reading, Table, int]:
        """The reading, the table and the index within the table of a record."""
        number = bisect_right(self.starts, record, hi=len(self.tables)) - 1
        return self.owners[number], self.tables[number], record - self.starts[number]


def build_frame(readings: Sequence[Reading]) -> Frame:
    """All records of all readings, in their order."""
    tables = [table for reading in readings for table in reading.tables]
    sizes = [len(table.rows) for table in tables]
    starts = [0]
    for size in sizes:
        starts.append(starts[-1] + size)
    texts = {role: _texts(role, tables) for role in ROLES}
    data = pl.DataFrame({**_keys(readings, tables, sizes), **{role: _bounded(texts[role]) for role in ROLES}})
    return Frame(_with_meaning(data.rename({"category": TITLE})), tables, readings, starts, list(_overlong(texts)))


def build_lines(readings: Sequence[Reading]) -> Frame:
    """The lines outside the tables of all readings, as records whose one role is `document`."""
    drawn = [replace(reading, tables=_line_tables(reading)) for reading in readings]
    tables = [table for reading in drawn for table in reading.tables]
    sizes = [len(table.rows) for table in tables]
    texts = [table.text("document", index) for table in tables for index in range(len(table.rows))]
    lines = pl.Series("document", texts, dtype=pl.String)
    data = pl.DataFrame({**_keys(drawn, tables, sizes), LINE: _bounded(lines)})
    starts = list(accumulate(sizes, initial=0))
    return Frame(data, tables, drawn, starts, list(_overlong({"document": lines})))


def _line_tables(reading: Reading) -> list[Table]:
    places: dict[tuple[int, int], list[Prose]] = {}
    for line in reading.prose:
        places.setdefault((id(line.grid), line.column), []).append(line)
    return [
        Table(
            grid=lines[0].grid,
            category=None,
            category_at=None,
            header=None,
            columns={"document": lines[0].column},
            labels={},
            label_rows={},
            rows=[line.row for line in lines],
            numbers=list(range(1, len(lines) + 1)),
        )
        for lines in places.values()
    ]


def _keys(readings: Sequence[Reading], tables: Sequence[Table], sizes: Sequence[int]) -> Mapping[str, pl.Series]:
    documents = [number for number, reading in enumerate(readings) for _ in reading.tables]
    known: dict[tuple[int, object], int] = {}
    groups = [
        known.setdefault((document, table.category if table.category is not None else -number), len(known))
        for number, (document, table) in enumerate(zip(documents, tables, strict=True))
    ]
    total = sum(sizes)
    return {
        ID: pl.int_range(total, dtype=pl.UInt32, eager=True),
        DOCUMENT: _spread(documents, sizes),
        TABLE: _spread(range(len(tables)), sizes),
        GROUP: _spread(groups, sizes),
        ROW: pl.Series(chain.from_iterable(table.numbers for table in tables), dtype=pl.UInt32),
    }


def _spread(values: Sequence[int], sizes: Sequence[int]) -> pl.Series:
    return pl.Series(chain.from_iterable(map(repeat, values, sizes)), dtype=pl.UInt32)


def _texts(role: str, tables: Sequence[Table]) -> pl.Series:
    values: list[str | None] = []
    for table in tables:
        if role == "category":
            values += [table.category] * len(table.rows)
        elif role in table.columns:
            column, rows = table.columns[role], table.sources.get(role, table.rows)
            shown, unknown = table.grid.texts(rows, column), _uncalculated(table, column)
            values += (
                [None if row in unknown else text for row, text in zip(rows, shown, strict=True)] if unknown else shown
            )
        else:
            values += [None] * len(table.rows)
    return _column(role, values)


def _column(name: str, texts: Sequence[str | None]) -> pl.Series:
    """A column that has each distinct text once, however often it stands in the files."""
    known = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return pl.Series(name, list(known), dtype=pl.String).gather(list(map(known.__getitem__, texts)))


def _bounded(texts: pl.Series) -> pl.Series:
    """Texts that are not longer than what is judged; null in place of the others."""
    return texts.set(texts.str.len_chars() > LONGEST, None) if _longest(texts) > LONGEST else texts


def _overlong(texts: Mapping[str, pl.Series]) -> Iterator[tuple[int, str, int]]:
    for role, each in texts.items():
        if _longest(each) > LONGEST:
            sizes = each.str.len_chars().fill_null(0)
            yield from ((record, role, sizes[record]) for record in (sizes > LONGEST).arg_true())


def _longest(texts: pl.Series) -> int:
    """The bytes of the longest text: an upper bound of its characters that costs nothing."""
    longest = texts.str.len_bytes().max()
    return longest if isinstance(longest, int) else 0


def _uncalculated(table: Table, column: int) -> frozenset[int]:
    """The rows where a column holds a formula without a result: what it says is unknown, not nothing."""
    places = table.grid.exceptional.items()
    return frozenset(row for (row, at), kind in places if at == column and kind == "formula")


def _with_meaning(data: pl.DataFrame) -> pl.DataFrame:
    normals = [_mapped(data, role, normal_form).alias(normal(role)) for role in NORMALISED]
    data = data.with_columns(normals)
    data = data.with_columns(
        _mapped(data, normal("name"), _told_name).alias(normal("name")),
        _mapped(data, "level1", lambda text: _key(1, text)).alias(CLASS1),
        _mapped(data, "level2", lambda text: _key(2, text)).alias(CLASS2),
        _mapped(data, "operator", find_sign).alias(SIGN),
        _mapped(data, normal("unit"), find_dimension).alias(DIMENSION),
        data[normal("unit")].alias(UNIT),
    )
    data = _told_by_target(data)
    return data.with_columns(_mapped(data, normal("name"), _measure).alias(MEASURE), _nature())


def _told_name(name: str) -> str:
    """What an indicator is called; nothing where the cell says that there is none."""
    bare = unmarked(name)
    return "" if bare in NO_NAME else bare


def _told_by_target(data: pl.DataFrame) -> pl.DataFrame:
    """Operator and unit from the target (≥1200人) where a table has no columns for them, or nothing stands in these."""
    target = normal("target")
    if data[target].null_count() == data.height:
        return data
    told = data.select(
        _mapped(data, target, _sign_of).alias("sign_told"), _mapped(data, target, _unit_of).alias("unit_told")
    )
    told = told.with_columns(_mapped(told, "unit_told", find_dimension).alias("dimension_told"))
    unsaid, unmeasured = (pl.col(column).fill_null("") == "" for column in (SIGN, DIMENSION))
    return (
        data.hstack(told)
        .with_columns(
            _or_told(unsaid, SIGN, "sign_told"),
            _or_told(unmeasured, UNIT, "unit_told"),
            _or_told(unmeasured, DIMENSION, "dimension_told"),
        )
        .drop(told.columns)
    )


def _or_told(lacking: pl.Expr, column: str, told: str) -> pl.Expr:
    said = pl.col(told).fill_null("") != ""
    return pl.when(lacking & said).then(pl.col(told)).otherwise(pl.col(column)).alias(column)


def _mapped(data: pl.DataFrame, column: str, function: Callable[[str], str]) -> pl.Series:
    """A function of each text of a column, asked once per distinct text; null stays null."""
    texts = data[column].to_list()  # a dict beats a join on tables of a usual size, and loses little on large ones
    known = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    told = _column(column, [None if text is None else function(text) for text in known])
    return told.gather(list(map(known.__getitem__, texts)))


def _key(level: int, text: str) -> str:
    found = find_level(level, text)
    return found.key if found else ""


def _sign_of(target: str) -> str:
    found = find_target(target)
    return found.sign if found else ""


def _unit_of(target: str) -> str:
    found = find_target(target)
    return found.unit if found else ""


def _measure(name: str) -> str:
    found = find_measure(name)
    return found.word if found else ""


def _nature() -> pl.Expr:
    qualitative = (pl.col(SIGN) == "定性") | (pl.col(DIMENSION) == "scale")
    measured = pl.col(DIMENSION).is_not_null() & ~pl.col(DIMENSION).is_in(UNCOUNTED)
    quantitative = pl.col(SIGN).is_in(COMPARING) | measured
    return (
        pl.when(pl.col(SIGN) == "定性").then(pl.lit("qualitative"))
        .when(quantitative.fill_null(value=False)).then(pl.lit("quantitative"))
        .when(qualitative.fill_null(value=False)).then(pl.lit("qualitative"))
        .otherwise(pl.lit("")).alias(NATURE)
    )  # fmt: skip
