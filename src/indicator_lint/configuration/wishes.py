"""The kinds of value by which rules are chosen: packs, names of rules, severities, options, weights, versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from indicator_lint.configuration.kinds import FILLED, BadValueError, Kind, guess

LEVELS: Final = ("error", "warning", "info", "off")
MOST_POINTS: Final = 1_000.0


def choice(*values: str) -> Kind:
    """One of a few words."""
    shown = [f'"{value}"' for value in values]
    words = (f"{'、'.join(shown)} 之一", f"one of {', '.join(shown)}")

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in values:
            raise BadValueError(words[0] + (guess(value, values) if isinstance(value, str) else ""))
        return value

    return Kind("choice", words, read, {"enum": list(values)})


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadValueError(TEXT.words[0])
    return value.strip()


def _names(value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise BadValueError(NAMES.words[0])
    return tuple(name.strip() for name in names)


def _severities(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise BadValueError(SEVERITIES.words[0])
    for name, level in value.items():
        if level not in LEVELS:
            raise BadValueError(choice(*LEVELS).words[0], name)
    return dict(value)


def _options(value: object) -> Mapping[str, Mapping[str, object]]:
    if not isinstance(value, dict):
        raise BadValueError(OPTIONS.words[0])
    for code, options in value.items():
        if not isinstance(options, dict):
            raise BadValueError(OPTIONS.words[0], code)
    return value


def _weights(value: object) -> tuple[float, ...]:
    sums: list[Any] = value if isinstance(value, list) else [value]
    fit = all(isinstance(one, int | float) and not isinstance(one, bool) and 0 < one <= MOST_POINTS for one in sums)
    if not sums or not fit:
        raise BadValueError(WEIGHTS.words[0])
    return tuple(float(one) for one in sums)


def _departments(value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict) or not all(name.strip() for name in value):
        raise BadValueError(DEPARTMENTS.words[0])
    found: dict[str, tuple[str, ...]] = {}
    for name, patterns in value.items():
        try:
            found[name.strip()] = _names(patterns)
        except BadValueError as fault:
            raise BadValueError(DEPARTMENTS.words[0], name) from fault
    return found


def _version(value: object) -> str:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415  # only where a file asks for it

    try:
        return str(SpecifierSet(_text(value)))
    except (InvalidSpecifier, BadValueError) as fault:
        raise BadValueError(VERSION.words[0]) from fault


TEXT: Final = Kind("text", ("一段文字", "a text"), _text, FILLED)
NAMES: Final = Kind(
    "rules",
    (
        '规则的代码、名称或前缀的列表，如 ["UNI", "OPR005"]',
        'a list of codes, names or prefixes, such as ["UNI", "OPR005"]',
    ),
    _names,
    {"anyOf": [FILLED, {"type": "array", "items": FILLED}]},
)
SEVERITIES: Final = Kind(
    "severities",
    (
        '规则 = 程度，如 {UNI002 = "warning", TXT = "info"}',
        'rule = severity, such as {UNI002 = "warning", TXT = "info"}',
    ),
    _severities,
    {"type": "object", "additionalProperties": {"enum": list(LEVELS)}},
)
OPTIONS: Final = Kind(
    "options",
    (
        "规则的代码 = 选项，如 [options.NAM009] 之下写 limit = 30",
        "code = options, such as limit = 30 below [options.NAM009]",
    ),
    _options,
    {"type": "object", "additionalProperties": {"type": "object"}},
)
WEIGHTS: Final = Kind(
    "weights",
    ("权重合计应为的数，或若干个这样的数，如 100 或 [100, 90]", "what weights add up to, such as 100 or [100, 90]"),
    _weights,
    {
        "anyOf": [
            {"type": "number", "exclusiveMinimum": 0, "maximum": MOST_POINTS},
            {
                "type": "array",
                "minItems": 1,
                "items": {"type": "number", "exclusiveMinimum": 0, "maximum": MOST_POINTS},
            },
        ]
    },
)
DEPARTMENTS: Final = Kind(
    "departments",
    (
        '部门 = 文件，如 {"教育局" = ["edu/**", "学校*.xlsx"]}',
        'department = files, such as {"教育局" = ["edu/**", "学校*.xlsx"]}',
    ),
    _departments,
    {"type": "object", "additionalProperties": {"anyOf": [FILLED, {"type": "array", "items": FILLED}]}},
)
VERSION: Final = Kind("version", ('版本范围，如 ">=0.1"', 'versions, such as ">=0.1"'), _version, FILLED)
