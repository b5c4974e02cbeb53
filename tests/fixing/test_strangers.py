"""Records, plans and folders that came with the files of strangers."""

from __future__ import annotations

import hashlib
import json
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from indicator_lint.cli import main
from indicator_lint.fixing.plans import PlanError, read_plan
from indicator_lint.fixing.records import keep, last_run, newest, records_of, undo
from indicator_lint.fixing.statefolder import NAME
from indicator_lint.fixing.writing import UnwritableError, replace_file

BEFORE, AFTER = b"before", b"after"
TOLD = {"run": "1", "before": hashlib.sha256(BEFORE).hexdigest(), "after": hashlib.sha256(AFTER).hexdigest()}
MEGABYTE = 1 << 20
EDIT = {"role": "unit", "row": 1, "container": "", "ref": "2:7", "at": [2, 3], "old": "个", "new": "%"}


def told(**other: object) -> bytes:
    """What a record says, or nearly so."""
    return json.dumps({**TOLD, **other, "changes": []}, indent=1).encode()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "表.csv"
    path.write_bytes(AFTER)
    (tmp_path / NAME).mkdir()
    return path


def record(table: Path, content: bytes, before: bytes = BEFORE, method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = table.parent / NAME / f"{table.name}.0001.undo"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("record.json", content)
        archive.writestr("before", before)
    return path


@pytest.mark.parametrize(
    ("piece", "times"),
    [(b"[1]", 1), (b"3", 1), (b"[", 200_000), (b" ", 65 * MEGABYTE), *((told(**{key: 5}), 1) for key in TOLD)],
)
def test_records_that_say_something_else_are_none(table: Path, piece: bytes, times: int) -> None:
    record(table, piece * times)
    assert records_of(table) == last_run(table.parent) == []


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_records_are_packed_as_we_do(table: Path, method: int) -> None:
    """Other methods unpack gigabytes at a step, whatever was asked for."""
    record(table, told())
    assert len(records_of(table)) == 1
    record(table, told(), method=method)
    assert records_of(table) == []


def test_records_list_two_parts(table: Path) -> None:
    """A zip that lists millions takes gigabytes to open."""
    with zipfile.ZipFile(record(table, told()), "a") as archive:
        archive.writestr("more", b"")
    assert records_of(table) == []


def test_no_more_is_unpacked_than_the_file_can_have_had(table: Path) -> None:
    bomb = b"\0" * (48 * MEGABYTE)
    record(table, told(before=hashlib.sha256(bomb).hexdigest()), bomb)
    (found,) = records_of(table)
    tracemalloc.start()
    try:
        with pytest.raises(UnwritableError, match="no_record"):
            found.content(len(AFTER))
        assert tracemalloc.get_traced_memory()[1] < 40 * MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("at", "value"), [(8, 99), (6, 1)])
def test_records_packed_in_ways_that_are_not_ours_are_none(table: Path, at: int, value: int) -> None:
    """Compression methods that nobody knows, and passwords."""
    path = record(table, told())
    content = bytearray(path.read_bytes())
    listed = content.find(b"PK\x01\x02")
    content[at] = content[listed + at + 2] = value
    path.write_bytes(content)
    assert newest(table) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_pipes_and_folders_are_no_records(table: Path) -> None:
    os.mkfifo(table.parent / NAME / f"{table.name}.0001.undo")
    (table.parent / NAME / f"{table.name}.0002.undo").mkdir()
    assert last_run(table.parent) == []


def test_undo_of_a_folder_reaches_nothing_outside_of_it(table: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A record of a link would replace what the link leads to."""
    outside = tmp_path_factory.mktemp("elsewhere") / "mine.csv"
    outside.write_bytes(AFTER)
    record(table, told())
    table.unlink()
    table.symlink_to(outside)
    assert last_run(table.parent) == []
    record(table, told())
    (table.parent / NAME).rename(outside.parent / "records")
    (table.parent / NAME).symlink_to(outside.parent / "records")
    assert last_run(table.parent) == []


def test_what_was_kept_is_still_undone(table: Path) -> None:
    keep(table, "1", BEFORE, AFTER, [])
    (found,) = last_run(table.parent)
    undo(found)
    assert table.read_bytes() == BEFORE


def test_records_are_written_nowhere_else(table: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("elsewhere")
    (table.parent / NAME).rmdir()
    (table.parent / NAME).symlink_to(outside)
    with pytest.raises(UnwritableError, match="是链接"):
        replace_file(str(table), AFTER, BEFORE)
    assert (list(outside.iterdir()), table.read_bytes()) == ([], AFTER)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_locks_are_no_pipes_and_no_links(table: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("elsewhere") / "made"
    lock = table.parent / NAME / f"{table.name}.lock"
    os.mkfifo(lock)
    with pytest.raises(UnwritableError):
        replace_file(str(table), AFTER, BEFORE)
    lock.unlink()
    lock.symlink_to(outside)
    (table.parent / NAME / ".gitignore").unlink()
    (table.parent / NAME / ".gitignore").symlink_to(outside)
    with pytest.raises(UnwritableError):
        replace_file(str(table), AFTER, BEFORE)
    assert not outside.exists()


def test_plans_nested_without_end_are_none() -> None:
    with pytest.raises(PlanError):
        read_plan(b"[" * 200_000)


def plan_of(fix: dict[str, object]) -> bytes:
    whole = {"apply": True, "code": "A", "name": "", "safety": "safe", "edits": [], **fix}
    files = [{"path": "表.csv", "format": "csv", "sha256": "", "fixes": [whole]}]
    return json.dumps({"schema_version": 1, "files": files}).encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"schema_version": 1, "files": [' + b"{}," * 1_000_000 + b"{}]}", "内容过多"),
        (b'{"schema_version": 1, "files": "' + b" " * (64 * MEGABYTE) + b'"}', "内容过多"),
        (plan_of({"round": 22}), "round 应为 1 至 21 的整数"),
        (plan_of({"round": 0}), "round 应为 1 至 21 的整数"),
        (plan_of({"edits": [EDIT, EDIT]}), "同一单元格不能改两次"),
    ],
)
def test_plans_that_would_cost_without_end_are_none(content: bytes, reason: str) -> None:
    with pytest.raises(PlanError, match=reason):
        read_plan(content)
    assert read_plan(plan_of({"round": 21, "edits": [EDIT]}))


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("=cmd|' /C calc'!A0", "公式"),
        (" ＝HYPERLINK(1)", "公式"),
        ("@SUM(A1)", "公式"),
        ("-1+cmd", "公式"),
        ("%\u202e", "控制字符"),
        ("%\x9b", "控制字符"),
        ("-5.5%", ""),
        ("-", ""),
        ("%", ""),
    ],
)
def test_no_plan_writes_what_does_something(
    new: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "表.csv"
    path.write_text("指标名称,性质,单位\n办结率,≥,个\n", encoding="utf-8")
    (tmp_path / "plan.json").write_bytes(plan_of({"edits": [{**EDIT, "new": new}]}))
    main(["apply", str(tmp_path / "plan.json")])
    assert reason in capsys.readouterr().out
    written = "个" if reason else new
    assert path.read_text(encoding="utf-8") == f"指标名称,性质,单位\n办结率,≥,{written}\n"


def test_what_a_plan_calls_its_rules_obeys_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "表.csv").write_text(
        "指标名称,性质,单位,一级指标,二级指标\n办结率,≥,个,产出指标,质量指标\n", encoding="utf-8"
    )
    place = {"role": "\x1b[31m", "row": 1, "container": "", "ref": "2:7", "at": [2, 3], "old": "个"}
    fixes = [
        {"apply": True, "code": "\x1b[31m", "name": "", "safety": "safe", "edits": [{**place, "new": new}]}
        for new in ("%", "\u202e")
    ]
    files = [{"path": "表.csv", "format": "csv", "sha256": "", "fixes": fixes}]
    (tmp_path / "plan.json").write_text(json.dumps({"schema_version": 1, "files": files}))
    main(["apply", str(tmp_path / "plan.json"), "--diff"])
    shown = capsys.readouterr().out
    assert "␛[31m" in shown
    assert not {"\x1b", "\u202e"} & set(shown)
