"""The schemas say what the program and Frictionless both read."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from frictionless import Resource, Schema, system

from indicator_lint.model.table import ROLES
from indicator_lint.schemas import KINDS, kind_of, schema_for

TOP = Path(__file__).parents[1]
VOCABULARY = sorted((TOP / "rules" / "vocabulary").glob("*.csv"))


def descriptor(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


SCHEMAS = [path for path in sorted((TOP / "schemas").rglob("*.json")) if "fields" in descriptor(path)]
"""The table schemas; the schema of the JSON report, which lies beside them, is no table."""


def patterns(schema: dict[str, Any]) -> Iterator[str]:
    for field in schema["fields"]:
        if "pattern" in field.get("constraints", {}):
            yield field["constraints"]["pattern"]


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_a_schema_is_a_table_schema(path: Path) -> None:
    """Frictionless accepts it, every field has a title, and every pattern is one group (its anchors bind loosely)."""
    schema = descriptor(path)
    assert [field.name for field in Schema.from_descriptor(schema).fields]
    assert schema["name"] == path.stem
    assert all(field.get("title") for field in schema["fields"])
    assert all(pattern.startswith("(?:") and pattern.endswith(")") for pattern in patterns(schema))


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_of_a_linted_table_are_roles(kind: str) -> None:
    assert {field.name for field in schema_for(kind).fields} <= set(ROLES)


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"level1", "level2", "name", "operator", "unit", "description"}, "indicator-system"),
        ({"level1", "level2", "name", "target"}, "declaration"),
        ({"level1", "level2", "name", "target", "actual", "weight"}, "self-evaluation"),
        (set(), "indicator-system"),
    ],
)
def test_the_columns_tell_the_kind_of_table(columns: set[str], kind: str) -> None:
    assert kind_of(columns) == kind


def test_a_column_is_missed_only_where_it_is_not_optional() -> None:
    schema = schema_for("indicator-system")
    assert [field.title for field in schema.absent({"level1", "level2", "name", "unit"})] == ["性质"]


@pytest.mark.parametrize(
    ("columns", "missed"),
    [
        (("level1", "level2", "name", "operator", "unit"), []),
        (("unit", "operator", "name", "level2", "level1", "依据"), []),
        (("level1", "level2", "name", "operator", "description"), ["unit"]),
    ],
)
def test_frictionless_misses_the_same_columns(columns: tuple[str, ...], missed: list[str]) -> None:
    """The narrowed schema is one that Frictionless understands: order and further columns are free."""
    schema = schema_for("indicator-system")
    kept = {field.name for field in schema.narrowed(columns).fields}
    given = descriptor(TOP / "schemas" / "indicator-system.json")
    given["fields"] = [field for field in given["fields"] if field["name"] in kept]
    resource = Resource(data=[list(columns), ["x"] * len(columns)], schema=Schema.from_descriptor(given))
    assert [name for kind, name in resource.validate().flatten(["type", "fieldName"])] == missed
    assert [field.name for field in schema.absent(columns)] == missed


@pytest.mark.parametrize("path", VOCABULARY, ids=lambda path: path.stem)
def test_a_vocabulary_is_valid_against_its_schema(path: Path) -> None:
    """We lint our own data: `rules/vocabulary/X.csv` has `schemas/vocabulary/X.json` and keeps to it."""
    schema = TOP / "schemas" / "vocabulary" / f"{path.stem}.json"
    assert schema.is_file(), f"write {schema.relative_to(TOP)}: which columns, which of them filled in, which unique"
    with system.use_context(trusted=True):  # absolute paths are otherwise refused
        resource = Resource(path=str(path), schema=Schema.from_descriptor(descriptor(schema)), encoding="utf-8")
        report = resource.validate(limit_errors=20)
    assert report.flatten(["rowNumber", "fieldName", "type", "note"]) == []


def test_every_vocabulary_schema_has_a_vocabulary() -> None:
    assert {path.stem for path in (TOP / "schemas" / "vocabulary").glob("*.json")} <= {path.stem for path in VOCABULARY}


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_labels_mean_what_the_vocabulary_says(kind: str) -> None:
    """A label named in a schema (for messages about a missing column) is one that the reader understands."""
    with (TOP / "rules" / "vocabulary" / "headers.csv").open(encoding="utf-8", newline="") as lines:
        roles = {(row["label"], role) for row in csv.DictReader(lines) for role in row["role"].split()}
    assert [
        (label, f.name) for f in schema_for(kind).fields for label in f.labels if (label, f.name) not in roles
    ] == []
