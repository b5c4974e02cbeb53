"""The report as Markdown (`markdown`), for the comment of a merge request or a step's summary: short enough for both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from indicator_lint.marks import MARKDOWN
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.patterns import pattern
from indicator_lint.reports.display import visible
from indicator_lint.reports.places import by_path
from indicator_lint.reports.sheets import counted_by, titled
from indicator_lint.reports.suggestions import suggestion
from indicator_lint.reports.summary import render_summary
from indicator_lint.reports.telling import counted, place
from indicator_lint.reports.view import View

LONGEST: Final = 60_000
"""Characters; a comment on GitHub may have 65,536."""

_ROOM: Final = 200
"""Kept free for the line that says what was left out."""

_SPECIAL: Final = pattern(r"([\\`*_\[\]<>|~&$])")
_ACTIVE: Final = pattern(r"(@(?=[A-Za-z0-9_])|[#!](?=[0-9])|(?:https?|ftp|mailto)(?=:)|www(?=\.))", re.IGNORECASE)
"""What code hosts make links and mentions of, although it is no Markdown; a comment behind it breaks the spell."""


def render_markdown(report: Report, view: View) -> str:
    """Counts by rule, then a table for each file; rows that do not fit are counted."""
    plain = View(lang=view.lang, width=10_000, quiet=True, rules=view.rules, asked=view.asked)
    blocks = [MARKDOWN, f"## {view.say('report_title')}", *_outcome(report, plain), *_by_rule(report, plain)]
    size, left = sum(len(block) + 2 for block in blocks), len(report.active)
    for block, told in _files(report, plain, size):
        blocks.append(block)
        left -= told
    if left:
        blocks.append(f"> {view.say('left_off', count=left)}")
    return "\n\n".join(blocks) + "\n"


def safe(text: str) -> str:
    """Text that stays text, in one cell of a table."""
    return _ACTIVE.sub(r"\1<!-- -->", _SPECIAL.sub(r"\\\1", visible(text)))


def _outcome(report: Report, view: View) -> list[str]:
    return [safe(line) for line in render_summary(report, view).splitlines()]


def _by_rule(report: Report, view: View) -> Iterator[str]:
    groups = counted_by(report.active, lambda finding: titled(finding, view))
    if groups:
        rows = [[view.say("stat_title"), view.say("stat_count")], ["---", "---:"]]
        rows += [[safe(name), str(len(found))] for name, found in groups]
        yield "\n".join(map(_row, rows))


def _files(report: Report, view: View, size: int) -> Iterator[tuple[str, int]]:
    """A heading and a table for each file, with how many findings it tells; nothing more once the room is used up."""
    for path, findings in by_path(report.active).items():
        keys = ("severity", "place", "rule", "finding", "suggestion")
        head = [_row(view.say(f"md_{key}") for key in keys), _row("---" for _ in keys)]
        lines = [f"### {safe(path)} ({safe(counted(findings, view))})", "", *head]
        size += sum(len(line) + 1 for line in lines)
        told = 0
        for finding in findings:
            line = _line(finding, view)
            if size + len(line) + _ROOM > LONGEST:
                break
            size, told = size + len(line) + 1, told + 1
            lines.append(line)
        if told:
            yield "\n".join(lines), told
        if told < len(findings):
            return


def _line(finding: Finding, view: View) -> str:
    where = safe(place(finding.location, view))
    cells = (
        view.say(str(finding.severity)),
        where,
        finding.code,
        safe(finding.message),
        safe(suggestion(finding, view)),
    )
    return _row(cells)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
