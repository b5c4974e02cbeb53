"""The baseline's file: one table a finding, sorted, so that two versions can be compared and merged line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import tomli_w

from indicator_lint.baseline.entry import Entry
from indicator_lint.chinese.system import reason_of
from indicator_lint.model.suppression import BaselineError
from indicator_lint.tomlfile import read_toml

VERSION: Final = 1
MEGABYTES: Final = 64
"""Of a baseline: two hundred thousand findings have as many."""
MOST: Final = 1_000_000
"""Findings that a baseline may stand for, equal ones told once."""
HEAD: Final = """\
# indicator-lint 的存量：开始使用时已有的问题，检查时不再计入；改好的用 indicator-lint baseline prune 清理。
# 可为任一条加上 reason = "…"，更新时保留。
version = 1
"""
OURS: Final = HEAD.split("：")[0].encode()
"""What every baseline begins with, whichever version wrote it."""
KEYS: Final = frozenset({*(each.name for each in fields(Entry)), "count"})


def load(path: Path) -> list[Entry]:
    """The entries of a file, equal ones as often as they count. Raises BaselineError."""
    try:
        page, _ = read_toml(str(path), MEGABYTES)
    except FileNotFoundError as error:
        message = f"存量文件 {path}：没有这个文件"
        raise BaselineError(message) from error
    except OSError as error:
        message = f"存量文件 {path}：打不开（{reason_of(error)}）"
        raise BaselineError(message) from error
    except ValueError as error:
        message = f"存量文件 {path}：不是有效的 TOML（{error}）"
        raise BaselineError(message) from error
    if page.get("version") != VERSION:
        message = f"存量文件 {path}：版本是 {page.get('version')}，本程序只认识 {VERSION}；请用 indicator-lint baseline create 重建"
        raise BaselineError(message)
    listed = page.get("finding", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        message = f"存量文件 {path}：“finding”应当是若干段，每段写成 [[finding]]"
        raise BaselineError(message)
    entries: list[Entry] = []
    for number, one in enumerate(listed, 1):
        entries += _entries(path, number, one, MOST - len(entries))
    return entries


def is_other(path: Path) -> bool:
    """Whether a file is there that is no baseline, not even a damaged one: a configuration may name anything."""
    try:
        with path.open("rb") as file:
            begun = file.read(len(HEAD.encode()))
    except OSError:
        return False
    return bool(begun) and not begun.startswith(OURS)


def text_of(entries: Iterable[Entry]) -> str:
    """The file's text."""
    counts: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.order, entry.message, entry.since or date.min)):
        counts[entry.order] += 1
        first.setdefault(entry.order, entry)
    text = HEAD + "".join(_told(entry, counts[order]) for order, entry in first.items())
    return text.encode("utf-8", "replace").decode()  # TOML has no halves of characters


def _told(entry: Entry, count: int) -> str:
    said: dict[str, object] = {
        "path": entry.path,
        "code": entry.code,
        "category": entry.category,
        "indicator": list(entry.indicator) or None,
        "role": entry.role,
        "value": entry.value,
        "details": " ".join(entry.details),
        "titles": " ".join(entry.titles),
        "count": count if count > 1 else None,
        "message": entry.message,
        "since": entry.since,
        "reason": entry.reason,
    }
    kept = {key: value for key, value in said.items() if value not in (None, "") or key == "value"}
    return "\n[[finding]]\n" + "".join(_line({key: value}) for key, value in kept.items())


def _line(one: Mapping[str, object]) -> str:
    """A key on a single line: the writer would break lists."""
    return "".join(f"{key} = {_written(value)}\n" for key, value in one.items())


def _written(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return tomli_w.dumps({"value": value}).rstrip("\n")[len("value = ") :]


def _entries(path: Path, number: int, one: Mapping[str, Any], room: int) -> list[Entry]:
    said = dict(one)
    count = said.pop("count", 1)
    strange = sorted(said.keys() - KEYS)
    try:
        if strange or type(count) is not int or not 0 < count <= room:
            raise TypeError(strange)  # noqa: TRY301 - told with the others below
        indicator = tuple(map(str, said.pop("indicator", ())))
        details, titles = (tuple(said.pop(key, "").split()) for key in ("details", "titles"))
        entry = replace(Entry(**said), indicator=indicator, details=details, titles=titles)
        category = "" if entry.category is None else entry.category
        texts = (entry.path, entry.code, entry.role, entry.value, category, entry.message, entry.reason)
        if not all(isinstance(text, str) for text in texts) or type(entry.since) not in {date, type(None)}:
            raise TypeError(texts)  # noqa: TRY301 - as above
        return [entry] * count
    except (TypeError, AttributeError) as error:
        message = f"存量文件 {path}：第 {number} 条看不懂（{'、'.join(strange) or error}）"
        raise BaselineError(message) from error
