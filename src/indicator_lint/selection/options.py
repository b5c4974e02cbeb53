"""Options of rules as a configuration sets them: each must exist, and be of the kind that the rule's page gives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicator_lint.configuration.kinds import guess
from indicator_lint.model.rule import Rule

KINDS: Final[tuple[tuple[type, str, Mapping[str, object]], ...]] = (
    (bool, "true 或 false", {"type": "boolean"}),
    (int, "整数", {"type": "integer"}),
    (float, "数", {"type": "number"}),
    (str, "一段文字", {"type": "string"}),
    (list, "列表", {"type": "array"}),
    (dict, "一个表", {"type": "object"}),
)
"""What an option's value may be, told by that on the rule's page: how to say so, and as JSON Schema."""


class OptionError(ValueError):
    """An option does not exist or is of another kind; the message is the end of a Chinese line. `name` is the option."""

    def __init__(self, message: str, name: str) -> None:
        """Remember which option it is."""
        super().__init__(message)
        self.name = name


def fitted(rule: Rule, options: Mapping[str, object]) -> dict[str, object]:
    """The options, whole numbers made fractions where the page has a fraction. Raises OptionError."""
    return {name: _fitted(rule, name, value) for name, value in options.items()}


def schema_of(value: object) -> Mapping[str, object]:
    """The JSON Schema of values like this one."""
    schema = dict(next(schema for kind, _, schema in KINDS if isinstance(value, kind)))
    if isinstance(value, list) and value:
        return {**schema, "items": schema_of(value[0])}
    if isinstance(value, dict) and value:
        return {**schema, "additionalProperties": schema_of(next(iter(value.values())))}
    return schema


def _fitted(rule: Rule, name: str, value: object) -> object:
    if name not in rule.options:
        near = guess(name, rule.options) or (
            f"，可用的有：{'、'.join(rule.options)}" if rule.options else "：它没有选项"
        )
        message = f"规则 {rule.code} 没有选项“{name}”{near}"
        raise OptionError(message, name)
    if not _alike(rule.options[name], value):
        message = f"规则 {rule.code} 的选项“{name}”应当是{_words(rule.options[name])}"
        raise OptionError(message, name)
    return _as(rule.options[name], value)


def _alike(page: object, value: object) -> bool:
    if isinstance(page, bool) or isinstance(value, bool):
        return isinstance(page, bool) and isinstance(value, bool)
    if isinstance(page, float):
        return isinstance(value, int | float)
    if isinstance(page, list):
        return isinstance(value, list) and all(not page or _alike(page[0], one) for one in value)
    if isinstance(page, dict):
        first = next(iter(page.values()), None)
        return isinstance(value, dict) and all(first is None or _alike(first, one) for one in value.values())
    return isinstance(value, type(page))


def _as(page: object, value: object) -> object:
    if isinstance(page, float) and isinstance(value, int):
        return float(value)
    if isinstance(page, list) and page and isinstance(value, list):
        return [_as(page[0], one) for one in value]
    return value


def _words(page: object) -> str:
    words = next(words for kind, words, _ in KINDS if isinstance(page, kind))
    if isinstance(page, list) and page:
        return f"{words}，其中每一项是{_words(page[0])}"
    return words
