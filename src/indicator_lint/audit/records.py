"""The audit for programs: `PREFIX.json` (`schemas/audit.json`), written piece by piece as it is read from the spill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from indicator_lint.audit.course import Course
from indicator_lint.audit.grades import PARTS
from indicator_lint.audit.likeness import Repeat
from indicator_lint.audit.results import Standing, audited, filed
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.reports.records import SCHEMA_VERSION, Record, dumped, tool

LINE: Final = ",\n"


def json_pieces(course: Course, departments: Sequence[Standing]) -> Iterator[str]:
    """The text of the report in pieces; departments, files, findings and repeats one a line."""
    yield f'{{\n"schema_version": {dumped(SCHEMA_VERSION)},\n"tool": {dumped(tool())},\n"departments": '
    yield from _array(dumped(department_record(one)) for one in departments)
    yield ',\n"files": '
    yield from _array(_with(file.record, "department", file.department) for file in filed(course))
    yield ',\n"findings": '
    yield from _array(
        _with(told.record, "department", file.department) for file in audited(course) for told in file.findings
    )
    yield ',\n"repeats": '
    yield from _array(dumped(repeat_record(one, course)) for one in course.likeness.repeats)
    yield f',\n"summary": {dumped(summary(departments))}\n}}\n'


def department_record(standing: Standing) -> Record:
    """A department, its grade and its counts."""
    grade = standing.grade
    return {
        "department": standing.department,
        "files": standing.files,
        "unread": standing.unread,
        "tables": standing.tables,
        "rows": standing.rows,
        "grade": grade.band,
        "score": grade.score if grade.parts else None,
        "parts": {part: grade.parts.get(part) for part in PARTS},
        **{str(severity): standing.severities[severity] for severity in Severity},
        "unchanged": standing.unchanged,
        "rules": dict(sorted(standing.codes.items())),
    }


def repeat_record(repeat: Repeat, course: Course) -> Record:
    """A category that repeats one of another file."""
    block, original = repeat.copy.block, repeat.copy.original
    mine, theirs = (course.files[place.file].file for place in (repeat.place, repeat.original))
    return {
        "department": mine.department,
        "path": mine.source.path,
        "category": block.title,
        "rows": len(block.lines),
        "same": repeat.copy.same,
        "of": {"department": theirs.department, "path": theirs.source.path, "category": original.title},
    }


def summary(departments: Iterable[Standing]) -> Record:
    """The sums over all departments, with the names of the report of `check`."""
    total: Counter[str] = Counter()
    for one in departments:
        total.update(
            {"departments": 1, "files": one.files, "unread": one.unread, "tables": one.tables, "rows": one.rows}
        )
        total.update(one.severities)
        total["unchanged"] += one.unchanged
        total.update({f"fixable_{safety}": one.fixable[safety] for safety in (Safety.SAFE, Safety.UNSAFE)})
    keys = (
        "departments",
        "files",
        "unread",
        "tables",
        "rows",
        *Severity,
        "unchanged",
        "fixable_safe",
        "fixable_unsafe",
    )
    return {str(key): total[key] for key in keys}


def _with(record: str, key: str, value: str) -> str:
    """A record's text with a member in front."""
    return f'{{"{key}": {dumped(value)}, {record[1:]}'


def _array(lines: Iterable[str]) -> Iterator[str]:
    yield "["
    before = "\n"
    for line in lines:
        yield before + line
        before = LINE
    yield "]" if before == "\n" else "\n]"
