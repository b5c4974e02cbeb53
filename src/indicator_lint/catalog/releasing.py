"""A version made ready: what was changed by hand is logged, the indicators are linted, the issued documents are read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from indicator_lint.catalog.diff_text import render_markdown
from indicator_lint.catalog.differences import Change, FieldChange, compare, side_of
from indicator_lint.catalog.documents import stated_in
from indicator_lint.catalog.freezing import Frozen, freeze
from indicator_lint.catalog.issued_document import render_issued_document
from indicator_lint.catalog.issued_workbook import render_issued_workbook
from indicator_lint.catalog.ledger import birth, entry, field_entries, logged
from indicator_lint.catalog.linting import lint_catalog
from indicator_lint.catalog.ordering import together
from indicator_lint.catalog.sides import read_version
from indicator_lint.catalog.tellings import note_on
from indicator_lint.config import Settings
from indicator_lint.discovery import Source
from indicator_lint.intake import take_in
from indicator_lint.model.catalog import FIELDS, RETIRED, STATED, Catalog, CatalogError, Indicator, LoggedChange
from indicator_lint.model.report import Report
from indicator_lint.reports.view import View

ISSUED: Final[Mapping[str, Callable[[Catalog], bytes]]] = {
    "绩效指标体系表.xlsx": render_issued_workbook,
    "绩效指标体系表.docx": render_issued_document,
}
"""What is issued of a version: file name → what renders it."""

NOTES: Final = "变更说明.md"
BY_HAND: Final = "直接修改文件"
STAMPED: Final = frozenset({"code", "since", "until"})
"""Fields that nobody states: the log does not tell of them."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A catalog of which a version can be made, and what the rules say of its indicators in force."""

    catalog: Catalog
    report: Report


def prepare(folder: Path, catalog: Catalog, date: str, settings: Settings) -> Prepared:
    """Log what was changed by hand since the last version, bring categories together, and lint what is in force.

    Raises CatalogError where an indicator of the last version has no fate: neither in force nor retired, but gone.
    """
    last = read_version(folder, catalog.version) if catalog.version else Catalog("")
    gone = [code for code in last.by_code if code not in catalog.by_code]
    if gone:
        told = "、".join(f"{code} {last.by_code[code].name}" for code in gone[:3])
        message = f"{catalog.version} 版中的 {len(gone)} 个指标不见了：{told}。请恢复，不再使用的标为“停用”。"
        raise CatalogError(message)
    ordered = list(together(catalog.indicators))
    complete = logged(catalog, ordered, _by_hand(last, catalog), date)
    return Prepared(complete, lint_catalog(folder, complete, settings))


def release(folder: Path, catalog: Catalog, version: str, date: str) -> Frozen:
    """Freeze a version with the documents that are issued of it and a list of what changed since the last one.

    Raises CatalogError where the version cannot be made, or a document does not say what the catalog says when read again.
    """
    made = freeze(folder, catalog, version, date).catalog
    issued = {name: render(made) for name, render in ISSUED.items()}
    for name, content in issued.items():
        _refuse_other(made, name, content)
    if catalog.version:
        last = side_of(read_version(folder, catalog.version), f"{catalog.version}版")
        notes = render_markdown(compare(last, side_of(made, f"{version}版")), View())
        issued[NOTES] = notes.encode()
    return freeze(folder, catalog, version, date, issued)


def _by_hand(last: Catalog, catalog: Catalog) -> list[LoggedChange]:
    """What differs from the last version and is not in the log."""
    pending = [change for change in catalog.changes if not change.version]
    told = {(change.code, change.field) for change in pending}
    kinds = {(change.code, change.kind) for change in catalog.changes if change in pending or change.kind == "added"}
    fated = {code for code, kind in kinds if kind in {"retired", "merged", "split"}}
    entries: list[LoggedChange] = []
    for one in catalog.indicators:
        old = last.by_code.get(one.code)
        if old is None:
            entries += [] if (one.code, "added") in kinds else [birth(one, BY_HAND)]
            old = replace(one, status=RETIRED if one.active else one.status)
        entries += [change for change in _differing(old, one) if (one.code, change.field) not in told]
        entries += _turned(old, one, fated, kinds) if one.code in last.by_code or not one.active else []
    return entries


def _differing(old: Indicator, one: Indicator) -> list[LoggedChange]:
    fields = tuple(
        FieldChange(name, old.text(name), one.text(name), note_on(name, old.text(name), one.text(name)))
        for name in FIELDS
        if name not in STAMPED and old.text(name) != one.text(name)
    )
    return field_entries(one.code, Change(("changed",), (old,), (one,), fields), BY_HAND)


def _turned(old: Indicator, one: Indicator, fated: set[str], kinds: set[tuple[str, str]]) -> list[LoggedChange]:
    """That an indicator was retired, or came back, where the log does not say so."""
    if not one.active and (old.active or one.since == "") and one.code not in fated:
        return [entry("retired", one.code, BY_HAND, other=one.successor)]
    if one.active and not old.active and (one.code, "restored") not in kinds:
        return [entry("restored", one.code, BY_HAND)]
    return []


def _refuse_other(catalog: Catalog, name: str, content: bytes) -> None:
    """Raise CatalogError where the document, read again, does not say what the catalog says."""
    taken = take_in(Source(name, content))
    read = [] if taken.trouble is not None else [_said(one) for one in stated_in(taken.reading).indicators]
    wanted = [_said(one) for title in catalog.categories for one in catalog.active if one.category == title]
    if read != wanted:
        first = next(
            (mine for mine, theirs in zip(wanted, [*read, *([None] * len(wanted))], strict=False) if mine != theirs),
            None,
        )
        place = f"“{first[0]}”的“{first[3]}”起" if first else "末尾"
        message = (
            f"{name} 重新读取后与指标库不一致（{place}），没有发布；请检查那里的类别、级次和名称是否像表头或注释。"
        )
        raise CatalogError(message)


def _said(one: Indicator) -> Sequence[str]:
    return (*(one.text(name) for name in STATED), one.core)
