"""The pages of `rules/` as rules: loaded, put into a language, chosen by pack and options."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from string import Formatter
from typing import Any, Final

from indicator_lint.model.rule import Example, Reference, Rule, Safety, Severity
from indicator_lint.model.usererror import UserError
from indicator_lint.resources import shipped

NOT_FAMILIES: Final = {"vocabulary", "packs"}
FIRST_PROOF: Final = "\n[[example]]"
"""A page's proofs stand last: a run that only asks the rules need not parse them (they are most of a page)."""

WESTERN_JOINER: Final = "; "
"""Between reasons in languages other than Chinese."""

KEYS: Final[Mapping[str, type]] = {
    "code": str,
    "title": str,
    "severity": str,
    "check": str,
    "at": list,
    "message": str,
    "why": str,
    "since": str,
    "needs": list,
    "fix": str,
    "yields_to": list,
    "options": dict,
    "reasons": dict,
    "advice": dict,
    "reference": list,
    "example": list,
}
"""What a page may state, and as what; the first eight it must."""

REQUIRED: Final = tuple(KEYS)[:8]
BLOCKS: Final = {"example": Example, "reference": Reference}
CHOICES: Final = {"severity": (*Severity, "off"), "fix": tuple(Safety)}
KINDS: Final[Mapping[type, str]] = {str: "一段文字", list: "用方括号括起的列表", dict: "一个表"}
WORDS: Final = ("title", "message", "why", "reasons", "advice")
"""What another language states anew."""


class RulebookError(UserError, ValueError):
    """An unknown rule, family or pack was named."""

    is_usage = True


class PageError(RulebookError):
    """A file of `rules/` is not as it should be; the message names it and says what is wrong."""

    head = "规则文件有误："
    is_usage = False


@dataclass(frozen=True, slots=True)
class Settled:
    """Severities (or `off`) and options by code that go before those of pages and packs."""

    severity: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


UNSETTLED: Final = Settled()


@cache
def load_rules(lang: str = "zh", *, proofs: bool = False) -> dict[str, Rule]:
    """Every rule by its code, in the words of `lang`; with examples and references only where `proofs` are asked for.

    Raises PageError for a page that misses or misspells something, and where two pages share a code.
    """
    rules: dict[str, Rule] = {}
    for family, path in _pages():
        rule = _page(path, family, proofs=proofs)
        if rule.code in rules:
            other = rules[rule.code]
            message = f"{_place(path, family)}：代码 {rule.code} 已用于 rules/{other.family}/{other.name}.toml"
            raise PageError(message)
        rules[rule.code] = rule
    if lang != "zh":
        overlay = _toml(shipped("rules") / f"{lang}.toml")
        rules = {code: _translated(rule, overlay.get(code, {})) for code, rule in rules.items()}
    return dict(sorted(rules.items()))


@cache
def load_pack(name: str) -> Mapping[str, Any]:
    """A pack: `description`, `select`, `ignore`, `severity` and `options` by code.

    `suppressions = "listed"` makes it take no excuses. Raises RulebookError for an unknown name.
    """
    folder = shipped("rules") / "packs"
    path = folder / f"{name}.toml"
    if not path.is_file():
        known = "、".join(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir()))
        message = f"没有名为“{name}”的规则包，可用的有：{known}"
        raise RulebookError(message)
    return _toml(path, "packs")


def select_rules(
    rules: Mapping[str, Rule],
    *,
    pack: str = "default",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    settled: Settled = UNSETTLED,
) -> list[Rule]:
    """The rules to ask: the pack's, or those selected, with the pack's severities and options, then those settled besides.

    A rule is named by its code, its name, the prefix of its family (`UNI`) or `ALL`; one that is off by default is asked only
    where its own code or name is given. Raises RulebookError for any other name.
    """
    chosen = load_pack(pack)
    explicit = {code for code in rules if {code, rules[code].name} & {*select, *extend_select}}
    codes = codes_named(rules, select or chosen.get("select", ("ALL",)))
    if not tuple(select):
        codes -= codes_named(rules, chosen.get("ignore", ()))
    codes = (codes | codes_named(rules, extend_select)) - codes_named(rules, ignore)
    asked = (_settled(rules[code], chosen, settled, wanted=code in explicit) for code in sorted(codes))
    return [rule for rule in asked if rule.severity is not None]


def message_of(rule: Rule, params: Mapping[str, object], because: Iterable[tuple[str, Mapping[str, object]]]) -> str:
    """The rule's message with its fields filled in; raises KeyError for a field or a reason that nobody supplies."""
    reasons = [rule.reasons[key].format_map(values) for key, values in because]
    return rule.message.format_map({**params, "because": rule.joiner.join(reasons)})


@lru_cache(maxsize=512)
def fields_of(message: str) -> tuple[str, ...]:
    """The names of the fields in a message."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(message) if name))


def _pages() -> Iterable[tuple[str, Traversable]]:
    for folder in sorted(shipped("rules").iterdir(), key=lambda entry: entry.name):
        if folder.is_dir() and folder.name not in NOT_FAMILIES:
            for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
                if path.name.endswith(".toml"):
                    yield folder.name, path


def _page(path: Traversable, family: str, *, proofs: bool) -> Rule:
    page = _toml(path, family, end="" if proofs else FIRST_PROOF)
    fault = next(_faults(page), None)
    if fault is not None:
        message = f"{_place(path, family)}：{fault}"
        raise PageError(message)
    severity = page["severity"]
    return Rule(
        code=page["code"],
        name=path.name.removesuffix(".toml"),
        family=family,
        title=page["title"],
        severity=None if severity == "off" else Severity(severity),
        check=page["check"],
        at=tuple(page["at"]),
        message=page["message"],
        why=page["why"].strip(),
        since=page["since"],
        needs=tuple(page.get("needs", ())),
        fix=Safety(page["fix"]) if "fix" in page else None,
        options=page.get("options", {}),
        reasons=page.get("reasons", {}),
        advice=page.get("advice", {}),
        yields_to=tuple(page.get("yields_to", ())),
        examples=tuple(Example(**example) for example in page.get("example", ())),
        references=tuple(Reference(**reference) for reference in page.get("reference", ())),
    )


def _toml(path: Traversable, folder: str = "", *, end: str = "") -> dict[str, Any]:
    """A file of `rules/`, up to the first `end` where one is given. Raises PageError where it is no TOML."""
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text.partition(end)[0] if end else text)
    except ValueError as error:  # of TOML, or of UTF-8
        message = f"{_place(path, folder)}：不是有效的 TOML（{error}）"
        raise PageError(message) from error


def _place(path: Traversable, folder: str) -> str:
    return "/".join(filter(None, ("rules", folder, path.name)))


def _faults(page: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the keys of a page, in a few Chinese words each."""
    for key in REQUIRED:
        if key not in page:
            yield f"缺少“{key}”"
    for key, value in page.items():
        if key not in KEYS:
            yield _unknown(key, KEYS)
        elif not isinstance(value, KEYS[key]):
            yield f"“{key}”应当是{KINDS[KEYS[key]]}"
        elif key in CHOICES and value not in CHOICES[key]:
            yield f"“{key}”只能是 {'、'.join(CHOICES[key])}，不能是“{value}”"
    for key, block in BLOCKS.items():
        known = [one.name for one in fields(block)]
        strange = (name for part in page.get(key, ()) for name in part if name not in known)
        yield from (_unknown(f"{key}.{name}", known) for name in strange)


def _unknown(key: str, known: Iterable[str]) -> str:
    near = get_close_matches(key.rpartition(".")[2], list(known), 1)
    return f"没有“{key}”这一项" + (f"，是不是要写“{near[0]}”？" if near else "")


def _translated(rule: Rule, words: Mapping[str, Any]) -> Rule:
    return replace(
        rule,
        joiner=WESTERN_JOINER,
        **{key: words[key] for key in WORDS if key in words},
    )


def codes_named(rules: Mapping[str, Rule], names: Iterable[str]) -> set[str]:
    """The codes that names mean: codes, names, prefixes or `ALL`. Raises RulebookError for a name that means nothing."""
    by_name = {rule.name: code for code, rule in rules.items()}
    return {code for name in names for code in _named(name, rules, by_name)}


def _named(name: str, rules: Mapping[str, Rule], by_name: Mapping[str, str]) -> set[str]:
    if name == "ALL":
        return set(rules)
    codes = {code for code in rules if name.isalnum() and code.startswith(name.upper())}
    if name in by_name:
        codes.add(by_name[name])
    if not codes:
        near = get_close_matches(name.upper(), rules, 1) or get_close_matches(name, by_name, 1)
        message = f"没有名为“{name}”的规则" + (
            f"，是否指 {near[0]}？" if near else "；用 indicator-lint rule 查看全部规则"
        )
        raise RulebookError(message)
    return codes


def _settled(rule: Rule, pack: Mapping[str, Any], settled: Settled, *, wanted: bool) -> Rule:
    severity = settled.severity.get(rule.code, pack.get("severity", {}).get(rule.code, rule.severity))
    if severity == "off":
        severity = None
    if severity is None and wanted:  # asked for by name: on, at the mildest
        severity = Severity.INFO
    options = {
        **rule.options,
        **pack.get("options", {}).get(rule.code, {}),
        **settled.options.get(rule.code, {}),
    }
    return replace(rule, severity=None if severity is None else Severity(severity), options=options)
