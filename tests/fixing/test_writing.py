"""A file is replaced whole or not at all, whatever happens meanwhile; what it was can be had back."""

from __future__ import annotations

import errno
import os
import random
import signal
import stat
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from indicator_lint.fixing.records import Change, keep, last_run, newest, records_of, undo
from indicator_lint.fixing.writing import UnwritableError, replace_file
from indicator_lint.reports.words import WORDS

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="asks for signals and limits that Windows has not")
OLD, NEW = b"old " * 50_000, b"new " * 60_000


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "表.xlsx"
    path.write_bytes(OLD)
    return path


def refusal(path: Path, before: bytes = OLD) -> str:
    """Why a file is not replaced; it stays what it was, and nothing is left beside it."""
    with pytest.raises(UnwritableError) as caught:
        replace_file(str(path), before, NEW)
    assert path.read_bytes() == OLD
    assert not list(path.parent.glob(".*.tmp"))
    assert f"refused_{caught.value.reason}" in WORDS
    return caught.value.reason


def test_bytes_permissions_and_a_backup(table: Path) -> None:
    table.chmod(0o640)
    backup = replace_file(str(table), OLD, NEW)
    assert backup == table.with_name("表.xlsx.bak")
    assert (table.read_bytes(), backup.read_bytes()) == (NEW, OLD)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (table, backup)] == [0o640, 0o640]
    assert replace_file(str(table), NEW, OLD, backup=False) is None


def test_a_file_that_is_gone(table: Path) -> None:
    table.unlink()
    with pytest.raises(UnwritableError, match="failed"):
        replace_file(str(table), OLD, NEW)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="the system has no attributes")
def test_attributes_stay_and_the_time_is_now(table: Path) -> None:
    try:
        os.setxattr(table, "user.secret", b"yes")
    except OSError:
        pytest.skip("the file system keeps no attributes")
    os.utime(table, (1, 1))
    replace_file(str(table), OLD, NEW)
    assert os.getxattr(table, "user.secret") == b"yes"
    assert table.stat().st_mtime > 1


def test_no_backup_is_ever_overwritten(table: Path) -> None:
    """Not that of a run before, and not what the user called so."""
    mine = table.with_name("表.xlsx.bak")
    mine.write_bytes(b"mine")
    assert replace_file(str(table), OLD, NEW) == table.with_name("表.xlsx.bak2")
    assert replace_file(str(table), NEW, OLD) == table.with_name("表.xlsx.bak3")
    assert mine.read_bytes() == b"mine"


def test_links_are_followed(table: Path) -> None:
    """The link stays a link, and the file that it names is replaced where it lies."""
    link = table.parent / "links" / "link.xlsx"
    link.parent.mkdir()
    link.symlink_to(table)
    replace_file(str(link), OLD, NEW)
    assert link.is_symlink()
    assert table.read_bytes() == NEW


def test_a_read_only_file(table: Path) -> None:
    table.chmod(0o444)
    assert refusal(table) == "read_only"


def test_a_file_of_several_names(table: Path) -> None:
    os.link(table, table.with_name("other.xlsx"))
    assert refusal(table) == "linked"


def test_a_file_that_changed_meanwhile(table: Path) -> None:
    assert refusal(table, OLD + b" ") == "altered"


@pytest.mark.parametrize("lock", ["~$表.xlsx", ".~lock.表.xlsx#", ".~表.xlsx"])
def test_a_file_open_in_an_office_program(table: Path, lock: str) -> None:
    table.with_name(lock).touch()
    assert refusal(table) == "open_elsewhere"


def test_a_document_with_a_long_name_open_in_word(tmp_path: Path) -> None:
    path = tmp_path / "绩效指标体系表（试行）.docx"
    path.write_bytes(OLD)
    path.with_name("~$指标体系表（试行）.docx").touch()
    assert refusal(path) == "open_elsewhere"


def test_what_the_check_rejects_is_not_written(table: Path) -> None:
    def check(content: bytes) -> None:
        assert content == NEW
        reason = "unverified"
        raise UnwritableError(reason, detail="")

    with pytest.raises(UnwritableError):
        replace_file(str(table), OLD, NEW, check=check)
    assert table.read_bytes() == OLD
    assert [path.name for path in table.parent.iterdir() if path.is_file()] == ["表.xlsx"]


def test_what_fails_late_leaves_nothing_behind(table: Path) -> None:
    """Neither a backup of what was not replaced nor half of anything."""

    def record(target: Path) -> None:
        assert target.read_bytes() == OLD
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(UnwritableError, match="disk_full"):
        replace_file(str(table), OLD, NEW, record=record)
    assert table.read_bytes() == OLD
    assert [path.name for path in table.parent.iterdir() if path.is_file()] == ["表.xlsx"]


TOGGLING = """
import sys
from pathlib import Path
from indicator_lint.fixing.records import keep
from indicator_lint.fixing.writing import UnwritableError, replace_file
path, old, new = Path(sys.argv[1]), b"old " * 50_000, b"new " * 60_000
print(flush=True)
while True:
    now = path.read_bytes()
    then = new if now == old else old
    try:
        replace_file(str(path), now, then, record=lambda target: keep(target, "run", now, then, []), backup=False)
    except UnwritableError:
        pass
"""


def toggling(path: Path) -> subprocess.Popen[str]:
    """A process that replaces a file again and again, at work."""
    command = [sys.executable, "-c", TOGGLING, str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


@POSIX
def test_killed_at_any_moment_it_leaves_the_old_file_or_the_new_one(table: Path) -> None:
    """And the next run works, sweeps up, and can undo."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    for _ in range(8):
        process = toggling(table)
        time.sleep(chance.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert table.read_bytes() in (OLD, NEW)
    now = table.read_bytes()
    then = NEW if now == OLD else OLD
    replace_file(str(table), now, then, record=lambda target: keep(target, "last", now, then, []), backup=False)
    assert not list(table.parent.rglob(".*.tmp"))
    record = newest(table)
    assert record is not None
    undo(record)
    assert table.read_bytes() == now


APPENDING = """
import sys
from pathlib import Path
from indicator_lint.fixing.records import keep
from indicator_lint.fixing.writing import UnwritableError, replace_file
path, mark, left = Path(sys.argv[1]), sys.argv[2].encode(), 8
while left:
    now = path.read_bytes()
    then = now + mark
    try:
        replace_file(str(path), now, then, record=lambda target: keep(target, "run", now, then, []), backup=False)
        left -= 1
    except UnwritableError as error:
        assert error.reason in {"in_use", "altered"}, error
"""


@POSIX
def test_two_at_once_lose_nothing(table: Path) -> None:
    """Two processes add to a file by replacing it, each as often as it takes: everything that either wrote is there."""
    commands = [[sys.executable, "-c", APPENDING, str(table), mark] for mark in "ab"]
    processes = [subprocess.Popen(command) for command in commands]
    assert [process.wait() for process in processes] == [0, 0]
    added = table.read_bytes().removeprefix(OLD)
    assert (added.count(b"a"), added.count(b"b")) == (8, 8)
    records = [record for record in records_of(table) if record.after]
    assert all(later.before == earlier.after for later, earlier in pairwise(records))


@POSIX
def test_a_full_disk_leaves_the_old_file(table: Path) -> None:
    program = (
        "import resource, sys\n"
        "from indicator_lint.fixing.writing import UnwritableError, replace_file\n"
        "old, new = b'old ' * 50_000, b'new ' * 60_000\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n    replace_file(sys.argv[1], old, new)\n"
        "except UnwritableError as error:\n    print(error.reason)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(table)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "disk_full"
    assert table.read_bytes() == OLD
    assert [path.name for path in table.parent.iterdir() if path.is_file()] == ["表.xlsx"]


def fix(path: Path, before: bytes, after: bytes, run: str) -> None:
    changes = [Change("Sheet1!E5", "个", "人", ("UNI009",))]
    replace_file(str(path), before, after, record=lambda target: keep(target, run, before, after, changes))


def test_undo_goes_back_step_by_step(table: Path) -> None:
    fix(table, OLD, NEW, "1")
    fix(table, NEW, b"third", "2")
    for expected in (NEW, OLD):
        record = newest(table)
        assert record is not None
        undo(record)
        assert table.read_bytes() == expected
    assert newest(table) is None


def test_undo_spares_what_came_later(table: Path) -> None:
    """Who wrote into the file since would lose it."""
    fix(table, OLD, NEW, "1")
    table.write_bytes(b"edited since")
    record = newest(table)
    assert record is not None
    with pytest.raises(UnwritableError, match="altered_since"):
        undo(record)
    assert table.read_bytes() == b"edited since"


def test_the_last_run_of_a_folder(table: Path) -> None:
    """All files of the latest run, those in folders below as well, and none of an earlier one."""
    below = table.parent / "下" / "二.xlsx"
    below.parent.mkdir()
    below.write_bytes(OLD)
    fix(table, OLD, NEW, "1")
    fix(table, NEW, b"third", "2")
    fix(below, OLD, NEW, "2")
    assert {record.name for record in last_run(table.parent)} == {"表.xlsx", "二.xlsx"}
    for record in last_run(table.parent):
        undo(record)
    assert (table.read_bytes(), below.read_bytes()) == (NEW, OLD)


def test_records_do_not_grow_without_end(table: Path) -> None:
    now = OLD
    for number in range(23):
        then = b"%d" % number
        keep(table, f"{number:02}", now, then, [])
        now = then
    assert len(records_of(table)) == 20
    assert records_of(table)[0].run == "22"


def test_a_damaged_record_is_no_record(table: Path) -> None:
    fix(table, OLD, NEW, "1")
    for record in records_of(table):
        record.path.write_bytes(b"PK")
    assert records_of(table) == []
    assert newest(table) is None
