"""What code hosts and their helpers read: GitHub's commands, GitLab's issues, JUnit, reviewdog; each by a reader not ours."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft7Validator
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase
from reports.canonical import canonical_report, rules
from reports.conftest import BROKEN, TEXT, Wild

from indicator_lint.model.report import Report
from indicator_lint.reports import REPORTS, View

COMMAND = re.compile(r"::(\w+)(?: ([^:]*))?::(.*)")
ISSUE = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": r"^(\./|/)"}},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"minimum": 1}}},
                },
            },
        },
    },
}
"""GitLab's documentation as a schema."""


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The log as GitHub's runner reads it: white space before a command does not hide it."""
    found = []
    for line in text.splitlines():
        assert "##[" not in line, "a command of the old kind, wherever it stands"
        if line.lstrip().startswith("::"):
            match = COMMAND.fullmatch(line)
            assert match is not None
            pairs = (part.partition("=") for part in (match[2] or "").split(",") if part)
            found.append((match[1], {key: unquote(value) for key, _, value in pairs}, unquote(match[3])))
    return found


def test_github_shows_ten_of_each_level_and_lists_the_rest(wild: Wild) -> None:
    text = REPORTS["github"](wild.report, wild.view)
    counts = Counter(name for name, _, _ in commands(text))
    of = Counter(str(finding.severity) for finding in wild.report.active)
    assert of["error"] > 10
    assert of["warning"] > 10
    assert counts == {"error": 10, "warning": 10, "notice": min(10, of["info"]), "group": 1, "endgroup": 1}
    listed = text[text.index("::group::") : text.index("::endgroup::")].splitlines()[1:]
    assert len(listed) == len(wild.report.active) - counts["error"] - counts["warning"] - counts["notice"]


def test_github_is_told_the_file_the_line_and_the_cell(wild: Wild) -> None:
    annotations = [one for one in commands(REPORTS["github"](wild.report, wild.view)) if "file" in one[1]]
    lined = [properties for _, properties, _ in annotations if properties["file"] == TEXT]
    assert lined
    assert all("line" in properties for properties in lined)
    assert all(("col" in properties) != ("endLine" in properties) for properties in lined)
    texts = [message for _, _, message in commands(REPORTS["github"](canonical_report(), View()))]
    assert texts[0] == "绩效!E4：“培训合格率”没有计量单位\n建议：%"


def test_a_cell_cannot_be_a_command(wild: Wild) -> None:
    shown = replace(wild.report, findings=[f for f in wild.report.findings if f.path == TEXT] * 12)
    allowed = {"error", "warning", "notice", "group", "endgroup"}
    told = commands(REPORTS["github"](shown, wild.view))
    assert {name for name, _, _ in told} <= allowed
    assert all(set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"} for _, properties, _ in told)


def test_gitlab_gets_issues_with_prints_of_their_own(wild: Wild, excused: Report) -> None:
    for report in (wild.report, excused, Report([], []), Report([], [*wild.report.findings, *wild.report.findings])):
        text = REPORTS["gitlab"](report, wild.view)
        issues = json.loads(text)
        Draft7Validator(ISSUE).validate(issues)
        assert not text.startswith("\ufeff")
        assert len(issues) == len(report.active) == len({issue["fingerprint"] for issue in issues})


def test_gitlab_begins_with_the_rule_and_the_cell() -> None:
    issues = json.loads(REPORTS["gitlab"](canonical_report(), View()))
    assert issues[2]["description"] == "UNI001 绩效!E4：“培训合格率”没有计量单位"
    assert issues[2]["location"]["lines"] == {"begin": 4}
    assert issues[-1]["severity"] == "critical"


def cases(report: Report, view: View) -> list[TestCase]:
    text = REPORTS["junit"](report, view)
    read = JUnitXml.fromstring(text.encode())
    suites = list(read)
    for suite in suites:
        total = [case for case in suite if isinstance(case, TestCase)]
        failures = sum(isinstance(result, Failure) for case in total for result in case.result)
        skipped = sum(isinstance(result, Skipped) for case in total for result in case.result)
        assert (suite.tests, suite.failures, suite.skipped, suite.errors) == (len(total), failures, skipped, 0)
    assert (read.tests, read.failures) == (sum(s.tests for s in suites), sum(s.failures for s in suites))
    return [case for suite in suites for case in suite]


def test_junit_has_a_case_for_each_table_and_rule(wild: Wild) -> None:
    read = cases(wild.report, wild.view)
    names = [(case.classname, case.name) for case in read]
    assert len(names) == len(set(names))
    tables = sum(len(reading.tables) for reading in wild.report.readings)
    asked = max(len(reading.coverage) for reading in wild.report.readings)
    assert len(read) >= tables * asked
    assert any(not case.result and not case.system_out for case in read), "passes are told too"


def test_junit_fails_what_fails_the_run(wild: Wild) -> None:
    told = {
        level: sum(
            isinstance(r, Failure)
            for case in cases(wild.report, replace(wild.view, fail_level=level))
            for r in case.result
        )
        for level in ("never", "error", "warning", "info")
    }
    assert told["never"] == 0 < told["error"] < told["warning"] < told["info"]
    assert not any(isinstance(r, Error) for case in cases(wild.report, wild.view) for r in case.result)


def test_junit_tells_every_finding_and_every_reason() -> None:
    text = REPORTS["junit"](canonical_report(), View(rules=rules()))
    for finding in canonical_report().findings:
        assert finding.message.split("“")[0] in text.replace("&gt;", ">")
    tree = ET.fromstring(text)  # noqa: S314  # our own words
    assert [suite.get("name") for suite in tree] == [reading.path for reading in canonical_report().readings]


def test_junit_of_a_broken_file_has_its_finding(wild: Wild) -> None:
    broken = [case for case in cases(wild.report, wild.view) if case.name.startswith("FIL001")]
    assert len(broken) == 1
    assert BROKEN in REPORTS["junit"](wild.report, wild.view)


@pytest.fixture(scope="module")
def format_of_reviewdog() -> Draft7Validator:
    path = Path(__file__).parent / "schemas" / "rdformat.json"
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def test_reviewdog_gets_its_format(format_of_reviewdog: Draft7Validator, wild: Wild, excused: Report) -> None:
    for report in (wild.report, excused, Report([], [])):
        whole = json.loads(REPORTS["rdjson"](report, wild.view))
        format_of_reviewdog.validate(whole)
        lines = [json.loads(line) for line in REPORTS["rdjsonl"](report, wild.view).splitlines()]
        for line in lines:
            format_of_reviewdog.validate(line)
        assert [{k: v for k, v in line.items() if k != "source"} for line in lines] == whole["diagnostics"]
        assert len(lines) == len(report.active)


def test_reviewdog_counts_bytes(wild: Wild) -> None:
    """Of UTF-8, from 1, the end exclusive; cells behind astral characters too."""
    lines = wild.text.encode().split(b"\n")
    diagnostics: list[Any] = json.loads(REPORTS["rdjson"](wild.report, wild.view))["diagnostics"]
    checked = 0
    for finding, diagnostic in zip(wild.report.active, diagnostics, strict=True):
        span = diagnostic["location"].get("range")
        if finding.path != TEXT or span is None or span["start"]["line"] != span["end"]["line"]:
            assert finding.path == TEXT or span is None
            continue
        cell = lines[span["start"]["line"] - 1][span["start"]["column"] - 1 : span["end"]["column"] - 1].decode()
        assert cell.strip('"').replace('""', '"') == finding.value
        checked += "𠮷" in lines[span["start"]["line"] - 1].decode()
        for suggestion in diagnostic.get("suggestions", ()):
            assert suggestion["range"] == span or finding.fix.edits[0].location != finding.location  # type: ignore[union-attr]
    assert checked > 5
