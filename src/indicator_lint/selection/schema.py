"""The JSON Schema of the configuration file, from the same keys and pages that read it: editors complete and check by it."""

from __future__ import annotations

from collections.abc import Mapping

from indicator_lint.configuration.keys import FILES, LAYOUT, LIMITS, OVERRIDES, RULES, RUN, SCOPE, Key
from indicator_lint.configuration.wishes import LEVELS
from indicator_lint.model.rule import Rule
from indicator_lint.selection.options import schema_of

Schema = dict[str, object]


def configuration_schema(rules: Mapping[str, Rule]) -> Schema:
    """Draft 2020-12, for `indicator-lint.toml` and for the table `[tool.indicator-lint]` of `pyproject.toml`."""
    overrides = _table({**SCOPE, **LAYOUT})
    layout = _table(LAYOUT)
    layout["properties"] = {**_properties(LAYOUT), OVERRIDES.partition(".")[2]: _several(overrides)}
    ruled = {"severity": _severities(rules), "options": _options(rules)}
    files = _table({**SCOPE, **RULES}, ruled)
    top = _table({**RUN, **RULES}, ruled)
    top["properties"] = {
        **_properties({**RUN, **RULES}),
        **ruled,
        FILES: _several(files),
        "limits": _table(LIMITS),
        "layout": layout,
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "indicator-lint.toml", **top}


def _table(keys: Mapping[str, Key], instead: Mapping[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**_properties(keys), **(instead or {})},
        "additionalProperties": False,
    }


def _several(table: Schema) -> Schema:
    """A list of tables each of which says what it is about."""
    return {"type": "array", "items": {**table, "anyOf": [{"required": [name]} for name in SCOPE]}}


def _properties(keys: Mapping[str, Key]) -> Schema:
    return {name: {"description": f"{key.zh} / {key.en}", **key.kind.schema} for name, key in keys.items()}


def _severities(rules: Mapping[str, Rule]) -> Schema:
    names = sorted({code[:3] for code in rules}) + sorted(rules) + sorted(rule.name for rule in rules.values())
    return {
        "description": f"{RULES['severity'].zh} / {RULES['severity'].en}",
        "type": "object",
        "propertyNames": {"enum": [*names, "ALL"]},
        "additionalProperties": {"enum": list(LEVELS)},
    }


def _options(rules: Mapping[str, Rule]) -> Schema:
    tables = {name: _of_rule(rule) for rule in rules.values() for name in (rule.code, rule.name)}
    return {
        "description": f"{RULES['options'].zh} / {RULES['options'].en}",
        "type": "object",
        "properties": dict(sorted(tables.items())),
        "additionalProperties": False,
    }


def _of_rule(rule: Rule) -> Schema:
    properties = {name: schema_of(value) for name, value in rule.options.items()}
    return {"description": rule.title, "type": "object", "properties": properties, "additionalProperties": False}
