"""An audit as its users see it: what is planted in a county is found, and nothing else; whatever dies, the report is the same."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any, TypeVar

import pytest
from counties import COPIES, DISAGREEING, MEETING, header, sector, write_county, write_csv, write_planted

from indicator_lint.audit import engines
from indicator_lint.audit.chunks import lint_chunk
from indicator_lint.audit.course import Course, Means, Step, run_audit
from indicator_lint.audit.plan import Plan
from indicator_lint.audit.records import json_pieces
from indicator_lint.audit.results import standings
from indicator_lint.audit.spill import Spill
from indicator_lint.audit.submissions import find_submissions
from indicator_lint.cli import main
from indicator_lint.config import Settings

ACROSS = {"CAT001", "CAT004", "REF006"}
Report = dict[str, Any]
Task = TypeVar("Task")
Result = TypeVar("Result")


def audited(folder: Path, spill: Path, workers: int = 1, engine: engines.Engine = engines.here) -> str:
    """The text of the JSON report."""
    return report_of(ran(folder, spill, [], workers, engine))


def ran(
    folder: Path, spill: Path, steps: list[Step], workers: int = 1, engine: engines.Engine = engines.here
) -> Course:
    body = find_submissions(str(folder))
    plan = Plan(Settings(pack="audit"))
    return run_audit(body, plan, Means(engine, workers, Spill(spill), steps.append))


def report_of(course: Course) -> str:
    return "".join(json_pieces(course, standings(course)))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted") / "报送"
    write_planted(folder)
    return folder


@pytest.fixture(scope="module")
def report(planted: Path) -> Report:
    spill = planted.parent / "spill"
    read: Report = json.loads(audited(planted, spill))
    return read


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four small departments, one of which copies another."""
    folder = tmp_path_factory.mktemp("few") / "报送"
    for number, department in enumerate(("发改局", "信访局", "司法局", "统计局")):
        write_csv(folder / f"{department}.csv", header("health"), MEETING if number % 2 else sector("health")[:6])
    return folder


def across(report: Report, *codes: str) -> list[Report]:
    return [finding for finding in report["findings"] if finding["code"] in codes]


def test_copies_between_departments_are_found_and_none_invented(report: Report) -> None:
    """Each pair once; what most departments have to the letter is a template, what only sounds alike is nobody's."""
    told = Counter(
        (frozenset({finding["department"], finding["params"]["other"]}), finding["params"]["count"])
        for finding in across(report, "REF006")
    )
    assert told == Counter(COPIES)


def test_a_copy_in_which_only_the_department_was_replaced_is_found(tmp_path: Path) -> None:
    """Every row speaks of its department, so that no text is the same."""
    for own in ("发改局", "统计局"):
        rows = [["能力建设类", *row[1:3], f"{own}{row[3]}", *row[4:6], f"{row[6]}，由{own}统计核定"] for row in MEETING]
        write_csv(tmp_path / "报送" / f"{own}.csv", header("health"), rows)
    found = across(json.loads(audited(tmp_path / "报送", tmp_path / "spill")), "REF006")
    assert [finding["params"]["count"] for finding in found] == [1]


def test_a_category_that_a_department_submits_twice_is_found(report: Report) -> None:
    (finding, *others) = across(report, "CAT001")
    paths = {finding["path"], *(related["path"] for related in finding["related"])}
    assert {Path(path).name for path in paths} == {"上半年.csv", "下半年.csv"}
    assert {one["department"] for one in (finding, *others)} == {"气象局"}


def test_indicators_stated_in_two_ways_are_found_and_none_invented(report: Report) -> None:
    found = across(report, "CAT004")
    assert {(one["indicator"][2], one["role"]) for one in found} == DISAGREEING
    assert len(found) == len(DISAGREEING), "林业局 has the area of farmland from 农业农村局, which outvotes 信访局"


def test_findings_across_files_name_the_other_place(report: Report) -> None:
    """Both ends can be opened: a file and a cell in it."""
    for finding in across(report, *ACROSS):
        assert finding["related"], finding["message"]
        assert all(related["display"] for related in finding["related"])
        assert any(related["path"] != finding["path"] for related in finding["related"])


def test_fingerprints_are_unique(report: Report) -> None:
    prints = Counter(finding["fingerprint"] for finding in report["findings"])
    assert [print_ for print_, count in prints.items() if count > 1] == []


def test_counts_add_up(report: Report) -> None:
    """The summary, the departments and the findings tell the same numbers."""
    found = Counter(finding["severity"] for finding in report["findings"])
    for severity in ("error", "warning", "info"):
        assert report["summary"][severity] == found[severity]
        assert sum(one[severity] for one in report["departments"]) == found[severity]
    assert report["summary"]["rows"] == sum(one["rows"] for one in report["departments"])


def test_a_clean_county_says_nothing(tmp_path: Path) -> None:
    """Folders and files, workbooks and CSV: no rule finds anything across correct tables."""
    write_county(tmp_path / "county")
    clean = json.loads(audited(tmp_path / "county", tmp_path / "spill"))
    assert across(clean, *ACROSS) == []
    assert {one["grade"] for one in clean["departments"]} == {"excellent"}


def test_the_report_does_not_depend_on_the_chunks(few: Path, tmp_path: Path) -> None:
    """Small chunks, as for many workers, give the same report byte for byte."""
    assert audited(few, tmp_path / "few", 1) == audited(few, tmp_path / "many", 20)


def test_an_interrupted_audit_goes_on(few: Path, tmp_path: Path) -> None:
    """What was linted before is not linted again, and the report is that of an audit that was let be."""

    def interrupted(function: Any, tasks: Iterable[Any]) -> Iterator[Any]:
        for number, task in enumerate(tasks):
            if number == 1:
                raise KeyboardInterrupt
            yield task, function(task)

    with pytest.raises(KeyboardInterrupt):
        audited(few, tmp_path / "spill", 2, interrupted)
    steps: list[Step] = []
    resumed = ran(few, tmp_path / "spill", steps)
    assert 0 < steps[0].known < steps[0].files
    assert report_of(resumed) == audited(few, tmp_path / "whole")


def test_only_what_changed_is_linted_again(few: Path, tmp_path: Path) -> None:
    """A file that is gone is out of the report, one that moved is read anew, the rest is known."""
    folder, spill = tmp_path / "报送", tmp_path / "spill"
    shutil.copytree(few, folder)
    ran(folder, spill, []).tidy()
    (folder / "司法局.csv").rename(folder / "审计局.csv")
    (folder / "统计局.csv").unlink()
    steps: list[Step] = []
    again = ran(folder, spill, steps)
    assert (steps[0].files, steps[0].known) == (3, 2)
    assert report_of(again) == audited(folder, tmp_path / "anew")


def test_a_batch_cut_short_is_linted_again(few: Path, tmp_path: Path) -> None:
    """A full disk or a pulled plug leaves no report that trusts half a file."""
    spill = tmp_path / "spill"
    whole = audited(few, spill, 2)
    for number, path in enumerate(sorted(spill.glob("*.parquet"))):
        if number % 4 == 0:
            path.write_bytes(path.read_bytes()[:-20])
        elif number % 4 == 1:
            path.unlink()
    assert audited(few, spill, 2) == whole


def test_a_file_that_kills_its_worker_is_told_and_the_others_go_on(few: Path, tmp_path: Path) -> None:
    """Whoever was in a chunk with it is linted after all."""

    def deadly(function: Any, tasks: Iterable[Any]) -> Iterator[Any]:
        for task in tasks:
            lethal = isinstance(task, list) and any("信访局" in one.file.source.path for one in task)
            yield task, None if lethal else function(task)

    told = json.loads(audited(few, tmp_path / "spill", 1, deadly))
    (finding,) = (one for one in told["findings"] if one["code"] == "FIL001")
    assert finding["department"] == "信访局"
    assert told["summary"]["unread"] == 1
    assert len(told["files"]) == len(list(few.rglob("*.csv")))


def test_a_department_that_sent_nothing_has_no_file(few: Path, tmp_path: Path) -> None:
    """It is told, and counted among departments; its empty folder is not counted among files."""
    folder = Path(copytree(few, tmp_path / "报送"))
    (folder / "档案局").mkdir()
    told = json.loads(audited(folder, tmp_path / "spill", 1))
    assert {one["department"]: (one["files"], one["unread"]) for one in told["departments"]}["档案局"] == (0, 0)
    assert told["summary"]["files"] == len(list(few.rglob("*.csv")))
    assert [one["code"] for one in told["findings"] if one["department"] == "档案局"] == ["FIL002"]


def test_lint_chunk_is_pure(few: Path) -> None:
    """The same chunk gives the same bytes, as often as it is asked."""
    from indicator_lint.audit.plan import Keys  # noqa: PLC0415

    plan = Plan(Settings(pack="audit"))
    chunk = [Keys(plan).of(file) for file in find_submissions(str(few)).files[:2]]
    once, twice = (partial(lint_chunk, plan=plan)(chunk) for _ in range(2))
    assert once == twice


def test_the_command_reports_and_exits_by_the_fail_level(
    few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prefix = str(tmp_path / "审核")
    assert main(["audit", str(few), "--output", prefix, "--jobs", "1", "--fail-level", "warning"]) == 1
    shown = capsys.readouterr().out
    assert "信访局" in shown
    assert "共" in shown
    assert main(["audit", str(few), "--output", prefix, "--jobs", "1", "--fail-level", "never", "-q"]) == 0
    assert "沿用上次的结果" in capsys.readouterr().out


def test_the_folder_of_the_reports_is_made(few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Help says `--output 审核/2025`: nobody has made 审核 before. Where it cannot be made, one line says so."""
    command = ["audit", str(few), "--jobs", "1", "--fail-level", "never", "-q", "--output"]
    assert main([*command, str(tmp_path / "审核" / "2025")]) == 0
    assert (tmp_path / "审核" / "2025.html").is_file()
    assert main([*command, str(tmp_path / "审核" / "2025.html" / "2026")]) == 2
    assert "所在目录无法建立" in capsys.readouterr().err


@pytest.mark.parametrize("lacking", ["没有", "文件.csv"])
def test_a_folder_that_is_none_is_a_wrong_use(lacking: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "文件.csv").write_text("a", encoding="utf-8")
    assert main(["audit", str(tmp_path / lacking)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("用法错误：")
    assert len(error.splitlines()) == 1
