"""Accepted proposals applied: all of them or none, and nothing that contradicts itself or the catalog as it is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from indicator_lint.catalog.codes import Coder
from indicator_lint.catalog.differences import FieldChange
from indicator_lint.catalog.documents import clean
from indicator_lint.catalog.ledger import birth, entry, kind_of, logged
from indicator_lint.catalog.ordering import together
from indicator_lint.catalog.tellings import note_on
from indicator_lint.identity.traits import traits_of
from indicator_lint.model.catalog import RETIRED, STATED, Catalog, CatalogError, Indicator, LoggedChange
from indicator_lint.model.proposal import ACCEPT, KINDS, REJECT, Proposal

YES: Final = frozenset({ACCEPT, "accept", "是", "同意", "采纳", "√", "y", "yes"})
NO: Final = frozenset({REJECT, "reject", "否", "不同意", "不采纳", "×", "n", "no"})
ENDING: Final = frozenset({"merge", "retire"})
"""After these an indicator is no longer in force."""


def accepted(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Those that were accepted. Raises CatalogError for a decision that is none."""
    for one in proposals:
        if one.decision and one.decision.casefold() not in YES | NO:
            message = f"{_called(one)}：“处理”只能是 {ACCEPT}、{REJECT} 或空着，不能是“{one.decision}”。"
            raise CatalogError(message)
    return [one for one in proposals if one.decision.casefold() in YES]


def apply(catalog: Catalog, proposals: Sequence[Proposal], date: str) -> Catalog:
    """The catalog after accepted proposals.

    Raises CatalogError, with the proposals concerned, where they contradict one another or no longer fit the catalog.
    """
    fault = next(_conflicts(catalog, proposals), None)
    if fault is not None:
        raise CatalogError(fault)
    texts: dict[str, dict[str, str]] = {}
    fates: dict[str, str] = {}
    entries: list[LoggedChange] = []
    for one in _distinct(proposals):
        if one.kind in ENDING:
            fates[one.code] = one.other
            entries.append(entry("merged" if one.other else "retired", one.code, _reason(one), other=one.other))
        elif one.kind != "add":
            change = FieldChange(one.field, one.old, clean(one.new), note_on(one.field, one.old, one.new))
            texts.setdefault(one.code, {})[one.field] = change.new
            entries.append(entry(kind_of(change), one.code, _reason(one), field=one.field, old=one.old, new=change.new))
    changed = [_changed(one, texts, fates) for one in catalog.indicators]
    added, births = _added(catalog, proposals)
    result = logged(catalog, list(together([*changed, *added])), [*entries, *births], date)
    _refuse_doubles(catalog, result)
    return result


def _changed(one: Indicator, texts: Mapping[str, Mapping[str, str]], fates: Mapping[str, str]) -> Indicator:
    if one.code in fates:
        return replace(one, status=RETIRED, successor=fates[one.code])
    return replace(one, **texts.get(one.code, {}))


def _added(catalog: Catalog, proposals: Sequence[Proposal]) -> tuple[list[Indicator], list[LoggedChange]]:
    coder = Coder(catalog.prefix, catalog.indicators)
    added, births = [], []
    for one in proposals:
        if one.kind == "add":
            stated = Indicator(**{name: clean(getattr(one, name)) for name in STATED})
            added.append(replace(stated, code=coder.code_for(stated)))
            births.append(birth(added[-1], _reason(one)))
    return added, births


def _distinct(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Two that say the same are one."""
    return list(
        {(one.kind in ENDING, one.code, one.field, one.new, one.other, one.name): one for one in proposals}.values()
    )


def _reason(one: Proposal) -> str:
    """Why: what whoever decided wrote, else the evidence."""
    return clean(one.remark or one.evidence).replace("\n", " ")


def _conflicts(catalog: Catalog, proposals: Sequence[Proposal]) -> Iterator[str]:
    """What is wrong with the accepted proposals, each in a line."""
    for one in proposals:
        yield from (f"{_called(one)}：{fault}。" for fault in _faults(catalog, one))
    ends, fields = _grouped(proposals)
    for many in ends.values():
        for one in many[1:]:
            if one.other != many[0].other:
                yield f"{_called(many[0])}和{_called(one)}冲突：{one.code} 只能停用或并入一个指标。"
        yield from _against_other_ends(many[0], ends)
    for (code, _), many in fields.items():
        for one in many:
            if code in ends:
                yield f"{_called(ends[code][0])}和{_called(one)}冲突：{code} 既要停用或合并，又要修改。"
            if one.new != many[0].new:
                texts = f"“{many[0].new}”和“{one.new}”"
                yield f"{_called(many[0])}和{_called(one)}冲突：{code} 的同一项目要改为{texts}。"


def _grouped(
    proposals: Sequence[Proposal],
) -> tuple[dict[str, list[Proposal]], dict[tuple[str, str], list[Proposal]]]:
    """Those that end an indicator by its code, and those that change it by code and field."""
    ends: dict[str, list[Proposal]] = defaultdict(list)
    fields: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
    for one in proposals:
        if one.kind in ENDING:
            ends[one.code].append(one)
        elif one.kind != "add":
            fields[one.code, one.field].append(one)
    return dict(ends), dict(fields)


def _against_other_ends(one: Proposal, ends: Mapping[str, Sequence[Proposal]]) -> Iterator[str]:
    if one.other in ends:
        yield f"{_called(one)}和{_called(ends[one.other][0])}冲突：{one.code} 要并入的 {one.other} 也要停用或合并。"


def _faults(catalog: Catalog, one: Proposal) -> Iterator[str]:
    """What is wrong with a proposal by itself, or with the catalog as it is now."""
    if one.kind == "add":
        missing = [
            title for name, title in (("category", "类别"), ("name", "指标名称")) if not clean(getattr(one, name))
        ]
        yield from (f"新增的指标没有{title}" for title in missing)
        return
    known = catalog.by_code.get(one.code)
    if known is None or not known.active:
        yield f"编码“{one.code}”{'不在指标库中' if known is None else '已经停用'}"
    elif one.kind in ENDING:
        yield from _end_faults(catalog, one)
    elif one.field not in STATED:
        yield "没有写明修改哪个项目"
    elif known.text(one.field) != one.old:
        yield f"指标库已经变动：原为“{one.old}”，现为“{known.text(one.field)}”"
    elif not clean(one.new):
        yield "接受了，但“改为”没有填写"


def _end_faults(catalog: Catalog, one: Proposal) -> Iterator[str]:
    target = catalog.by_code.get(one.other)
    if one.kind == "merge" and not one.other:
        yield "没有写明并入哪个指标"
    elif one.other and (target is None or not target.active):
        yield f"要并入的“{one.other}”{'不在指标库中' if target is None else '已经停用'}"
    elif one.other == one.code:
        yield "不能并入自己"


def _refuse_doubles(before: Catalog, after: Catalog) -> None:
    """Raise CatalogError where two indicators of a category would be one that were not before."""
    known = {_identity(one) for one in _doubled(before)}
    new = next((one for one in _doubled(after) if _identity(one) not in known), None)
    if new is not None:
        message = f"接受后，“{new.category}”中会有两个“{new.name}”（{new.code} 是其一），没有写入。"
        raise CatalogError(message)


def _doubled(catalog: Catalog) -> Iterator[Indicator]:
    seen: set[tuple[str, str, str]] = set()
    for one in catalog.active:
        if _identity(one) in seen:
            yield one
        seen.add(_identity(one))


def _identity(one: Indicator) -> tuple[str, str, str]:
    traits = traits_of(one)
    return traits.category, traits.kind, traits.name


def _called(one: Proposal) -> str:
    return f"第 {one.number} 条（{KINDS[one.kind]}{one.code or one.name}）"
