"""The reports as they look. A snapshot that is missing is written, and the test fails once to say so.

To refresh: delete the files in `snapshots/`, run this module twice, and review the difference like code.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from reports.canonical import canonical_report, rules

from indicator_lint import __version__
from indicator_lint.reports import REPORTS, View
from indicator_lint.reports.tables import TABLES

SNAPSHOTS = Path(__file__).parent / "snapshots"
VIEWS = {
    "console.txt": ("console", View(rules=rules())),
    "console-verbose-80.txt": ("console", View(verbose=True, width=80, rules=rules())),
    "console-en.txt": ("console", View(lang="en")),
    "console-color.txt": ("console", View(color=True)),
    "statistics.txt": ("console", View(statistics=True, rules=rules())),
    "concise.txt": ("concise", View()),
    "report.json": ("json", View()),
    "report.jsonl": ("jsonl", View()),
    "grouped.txt": ("grouped", View(rules=rules())),
    "grouped-file.txt": ("grouped:file", View()),
    "report.sarif": ("sarif", View(rules=rules())),
    "report.github.sarif": ("sarif:github", View(rules=rules())),
    "github.txt": ("github", View()),
    "gitlab.json": ("gitlab", View()),
    "junit.xml": ("junit", View(rules=rules())),
    "rdjson.json": ("rdjson", View()),
    "report.md": ("markdown", View(rules=rules())),
    "report-en.md": ("markdown", View(lang="en")),
    "report.csv": ("csv", View()),
}


def compare(name: str, text: str) -> None:
    path = SNAPSHOTS / name
    stable = text.replace(f'"{__version__}"', '"0.0.0"')
    if not path.exists():
        path.write_text(stable, encoding="utf-8", newline="\n")
        pytest.fail(f"{name} was missing and has been written: review it and run again")
    assert stable == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", VIEWS)
def test_the_report_looks_as_it_did(name: str) -> None:
    form, view = VIEWS[name]
    compare(name, REPORTS[form](canonical_report(), view))


@pytest.mark.parametrize("form", TABLES)
def test_what_was_read_looks_as_it_did(form: str) -> None:
    compare(f"show.{'txt' if form == 'table' else form}", TABLES[form](canonical_report().readings, View()))
