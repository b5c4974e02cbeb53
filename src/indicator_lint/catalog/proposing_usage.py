"""What bodies submit, as proposals: indicators that many use and the catalog lacks, names and units that prevailed, what nobody uses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any, Final

from indicator_lint.catalog.documents import Stated
from indicator_lint.chinese.normal import normal_form
from indicator_lint.identity.nearest import Index
from indicator_lint.identity.traits import sign_of, traits_of, unit_of
from indicator_lint.model.catalog import Catalog, Indicator
from indicator_lint.model.proposal import Proposal

LISTED: Final = 5
"""So many bodies are named as evidence, the others counted."""

ENOUGH: Final = 2
"""So many indicators of a category are no chance."""
SUGGESTED: Final = ("category", "level1", "level2", "name", "operator", "unit", "description")


@dataclass(slots=True)
class Usage:
    """How an indicator of the catalog is used: by whom as it is, and by whom under other names.

    `at_home` tells whether it was ever under the title that its category has in the catalog.
    """

    bodies: set[str] = field(default_factory=set)
    units: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    signs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    at_home: bool = False


@dataclass(slots=True)
class Collected:
    """Everything submitted, sorted by what the catalog knows of it; `unknown` is by the name's normal form."""

    bodies: set[str]
    usage: Mapping[str, Usage]
    unknown: Mapping[str, list[tuple[str, Indicator]]]


def body_of(path: str, roots: Sequence[str]) -> str:
    """Who submitted a file: the folder below the one that was named, else the file's name."""
    for root in roots:
        if Path(root).is_dir() and Path(path).is_relative_to(root):
            inside = Path(path).relative_to(root).parts
            return inside[0] if len(inside) > 1 else PurePath(path).stem
    return PurePath(path).stem


def collect(catalog: Catalog, submissions: Iterable[tuple[str, Stated]]) -> Collected:
    """Look every submitted indicator up in the catalog; `submissions` are (body, what it states)."""
    index = Index(catalog.active)
    usage: dict[str, Usage] = defaultdict(Usage)
    unknown: dict[str, list[tuple[str, Indicator]]] = defaultdict(list)
    bodies: set[str] = set()
    for body, stated in submissions:
        bodies.add(body)
        for one in stated.indicators:
            _note(index, usage, unknown, body, one)
    return Collected(bodies, usage, unknown)


def _note(
    index: Index,
    usage: dict[str, Usage],
    unknown: dict[str, list[tuple[str, Indicator]]],
    body: str,
    one: Indicator,
) -> None:
    known = index.same(one)
    if known is not None:
        seen = usage[known.code]
        seen.bodies.add(body)
        seen.at_home |= normal_form(one.category) == normal_form(known.category)
        for kept, text in ((seen.units, unit_of(one)), (seen.signs, sign_of(one))):
            if text:
                kept[text].add(body)
        return
    near = index.nearest(one)
    if near is not None:
        usage[near.indicator.code].names[one.name].add(body)
    else:
        unknown[traits_of(one).name].append((body, one))


def propose_from_usage(catalog: Catalog, collected: Collected, at_least: int) -> list[Proposal]:
    """Proposals that at least so many bodies speak for."""
    return [
        *_added(collected, at_least),
        *(proposal for one in catalog.active for proposal in _of(one, collected, at_least)),
        *(_retired(catalog, collected) if len(collected.bodies) >= at_least else ()),
    ]


def _added(collected: Collected, at_least: int) -> Iterator[Proposal]:
    """Indicators that the catalog lacks, as most bodies state them."""
    for uses in collected.unknown.values():
        bodies = sorted({body for body, _ in uses})
        if len(bodies) >= at_least:
            lacking = Proposal("add", f"指标库中没有，{told(bodies)}使用", count=len(bodies))
            texts: dict[str, Any] = {name: _usual([one.text(name) for _, one in uses]) for name in SUGGESTED}
            yield replace(lacking, **texts)


def _of(one: Indicator, collected: Collected, at_least: int) -> Iterator[Proposal]:
    """What use proposes for one indicator of the catalog: another name, another unit, another operator."""
    usage = collected.usage.get(one.code)
    if usage is None:
        return
    for name, bodies in _first(usage.names, at_least):
        if len(bodies) > len(usage.bodies):
            users = f"，用原名的 {len(usage.bodies)} 个" if usage.bodies else "，无人使用原名"
            evidence = f"{told(bodies)}写作“{name}”{users}"
            yield replace(_change("rename", one, "name", name), evidence=evidence, count=len(bodies))
    readings: tuple[tuple[str, Mapping[str, set[str]], Callable[[Indicator], str]], ...] = (
        ("unit", usage.units, unit_of),
        ("operator", usage.signs, sign_of),
    )
    for role, texts, said in readings:
        mine = len(texts.get(said(one), ()))
        for text, bodies in _first(texts, at_least):
            if text != said(one) and len(bodies) > mine:
                evidence = f"{told(bodies)}用“{text}”，用“{one.text(role)}”的 {mine} 个"
                yield replace(_change("unify", one, role, text), evidence=evidence, count=len(bodies))


def _change(kind: str, one: Indicator, role: str, new: str) -> Proposal:
    concerned = Proposal(kind, "", one.code, category=one.category, name=one.name)
    return replace(concerned, field=role, old=one.text(role), new=new)


def untouched(catalog: Catalog, collected: Collected) -> list[str]:
    """The categories of which nobody uses anything: whoever they are for may not have submitted.

    A single name, as 满意度, may stand in any table: under another title, a body uses two indicators of a category, or the only one.
    """
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    for one in catalog.active:
        usage = collected.usage.get(one.code, Usage())
        uses[one.category].update(dict.fromkeys(_users(usage), ENOUGH if usage.at_home else 1))
    sizes = Counter(one.category for one in catalog.active)
    touched = {title for title, bodies in uses.items() if max(bodies.values(), default=0) >= min(ENOUGH, sizes[title])}
    return [title for title in catalog.categories if title not in touched]


def _users(usage: Usage) -> set[str]:
    """Who uses an indicator, under whatever name."""
    return usage.bodies.union(*usage.names.values())


def _retired(catalog: Catalog, collected: Collected) -> Iterator[Proposal]:
    """Indicators that nobody uses, under whatever name, in categories that are used."""
    left_out = set(untouched(catalog, collected))
    for one in catalog.active:
        if one.code not in collected.usage and one.category not in left_out:
            since = f"{one.since}版启用，" if one.since else ""
            evidence = f"{since}本次 {len(collected.bodies)} 个单位的材料均未使用"
            yield Proposal("retire", evidence, one.code, category=one.category, name=one.name)


def _first(texts: Mapping[str, set[str]], at_least: int) -> list[tuple[str, list[str]]]:
    """The text that most bodies use, where enough do."""
    ranked = sorted(texts.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(text, sorted(bodies)) for text, bodies in ranked[:1] if len(bodies) >= at_least]


def _usual(texts: Sequence[str]) -> str:
    """The text that comes most often, the first of equals; empty ones only where there is no other."""
    counts = Counter(text for text in texts if text)
    return counts.most_common(1)[0][0] if counts else ""


def told(bodies: Sequence[str]) -> str:
    """Bodies as evidence names them."""
    more = "等" if len(bodies) > LISTED else ""
    return f"{len(bodies)} 个单位（{'、'.join(bodies[:LISTED])}{more}）"
