"""What the baseline knows already: such findings stay in the report and do not count.

Each file is held against its own entries, so that it does not matter which files are linted together; an audit does not
follow files that were renamed. What is found across files is in no baseline.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from indicator_lint.audit.plan import Plan
from indicator_lint.baseline import Entry, load
from indicator_lint.history import beside, from_folder
from indicator_lint.model.report import Report


def beside_baseline(report: Report, plan: Plan) -> Report:
    """The report of some files with the state of every finding, where the audit has a baseline. Raises BaselineError."""
    if plan.baseline is None:
        return report
    path = Path(plan.baseline)
    relative, entries = from_folder(path), _entries(plan.baseline, plan.baseline_mark)
    own = [entry for reading in report.readings for entry in entries.get(relative(reading.path), ())]
    return beside(report, own, path, plan.settings, lambda _: False)


def mark_of_baseline(path: Path) -> str:
    """A mark of what a baseline says. Raises BaselineError where it makes no sense."""
    load(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _entries(path: str, mark: str) -> Mapping[str, Sequence[Entry]]:
    """The entries of a baseline by file."""
    del mark  # another one, other entries
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in load(Path(path)):
        entries[entry.path].append(entry)
    return entries
