"""The configuration file: found, read, checked; whatever is wrong in it is said in one line."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from openpyxl import Workbook

from indicator_lint.config import Settings
from indicator_lint.configuration import ConfigurationError, Configurations, load
from indicator_lint.configuration.keys import LAYOUT, LIMITS, SCOPE, TABLES
from indicator_lint.configuration.patterns import matches_name, matches_path
from indicator_lint.formats.limits import Limits
from indicator_lint.linter import lint
from indicator_lint.model.hints import CategoryHint, Hints
from indicator_lint.model.table import ROLES

TABLE = "评价维度,要点,考核点,方向,计\n产出指标,数量指标,培训班期数,>=,期\n产出指标,质量指标,考核合格率,≥,%\n"


def written(folder: Path, text: str, name: str = "indicator-lint.toml") -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_every_limit_can_be_set_by_its_name() -> None:
    assert set(LIMITS) == {field.name for field in fields(Limits)}


def test_every_key_says_what_it_means_in_both_languages() -> None:
    for key in (key for table in TABLES.values() for key in table.values()):
        assert key.zh.strip()
        assert key.en.strip()
        assert all(word.strip() for word in key.kind.words)
        assert key.zh != key.en


def test_the_keys_of_the_layout_are_the_hints() -> None:
    """What can be written is what layout understands."""
    said = {key.replace("-", "_") for key in LAYOUT} - {"ignore_sheets"}
    assert said == {field.name for field in fields(Hints)} - {"ignored", "named", "source"}
    assert not SCOPE.keys() & LAYOUT.keys()


def test_values_are_typed(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        [limits]
        cells = 5_000_000
        [layout]
        columns = {level1 = "A", name = 3, unit = "计量 单位"}
        header-rows = "2-4"
        category = {cell = "$B$2"}
        fill-down = false
        ignore-sheets = ["目录", "*说明"]
        """,
    )
    configuration = load(path)
    assert configuration.limits == {"cells": 5_000_000}
    (first, left_out) = configuration.hints(str(tmp_path / "表.xlsx"), ["产出", "填表说明"])
    assert first.columns == {"level1": "A", "name": 3, "unit": "计量 单位"}
    assert (first.header_rows, first.fill_down) == ((2, 3, 4), False)
    assert first.category == CategoryHint("cell", cell=(2, 2))
    assert (first.ignored, left_out.ignored) == (False, True)


@pytest.mark.parametrize(
    ("text", "rows"), [("0", ()), ("2", (2,)), ("[2, 3]", (2, 3)), ('"2-4"', (2, 3, 4)), ('"3 — 3"', (3,))]
)
def test_header_rows_may_be_written_in_several_ways(tmp_path: Path, text: str, rows: tuple[int, ...]) -> None:
    (hints,) = load(written(tmp_path, f"[layout]\nheader-rows = {text}")).hints("表.csv", [""])
    assert hints.header_rows == rows


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('"title"', CategoryHint("title")),
        ('{cell = "B2"}', CategoryHint("cell", cell=(2, 2))),
        ('{column = "A"}', CategoryHint("column", column="A")),
        ("{sheet = true}", CategoryHint("sheet")),
        ('"sheet"', CategoryHint("sheet")),
    ],
)
def test_the_category_may_stand_in_several_places(tmp_path: Path, text: str, hint: CategoryHint) -> None:
    (hints,) = load(written(tmp_path, f"[layout]\ncategory = {text}")).hints("表.csv", [""])
    assert hints.category == hint


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("limit.cells = 1", "没有“limit”这一项，是不是要写“limits”？"),
        ("limits = 3", "“limits”应当是一段"),
        ("limits.cell = 1", "没有“limits.cell”这一项，是不是要写“cells”？"),
        ("limits.cells = -1", "“limits.cells”应当是：1 到"),
        ("limits.cells = 0", "“limits.cells”应当是：1 到"),
        ("limits.cells = true", "“limits.cells”应当是：1 到"),
        ("limits.cells = 1.5", "“limits.cells”应当是：1 到"),
        ("limits.text_megabytes = 9_000_000_000_000", "“limits.text_megabytes”应当是：1 到"),
        ("limits.depth = 100_000", "“limits.depth”应当是：1 到 500"),
        ("layout.header_rows = 3", "没有“layout.header_rows”这一项，是不是要写“header-rows”？"),
        ("layout.header-rows = [3, 2]", "“layout.header-rows”应当是：由小到大的行号"),
        ('layout.header-rows = "4-2"', "“layout.header-rows”应当是：由小到大的行号"),
        ("layout.header-rows = true", "“layout.header-rows”应当是：由小到大的行号"),
        ("layout.header-rows = -1", "“layout.header-rows”应当是：由小到大的行号"),
        ("layout.columns = {nam = 1}", "没有“layout.columns.nam”这一项，是不是要写“name”？"),
        ("layout.columns = {单位 = 1}", "不是有效的 TOML"),
        ('layout.columns = {"单位" = 1}', "可用的有：category、level1"),
        ("layout.columns = {name = 0}", "“layout.columns.name”应当是：列的字母"),
        ("layout.columns = {name = 1.5}", "“layout.columns.name”应当是：列的字母"),
        ('layout.columns = {name = "C", unit = 3}', "“layout.columns.unit”应当是：与 name 不同的列"),
        ("layout.columns = {}", "“layout.columns”应当是：用花括号括起的各列"),
        ('layout.category = "titel"', '“layout.category”应当是："title"'),
        ('layout.category = {cell = "2B"}', '“layout.category”应当是："title"'),
        ('layout.category = {cell = "B2", sheet = true}', '“layout.category”应当是："title"'),
        ('layout.fill-down = "yes"', "“layout.fill-down”应当是：true 或 false"),
        ("layout.first-row = 9\nlayout.last-row = 3", "“layout.last-row”应当不小于 first-row"),
        ('layout.ignore-sheets = ["", "a"]', "“layout.ignore-sheets”应当是：一段文字"),
        ("layout.files = 3", "“layout.files”应当是若干段"),
        ("layout.files = [{fill-down = true}]", "“layout.files[1]”缺少 files 或 sheets"),
        ('layout.files = [{files = "a"}, {file = "b", sheets = "c"}]', "没有“layout.files[2].file”这一项，是不是要写"),
        ("x", "不是有效的 TOML"),
    ],
)
def test_what_makes_no_sense_is_named_with_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigurationError) as caught:
        load(path)
    message = str(caught.value)
    assert message.startswith("配置文件 ")
    assert "indicator-lint.toml：" in message
    assert words in message


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="没有这个文件"):
        load(str(tmp_path / "无.toml"))
    (tmp_path / "旧.toml").write_bytes("# 编码".encode("gb18030"))
    with pytest.raises(ConfigurationError, match="不是 UTF-8"):
        load(str(tmp_path / "旧.toml"))
    with pytest.raises(ConfigurationError, match="打不开"):
        load(str(tmp_path))


def test_a_mark_before_the_text_does_no_harm(tmp_path: Path) -> None:
    """Some editors write one."""
    (tmp_path / "indicator-lint.toml").write_bytes("\ufeff[limits]\ncells = 7".encode())
    assert load(str(tmp_path / "indicator-lint.toml")).limits == {"cells": 7}


def test_the_nearest_file_counts_and_the_search_ends_at_the_repository(tmp_path: Path) -> None:
    written(tmp_path, "limits.cells = 1")
    written(tmp_path / "库" / "甲", "limits.cells = 2")
    (tmp_path / "库" / ".git").mkdir()
    configurations = Configurations()
    assert configurations.of(str(tmp_path / "表.csv")).limits == {"cells": 1}
    assert configurations.of(str(tmp_path / "库" / "甲" / "一" / "表.csv")).limits == {"cells": 2}
    assert configurations.of(str(tmp_path / "库" / "乙" / "表.csv")).limits == {}


def test_a_pyproject_counts_where_it_has_our_table(tmp_path: Path) -> None:
    written(tmp_path, "tool.indicator-lint.limits.cells = 1", "pyproject.toml")
    written(tmp_path / "甲", "[project]", "pyproject.toml")
    assert Configurations().of(str(tmp_path / "甲" / "表.csv")).limits == {"cells": 1}
    written(tmp_path, "limits.cells = 2")
    assert Configurations().of(str(tmp_path / "甲" / "表.csv")).limits == {"cells": 2}
    with pytest.raises(ConfigurationError, match=r"没有 \[tool.indicator-lint\]"):
        load(str(tmp_path / "甲" / "pyproject.toml"))


def test_the_named_file_counts_for_all(tmp_path: Path) -> None:
    written(tmp_path, "limits.cells = 1")
    named = written(tmp_path / "别处", "limits.cells = 2", "我的.toml")
    assert Configurations(named).of(str(tmp_path / "表.csv")).limits == {"cells": 2}


def test_later_words_win_key_by_key(tmp_path: Path) -> None:
    configuration = load(
        written(
            tmp_path,
            """
            layout.columns = {name = "C", unit = "E"}
            layout.fill-down = true
            [[layout.files]]
            files = "报送/*.xlsx"
            columns = {unit = "F"}
            [[layout.files]]
            sheets = ["产出*"]
            fill-down = false
            """,
        )
    )
    inside, outside = str(tmp_path / "报送" / "表.xlsx"), str(tmp_path / "报送" / "下级" / "表.xlsx")
    (first, other) = configuration.hints(inside, ["产出一", "效益"])
    assert (first.columns, first.fill_down, first.named) == ({"name": "C", "unit": "F"}, False, True)
    assert (other.columns, other.fill_down, other.named) == ({"name": "C", "unit": "F"}, True, False)
    (away,) = configuration.hints(outside, ["效益"])
    assert away.columns == {"name": "C", "unit": "E"}


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("报送/*.xlsx", "报送/表.xlsx", True),
        ("./报送/*.xlsx", "报送/表.xlsx", True),
        ("报送/*.xlsx", "报送/下级/表.xlsx", False),
        ("报送/**/*.xlsx", "报送/下级/再下/表.xlsx", True),
        ("报送/**/*.xlsx", "报送/表.xlsx", True),
        ("**/表.xlsx", "表.xlsx", True),
        ("*.xlsx", "报送/下级/表.xlsx", True),
        ("表?.xlsx", "表1.xlsx", True),
        ("表.xlsx", "表axlsx", False),
        ("历史/**", "历史/一/二.csv", True),
        ("café.csv", "cafe\u0301.csv", True),
    ],
)
def test_patterns_of_files(pattern: str, path: str, fits: bool) -> None:
    assert matches_path(pattern, path) is fits


def test_patterns_of_sheets() -> None:
    assert matches_name("附件*", " 附件1/2 ")
    assert not matches_name("附件?", "附件12")


def test_a_limit_that_was_set_is_kept(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text(TABLE, encoding="utf-8")
    written(tmp_path, "limits.lines = 2")
    (finding, *_) = lint([str(tmp_path / "表.csv")], Settings()).findings
    assert (finding.code, finding.params) == ("FIL004", {"limit": "lines", "allowed": 2})
    assert "[limits] 中调高 lines" in finding.message


def test_every_file_has_its_own_configuration(tmp_path: Path) -> None:
    """A table that cannot be read becomes readable, and only where it was said."""
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "表.csv").write_text(TABLE, encoding="utf-8")
    written(tmp_path / "乙", 'layout.columns = {level1 = "评价维度", name = "考核点"}')
    report = lint([str(tmp_path)], Settings(select=("OPR002",)))
    assert [(Path(f.path).parent.name, f.code) for f in report.findings] == [("乙", "OPR002"), ("甲", "FIL002")]
    (table,) = report.readings[0].tables
    assert set(table.columns) <= set(ROLES)
    assert [table.text("name", at) for at in range(2)] == ["培训班期数", "考核合格率"]


def test_a_file_that_is_left_out_is_told(tmp_path: Path) -> None:
    """It was asked for, so it is no error; but it was not checked either."""
    book = Workbook()
    book.active.title = "旧表"
    book.active.append(["一级指标", "指标名称", "单位"])
    book.save(tmp_path / "表.xlsx")
    written(tmp_path, "layout.ignore-sheets = '旧*'")
    report = lint([str(tmp_path)], Settings())
    assert [(f.code, str(f.severity), f.because[0][0]) for f in report.findings] == [("FIL002", "info", "left_out")]
    assert report.readings[0].ignored == ("旧表",)


def test_a_sheet_that_no_file_has_is_told_once(tmp_path: Path) -> None:
    for name in ("甲.csv", "乙.csv"):
        (tmp_path / name).write_text(TABLE, encoding="utf-8")
    written(tmp_path, "[[layout.files]]\nfiles = '*.csv'\nsheets = '附件'\nheader-rows = 1")
    found = [f for f in lint([str(tmp_path)], Settings()).findings if f.code == "LNT005"]
    assert [(f.because[0][0], f.params["value"]) for f in found] == [("no_sheet", "附件")]
    (tmp_path / "乙.csv").unlink()
    written(tmp_path, "[[layout.files]]\nfiles = '乙.csv'\nsheets = '附件'\nheader-rows = 1")
    assert not [f for f in lint([str(tmp_path)], Settings()).findings if f.code == "LNT005"]
