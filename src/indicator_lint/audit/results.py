"""What an audit found, file by file and department by department, read from the spill in the order of the files.

Nothing is held but the batch at hand and a few numbers for each file: five thousand files weigh what fifty do.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import polars as pl

from indicator_lint.audit import columns as c
from indicator_lint.audit.across import COPIED
from indicator_lint.audit.course import Course
from indicator_lint.audit.grades import PARTS, Grade, Losses, grade_of
from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Severity
from indicator_lint.ordering import fingerprinted
from indicator_lint.reports.records import dumped, finding_record

PRINT: Final = 16
"""Characters of a fingerprint, without the number that tells equal ones apart."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as far as it is counted, and its record of the JSON report as text."""

    code: str
    severity: str
    active: bool
    category: str | None
    row: int | None
    fixable: str | None
    record: str

    def read(self) -> Mapping[str, Any]:
        """The record."""
        record: Mapping[str, Any] = json.loads(self.record)
        return record

    @property
    def known(self) -> bool:
        """Whether it stands in the baseline and nothing else excuses it."""
        return not self.active and self.read()["suppression"] is None


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
    batch, parts = "", {}
    for number, file in enumerate(course.files):
        if course.spill.kept[file.key] != batch:
            batch = course.spill.kept[file.key]
            parts = {part: _by_file(course.spill.load(part, file.key)) for part in ("files", "findings")}
        ((_, path, read, tables, rows, _, record),) = parts["files"][file.key].iter_rows()
        own = parts["findings"].get(file.key)
        findings = [] if own is None else [_told(row) for row in own.iter_rows(named=True)]
        prints = [] if own is None else own["fingerprint"].to_list()
        findings += [_of(finding) for finding in renumbered(course.across.get(number, ()), prints)]
        sent = not file.file.source.empty
        yield Audited(file.file.department, path, sent, read, tables, rows, record, findings)


def standings(course: Course) -> list[Standing]:
    """The departments in their order."""
    found: dict[str, Standing] = {}
    copied = _copied(course)
    for file in audited(course):
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


def _by_file(table: pl.DataFrame) -> dict[str, pl.DataFrame]:
    parts = table.partition_by(c.KEY, as_dict=True, maintain_order=True)
    return {str(key): rows for (key,), rows in parts.items()}


def _told(row: Mapping[str, Any]) -> Told:
    return Told(row["code"], row["severity"], row["active"], row["category"], row["row"], row["fixable"], row[c.RECORD])


def _of(finding: Finding) -> Told:
    fixable = str(finding.fix.safety) if finding.fix and finding.fix.edits else None
    record = dumped(finding_record(finding))
    return Told(finding.code, str(finding.severity), finding.active, finding.category, finding.row, fixable, record)


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
