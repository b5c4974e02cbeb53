"""SARIF: valid by the published schema, true to the prose that no schema can hold, within GitHub's limits."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator
from reports.canonical import canonical_report
from reports.conftest import BOOK, TEXT, Wild

from indicator_lint.model.report import Report
from indicator_lint.reports import REPORTS, View
from indicator_lint.reports.sarif import MOST_RESULTS


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    path = Path(__file__).parent / "schemas" / "sarif-2.1.0.json"
    return Draft4Validator(json.loads(path.read_text(encoding="utf-8")))


def run_of(report: Report, view: View, form: str = "sarif") -> dict[str, Any]:
    log = json.loads(REPORTS[form](report, view))
    assert len(log["runs"]) == 1
    run: dict[str, Any] = log["runs"][0]
    return run


@pytest.mark.parametrize("form", ["sarif", "sarif:github"])
def test_the_log_keeps_the_published_schema(form: str, schema: Draft4Validator, wild: Wild, excused: Report) -> None:
    reports = [wild.report, excused, Report([], [])]
    for report in reports:
        schema.validate(json.loads(REPORTS[form](report, wild.view)))
        schema.validate(json.loads(REPORTS[form](report, View(lang="en"))))
    assert not schema.is_valid({"version": "2.1.0"})


@pytest.mark.parametrize("form", ["sarif", "sarif:github"])
def test_rules_are_unique_and_results_point_at_them(form: str, wild: Wild) -> None:
    run = run_of(wild.report, wild.view, form)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert set(rules) >= wild.view.asked
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_names_are_relative_and_escaped_and_lead_back(wild: Wild) -> None:
    run = run_of(wild.report, wild.view)
    uris = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]}
    assert all(
        uri.isascii() and not uri.startswith(("/", "file:")) and " " not in uri and ":" not in uri for uri in uris
    )
    assert {unquote(uri) for uri in uris} >= {TEXT, BOOK}


def test_only_text_has_regions_and_they_hold_the_found_text(wild: Wild) -> None:
    lines = wild.text.splitlines()
    regions = 0
    for result in run_of(wild.report, wild.view)["results"]:
        physical = result["locations"][0]["physicalLocation"]
        if unquote(physical["artifactLocation"]["uri"]) != TEXT:
            assert "region" not in physical
        elif "region" in physical and result["kind"] == "fail":
            at = physical["region"]
            if at["startLine"] == at["endLine"]:
                cell = lines[at["startLine"] - 1][at["startColumn"] - 1 : at["endColumn"] - 1]
                assert cell.strip('"').replace('""', '"') == result["properties"]["value"]
                regions += 1
    assert regions > 5


def test_fixes_of_text_do_what_they_say(wild: Wild) -> None:
    lines = wild.text.splitlines()
    fixes = [(r, fix) for r in run_of(wild.report, wild.view)["results"] for fix in r.get("fixes", ())]
    assert fixes
    for result, fix in fixes:
        (change,) = fix["artifactChanges"]
        for replacement, edit in zip(
            change["replacements"], result["properties"]["suggestions"][0]["edits"], strict=True
        ):
            at = replacement["deletedRegion"]
            assert lines[at["startLine"] - 1][at["startColumn"] - 1 : at["endColumn"] - 1] == edit["old"]
            assert replacement["insertedContent"]["text"] == edit["new"]


def test_a_cell_of_a_workbook_is_a_logical_place() -> None:
    result = run_of(canonical_report(), View())["results"][2]
    assert result["locations"][0]["logicalLocations"] == [
        {"name": "E4", "fullyQualifiedName": "绩效!E4", "kind": "cell"},
        {"name": "培训合格率", "fullyQualifiedName": "产出指标/质量指标/培训合格率", "kind": "indicator"},
    ]
    assert result["partialFingerprints"] == {"indicatorRow/v1": "uni001-1"}


def test_what_was_not_evaluated_is_not_applicable() -> None:
    results = run_of(canonical_report(), View())["results"]
    assert [(r["ruleId"], r["level"]) for r in results if r["kind"] == "notApplicable"] == [
        ("TGT001", "none"),
        ("TGT002", "none"),
    ]


def test_suppressions_and_states_stand_in_all_results_or_none(excused: Report) -> None:
    results = run_of(excused, View())["results"]
    assert all("suppressions" in result and "baselineState" in result for result in results)
    assert [r["suppressions"][0]["status"] for r in results if r["suppressions"]] == ["accepted", "rejected"]
    assert [r["suppressions"][0]["kind"] for r in results if r["suppressions"]] == ["inSource", "external"]
    assert {r["baselineState"] for r in results} == {"new", "updated", "unchanged", "absent"}
    plain = run_of(canonical_report(), View())["results"]
    assert not any("suppressions" in result or "baselineState" in result for result in plain)


def test_a_message_cannot_hold_a_link() -> None:
    """In SARIF `[text](target)` is one, in plain text too."""
    finding = replace(canonical_report().findings[0], message="“看[这里](javascript:alert(1))”")
    assert run_of(Report([], [finding]), View())["results"][0]["message"] == {
        "text": "“看[这里] (javascript:alert(1))”"
    }


def test_github_gets_a_line_and_a_column_for_everything(wild: Wild, excused: Report) -> None:
    """And only what is active."""
    for report in (wild.report, excused):
        results = run_of(report, wild.view, "sarif:github")["results"]
        assert len(results) == len(report.active)
        for result in results:
            region = result["locations"][0]["physicalLocation"]["region"]
            assert set(region) >= {"startLine", "startColumn", "endLine", "endColumn"}
            assert min(region.values()) >= 1
            assert result["partialFingerprints"]["primaryLocationLineHash"]
    unit = run_of(canonical_report(), View(), "sarif:github")["results"][2]
    assert unit["locations"][0]["physicalLocation"]["region"]["startLine"] == 4
    assert unit["locations"][0]["physicalLocation"]["region"]["startColumn"] == 5


def test_github_gets_no_more_than_it_keeps_the_worst_first_and_is_told_so(wild: Wild) -> None:
    few = [finding for finding in canonical_report().findings if not finding.related]
    many = [replace(few[n % len(few)], fingerprint=f"f{n}") for n in range(MOST_RESULTS + 500)]
    text = REPORTS["sarif:github"](Report([], many), wild.view)
    run = json.loads(text)["runs"][0]
    assert len(run["results"]) == MOST_RESULTS
    levels = [result["level"] for result in run["results"]]
    assert levels.count("error") == sum(finding.severity == "error" for finding in many)
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "另有 500 处问题没有列出"
    assert len(gzip.compress(text.encode())) < 10_000_000
    for rule in run["tool"]["driver"]["rules"]:
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert len(rule["properties"]["tags"]) <= 10
