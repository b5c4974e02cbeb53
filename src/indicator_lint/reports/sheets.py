"""A report as sheets of plain values: the findings, their counts, what was not evaluated, the rules.

Workbooks are built from these, whoever makes them: the report of a run, the review copy of a file, the report of an audit. A
value is a text that is safe to show (nothing invisible is left in it) or a number; a text is always meant as text, never as a
formula, and whoever writes it into a cell has to say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Coverage, Reading, Report
from indicator_lint.model.rule import Rule, Safety, Severity
from indicator_lint.reports.display import joined, visible
from indicator_lint.reports.suggestions import suggestion
from indicator_lint.reports.telling import place, role_word
from indicator_lint.reports.view import View
from indicator_lint.reports.words import family_title

Value: TypeAlias = str | int | float

DECISIONS: Final = ("accept", "reject", "changed")
"""What a reviewer can say of a finding in the column `decision`, as keys of the words of reports."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, the same in every language, what it is called, and how wide it should be, in characters."""

    key: str
    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its key (`findings`, `counts`, `unevaluated`, `rules`), its name, its columns and its rows."""

    key: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def position(self, key: str) -> int:
        """The index of a column. Raises ValueError for a key it does not have."""
        return [column.key for column in self.columns].index(key)


_FINDINGS: Final = (
    ("severity", 6), ("rule", 8), ("file", 20), ("place", 16), ("category", 14), ("row", 6), ("indicator", 24), ("role", 10),
    ("text", 24), ("message", 40), ("suggestion", 30), ("safety", 14), ("state", 10), ("decision", 8), ("remark", 18),
    ("fingerprint", 19),
)  # fmt: skip
_COUNTS: Final = (
    ("group", 10), ("item", 44), ("error", 8), ("warning", 8), ("info", 8), ("total", 8), ("safe", 14), ("unsafe", 14),
)  # fmt: skip
_UNEVALUATED: Final = (("file", 36), ("rule", 9), ("title", 36), ("evaluated", 10), ("skipped", 10), ("reason", 48))
_RULES: Final = (
    ("rule", 9), ("name", 28), ("family", 12), ("title", 36), ("severity", 8), ("fix", 15), ("count", 8), ("why", 72),
)  # fmt: skip


def sheets(report: Report, view: View) -> tuple[Sheet, Sheet, Sheet, Sheet]:
    """All four, in their order."""
    return (
        findings_sheet(report, view),
        counts_sheet(report, view),
        unevaluated_sheet(report, view),
        rules_sheet(report, view),
    )


def findings_sheet(report: Report, view: View) -> Sheet:
    """检查结果: a row for each finding, in the order of the report, those too that are excused: 状态 says so.

    处理 and 说明 are left to whoever reviews it.
    """
    return _sheet("findings", _FINDINGS, (finding_row(finding, view) for finding in report.findings), view)


def counts_sheet(report: Report, view: View) -> Sheet:
    """统计: how many active findings by severity, rule, category and file, the most frequent first."""
    return _sheet("counts", _COUNTS, _counts(report, view), view)


def unevaluated_sheet(report: Report, view: View) -> Sheet:
    """未评估: what was not checked and why: unread files, sheets left out, stray rows, rules whose columns are missing."""
    return _sheet(
        "unevaluated", _UNEVALUATED, (row for one in report.readings for row in _unevaluated(one, view)), view
    )


def rules_sheet(report: Report, view: View) -> Sheet:
    """规则说明: the rules that were asked or found something, and why they are asked."""
    counts = Counter(finding.code for finding in report.active)
    codes = sorted(code for code in {*counts, *view.asked} if code in view.rules)
    return _sheet("rules", _RULES, (_rule(view.rules[code], counts[code], view) for code in codes), view)


def _sheet(key: str, columns: Iterable[tuple[str, int]], rows: Iterable[tuple[Value, ...]], view: View) -> Sheet:
    headings = tuple(Column(name, view.say(f"sheet_{key}_{name}"), width) for name, width in columns)
    return Sheet(key, view.say(f"sheet_{key}"), headings, tuple(rows))


def finding_row(finding: Finding, view: View) -> tuple[Value, ...]:
    """The row of a finding in 检查结果."""
    fix = finding.fix
    return (
        view.say(str(finding.severity)),
        finding.code,
        visible(finding.path),
        place(finding.location, view),
        visible(finding.category or ""),
        finding.row or "",
        " / ".join(visible(text) for text in finding.indicator or () if text),
        role_word(finding.role, view),
        visible(finding.value),
        visible(finding.message),
        suggestion(finding, view),
        view.say(str(fix.safety)) if fix is not None and (fix.edits or fix.note) else "",
        standing(finding, view),
        "",
        "",
        finding.fingerprint,
    )


def standing(finding: Finding, view: View) -> str:
    """Who excuses a finding and why, or how it compares with the baseline; empty where there is neither."""
    suppression = finding.suppression
    if suppression is not None:
        key = "suppressed" if suppression.honoured else "listed"
        return view.say("told", head=view.say(key), message=visible(suppression.reason))
    return view.say(str(finding.baseline)) if finding.baseline is not None else ""


def _counts(report: Report, view: View) -> Iterator[tuple[Value, ...]]:
    """The blocks of counts, one below the other, so that one table holds them all."""
    groups: tuple[tuple[str, Callable[[Finding], str]], ...] = (
        ("by_severity", lambda finding: view.say(str(finding.severity))),
        ("by_rule", lambda finding: titled(finding, view)),
        ("by_category", lambda finding: visible(finding.category or "") or view.say("no_category")),
        ("by_file", lambda finding: visible(finding.path)),
    )
    for key, item in groups:
        for name, findings in counted_by(report.active, item):
            yield view.say(key), name, *_numbers(findings)


def titled(finding: Finding, view: View) -> str:
    """The code of a finding's rule and what it is called."""
    rule = view.rules.get(finding.code)
    return f"{finding.code} {visible(rule.title) if rule else finding.name}"


def counted_by(findings: Iterable[Finding], item: Callable[[Finding], str]) -> list[tuple[str, list[Finding]]]:
    """Findings by what `item` says of them, the largest group first, equal ones as they come."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(item(finding), []).append(finding)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def _numbers(findings: Sequence[Finding]) -> tuple[int, ...]:
    """By severity, all, and those that say what to write, by how sure that is."""
    severities = Counter(finding.severity for finding in findings)
    safeties = Counter(finding.fix.safety for finding in findings if finding.fix is not None and finding.fix.edits)
    return *(severities[one] for one in Severity), len(findings), safeties[Safety.SAFE], safeties[Safety.UNSAFE]


def _unevaluated(reading: Reading, view: View) -> Iterator[tuple[Value, ...]]:
    path = visible(reading.path)
    if reading.document is None:
        yield path, "", "", "", "", view.say("unread")
        return
    if not reading.tables:
        yield path, "", "", "", "", view.say("no_tables")
    for sheet in reading.ignored:
        yield path, "", "", "", "", view.say("told", head=visible(sheet), message=view.say("ignored"))
    if reading.strays:
        places = view.listed([visible(line.location.display) for line in reading.strays])
        yield path, "", "", "", len(reading.strays), view.say("strays", count=len(reading.strays), rows=places)
    for coverage in reading.coverage:
        if coverage.skipped:
            yield (
                path,
                coverage.rule,
                _title(coverage, view),
                coverage.evaluated,
                coverage.skipped,
                missing(coverage, view),
            )


def missing(coverage: Coverage, view: View) -> str:
    """Why a rule was not asked of some indicators: the columns that their tables lack."""
    return view.say("missing_columns", roles=view.listed([role_word(role, view) for role in coverage.missing]))


def _title(coverage: Coverage, view: View) -> str:
    return view.rules[coverage.rule].title if coverage.rule in view.rules else ""


def _rule(rule: Rule, count: int, view: View) -> tuple[Value, ...]:
    return (
        rule.code,
        rule.name,
        family_title(rule.family, view.lang),
        visible(rule.title),
        view.say(str(rule.severity) if rule.severity else "off"),
        view.say(str(rule.fix) if rule.fix else "none"),
        count,
        visible(joined(rule.why)),
    )
