"""A version made ready: what was changed by hand is logged, the indicators are linted, the issued documents are read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indicator_lint.catalog.diff_text import render_markdown
from indicator_lint.catalog.differences import compare, side_of
from indicator_lint.catalog.documents import stated_in
from indicator_lint.catalog.freezing import Frozen, freeze, refuse_empty
from indicator_lint.catalog.issued_document import render_issued_document
from indicator_lint.catalog.issued_workbook import render_issued_workbook
from indicator_lint.catalog.ledger import logged
from indicator_lint.catalog.linting import lint_catalog
from indicator_lint.catalog.ordering import together
from indicator_lint.catalog.replaying import unlogged
from indicator_lint.catalog.sides import read_version
from indicator_lint.config import Settings
from indicator_lint.discovery import Source
from indicator_lint.intake import take_in
from indicator_lint.model.catalog import STATED, Catalog, CatalogError, Indicator
from indicator_lint.model.report import Report
from indicator_lint.reports.view import View

ISSUED: Final[Mapping[str, Callable[[Catalog], bytes]]] = {
    "绩效指标体系表.xlsx": render_issued_workbook,
    "绩效指标体系表.docx": render_issued_document,
}
"""What is issued of a version: file name → what renders it."""

NOTES: Final = "变更说明.md"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A catalog of which a version can be made, and what the rules say of its indicators in force."""

    catalog: Catalog
    report: Report


def prepare(folder: Path, catalog: Catalog, date: str, settings: Settings) -> Prepared:
    """Log what was changed by hand since the last version, bring categories together, and lint what is in force.

    Raises CatalogError where nothing is in force, and where an indicator of the last version has no fate: it is gone.
    """
    refuse_empty(catalog)
    last = read_version(folder, catalog.version) if catalog.version else Catalog("")
    gone = [code for code in last.by_code if code not in catalog.by_code]
    if gone:
        told = "、".join(f"{code} {last.by_code[code].name}" for code in gone[:3])
        message = f"{catalog.version} 版中的 {len(gone)} 个指标不见了：{told}。请恢复，不再使用的标为“停用”。"
        raise CatalogError(message)
    ordered = list(together(catalog.indicators))
    complete = logged(catalog, ordered, unlogged(last, catalog), date)
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
