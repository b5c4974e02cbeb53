"""Recall and false alarms: `make accuracy`.

    python tests/accuracy.py                         300 corruptions a kind
    python tests/accuracy.py --count 40 --seed 7     fewer, others
    python tests/accuracy.py --misses "operator flipped"

The correct tables are those of `tests/clean` and the correct rows of `tests/gold`. What the rules say of them is a false alarm;
then each kind of corruption spoils them, a cell in each category, and what is found is counted: at error or warning level, with
the right code, at the cell spoilt.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from corruptions import KINDS, Hit, Kind, Paper, papers, spoilt

from indicator_lint.config import Settings
from indicator_lint.discovery import Source
from indicator_lint.intake import take_in
from indicator_lint.linter import lint_readings
from indicator_lint.model.finding import Finding
from indicator_lint.model.rule import Severity
from indicator_lint.selection import rules_asked

COUNT: Final = 300
EXTRACTS: Final = frozenset(
    {"classes-and-names", "descriptions", "quantities", "sectors", "targets", "tempting-sectors", "text"}
)
"""Corpora of single rows, no whole categories: CLS006, which asks for the classes left out, is right about them."""

WHOLE: Final = "CLS006"
FIRST: Final = 2
"""Line of the first record in a file."""

Place: TypeAlias = tuple[str, int, str]
"""Document, row and code of a finding."""


@dataclass
class Tally:
    """What came of the corruptions of one kind. `noted` were found at info level only, `aside` are new alarms at other rows."""

    kind: Kind
    hits: int = 0
    found: int = 0
    noted: int = 0
    mended: int = 0
    aside: int = 0
    missed: list[Hit] = field(default_factory=list)
    strays: list[Finding] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the hits found at error or warning level."""
        return self.found / self.hits if self.hits else 0.0

    @property
    def told(self) -> float:
        """Share of the hits found at any level."""
        return (self.found + self.noted) / self.hits if self.hits else 0.0

    @property
    def reached(self) -> float:
        """The share that is held to the floor of the kind."""
        return self.told if self.kind.noted else self.recall

    @property
    def suggestion(self) -> float:
        """Share of the hits found whose suggestion is what stood there."""
        return self.mended / self.found if self.found else 0.0

    def __str__(self) -> str:
        goal = f"≥ {self.kind.floor:.2f}" if self.kind.floor else ""
        mended = f"{self.suggestion:.3f}" if self.kind.suggests else ""
        short = "  SHORT" if self.hits and self.reached < self.kind.floor else ""
        shares = f"{self.recall:7.3f} {self.told:7.3f} {goal:7}"
        return f"{self.kind.name:38} {self.hits:5} {shares} {mended:>7} {self.aside:6}{short}"


def lint_papers(documents: Sequence[Paper]) -> list[Finding]:
    """What the default rules say of documents, extracts not asked for the classes they leave out."""
    readings = [take_in(Source(f"{paper.name}.csv", paper.content())).reading for paper in documents]
    found = lint_readings(readings, rules_asked(Settings())).findings
    return [f for f in found if not (f.code == WHOLE and _stem(f).split("-", 1)[-1] in EXTRACTS)]


def _stem(finding: Finding) -> str:
    name = finding.path.removesuffix(".csv")
    return name if name[0].isdigit() else f"0-{name}"


def alarms(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Those at error or warning level."""
    return (finding for finding in findings if finding.severity is not Severity.INFO)


def tallied(kind: Kind, sources: Sequence[Paper], known: set[tuple[str, str]], count: int, seed: int) -> Tally:
    """Spoil, lint, count; `known` are the alarms on the correct tables."""
    tally = Tally(kind)
    documents = list(spoilt(kind, sources, count, seed))
    by_path: dict[str, list[Finding]] = {f"{paper.name}.csv": [] for paper in documents}
    for finding in lint_papers(documents):
        by_path[finding.path].append(finding)
    for paper in documents:
        _count(tally, paper, by_path[f"{paper.name}.csv"], known)
    return tally


def _count(tally: Tally, paper: Paper, findings: Sequence[Finding], known: set[tuple[str, str]]) -> None:
    for hit in paper.hits:
        fitting = [finding for finding in findings if _meets(finding, hit, tally.kind, paper)]
        tally.hits += 1
        tally.found += any(True for _ in alarms(fitting))
        tally.noted += bool(fitting) and not any(True for _ in alarms(fitting))
        tally.mended += any(_mends(finding, hit) for finding in alarms(fitting))
        tally.missed += [] if any(True for _ in alarms(fitting)) else [hit]
    spoiled = {id(hit.row) for hit in paper.hits}
    strays = [
        f
        for f in alarms(findings)
        if id(_row(paper, f)) not in spoiled and f.code not in tally.kind.codes and (f.code, f.message) not in known
    ]
    tally.aside += len(strays)
    tally.strays += strays


def _row(paper: Paper, finding: Finding) -> object:
    number = finding.location.row - FIRST
    return paper.rows[number] if 0 <= number < len(paper.rows) else None


def _meets(finding: Finding, hit: Hit, kind: Kind, paper: Paper) -> bool:
    if finding.code not in kind.codes or finding.role != hit.role:
        return False
    return finding.category == hit.row["category"] if hit.role == "category" else _row(paper, finding) is hit.row


def _mends(finding: Finding, hit: Hit) -> bool:
    return finding.fix is not None and any(edit.new == hit.right for edit in finding.fix.edits)


def main() -> None:
    """Print false alarms, then a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=COUNT, help="corruptions a kind")
    parser.add_argument("--seed", type=int, default=0, help="draw others")
    parser.add_argument("--misses", default="", help="show what was missed of the kinds that hold this word")
    options = parser.parse_args()
    sources = papers()
    found = lint_papers(sources)
    print_alarms(found, sum(len(paper.rows) for paper in sources))
    known = {(finding.code, finding.message) for finding in found}
    print(f"\n{'corruption':38} {'hits':>5} {'alarmed':>7} {'or told':>7} {'goal':7} {'mended':>7} {'aside':>6}")
    for kind in KINDS:
        if options.misses in kind.name:
            tally = tallied(kind, sources, known, options.count, options.seed)
            print(tally, flush=True)
            if options.misses:
                print_misses(tally)


def print_alarms(found: Sequence[Finding], rows: int) -> None:
    """False alarms per 100 rows, of each rule and of all."""
    print(f"false alarms per 100 of {rows} correct rows")
    counts = Counter((finding.severity, finding.code) for finding in found)
    for (severity, code), count in sorted(counts.items()):
        print(f"  {severity.value:8} {code} {100 * count / rows:6.2f}  ({count})")
    total = sum(1 for _ in alarms(found))
    print(f"  errors and warnings together {100 * total / rows:.2f}, notes {100 * (len(found) - total) / rows:.2f}")


def print_misses(tally: Tally) -> None:
    """What was not found, and what was said elsewhere instead."""
    for hit in tally.missed:
        shown = " | ".join(f"{role}={text}" for role, text in hit.row.items() if role not in {"category", "level1"})
        print(f"    {hit.role}: {hit.right} ← {shown}")
    for finding in tally.strays:
        print(f"    aside: {finding.code} {finding.message}")


if __name__ == "__main__":
    main()
