"""What must hold of the rows of a catalog: the constraints of its schemas, and that every code meant is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, TypeAlias

from indicator_lint.model.catalog import ACTIVE, CatalogError
from indicator_lint.patterns import pattern
from indicator_lint.schemas import Field, TableSchema

Row: TypeAlias = Mapping[str, str]
Rows: TypeAlias = Sequence[tuple[int, Row]]
"""The lines of a file, each with its number."""

FILE_OF: Final = {"catalog": "indicators.csv", "catalog-changes": "changes.csv"}


CONTROL: Final = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text means and many programs choke on."""

NUMBER: Final = pattern(r"[1-9][0-9]{0,8}")


def refuse_broken(indicators: Rows, changes: Rows, schema: TableSchema, change_schema: TableSchema) -> None:
    """Raise CatalogError with the first thing that is wrong with the rows of a catalog."""
    checks = (
        _constraints(indicators, schema),
        _constraints(changes, change_schema),
        _successors(indicators),
        _dangling(indicators, changes),
    )
    for faults in checks:
        fault = next(faults, None)
        if fault is not None:
            raise CatalogError(fault)


def _constraints(rows: Rows, schema: TableSchema) -> Iterator[str]:
    file = FILE_OF[schema.name]
    for field in schema.fields:
        seen: dict[str, int] = {}
        for line, row in rows:
            fault = _fault(field, row[field.name], seen.get(row[field.name]))
            if fault:
                yield f"{file} 第 {line} 行：{fault}。"
            if field.unique and row[field.name]:
                seen[row[field.name]] = line


def _fault(field: Field, text: str, first: int | None) -> str:
    """What is wrong with a cell, empty where nothing is."""
    if not text:
        return f"没有填写“{field.title}”" if field.required else ""
    faults = (
        (CONTROL.search(text) is not None, "含有控制字符，请删去"),
        (field.enum is not None and text not in field.enum, f"只能是 {'、'.join(field.enum or ())}，不能是“{text}”"),
        (re.fullmatch(field.pattern or ".*", text, re.DOTALL) is None, f"的写法不对：“{text}”"),
        (len(text) > (field.max_length or len(text)), f"超过 {field.max_length} 个字符：“{text}”"),
        (field.name == "number" and NUMBER.fullmatch(text) is None, f"应当是自 1 起的序号：“{text}”"),
        (field.name == "date" and not _is_date(text), f"应当写成 2025-01-31 的样子：“{text}”"),
        (first is not None, f"与第 {first} 行重复：“{text}”"),
    )
    return next((f"“{field.title}”{told}" for wrong, told in faults if wrong), "")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _successors(indicators: Rows) -> Iterator[str]:
    """A successor is there, is another, and does not lead back; an indicator in force has none."""
    follows = {row["code"]: row["successor"] for _, row in indicators}
    for line, row in indicators:
        code, successor = row["code"], row["successor"]
        if successor and successor not in follows:
            yield f"indicators.csv 第 {line} 行：接替指标“{successor}”不在指标库中。"
        if successor and row["status"] == ACTIVE:
            yield f"indicators.csv 第 {line} 行：“{code}”仍在用，不能有接替指标。"
        if successor and _leads_back(code, follows):
            yield f"indicators.csv 第 {line} 行：“{code}”的接替指标又回到它自己。"


def _leads_back(code: str, follows: Mapping[str, str]) -> bool:
    seen = {code}
    while code := follows.get(code, ""):
        if code in seen:
            return True
        seen.add(code)
    return False


def _dangling(indicators: Rows, changes: Rows) -> Iterator[str]:
    known = {row["code"] for _, row in indicators}
    for line, row in changes:
        for name, title in (("code", "指标编码"), ("other", "相关指标")):
            if row[name] and row[name] not in known:
                yield f"changes.csv 第 {line} 行：{title}“{row[name]}”不在指标库中。"
