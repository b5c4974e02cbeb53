"""From a Table Schema to pandera on polars: one schema drives both engines.

Agrees with Frictionless row by row (a property test compares them), except that a pattern means the whole text here:
Frictionless compiles it as `^pattern$`, where an alternative escapes the anchors and a trailing newline passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from indicator_lint.schemas import Field, TableSchema


class BridgeError(RuntimeError):
    """A check could not be run (say, a pattern that is no regular expression in Rust): our fault, never a violation."""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A cell that breaks a constraint: 0-based row of the frame; field and constraint in the words of Table Schema."""

    row: int
    field: str
    constraint: str


def to_pandera(schema: TableSchema) -> pa.DataFrameSchema:
    """A pandera schema of String columns, each constraint a check named after it on the column it concerns.

    Columns that a frame lacks are passed over: labels are Frictionless's part. A primary key is checked at its first
    field and needs all of them.
    """
    columns = {
        field.name: pa.Column(pl.String, checks=_checks(schema, field), nullable=True, required=False)
        for field in schema.fields
    }
    return pa.DataFrameSchema(columns, name=schema.name or None)


def violations(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> list[Violation]:
    """What a frame of String columns breaks, sorted; null is an empty cell. Raises BridgeError if a check raised."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return sorted(violation for error in errors.schema_errors for violation in _rows(error))
    return []


def _rows(error: SchemaError) -> Iterator[Violation]:
    if error.reason_code is not SchemaErrorReason.DATAFRAME_CHECK or error.check_output is None:
        raise BridgeError(str(error)) from error
    for row in (~error.check_output["check_output"]).arg_true():
        yield Violation(row, error.schema.name, error.check.name)


def constraints(schema: TableSchema, field: Field) -> dict[str, pl.Expr]:
    """What the schema asks of a field's cells: the constraint's name and an expression that is true where it is met."""
    empty = _empty(schema, field)
    held = {constraint: (empty | holds) for constraint, holds in _constraints(field).items()}
    if field.required:
        held["required"] = ~empty
    if schema.primary_key[:1] == (field.name,):
        held["primaryKey"] = _primary_key(schema)
    return held


def _checks(schema: TableSchema, field: Field) -> list[pa.Check]:
    return [_check(constraint, holds) for constraint, holds in constraints(schema, field).items()]


def _empty(schema: TableSchema, field: Field) -> pl.Expr:
    cell = pl.col(field.name)
    return cell.is_null() | cell.is_in(list(schema.missing(field)))


def _constraints(field: Field) -> dict[str, pl.Expr]:
    """What must hold of a cell that is not empty."""
    cell = pl.col(field.name)
    held: dict[str, pl.Expr] = {}
    if field.unique:
        held["unique"] = cell.is_first_distinct()
    if field.enum is not None:
        held["enum"] = cell.is_in(list(field.enum))
    if field.pattern is not None:
        held["pattern"] = cell.str.contains(f"^(?:{field.pattern})$")
    if field.min_length is not None:
        held["minLength"] = cell.str.len_chars() >= field.min_length
    if field.max_length is not None:
        held["maxLength"] = cell.str.len_chars() <= field.max_length
    return held


def _primary_key(schema: TableSchema) -> pl.Expr:
    """No two rows have one key, and no key is empty throughout; a key that is empty in part is a key."""
    fields = [field for field in schema.fields if field.name in schema.primary_key]
    empty = [_empty(schema, field) for field in fields]
    cells = [
        pl.when(~gone).then(pl.col(field.name)).alias(field.name) for field, gone in zip(fields, empty, strict=True)
    ]
    return ~pl.all_horizontal(empty) & pl.struct(cells).is_first_distinct()


def _check(constraint: str, holds: pl.Expr) -> pa.Check:
    passed = holds.fill_null(value=True)
    return pa.Check(lambda given: given.lazyframe.select(passed), name=constraint, error=constraint, ignore_na=False)
