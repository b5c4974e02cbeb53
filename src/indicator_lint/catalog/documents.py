"""What a document says of indicators, whatever its format: one Indicator a record that has a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from indicator_lint.config import Settings
from indicator_lint.discovery import Source, find_sources
from indicator_lint.intake import Taken, file_findings, take_in_all
from indicator_lint.model.catalog import CORE, NOT_CORE, STATED, CatalogError, Indicator
from indicator_lint.model.report import Reading
from indicator_lint.model.table import Table
from indicator_lint.reports.display import visible
from indicator_lint.rulebook import load_rules
from indicator_lint.store.keys import CONTROL

MARKED: Final = re.compile(r"[★*]+|[【\[]新增[】\]]")
"""Marks before or behind a name that say something about the indicator: core, mandatory, new."""

STARS: Final = re.compile(r"[★*]")
TITLE: Final = re.compile(r".{0,60}(?:指标体系|指标库|绩效指标|绩效目标)[^,，。；]{0,20}")
LINE_BREAK: Final = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Stated:
    """The indicators of a document, the fields that it has columns for, and what it is called."""

    path: str
    title: str
    fields: frozenset[str]
    indicators: Sequence[Indicator]
    reading: Reading


def read_stated(
    path: str, settings: Settings | None = None, *, category: str = "", content: bytes | None = None
) -> Stated:
    """The indicators of one document; `category` is that of tables without a title, `content` what is read in its place.

    Raises CatalogError where the file cannot be read or holds no indicator table.
    """
    taken = take_in_all([Source(path, content)], settings or Settings())
    refuse_trouble(taken)
    return stated_in(taken[0].reading, category)


def read_submissions(paths: Sequence[str], settings: Settings | None = None) -> tuple[list[Stated], list[str]]:
    """The indicators of every file named or found, and one line for each that could not be read."""
    taken = take_in_all(find_sources(paths), settings or Settings())
    troubles = [f"{one.path}：{one.message}" for one in file_findings(taken, load_rules())]
    return [stated_in(one.reading) for one in taken if one.trouble is None], troubles


def refuse_trouble(taken: Sequence[Taken]) -> None:
    """Raise CatalogError with what is wrong with the first file that cannot be read."""
    troubles = file_findings(taken, load_rules())
    if any(one.trouble is not None for one in taken):
        message = f"“{troubles[0].path}”：{troubles[0].message}。"
        raise CatalogError(message)


def stated_in(reading: Reading, category: str = "") -> Stated:
    """What a reading says."""
    indicators = [one for table in reading.tables for one in _indicators(table, category)]
    columns = {role for table in reading.tables for role in table.columns}
    starred = {"core"} if any(one.core == CORE for one in indicators) else set()
    fields = frozenset({"category", *starred, *(columns & {*STATED, "target", "weight"})})
    return Stated(reading.path, _title(reading), fields, indicators, reading)


def _indicators(table: Table, category: str) -> Iterator[Indicator]:
    roles = [role for role in (*STATED, "target", "weight", "code") if role in table.columns]
    for index in range(len(table.rows)):
        texts = {role: clean(table.text(role, index)) for role in roles}
        name, core = unstarred(texts.get("name", ""))
        if name:
            title = clean(table.category or "") or category
            place = table.location("name", index).display
            yield Indicator(**{**texts, "name": name, "category": title, "core": core, "place": place})


def clean(text: str) -> str:
    """A text as a catalog keeps it: as shown, without white space around it and without control characters."""
    return CONTROL.sub("", LINE_BREAK.sub("\n", text)).strip()


def unstarred(name: str) -> tuple[str, str]:
    """A name without the marks around it, and whether they said that the indicator is core."""
    start, end, stars = 0, len(name), False
    while match := MARKED.match(name, start, end):
        start, stars = match.end(), stars or STARS.search(match[0]) is not None
    if name[start:end].endswith("★"):
        end, stars = len(name.rstrip("★")), True
    bare = name[start:end].strip()
    return (bare, CORE if stars else NOT_CORE) if bare else (name, NOT_CORE)


def _title(reading: Reading) -> str:
    """The line that names the document, else the file's name, which may hold what no text does."""
    lines = (clean(line.text).replace("\n", "") for line in reading.prose)
    named = [line for line in lines if TITLE.fullmatch(line) and not line.startswith(("附件", "关于"))]
    return named[-1] if named else visible(PurePath(reading.path).stem)
