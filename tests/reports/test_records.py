"""The report for programs keeps the published schema, and hides nothing in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from reports.canonical import canonical_report, text_table

from indicator_lint.model.document import Document
from indicator_lint.model.report import Reading, Report
from indicator_lint.reports import REPORTS, View
from indicator_lint.reports.records import dumped, plain


@pytest.fixture(scope="module")
def schema(checkout: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((checkout / "schemas" / "report.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(loaded)
    return loaded


def loaded_report(report: Report) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(REPORTS["json"](report, View()))
    return record


def test_the_report_keeps_its_schema(schema: dict[str, Any]) -> None:
    Draft202012Validator(schema).validate(loaded_report(canonical_report()))
    Draft202012Validator(schema).validate(loaded_report(Report([], [])))


def test_the_schema_forbids_what_it_does_not_know(schema: dict[str, Any]) -> None:
    record = loaded_report(canonical_report())
    record["findings"][0]["colour"] = "red"
    assert not Draft202012Validator(schema).is_valid(record)


def test_jsonl_is_the_findings_one_a_line() -> None:
    lines = REPORTS["jsonl"](canonical_report(), View()).splitlines()
    assert list(map(json.loads, lines)) == loaded_report(canonical_report())["findings"]


def test_sheets_are_told_in_letters_and_text_in_lines() -> None:
    sheet = loaded_report(canonical_report())["files"][0]["tables"][0]
    assert (sheet["header"], sheet["range"], sheet["columns"]["unit"]) == ("A2:F2", "A3:F6", "E")
    assert sheet["skipped"] == [{"ref": "A7", "reason": "note"}]
    table = text_table([["会议次数", "次"]])
    report = Report([Reading("a.txt", Document("a.txt", "text", "gb18030", (table.grid,)), [table])], [])
    text = loaded_report(report)["files"][0]["tables"][0]
    assert (text["header"], text["range"], text["columns"]) == ("1-1", "2-2", {"name": 1, "unit": 2})


def test_coverage_says_which_column_was_missing() -> None:
    coverage = loaded_report(canonical_report())["files"][0]["coverage"]
    assert coverage[0] == {"rule": "TGT001", "evaluated": 0, "skipped": 4, "reason": "no column target"}
    assert coverage[2]["reason"] is None


def test_the_summary_counts() -> None:
    assert loaded_report(canonical_report())["summary"] == {
        "files": 2, "tables": 1, "rows": 4, "error": 3, "warning": 4, "info": 1, "fixable_safe": 3, "fixable_unsafe": 1,
        "suppressed": 0, "unchanged": 0, "absent": 0,
    }  # fmt: skip


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=30))
def test_any_text_survives_and_none_is_raw_control(text: str) -> None:
    """Lone surrogates, bidirectional and C1 controls too; the bytes are valid UTF-8."""
    line = dumped({"value": text})
    line.encode("utf-8")
    assert line.isprintable() or all(character.isprintable() or ord(character) > 0x9F for character in line)
    assert not set(line) & set("\u200b\u200e\u202e\u2066\ufeff\x85\x9b\x7f")
    decoded = json.loads(line)["value"]
    assert decoded.encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")


def test_parameters_become_plain() -> None:
    assert plain({"a": (1, {2}), "b": None, "c": Path("x")}) == {"a": [1, [2]], "b": None, "c": "x"}


def test_two_runs_print_the_same() -> None:
    report = canonical_report()
    again = Report(report.readings, [replace(finding) for finding in report.findings])
    assert REPORTS["json"](report, View()) == REPORTS["json"](again, View())
