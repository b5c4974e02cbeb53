"""Lines outside the tables × rules → findings: the rules of the frame that read running text, and what only a whole document tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from indicator_lint.conformance import conform
from indicator_lint.findings import tell
from indicator_lint.frame import build_lines
from indicator_lint.model.finding import Finding, Fix, Related
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule, Safety, Severity
from indicator_lint.rulebook import message_of

SPOKEN: Final = ("name", "description", "remark")
"""Roles in whose cells a body may speak of itself."""

BODY: Final = "办|局|委|厅|院|校|联|中心|馆|署"
"""Words for bodies; 我县, 我省, 我市 name a place and are right in every document of it."""

SELF: Final = re.compile(f"(?<![自忘你敌])我({BODY})(?![理事公案法员会])")
CLEAR: Final = 3
"""How often a document must say its own form, to outvote at most one other fewer."""

DIGITS: Final = "零一二三四五六七八九"
NUMBER: Final = r"(\d{1,2}|[一二三四五六七八九]?十?[一二三四五六七八九十])"
DECLARED: Final = re.compile(
    rf"(?:出台|制定|编制|印发|梳理|形成|建立|共设|共有|设置)[^。；]{{0,6}}?{NUMBER}(?:个?大?类)(?:项目)(?:支出)?(?:预算)?(?:绩效)?指标"
    rf"|(?:包括|包含|含|共)[^。；]{{0,2}}?{NUMBER}(?:个?大?类)项目(?:支出)?(?:预算)?绩效指标"
)
"""A text that says how many categories its own tables have; 产出、效益、满意度三类指标 speaks of classes."""


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A text of a document and where it stands."""

    text: str
    location: Location
    role: str
    category: str | None = None
    row: int | None = None
    indicator: tuple[str, str, str] | None = None


def lint_prose(readings: Sequence[Reading], rules: Sequence[Rule]) -> list[Finding]:
    """What the rules say about the lines of documents, by rule and line."""
    running = [
        replace(rule, at=("document",), needs=()) for rule in rules if "document" in rule.at and ":" not in rule.check
    ]
    lines = build_lines(readings)
    whole = [(rule, DOCUMENT_CHECKS[rule.check]) for rule in rules if rule.check in DOCUMENT_CHECKS]
    return [
        *(tell(lines, conform(lines.data, running)) if running else ()),
        *(finding for reading in readings for rule, check in whole for finding in check(reading, rule)),
    ]


def _declared_count(reading: Reading, rule: Rule) -> Iterator[Finding]:
    """The number of categories that the text declares is the number of those in the tables."""
    counted = len({table.category for table in reading.tables if table.category})
    for line in reading.prose:
        found = DECLARED.search(line.text)
        declared = _number(next(filter(None, found.groups()))) if found else counted
        if found and counted > 1 and declared != counted:
            params = {"value": found[0], "declared": declared, "counted": counted}
            spoken = _Spoken(line.text, line.location, "document")
            yield _finding(reading, rule, spoken, params, related=_titles(reading))


def _titles(reading: Reading) -> tuple[Related, ...]:
    titled = {table.category: table for table in reversed(reading.tables) if table.category}
    return tuple(
        Related(reading.path, titled[title].title_location(), title, None, "category") for title in reversed(titled)
    )


def _number(text: str) -> int:
    """An arabic or Chinese number up to 99."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (DIGITS.index(ones) if ones else 0)


def _foreign_self(reading: Reading, rule: Rule) -> Iterator[Finding]:
    """A document speaks of its own body by one word."""
    spoken = list(_spoken(reading))
    forms = Counter(form for text in spoken for form in SELF.findall(text.text))
    (own, most), *others = forms.most_common() or [("", 0)]
    few = {form for form, count in others if most >= CLEAR and 2 * count < most}
    for text in spoken:
        for form in dict.fromkeys(SELF.findall(text.text)):
            if form in few:
                params = {"value": f"我{form}", "own": f"我{own}", "count": most}
                yield _finding(reading, rule, text, params, fix=Fix(Safety.DISPLAY, f"我{own}"))


def _spoken(reading: Reading) -> Iterator[_Spoken]:
    yield from (_Spoken(line.text, line.location, "document") for line in reading.prose)
    for table in reading.tables:
        for role in (role for role in SPOKEN if role in table.columns):
            for index in range(len(table.rows)):
                text = table.text(role, index)
                if "我" in text:
                    level1, level2, name = (
                        table.text(r, index) if r in table.columns else "" for r in ("level1", "level2", "name")
                    )
                    number = table.numbers[index]
                    yield _Spoken(
                        text, table.location(role, index), role, table.category, number, (level1, level2, name)
                    )


def _finding(
    reading: Reading,
    rule: Rule,
    spoken: _Spoken,
    params: Mapping[str, object],
    *,
    fix: Fix | None = None,
    related: tuple[Related, ...] = (),
) -> Finding:
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity or Severity.INFO,
        path=reading.path,
        role=spoken.role,
        message=message_of(rule, params, ()),
        location=spoken.location,
        category=spoken.category,
        row=spoken.row,
        indicator=spoken.indicator,
        value=spoken.text,
        params=params,
        fix=fix,
        related=related,
    )


DocumentCheck: TypeAlias = Callable[[Reading, Rule], Iterator[Finding]]

DOCUMENT_CHECKS: Final[Mapping[str, DocumentCheck]] = {
    "prose:declared-count": _declared_count,
    "prose:foreign-self": _foreign_self,
}
"""What is asked of a document as a whole."""
