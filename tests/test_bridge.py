"""The bridge from Table Schema to pandera says what Frictionless says, cell by cell.

Frictionless 5.21 is the oracle, but for four things that are kept out of the comparison:

* it compiles a pattern as `^pattern$`, so that an alternative escapes its anchors: the oracle gets it in a group;
* its `$` lets a trailing newline pass: no cell ends in one;
* it says `blank-row` in place of every constraint of a row in which all cells are missing: an unconstrained first
  column is always filled in;
* of a primary key it names no field: such errors are laid at the key's first field, where the bridge reports them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest
from frictionless import Resource, Schema
from hypothesis import given, settings
from hypothesis import strategies as st

from indicator_lint.bridge import BridgeError, Violation, to_pandera, violations
from indicator_lint.schemas import read_schema

CELLS = ("", "-", "无", "率", "个", "个 ", "优良", "优良差", "≥", "12", "1\n2", "a", "ab", "abc", "𠮷")
PATTERNS = ("a|b", "a*", ".", "[个率]", r"\d+", "(?:优|良|差)+", "优、?良", "..+", "|率")
NAMED = re.compile(r'^constraint "(\w+)"')

Descriptor = Mapping[str, Any]
Rows = Sequence[Sequence[str]]

words = st.lists(st.sampled_from(CELLS), min_size=1, max_size=4, unique=True)
constraints = st.fixed_dictionaries(
    {},
    optional={
        "required": st.booleans(),
        "unique": st.booleans(),
        "enum": words,
        "pattern": st.sampled_from(PATTERNS).map("(?:{})".format),
        "minLength": st.integers(0, 3),
        "maxLength": st.integers(0, 3),
    },
)


@st.composite
def schemas(draw: st.DrawFn) -> Descriptor:
    """A schema of one to four string fields behind a column that is always filled in."""
    names = ["一级指标", "name", "单位 unit", "d"][: draw(st.integers(1, 4))]
    fields = [{"name": "row", "type": "string"}]
    for name in names:
        field: dict[str, Any] = {"name": name, "type": "string", "constraints": draw(constraints)}
        fields.append(field | draw(st.fixed_dictionaries({}, optional={"missingValues": words})))
    key = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    descriptor = draw(st.fixed_dictionaries({"fields": st.just(fields)}, optional={"missingValues": words}))
    return descriptor | ({"primaryKey": key} if key else {})


@st.composite
def tables(draw: st.DrawFn) -> tuple[Descriptor, Rows]:
    """A schema and up to a dozen rows for it."""
    descriptor = draw(schemas())
    width = len(descriptor["fields"]) - 1
    rows = draw(st.lists(st.lists(st.sampled_from(CELLS), min_size=width, max_size=width), min_size=1, max_size=12))
    return descriptor, [[f"row {number}", *row] for number, row in enumerate(rows)]


def by_frictionless(descriptor: Descriptor, rows: Rows) -> list[Violation]:
    """What the oracle finds; its row 2 is our row 0."""
    names = [field["name"] for field in descriptor["fields"]]
    resource = Resource(data=[names, *rows], schema=Schema.from_descriptor(dict(descriptor)))
    errors = resource.validate(limit_errors=100_000).flatten(["rowNumber", "fieldName", "type", "note"])
    key = descriptor.get("primaryKey", [""])[0]
    return sorted(Violation(row - 2, field or key, constraint_of(kind, note)) for row, field, kind, note in errors)


def constraint_of(kind: str, note: str) -> str:
    """The constraint's name stands only within the oracle's English note."""
    if kind == "constraint-error":
        match = NAMED.match(note)
        assert match, note
        return match[1]
    return {"unique-error": "unique", "primary-key": "primaryKey"}[kind]


def by_bridge(descriptor: Descriptor, rows: Rows) -> list[Violation]:
    """What pandera finds through the bridge."""
    names = [field["name"] for field in descriptor["fields"]]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return violations(to_pandera(read_schema(descriptor)), frame)


@settings(max_examples=150)
@given(tables())
def test_the_bridge_agrees_with_frictionless(table: tuple[Descriptor, Rows]) -> None:
    """Row, field and constraint of every violation are the same, for random schemas and random tables."""
    assert by_bridge(*table) == by_frictionless(*table)


def one_field(**constraint: object) -> Descriptor:
    return {"fields": [{"name": "unit", "type": "string", "constraints": constraint}]}


@pytest.mark.parametrize("cell", ["%x", "年\n"])
def test_a_pattern_means_the_whole_text(cell: str) -> None:
    """Where Frictionless lets an alternative escape or a newline pass, the bridge does not."""
    assert by_bridge(one_field(pattern="%|年"), [[cell]]) == [Violation(0, "unit", "pattern")]
    assert by_frictionless(one_field(pattern="%|年"), [[cell]]) == []


def test_an_empty_text_or_null_is_missing() -> None:
    schema = to_pandera(read_schema(one_field(required=True, enum=["%"])))
    found = violations(schema, pl.DataFrame({"unit": ["%", "", None]}, schema={"unit": pl.String}))
    assert found == [Violation(1, "unit", "required"), Violation(2, "unit", "required")]


def test_a_column_that_is_absent_is_left_to_the_labels() -> None:
    schema = to_pandera(read_schema(one_field(required=True)))
    assert violations(schema, pl.DataFrame({"name": ["调研报告数量"]})) == []


def test_a_broken_schema_is_an_error_and_never_a_violation() -> None:
    """Pandera reports a check that raises as a failed check; here it stops the run."""
    schema = to_pandera(read_schema(one_field(pattern="(?=look-ahead)")))
    with pytest.raises(BridgeError):
        violations(schema, pl.DataFrame({"unit": ["%"]}))
