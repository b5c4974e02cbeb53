"""An audit as sheets of plain values: departments and their grades, findings, repeats, what was not evaluated, how grades are made."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.audit.across import AGREE, COPIED
from indicator_lint.audit.comparison import FAMILY
from indicator_lint.audit.console import frequent
from indicator_lint.audit.course import Course
from indicator_lint.audit.grades import BANDS, PARTS
from indicator_lint.audit.records import repeat_record
from indicator_lint.audit.restoring import finding_of
from indicator_lint.audit.results import Audited, Standing, Told, audited, filed
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Coverage
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.reports.display import visible
from indicator_lint.reports.sheets import Column, Sheet, Value, finding_row, missing, titled
from indicator_lint.reports.telling import place
from indicator_lint.reports.view import View
from indicator_lint.vocabulary import load_rows

MOST: Final = 20_000
"""Findings told one by one in a workbook, the worst first; all of them are in the JSON and Parquet files."""

_OVERVIEW: Final = (
    ("department", 18), ("grade", 7), ("score", 7), *((part, 10) for part in PARTS), ("files", 7), ("unread", 7),
    ("tables", 7), ("rows", 8), ("error", 8), ("warning", 8), ("info", 8), ("safe", 12), ("unsafe", 12), ("frequent", 36),
)  # fmt: skip
_DETAILS: Final = (
    ("department", 14), ("severity", 6), ("rule", 8), ("file", 20), ("place", 16), ("category", 14), ("row", 6),
    ("indicator", 24), ("role", 10), ("text", 24), ("message", 40), ("suggestion", 30), ("safety", 14), ("state", 10),
    ("decision", 8), ("remark", 18), ("fingerprint", 19),
)  # fmt: skip
_REPEATS: Final = (
    ("kind", 14), ("department", 16), ("file", 26), ("item", 28), ("other", 16), ("other_file", 26), ("other_item", 28),
    ("share", 14), ("message", 52),
)  # fmt: skip
_UNEVALUATED: Final = (
    ("department", 18),
    ("file", 30),
    ("rule", 9),
    ("title", 30),
    ("evaluated", 10),
    ("skipped", 10),
    ("reason", 50),
)
_RULES: Final = (
    ("rule", 9),
    ("title", 34),
    ("departments", 10),
    ("error", 8),
    ("warning", 8),
    ("info", 8),
    ("total", 8),
)
_GRADING: Final = (("item", 18), ("rule", 16), ("message", 90))


@dataclass(frozen=True, slots=True)
class Detailed:
    """明细, its findings row by row, the first row of each department, and how many findings had no room."""

    sheet: Sheet
    findings: Sequence[Finding]
    firsts: Mapping[str, int]
    left_out: int


def overview_sheet(departments: Sequence[Standing], view: View) -> Sheet:
    """总览: a line for each department, the lowest scores first, those without any last."""
    ranked = sorted(departments, key=lambda one: (not one.rows, one.grade.score, one.department))
    return _sheet("overview", _OVERVIEW, (_standing(one, view) for one in ranked), view)


def _standing(standing: Standing, view: View) -> tuple[Value, ...]:
    grade = standing.grade
    return (
        visible(standing.department),
        view.say(f"grade_{grade.band}"),
        grade.score if grade.parts else "",
        *(grade.parts.get(part, "") for part in PARTS),
        standing.files,
        standing.unread,
        standing.tables,
        standing.rows,
        *(standing.severities[severity] for severity in Severity),
        standing.fixable[Safety.SAFE],
        standing.fixable[Safety.UNSAFE],
        frequent(standing, view),
    )


def detailed(course: Course, departments: Iterable[Standing], view: View) -> Detailed:
    """明细: the findings department by department; where there are too many, the mildest are left out."""
    told = _allowed(departments)
    findings: list[Finding] = []
    firsts: dict[str, int] = {}
    rows: list[tuple[Value, ...]] = []
    for file in audited(course):
        for one in file.findings:
            if told[one.severity] > 0:
                told[one.severity] -= 1
                finding = finding_of(one.read())
                firsts.setdefault(file.department, len(rows) + 2)
                findings.append(finding)
                rows.append((visible(file.department), *finding_row(finding, view)))
    total = sum(sum(one.severities.values()) for one in departments)
    sheet = _sheet("details", _DETAILS, rows, view)
    return Detailed(sheet, findings, firsts, max(0, total - len(rows)))


def _allowed(departments: Iterable[Standing]) -> dict[str, int]:
    """How many findings of each severity there is room for; excused ones, which nobody counted, need some too."""
    counts: Counter[str] = Counter()
    for one in departments:
        counts.update(one.severities)
    room, allowed = MOST, {}
    for severity in Severity:
        allowed[str(severity)] = room
        room = max(0, room - counts[severity])
    return allowed


def repeats_sheet(course: Course, view: View) -> Sheet:
    """重复与雷同: repeated categories, then indicators that are stated in two ways."""
    return _sheet("repeats", _REPEATS, [*_repeats(course, view), *_disagreements(course, view)], view)


def _repeats(course: Course, view: View) -> Iterator[tuple[Value, ...]]:
    for repeat in course.likeness.repeats:
        mine = repeat_record(repeat, course)
        theirs: Mapping[str, str] = mine["of"]  # type: ignore[assignment]  # made by repeat_record
        same = mine["department"] == theirs["department"]
        yield (
            view.say("repeat_within" if same else "repeat_between"),
            visible(str(mine["department"])),
            visible(str(mine["path"])),
            visible(str(mine["category"])) or view.say("untitled"),
            visible(theirs["department"]),
            visible(theirs["path"]),
            visible(theirs["category"]) or view.say("untitled"),
            view.say("repeat_share", rows=mine["rows"], same=mine["same"]),
            "",
        )


def _disagreements(course: Course, view: View) -> Iterator[tuple[Value, ...]]:
    senders = {file.file.source.path: file.file.department for file in course.files}
    for number in sorted(course.across):
        for finding in course.across[number]:
            if finding.code == AGREE and finding.active:
                there = finding.related[0]
                yield (
                    view.say("repeat_stated"),
                    visible(senders[finding.path]),
                    visible(finding.path),
                    f"{visible((finding.indicator or ('', '', ''))[2])} {place(finding.location, view)}",
                    visible(senders[there.path]),
                    visible(there.path),
                    place(there.location, view),
                    "",
                    visible(finding.message),
                )


def unevaluated_sheet(course: Course, view: View) -> Sheet:
    """未评估: files without indicators and why, then the rules that a department's tables have no columns for."""
    rows: list[tuple[Value, ...]] = [row for file in _unread_files(course) for row in _unread(file, view)]
    for code, rule in course.rules.items() if course.catalog is None else ():
        if rule.family == FAMILY and code != COPIED:
            rows.append(("", "", code, visible(rule.title), 0, "", view.say("no_catalog")))
    skipped: dict[tuple[str, str], Counter[tuple[str, ...]]] = {}
    asked: Counter[tuple[str, str]] = Counter()
    for file in filed(course):
        for one in json.loads(file.record)["coverage"]:
            key = file.department, one["rule"]
            asked[key] += one["evaluated"]
            if one["skipped"]:
                lacking = tuple(one["reason"].removeprefix("no column ").split(", "))
                skipped.setdefault(key, Counter())[lacking] += one["skipped"]
    for (department, code), groups in skipped.items():
        for lacking, count in groups.items():
            coverage = Coverage(code, asked[department, code], count, lacking)
            title = visible(view.rules[code].title) if code in view.rules else ""
            rows.append((visible(department), "", code, title, coverage.evaluated, count, missing(coverage, view)))
    return _sheet("missing", _UNEVALUATED, rows, view)


def _unread_files(course: Course) -> Iterator[Audited]:
    """Those in which there is nothing that could be evaluated; findings are looked at only where there are any."""
    if all(file.read for file in filed(course)):
        return iter(())
    return (file for file in audited(course) if not file.read)


def _unread(file: Audited, view: View) -> Iterator[tuple[Value, ...]]:
    """Why a file gave nothing."""
    for told in file.findings:
        if told.code.startswith("FIL"):
            yield visible(file.department), visible(file.path), *_said(told, view)


def _said(told: Told, view: View) -> tuple[Value, ...]:
    finding = finding_of(told.read())
    return told.code, titled(finding, view).partition(" ")[2], "", "", visible(finding.message)


def rules_sheet(departments: Sequence[Standing], view: View) -> Sheet:
    """规则: how often each rule found something, and in how many departments."""
    reached = Counter(code for one in departments for code in one.codes)
    counts: dict[str, Counter[str]] = {}
    for (code, severity), count in (item for one in departments for item in one.rules.items()):
        counts.setdefault(code, Counter())[severity] += count
    ranked = sorted(counts, key=lambda code: (-counts[code].total(), code))
    rows: list[tuple[Value, ...]] = [
        (
            code,
            visible(view.rules[code].title) if code in view.rules else "",
            reached[code],
            *(counts[code][severity] for severity in Severity),
            counts[code].total(),
        )
        for code in ranked
    ]
    return _sheet("frequency", _RULES, rows, view)


def grading_sheet(left_out: int, view: View) -> Sheet:
    """评级说明: how scores come about, which rules bear on which part, and what this workbook leaves out."""
    rows: list[tuple[Value, ...]] = [
        (view.say("grading_how"), "", view.say(key)) for key in ("grading_words", "grading_whole")
    ]
    bands = view.listed(
        [view.say("grading_band", grade=view.say(f"grade_{band}"), least=f"{least:.0f}") for least, band in BANDS]
    )
    rows.append((view.say("grading_bands"), "", bands))
    for part in PARTS:
        codes = view.listed([row["code"] for row in load_rows("parts") if row["part"] == part])
        rows.append((view.say(f"part_{part}"), codes, view.say(f"part_{part}_means")))
    if left_out:
        rows.append((view.say("sheet_details"), "", view.say("left_out", count=left_out, most=MOST)))
    return _sheet("grading", _GRADING, rows, view)


def _sheet(key: str, columns: Iterable[tuple[str, int]], rows: Iterable[tuple[Value, ...]], view: View) -> Sheet:
    headings = tuple(Column(name, view.say(_heading(key, name)), width) for name, width in columns)
    return Sheet(key, view.say(f"sheet_{key}"), headings, tuple(rows))


def _heading(key: str, column: str) -> str:
    """Columns that reports have elsewhere are called as there."""
    if key == "details" and column != "department":
        return f"sheet_findings_{column}"
    return f"column_{column}" if column not in PARTS else f"part_{column}"
