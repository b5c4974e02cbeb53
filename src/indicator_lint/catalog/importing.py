"""An issued document becomes a catalog, or the next state of one: who was there keeps the code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from indicator_lint.catalog.codes import Coder
from indicator_lint.catalog.differences import Change, Difference, Side, compare, side_of
from indicator_lint.catalog.documents import Stated
from indicator_lint.catalog.ledger import birth, entry, field_entries, logged
from indicator_lint.catalog.ordering import woven
from indicator_lint.identity.traits import traits_of
from indicator_lint.model.catalog import ACTIVE, RETIRED, Catalog, CatalogError, Indicator, LoggedChange
from indicator_lint.schemas import schema_for
from indicator_lint.vocabulary.targets import read_target
from indicator_lint.vocabulary.units import find_unit

DOUBTFUL: Final = 0.85
"""A rename less sure than that is to be looked at by a person."""

OF_ONE_ISSUE: Final = re.compile(
    r"(?:[（(〔\[]20\d\d\s*(?:年度?)?\s*(?:版|修订版?|修订稿)?[)）〕\]]|(?<=[\u4e00-\u9fff])20\d\d(?:年度?)?版?)$"
)
"""Behind a title the year of one issue: the catalog goes on, and its documents name the version themselves."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A catalog after an import, what changed, and the categories that the document says nothing of."""

    catalog: Catalog
    difference: Difference
    untouched: Sequence[str] = ()


@dataclass(slots=True)
class _Import:
    """An import on its way: the codes of what the document states, in its order, and the lines for the log."""

    catalog: Catalog
    stated: Stated
    difference: Difference
    reason: str
    placed: list[Indicator] = field(default_factory=list)
    entries: list[LoggedChange] = field(default_factory=list)
    fates: dict[str, Indicator] = field(default_factory=dict)


def import_stated(catalog: Catalog, stated: Stated, *, complete: bool = False, date: str = "") -> Imported:
    """Carry a catalog on with what a document states; an empty catalog begins with it.

    Indicators that the document lacks are retired where it has their category, with `complete` everywhere.
    Raises CatalogError for tables without a category.
    """
    _refuse_untitled(stated)
    present = side_of(catalog, "")
    document = Side(stated.path, stated.fields, stated.indicators, present.births)
    task = _Import(catalog, stated, compare(present, document), f"导入 {stated.title}")
    _place(task)
    untouched = _retire(task, complete=complete)
    ordered = woven([task.fates.get(one.code, one) for one in catalog.indicators], task.placed)
    titled = replace(catalog, title=catalog.title or OF_ONE_ISSUE.sub("", stated.title) or stated.title)
    return Imported(logged(titled, ordered, task.entries, date), task.difference, untouched)


def _refuse_untitled(stated: Stated) -> None:
    untitled = next((one for one in stated.indicators if not one.category), None)
    if untitled is not None:
        message = f"“{stated.path}”中“{untitled.name}”（{untitled.place}）所在的表没有类别标题，请用 --category 指明。"
        raise CatalogError(message)


def _place(task: _Import) -> None:
    """Give everything that is stated its old code, that of a retired indicator that comes back, or a new one."""
    known = {id(after): before for before, after, _ in task.difference.pairs}
    changes = {id(change.after[0]): change for change in task.difference.changes if change.before and change.fields}
    retired = {_identity(one): one for one in task.catalog.indicators if not one.active}
    codes = _usable_codes(task)
    coder = Coder(task.catalog.prefix, task.catalog.indicators)
    for code in codes:
        coder.take(code)
    for one in task.stated.indicators:
        old = known.get(id(one)) or retired.pop(_identity(one), None)
        if old is None:
            code = one.code if one.code in codes else coder.code_for(one)
            task.placed.append(_born(one, code, task.stated.fields))
            task.entries.append(birth(task.placed[-1], task.reason))
        else:
            task.placed.append(_carried(old, one, task.stated.fields))
            task.entries += [] if old.active else [entry("restored", old.code, task.reason)]
            task.entries += field_entries(old.code, changes[id(one)], task.reason) if id(one) in changes else []
            task.entries += _retitled(old, one, task)


def _retitled(old: Indicator, one: Indicator, task: _Import) -> list[LoggedChange]:
    """That an indicator's category has another title: of the difference that is one change, of each indicator's life another."""
    if (old.category, one.category) not in task.difference.categories:
        return []
    told = {"field": "category", "old": old.category, "new": one.category}
    return [entry("renamed", old.code, task.reason, **told)]


def _born(one: Indicator, code: str, fields: frozenset[str]) -> Indicator:
    """A new indicator; where the document has no columns for operator and unit, those of its target (≥95%)."""
    told = read_target(one.target)
    texts = {"operator": told.sign, "unit": told.unit if find_unit(told.unit) else ""}
    unstated = {role: text for role, text in texts.items() if role not in fields}
    return replace(one, code=code, place="", target="", weight="", **unstated)


def _usable_codes(task: _Import) -> frozenset[str]:
    """The codes that a document gives itself, where they are well formed, new and given once."""
    pattern = next(one.pattern for one in schema_for("catalog").fields if one.name == "code") or ""
    given = Counter(one.code for one in task.stated.indicators)
    usable = (code for code, count in given.items() if count == 1 and re.fullmatch(pattern, code))
    return frozenset(usable) - task.catalog.by_code.keys()


def _identity(one: Indicator) -> tuple[str, str, str]:
    traits = traits_of(one)
    return traits.category, traits.kind, traits.name


def _carried(old: Indicator, one: Indicator, fields: frozenset[str]) -> Indicator:
    """An indicator as a document states it now, with what documents do not state as it was."""
    texts = {name: one.text(name) for name in fields if name not in {"target", "weight"}}
    return replace(old, **texts, status=ACTIVE, until="", successor="")


def _retire(task: _Import, *, complete: bool) -> list[str]:
    """Retire what became part of something else and what is gone; the categories that the document says nothing of."""
    for kind, change in _transformed(task.difference):
        _follow(task, kind, change)
    covered = {one.category for one in task.stated.indicators} | {old for old, _ in task.difference.categories}
    untouched: dict[str, None] = {}
    for change in task.difference.changes:
        if change.kinds == ("removed",):
            (old,) = change.before
            if complete or old.category in covered:
                task.fates[old.code] = replace(old, status=RETIRED)
                task.entries.append(entry("retired", old.code, task.reason))
            else:
                untouched[old.category] = None
    return list(untouched)


def _transformed(difference: Difference) -> Iterator[tuple[str, Change]]:
    for change in difference.changes:
        if change.kinds in {("split",), ("merged",)}:
            yield change.kinds[0], change


def _follow(task: _Import, kind: str, change: Change) -> None:
    """Retire the indicators that were split or merged, and say into what."""
    codes = _codes(task)
    followers = [codes[id(one)] for one in change.after]
    for old in change.before:
        task.fates[old.code] = replace(old, status=RETIRED, successor=followers[0])
        task.entries += [entry(kind, old.code, task.reason, other=code) for code in followers]


def _codes(task: _Import) -> Mapping[int, str]:
    """What each stated indicator is called now."""
    return {id(one): placed.code for one, placed in zip(task.stated.indicators, task.placed, strict=True)}
