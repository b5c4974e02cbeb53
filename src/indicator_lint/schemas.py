"""The table schemas of `schemas/`: Frictionless Table Schemas, read without Frictionless.

Some of their properties are ours: `x-optional` marks a column that a table may do without, `x-recognised-by` lists
columns any of which tells what kind of table this is, `x-label` lists usual labels of a column, and `x-rule` names the
rule that speaks for a broken constraint.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from indicator_lint.resources import shipped

KINDS: Final = ("self-evaluation", "declaration", "indicator-system")
"""The kinds of tables that are linted, the most telling first; each is a file of `schemas/`."""


class Field(NamedTuple):
    """One column: what its cells must be. A constraint that is None is not set.

    Where `missing_values` is None the schema's hold. `labels` are usual header texts; `rules` maps a constraint (or
    `missing-label`) to the code of the rule that speaks for it.
    """

    name: str
    title: str = ""
    description: str = ""
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] | None = None
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    missing_values: tuple[str, ...] | None = None
    optional: bool = False
    labels: tuple[str, ...] = ()
    rules: Mapping[str, str] | None = None


class TableSchema(NamedTuple):
    """The shape of a table: its columns, its key and what counts as an empty cell."""

    name: str
    fields: tuple[Field, ...]
    title: str = ""
    missing_values: tuple[str, ...] = ("",)
    primary_key: tuple[str, ...] = ()
    fields_match: str = "exact"
    recognised_by: tuple[str, ...] = ()
    rules: Mapping[str, str] | None = None

    def missing(self, field: Field) -> tuple[str, ...]:
        """The texts that count as an empty cell of this field."""
        return self.missing_values if field.missing_values is None else field.missing_values

    def absent(self, columns: Collection[str]) -> tuple[Field, ...]:
        """The fields that a table with these columns should have and has not."""
        return tuple(field for field in self.fields if not field.optional and field.name not in columns)

    def narrowed(self, columns: Collection[str]) -> TableSchema:
        """The same schema without the optional fields that a table with these columns does without."""
        kept = tuple(field for field in self.fields if not field.optional or field.name in columns)
        return self._replace(fields=kept)


@cache
def schema_for(kind: str) -> TableSchema:
    """The schema of a kind of table: the file `schemas/<kind>.json`. Raises FileNotFoundError for an unknown kind."""
    return read_schema(json.loads((shipped("schemas") / f"{kind}.json").read_text(encoding="utf-8")))


def kind_of(columns: Collection[str]) -> str:
    """What kind of table has these columns: the first that is recognised by one of them, else an indicator system."""
    for kind in KINDS:
        if not set(schema_for(kind).recognised_by).isdisjoint(columns):
            return kind
    return KINDS[-1]


def read_schema(descriptor: Mapping[str, Any]) -> TableSchema:
    """A Table Schema's JSON as ours."""
    key = descriptor.get("primaryKey", ())
    return TableSchema(
        name=descriptor.get("name", ""),
        title=descriptor.get("title", ""),
        fields=tuple(_field(field) for field in descriptor["fields"]),
        missing_values=tuple(descriptor.get("missingValues", ("",))),
        primary_key=(key,) if isinstance(key, str) else tuple(key),
        fields_match=descriptor.get("fieldsMatch", "exact"),
        recognised_by=tuple(descriptor.get("x-recognised-by", ())),
        rules=descriptor.get("x-rule", {}),
    )


def _field(descriptor: Mapping[str, Any]) -> Field:
    constraints = descriptor.get("constraints", {})
    return Field(
        name=descriptor["name"],
        title=descriptor.get("title", ""),
        description=descriptor.get("description", ""),
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        enum=_strings(constraints.get("enum")),
        pattern=constraints.get("pattern"),
        min_length=constraints.get("minLength"),
        max_length=constraints.get("maxLength"),
        missing_values=_strings(descriptor.get("missingValues")),
        optional=descriptor.get("x-optional", False),
        labels=tuple(descriptor.get("x-label", ())),
        rules=descriptor.get("x-rule", {}),
    )


def _strings(values: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)
