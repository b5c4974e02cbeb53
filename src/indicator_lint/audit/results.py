"""What an audit found, file by file and department by department, read from the spill in the order of the files.

Nothing is held but the batch at hand and a few numbers for each file: five thousand files weigh what fifty do.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from indicator_lint.audit import columns as c
from indicator_lint.audit.across import COPIED
from indicator_lint.audit.chunks import is_known
from indicator_lint.audit.course import Course
from indicator_lint.audit.grades import PARTS, Grade, Losses, grade_of
from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Severity
from indicator_lint.ordering import fingerprinted
from indicator_lint.reports.records import dumped, finding_record

FILED: Final = (c.PATH, c.READ, c.TABLES, c.ROWS, c.FILE)
COUNTED: Final = ("code", "severity", "active", "category", "row", "fixable", c.KNOWN)
"""What is read of files, and of findings to be counted, in the order of `Audited` and `Told`."""

PRINT: Final = 16
"""Characters of a fingerprint, without the number that tells equal ones apart."""


class Told(NamedTuple):
    """A finding as far as it is counted, and its record of the JSON report as text."""

    code: str
    severity: str
    active: bool
    category: str | None
    row: int | None
    fixable: str | None
    known: bool
    """Whether it stands in the baseline and nothing else excuses it."""
    record: str

    def read(self) -> Mapping[str, Any]:
        """The record."""
        record: Mapping[str, Any] = json.loads(self.record)
        return record


@dataclass(frozen=True, slots=True)
class Audited:
    """A file, who sent it, what was read of it and found in it; those found across files come last.

    The folder of a department that sent none stands for it, with `sent` false.
    """

    department: str
    path: str
    sent: bool
    read: bool
    tables: int
    rows: int
    record: str
    findings: Sequence[Told]


@dataclass(slots=True)
class Standing:
    """A department: how much it sent, what was found, and its grade.

    What is counted are active findings: by severity, by rule and severity, and by the safety of their edits; `unchanged` are
    those that the baseline knows.
    """

    department: str
    files: int = 0
    unread: int = 0
    tables: int = 0
    rows: int = 0
    unchanged: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    fixable: Counter[str] = field(default_factory=Counter)
    losses: list[Mapping[str, float]] = field(default_factory=list)

    @property
    def codes(self) -> Counter[str]:
        """How many findings of each rule."""
        codes: Counter[str] = Counter()
        for (code, _), count in self.rules.items():
            codes[code] += count
        return codes

    @property
    def grade(self) -> Grade:
        """Made of what all its files lose."""
        return grade_of(self.losses, self.rows)


def audited(course: Course) -> Iterator[Audited]:
    """Every file with everything found in it."""
    for number, (file, found) in enumerate(_with_own(course, (*COUNTED, c.RECORD))):
        prints = [row[-1] for row in found]
        findings = [Told._make(row[:-1]) for row in found]
        findings += [_of(finding) for finding in renumbered(course.across.get(number, ()), prints)]
        yield replace(file, findings=findings)


def counted(course: Course) -> Iterator[Audited]:
    """The same without the records of findings: these are nearly everything that a batch weighs."""
    for number, (file, found) in enumerate(_with_own(course, COUNTED)):
        findings = [Told._make((*row[:-1], "")) for row in found]
        findings += [_of(finding)._replace(record="") for finding in course.across.get(number, ())]
        yield replace(file, findings=findings)


def filed(course: Course) -> Iterator[Audited]:
    """The files without their findings."""
    return (file for file, _ in _with_own(course, ()))


def _with_own(course: Course, columns: Sequence[str]) -> Iterator[tuple[Audited, Sequence[tuple[Any, ...]]]]:
    """Each file, and these columns and the fingerprints of the findings inside it."""
    batch = ""
    files: dict[str, tuple[Any, ...]] = {}
    findings: dict[str, list[tuple[Any, ...]]] = {}
    for file in course.files:
        if course.spill.kept[file.key] != batch:
            batch = course.spill.kept[file.key]
            files = {key: rows[0] for key, rows in _by_file(course, "files", file.key, FILED).items()}
            findings = _by_file(course, "findings", file.key, (*columns, "fingerprint")) if columns else {}
        path, read, tables, rows, record = files[file.key]
        sent = not file.file.source.empty
        one = Audited(file.file.department, path, sent, read, tables, rows, record, ())
        yield one, findings.get(file.key, ())


def standings(course: Course) -> list[Standing]:
    """The departments in their order."""
    found: dict[str, Standing] = {}
    copied = _copied(course)
    for file in counted(course):
        standing = found.setdefault(file.department, Standing(file.department))
        standing.files += file.sent
        standing.unread += file.sent and not file.read
        standing.tables += file.tables
        standing.rows += file.rows
        losses = Losses(_sizes(file))
        standing.unchanged += sum(told.known for told in file.findings)
        for told in file.findings:
            if told.active:
                standing.severities[told.severity] += 1
                standing.rules[told.code, told.severity] += 1
                standing.fixable[told.fixable or ""] += 1
                losses.count(told.code, told.severity, told.category, told.row)
                if told.code == COPIED:  # told once for all categories, at the first of them
                    for category in (one for one in losses.sizes if normal_form(one or "") in copied[file.path]):
                        losses.count(told.code, told.severity, category, None)
        standing.losses.append({part: losses.total(part) for part in PARTS})
    return list(found.values())


def _copied(course: Course) -> Mapping[str, set[str]]:
    """The titles of the categories in each file that repeat those of another department."""
    copied: dict[str, set[str]] = defaultdict(set)
    for repeat in course.likeness.repeats:
        mine, theirs = (course.files[place.file].file for place in (repeat.place, repeat.original))
        if mine.department != theirs.department:
            copied[mine.source.path].add(repeat.copy.block.title)
    return copied


def _sizes(file: Audited) -> Mapping[str | None, int]:
    """How many indicators each category of a file has."""
    sizes: Counter[str | None] = Counter()
    for table in json.loads(file.record)["tables"]:
        sizes[table["category"]] += table["rows"]
    return sizes


def _by_file(course: Course, part: str, key: str, columns: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each file in the batch that holds one."""
    table = course.spill.load(part, key, (c.KEY, *columns))
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for each, *row in zip(*(table[column].to_list() for column in (c.KEY, *columns)), strict=True):
        found[each].append(tuple(row))
    return found


def _of(finding: Finding) -> Told:
    fixable = str(finding.fix.safety) if finding.fix and finding.fix.edits else None
    record = dumped(finding_record(finding))
    return Told(
        finding.code,
        str(finding.severity),
        finding.active,
        finding.category,
        finding.row,
        fixable,
        is_known(finding),
        record,
    )


def renumbered(findings: Sequence[Finding], own: Iterable[str]) -> Iterator[Finding]:
    """Findings with fingerprints that no other of their file has; `own` are those of the findings inside the file."""
    known = Counter(print_[:PRINT] for print_ in own)
    for finding in fingerprinted(replace(one, fingerprint="") for one in findings):
        print_ = finding.fingerprint[:PRINT]
        known[print_] += 1
        yield replace(finding, fingerprint=print_ if known[print_] == 1 else f"{print_}-{known[print_]}")


def worst_first(severities: Mapping[str, int]) -> list[tuple[str, int]]:
    """Counts of the severities that occur, errors first."""
    return [(severity, severities[severity]) for severity in Severity if severities[severity]]
