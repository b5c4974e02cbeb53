"""What was there before is told from what is new, however rows, columns and sheets were moved about."""

from __future__ import annotations

import json
import os
import random
import subprocess
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from openpyxl import Workbook

from indicator_lint.baseline import Entry, entries_of, load, text_of
from indicator_lint.cli import main
from indicator_lint.config import Settings
from indicator_lint.history import against
from indicator_lint.linter import lint
from indicator_lint.model.report import Report
from indicator_lint.model.suppression import BaselineError, State
from indicator_lint.past import changes

HEAD = ("一级指标", "二级指标", "指标名称", "性质", "单位", "指标描述")
NAMES = (
    "道路养护",
    "桥梁检测",
    "路灯维修",
    "绿化补植",
    "排水疏浚",
    "河道清淤",
    "公厕改造",
    "管网更新",
    "农田灌溉",
    "林地抚育",
)
CLEAN = ("产出指标", "数量指标", "{}里程", "≥", "公里", "{}的里程")
BROKEN = {
    "UNI001": ("产出指标", "数量指标", "{}面积", "≥", "", "{}的面积"),
    "OPR002": ("产出指标", "质量指标", "{}合格率", ">=", "%", "{}合格数占总数的比例"),
    "CLS002": ("产出指标", "数值类指标", "{}座数", "≥", "座", "{}的座数"),
    "TXT004": ("产出指标", "质量指标", "{}验收率", "≥", "%", "反映反映{}验收数占总数的比例"),
    "UNI008": ("产出指标", "质量指标", "{}完好率", "≥", "个", "{}完好数占总数的比例"),
}
SETTINGS = Settings(select=tuple(BROKEN))


@dataclass
class Book:
    """Sheets by name, each a list of columns' order and rows; a row is its cells by label."""

    sheets: dict[str, list[dict[str, str]]]
    columns: list[str] = field(default_factory=lambda: list(HEAD))

    def save(self, path: Path) -> None:
        """Write it as a workbook."""
        book = Workbook()
        book.remove(book.active)
        for name, rows in self.sheets.items():
            sheet = book.create_sheet(name)
            sheet.append(self.columns)
            for row in rows:
                sheet.append([row[label] or None for label in self.columns])
        book.save(path)


def row(kind: Sequence[str], subject: str) -> dict[str, str]:
    return {label: text.format(subject) for label, text in zip(HEAD, kind, strict=True)}


def drawn(draw: random.Random) -> Book:
    """Two categories with some forty indicators, half of them broken, all of different names."""
    sheets = {}
    for number, title in enumerate(("市政工程类", "水利工程类")):
        subjects = [f"{place}{name}" for place in "东西"[number] for name in NAMES]
        rows = [row(draw.choice([CLEAN, *BROKEN.values()]), subject) for subject in subjects for _ in range(1)]
        sheets[title] = rows
    return Book(sheets)


def moved(book: Book, draw: random.Random) -> tuple[Book, Counter[str]]:
    """The book after random edits, and how many new defects of each kind went in."""
    added: Counter[str] = Counter()
    sheets = {}
    for title, rows in book.sheets.items():
        kept = [dict(one) for one in rows if draw.random() > 0.15]
        draw.shuffle(kept)
        for number in range(draw.randrange(4)):
            code = draw.choice([*BROKEN, "", ""])
            kept.insert(draw.randrange(len(kept) + 1), row(BROKEN.get(code, CLEAN), f"新增{title[:2]}{number}段"))
            added[code] += 1
        for one in kept:
            label = draw.choice(["二级指标", "指标名称", "单位"])
            if draw.random() < 0.3 and len(one[label]) > 1:
                at = draw.randrange(1, len(one[label]))
                one[label] = f"{one[label][:at]} {one[label][at:]}"
        sheets[draw.choice([title, f"附件{title}", "表" + title[0]])] = kept
    columns = list(HEAD)
    draw.shuffle(columns)
    return Book(sheets, columns), added


@pytest.mark.parametrize("seed", range(int(os.environ.get("MOVES", "4"))))
def test_old_findings_match_after_any_edit_and_no_new_one_is_hidden(tmp_path: Path, seed: int) -> None:
    """Rows inserted, deleted and shuffled, columns exchanged, sheets renamed, spaces typed anew.

    Every finding of an indicator that was there is unchanged, every finding of one that came in is new.
    """
    draw = random.Random(seed)  # noqa: S311 - chance that can be had again
    book = drawn(draw)
    path = tmp_path / "表.xlsx"
    book.save(path)
    baseline = tmp_path / "存量.toml"
    baseline.write_text(text_of(entries(lint([str(path)], SETTINGS))), encoding="utf-8")
    after, added = moved(book, draw)
    after.save(path)
    report = against(lint([str(path)], SETTINGS), baseline, SETTINGS)
    told = [one for one in report.findings if one.code in BROKEN and one.indicator]
    old = [one for one in told if "新增" not in (one.indicator or ("", "", ""))[2].replace(" ", "")]
    assert len(old) > 3
    assert {one.baseline for one in old} == {State.UNCHANGED}
    new = Counter(one.code for one in told if one.baseline is State.NEW)
    assert new == Counter({code: count for code, count in added.items() if code})
    assert {one.code for one in report.active} - set(BROKEN) <= {"LNT003"}


def entries(report: Report) -> list[Entry]:
    return entries_of(report, lambda shown: Path(shown).name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))  # the folder may lie inside a checkout
    write([("培训人数", "≥", ""), ("合格率", ">=", "%")])
    return tmp_path


def write(rows: Sequence[tuple[str, str, str]], name: str = "表.csv") -> None:
    lines = [f"产出指标,{'质量' if unit == '%' else '数量'}指标,{name},{sign},{unit}" for name, sign, unit in rows]
    Path(name).write_text("\n".join(["一级指标,二级指标,指标名称,性质,单位", *lines]) + "\n", encoding="utf-8")


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    main(["check", "表.csv", "--select", "UNI001,OPR002", "--output-format", "json", *arguments])
    report: dict[str, object] = json.loads(capsys.readouterr().out)
    return report


def states(report: dict[str, object]) -> list[tuple[str, str | None]]:
    return [(f["code"], f["baseline"]) for f in report["findings"]]  # type: ignore[attr-defined]  # a list of objects


SELECT = ["--select", "UNI001,OPR002"]


def test_the_path_of_a_newcomer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Written down, what is there does not count; what is new does; what is gone is told and cleared away."""
    assert main(["check", "表.csv", *SELECT]) == 1
    assert main(["baseline", "create", "表.csv", *SELECT]) == 0
    assert "记下 2 处问题" in capsys.readouterr().err
    assert main(["check", "表.csv", *SELECT]) == 0
    assert "2 处原来就有，不计在内" in capsys.readouterr().out
    assert main(["check", "表.csv", *SELECT, "--no-baseline"]) == 1
    capsys.readouterr()
    write([("培训期数", "≥", ""), ("合格率", ">=", "%"), ("培训人数", "≥", "")])
    report = checked(capsys)
    assert states(report) == [("UNI001", "new"), ("OPR002", "unchanged"), ("UNI001", "unchanged")]
    write([("合格率", ">", "%")])
    report = checked(capsys)
    assert ("LNT003", "new") in states(report)
    assert report["summary"]["absent"] == 2  # type: ignore[index]
    assert main(["baseline", "prune", "表.csv", *SELECT]) == 0
    assert load(folder / ".indicator-lint-baseline.toml") == []
    assert states(checked(capsys)) == []


@pytest.mark.usefixtures("folder")
def test_what_stands_there_is_another_thing_once_it_changes(capsys: pytest.CaptureFixture[str]) -> None:
    main(["baseline", "create", "表.csv", *SELECT])
    write([("培训人数", "≥", ""), ("合格率", "》", "%")])
    capsys.readouterr()
    assert states(checked(capsys)) == [("UNI001", "unchanged"), ("OPR002", "updated")]
    assert main(["check", "表.csv", *SELECT, "--fail-level", "warning"]) == 1


@pytest.mark.usefixtures("folder")
def test_each_entry_excuses_one_finding(capsys: pytest.CaptureFixture[str]) -> None:
    """A second row like an old one is new: nothing is counted against another."""
    main(["baseline", "create", "表.csv", *SELECT])
    write([("培训人数", "≥", ""), ("培训人数", "≥", ""), ("合格率", "≥", "%")])
    capsys.readouterr()
    assert Counter(states(checked(capsys)))["UNI001", "new"] == 1


def test_updating_keeps_what_people_wrote(folder: Path) -> None:
    """The day and the reason of what stays, entries of files that were not linted; sorted, one line a value."""
    path = folder / ".indicator-lint-baseline.toml"
    main(["baseline", "create", ".", *SELECT])
    text = path.read_text(encoding="utf-8")
    first = tomllib.loads(text)["finding"][0]
    stamped = text.replace(f"since = {first['since']}", 'since = 2020-01-01\nreason = "沿用旧口径"')
    path.write_text(stamped, encoding="utf-8")
    write([("甲", "≥", "")], "乙.csv")
    write([("培训人数", "≥", ""), ("合格率", "≥", "%"), ("培训期数", "≥", "")])
    assert main(["baseline", "update", "表.csv", *SELECT, "--rule", "OPR"]) == 0
    assert [entry.indicator[2] for entry in load(path)] == ["培训人数"]
    assert main(["baseline", "update", "表.csv", "乙.csv", *SELECT]) == 0
    kept = {entry.indicator[2]: entry for entry in load(path)}
    assert set(kept) == {"培训人数", "培训期数", "甲"}
    assert (kept["培训人数"].reason, str(kept["培训人数"].since)) == ("沿用旧口径", "2020-01-01")
    before = path.read_bytes()
    assert main(["baseline", "update", "表.csv", *SELECT]) == 0
    assert path.read_bytes() == before
    Path("乙.csv").unlink()
    assert main(["baseline", "prune", "表.csv", *SELECT]) == 0
    assert {entry.path for entry in load(path)} == {"表.csv"}


@pytest.mark.usefixtures("folder")
def test_a_renamed_file_keeps_its_entries(capsys: pytest.CaptureFixture[str]) -> None:
    """As long as the old one is there, the other is a new file."""
    main(["baseline", "create", "表.csv", *SELECT])
    capsys.readouterr()
    Path("终稿.csv").write_bytes(Path("表.csv").read_bytes())
    assert main(["check", "终稿.csv", *SELECT]) == 1
    Path("表.csv").unlink()
    assert main(["check", "终稿.csv", *SELECT]) == 0


@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_read_is_never_of_old_standing(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody knows what is in it."""
    Path("坏.xlsx").write_bytes(b"PK\x03\x04broken")
    assert main(["baseline", "create", ".", "没有.xlsx"]) == 0
    assert {entry.path for entry in load(Path(".indicator-lint-baseline.toml"))} == {"表.csv"}
    assert main(["check", "."]) == 1
    assert main(["check", ".", "--baseline", "没有.toml"]) == 2
    assert "没有这个文件" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x", "不是有效的 TOML"),
        ("version = 2", "只认识 1"),
        ('version = 1\n[[finding]]\npath = "a"\nkode = "b"', "第 1 条看不懂（kode）"),
        ("version = 1\n[[finding]]\ncount = 2", "第 1 条看不懂"),
        ("version = 1\nfinding = 3", "应当是若干段"),
        ("version = 1\nfinding = [3]", "应当是若干段"),
        ('version = 1\n[[finding]]\npath = "a"\ncode = "b"\nrole = [1]', "第 1 条看不懂"),
        *(
            (f'version = 1\n[[finding]]\npath = "a"\ncode = "b"\nrole = ""\n{line}', "第 1 条看不懂")
            for line in (
                "count = 99999999999",
                "count = 0",
                "count = true",
                "category = false",
                'since = "2026"',
                "since = 2026-01-01T00:00:00",
            )
        ),
        ("version = 1" + '\n[[finding]]\npath = "a"\ncode = "b"\nrole = ""\ncount = 900000' * 2, "第 2 条看不懂"),
    ],
)
def test_a_baseline_that_is_wrong_stops_the_run(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    (folder / ".indicator-lint-baseline.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError, match=words):
        load(folder / ".indicator-lint-baseline.toml")
    assert main(["check", "表.csv"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.usefixtures("folder")
def test_two_versions_beside_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    """Files whatever they are called, folders by the way in them; only what is new or changed counts."""
    Path("新.csv").write_text(
        Path("表.csv").read_text(encoding="utf-8") + "产出指标,数量指标,场次,≥,\n", encoding="utf-8"
    )
    assert main(["compare", "表.csv", "新.csv", *SELECT]) == 1
    assert "共 1 处问题" in capsys.readouterr().out
    assert main(["compare", "新.csv", "表.csv", *SELECT]) == 0
    assert "原有的问题中，1 处已经没有了" in capsys.readouterr().out
    for name, source in (("旧", "表.csv"), ("新", "新.csv")):
        Path(name, "甲局").mkdir(parents=True)
        Path(name, "甲局", "表.csv").write_bytes(Path(source).read_bytes())
    Path("新", "甲局", "表.csv").rename(Path("新", "甲局", "终稿.csv"))
    report = changes("旧", "新", Settings(select=("UNI001",)))
    assert [(f.code, f.baseline) for f in report.active] == [("UNI001", State.NEW)]
    assert main(["compare", "旧", "表.csv"]) == 2
    assert main(["compare", "旧", "没有"]) == 2


@pytest.mark.usefixtures("folder")
def test_only_what_came_since_a_version_in_git(capsys: pytest.CaptureFixture[str]) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=甲", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], check=True, capture_output=True)  # noqa: S607

    assert main(["check", "表.csv", "--since", "HEAD"]) == 2
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "表")
    capsys.readouterr()
    assert main(["check", "表.csv", *SELECT, "--since", "HEAD"]) == 0
    write([("培训期数", "≥", ""), ("合格率", ">=", "%"), ("培训人数", "≥", "")])
    write([("甲", "≥", "")], "新.csv")
    capsys.readouterr()
    assert main(["check", ".", *SELECT, "--since", "HEAD", "--output-format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {(f["path"], f["indicator"][2]) for f in found if f["baseline"] == "new"} == {
        ("表.csv", "培训期数"), ("新.csv", "甲"),
    }  # fmt: skip
    Path("新.csv").unlink()
    write([("培训人数", "≥", ""), ("合格率", ">=", "%")])
    Path("表.csv").rename("终 稿.csv")
    assert main(["check", ".", *SELECT, "--since", "HEAD"]) == 0
    capsys.readouterr()
    assert main(["check", ".", "--since", "没有"]) == 2
    assert "git 中没有版本“没有”" in capsys.readouterr().err
    assert main(["check", ".", "--since", "--output=x"]) == 2


def test_no_baseline_replaces_what_is_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A configuration that came with the files may call anything its baseline; a damaged baseline may be made anew."""
    (folder / "mine").write_text("mine", encoding="utf-8")
    (folder / "indicator-lint.toml").write_text('baseline = "mine"\n', encoding="utf-8")
    assert main(["baseline", "create", "表.csv", *SELECT]) == 2
    assert "不是存量文件" in capsys.readouterr().err
    assert (folder / "mine").read_text(encoding="utf-8") == "mine"
    (folder / "indicator-lint.toml").unlink()
    path = folder / ".indicator-lint-baseline.toml"
    main(["baseline", "create", "表.csv", *SELECT])
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], b""):
        path.write_bytes(damaged)
        assert main(["baseline", "create", "表.csv", *SELECT]) == 0
        assert path.read_bytes() == whole
