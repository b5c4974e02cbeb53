"""Every setting that holds for a file, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from indicator_lint.config import Settings
from indicator_lint.configuration import Choice, Configuration, Origin
from indicator_lint.configuration.keys import BY_NAME, LIMITS, RULES, RUN
from indicator_lint.rulebook import load_pack, load_rules
from indicator_lint.selection.ruling import FRAMED, WEIGHED, Rulings

DEFAULT: Final = "default"
ADDED: Final = ("extend-select", "ignore", "mandatory")
"""Keys to which every file adds; of the others the last word holds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value: the table and key where it would be written, and its origins; none where it is the program's own.

    `pack` names the pack that it comes from.
    """

    table: str
    key: str
    value: object
    origins: tuple[Origin, ...] = ()
    pack: str = ""


def entries_for(
    settings: Settings, configuration: Configuration, path: str, limits: Mapping[str, int]
) -> Iterator[Entry]:
    """The general settings, then rules with severities and options, what holds for single sheets, limits, the layout.

    `limits` are those that hold where nobody sets them.
    """
    choices = configuration.chosen(path)
    whole = [choice for choice in choices if not choice.reach.sheets]
    yield from _general(whole)
    yield from _rules(settings, configuration, path, whole)
    for choice in choices:
        if choice.reach.sheets:
            table = f"files {'、'.join(choice.reach.sheets)}"
            yield from (Entry(table, key, _plain(value), (choice.origins[key],)) for key, value in choice.said.items())
    for name in LIMITS:
        origin = configuration.origins.get(f"limits.{name}")
        yield Entry("limits", name, configuration.limits.get(name, limits[name]), (origin,) if origin else ())
    yield from _layout(configuration, path)


def _general(choices: list[Choice]) -> Iterator[Entry]:
    for name, key in {**RUN, **RULES}.items():
        if name not in BY_NAME:
            said = [choice for choice in choices if name in choice.said]
            if name in ADDED:
                value: object = [one for choice in said for one in choice.said[name]]
            else:
                said = said[-1:]
                value = said[0].said[name] if said else key.default
            if value is not None:
                yield Entry("", name, _plain(value), tuple(choice.origins[name] for choice in said))


def _rules(settings: Settings, configuration: Configuration, path: str, choices: list[Choice]) -> Iterator[Entry]:
    asked = Rulings(settings).of(configuration, path).rules
    pack = settings.pack or next((c.said["pack"] for c in reversed(choices) if "pack" in c.said), DEFAULT)
    packed = load_pack(pack)
    names = {code: {code, rule.name} for code, rule in load_rules(settings.lang).items()}
    for rule in asked:
        origins = _origins(choices, "severity", names[rule.code] | {rule.code[:3]})
        by_pack = pack if rule.code in packed.get("severity", {}) and not origins else ""
        yield Entry("severity", rule.code, str(rule.severity), origins, by_pack)
    for rule in asked:
        for option, value in rule.options.items():
            origins = _option_origins(choices, names[rule.code], rule.code, option)
            by_pack = pack if option in packed.get("options", {}).get(rule.code, {}) and not origins else ""
            yield Entry(f"options.{rule.code}", option, value, origins, by_pack)


def _origins(choices: list[Choice], key: str, names: set[str]) -> tuple[Origin, ...]:
    """Where the last word about one of these names was written, the longest name first."""
    for choice in reversed(choices):
        for name in sorted(names & set(choice.said.get(key, ())), key=len, reverse=True):
            return (choice.origins[f"{key}.{name}"],)
    return ()


def _option_origins(choices: list[Choice], names: set[str], code: str, option: str) -> tuple[Origin, ...]:
    short = {(FRAMED, "framework"): "framework", (WEIGHED, "schemes"): "weights"}.get((code, option), "")
    for choice in reversed(choices):
        for name in names:
            if option in choice.said.get("options", {}).get(name, {}):
                return (choice.origins[f"options.{name}.{option}"],)
        if short in choice.said:
            return (choice.origins[short],)
    return ()


def _layout(configuration: Configuration, path: str) -> Iterator[Entry]:
    for scope in configuration.layout:
        if scope.reach.covers(path):
            table = f"layout {'、'.join(scope.reach.sheets)}" if scope.reach.sheets else "layout"
            said = {key.replace("-", "_"): origin for key, origin in scope.origins.items()}
            for name, origin in said.items():
                if name in {"files", "sheets"}:
                    continue
                value = scope.ignored if name == "ignore_sheets" else getattr(scope.hints, name)
                yield Entry(table, name.replace("_", "-"), _plain(value), (origin,))


def _plain(value: object) -> object:
    """As TOML and JSON know it."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {key: _plain(one) for key, one in asdict(value).items() if one}  # type: ignore[call-overload]  # just asked
    return value
