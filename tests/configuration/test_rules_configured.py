"""Rules as a configuration wants them: which are asked, how bad they are, with which options, of which files and sheets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tomli_w
from jsonschema import Draft202012Validator
from openpyxl import Workbook

from indicator_lint.cli import main
from indicator_lint.config import Settings
from indicator_lint.configuration import ConfigurationError, load
from indicator_lint.linter import lint
from indicator_lint.model.rule import Severity
from indicator_lint.rulebook import load_rules
from indicator_lint.selection import Rulings, rules_asked
from indicator_lint.selection.schema import configuration_schema

HEAD = "一级指标,二级指标,指标名称,性质,单位,指标描述\n"
TABLE = f"{HEAD}产出指标,数量指标,培训班期数,≥,,反映期数\n产出指标,质量指标,考核合格率,>=,%,\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "表.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "历史").mkdir()
    (tmp_path / "历史" / "表.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def configured(folder: Path, text: str, name: str = "indicator-lint.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def found(*paths: str, **said: object) -> dict[str, set[tuple[str, str]]]:
    """Codes and severities by path."""
    report = lint(list(paths) or ["."], Settings(**said))  # type: ignore[arg-type]
    return {
        reading.path: {(f.code, str(f.severity)) for f in report.findings if f.path == reading.path}
        for reading in report.readings
    }


def codes(shown: set[tuple[str, str]]) -> set[str]:
    return {code for code, _ in shown}


def codes_asked() -> set[str]:
    return {rule.code for rule in rules_asked(Settings(), load("indicator-lint.toml"), "表.csv")}


def test_selection_severity_and_single_files(folder: Path) -> None:
    """A file has what is said of all, then what is said of it; the rest of the run does not change with it."""
    configured(
        folder,
        'select = ["UNI001", "OPR002", "DSC001"]\nseverity = {OPR = "info", OPR002 = "error"}\n'
        '[[files]]\nfiles = "历史/*"\nignore = ["DSC"]\nseverity = {UNI001 = "warning"}\n',
    )
    shown = found()
    assert shown["表.csv"] == {("UNI001", "error"), ("OPR002", "error"), ("DSC001", "warning")}
    assert shown[str(Path("历史/表.csv"))] == {("UNI001", "warning"), ("OPR002", "error")}


def test_the_command_line_has_the_last_word(folder: Path) -> None:
    configured(folder, 'select = ["UNI"]\nignore = ["OPR002"]\nseverity = {UNI001 = "off"}\n')
    assert codes(found("表.csv")["表.csv"]) == set()
    assert "OPR002" in codes(found("表.csv", select=("OPR002",))["表.csv"])
    assert found("表.csv", select=("UNI001",))["表.csv"] == {("UNI001", "info")}
    assert "UNI001" not in codes(found("表.csv", ignore=("UNI",))["表.csv"])


def test_extended_files_come_first(folder: Path) -> None:
    """Values replace, lists of `ignore` and `extend-select` add up, patterns stay relative to the file that states them."""
    (folder / "共用").mkdir()
    configured(folder / "共用", 'pack = "strict"\nignore = ["OPR002"]\n[severity]\nUNI001 = "info"\n', "base.toml")
    configured(folder, 'extend = "共用/base.toml"\nignore = ["DSC001"]\n[severity]\nUNI001 = "warning"\n')
    shown = found("表.csv")["表.csv"]
    assert ("UNI001", "warning") in shown
    assert "DSC007" in codes_asked()
    assert not {"OPR002", "DSC001"} & codes(shown)


def test_a_file_that_extends_itself_is_refused(folder: Path) -> None:
    configured(folder, 'extend = "b.toml"\n')
    configured(folder, 'extend = "indicator-lint.toml"\n', "b.toml")
    with pytest.raises(ConfigurationError, match="又回到了它自己"):
        load("indicator-lint.toml")


def test_a_rule_named_by_prefix_does_not_wake_what_is_off(folder: Path) -> None:
    configured(folder, 'select = ["DSC"]\n')
    assert "DSC007" not in codes_asked()
    configured(folder, 'select = ["DSC", "DSC007"]\n')
    assert "DSC007" in codes_asked()


def test_options_framework_and_weights_reach_the_rules(folder: Path) -> None:
    configured(folder, 'framework = "cost-first"\nweights = [95, 100]\n[options.overlong-name]\nlimit = 4\n')
    (rule,) = [r for r in rules_asked(Settings(), load("indicator-lint.toml"), "表.csv") if r.code == "WGT001"]
    assert rule.options["schemes"] == [95.0, 100.0]
    assert "NAM009" in codes(found("表.csv")["表.csv"])
    table = f"{HEAD}产出指标,成本指标,人均费用,≤,元,反映费用\n产出指标,数量指标,期数,≥,期,反映期数\n"
    (folder / "表.csv").write_text(table, encoding="utf-8")
    report = lint(["表.csv"], Settings())
    assert [f.location.row for f in report.findings if f.code == "CLS004"] == [2]
    assert set(report.readings[0].frameworks.values()) == {"cost-first"}


def test_sheets_have_their_own_words(folder: Path) -> None:
    book = Workbook()
    for name in ("汇总", "附件1"):
        sheet = book.create_sheet(name)
        for line in TABLE.splitlines():
            sheet.append([text or None for text in line.split(",")])
    book.remove(book.worksheets[0])
    book.save(folder / "表.xlsx")
    configured(folder, '[[files]]\nsheets = "附件*"\nignore = "UNI"\nseverity = {OPR002 = "info"}\n')
    report = lint(["表.xlsx"], Settings(select=("UNI001", "OPR002")))
    assert [(f.code, f.location.container, f.severity) for f in report.findings] == [
        ("UNI001", "汇总", Severity.ERROR), ("OPR002", "汇总", Severity.WARNING), ("OPR002", "附件1", Severity.INFO),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('selekt = ["UNI"]', "没有“selekt”这一项，是不是要写“select”？"),
        ('pack = "strickt"', "是不是要写“strict”？"),
        ('ignore = ["UNJ001"]', "indicator-lint.toml:1：没有名为“UNJ001”的规则，是否指 UNI001？"),
        ('\n\nseverity = {UNI001 = "bad"}', "“severity.UNI001”应当是"),
        ("[options.NAM009]\nlimitt = 3", "indicator-lint.toml:2：规则 NAM009 没有选项“limitt”，是不是要写“limit”？"),
        ('[options.NAM009]\nlimit = "x"', "indicator-lint.toml:2：规则 NAM009 的选项“limit”应当是整数"),
        ("[options.NAM]\nlimit = 3", "是一组规则"),
        ('[[files]]\nignore = ["UNI"]', "缺少 files 或 sheets"),
        ('[[files]]\nsheets = "附*"\nselect = ["UNI"]', "不能按工作表指定"),
        ('[[files]]\nfiles = "a"\npack = "strict"', "它只能写在文件开头"),
        ('required-version = ">=99"', "需要 indicator-lint >=99"),
        ('required-version = "new"', "应当是：版本范围"),
        ("weights = 0", "应当是：权重合计应为的数"),
        ('extend = "没有.toml"', "没有.toml：没有这个文件"),
    ],
)
def test_whatever_is_wrong_is_told_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    """With exit code 2; nothing is linted."""
    configured(folder, text)
    assert main(["check", "表.csv"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err
    assert printed.err.count("\n") == 1


def test_the_fail_level_may_be_configured(folder: Path) -> None:
    configured(folder, 'select = ["OPR002"]\nfail-level = "warning"\n')
    assert main(["check", "表.csv"]) == 1
    assert main(["check", "表.csv", "--fail-level", "error"]) == 0


def test_every_value_is_shown_with_the_line_it_comes_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configured(folder, 'ignore = ["TXT003"]\n[severity]\nUNI = "info"\n', "base.toml")
    configured(
        folder,
        'extend = "base.toml"\npack = "strict"\nignore = ["CAT"]\n[limits]\ncells = 5\n[options.NAM009]\nlimit = 30\n'
        '[layout]\ncolumns = {name = "C"}\n',
    )
    assert main(["config", "show", "表.csv", "--output-format", "json"]) == 0
    shown = {(e["table"], e["key"]): e for e in json.loads(capsys.readouterr().out)}

    def told(table: str, key: str) -> tuple[object, list[tuple[str, int]], object]:
        entry = shown[table, key]
        return entry["value"], [(o["path"], o["line"]) for o in entry["origins"]], entry["pack"]

    assert told("", "pack") == ("strict", [("indicator-lint.toml", 2)], None)
    assert told("", "ignore") == (["TXT003", "CAT"], [("base.toml", 1), ("indicator-lint.toml", 3)], None)
    assert told("severity", "UNI002") == ("info", [("base.toml", 3)], None)
    assert told("severity", "DSC007") == ("info", [], "strict")
    assert told("options.NAM009", "limit") == (30, [("indicator-lint.toml", 7)], None)
    assert told("limits", "cells") == (5, [("indicator-lint.toml", 5)], None)
    assert told("limits", "depth") == (64, [], None)
    assert told("layout", "columns") == ({"name": "C"}, [("indicator-lint.toml", 9)], None)
    assert ("severity", "CAT001") not in shown
    assert main(["config", "show", "表.csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith('pack = "strict"') and line.endswith("# indicator-lint.toml:2") for line in lines)


def test_a_file_to_begin_with(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `config init` writes holds as it is and with every line switched on; what is there is left alone."""
    assert main(["config", "init"]) == 0
    text = (folder / "indicator-lint.toml").read_text(encoding="utf-8")
    load("indicator-lint.toml")
    switched_on = "".join(f"{line.removeprefix('# ')}\n" for line in text.splitlines()[2:])
    configured(folder, switched_on)
    assert Rulings(Settings()).of(load("indicator-lint.toml"), "历史/表.csv").severity == {"UNI002": "warning"}
    assert main(["config", "init"]) == 2
    assert "没有改动" in capsys.readouterr().err
    assert (folder / "indicator-lint.toml").read_text(encoding="utf-8") == switched_on


GOOD: tuple[dict[str, object], ...] = (
    {},
    {"pack": "audit", "select": "UNI", "ignore": ["TXT"], "severity": {"UNI001": "off", "TXT": "info"}},
    {"options": {"NAM009": {"limit": 3}, "WGT001": {"schemes": [100]}}, "weights": 100, "framework": "classic"},
    {"files": [{"files": "a/**", "select": ["UNI"]}, {"sheets": ["附*"], "ignore": "UNI"}]},
    {
        "layout": {
            "columns": {"name": "C", "unit": 5},
            "header-rows": "2-3",
            "files": [{"sheets": "a", "category": "title"}],
        }
    },
    {"limits": {"cells": 3}, "mandatory": ["CAT"], "required-version": ">=0.1", "fail-level": "never"},
)
BAD: tuple[dict[str, object], ...] = (
    {"packs": "audit"},
    {"pack": "none"},
    {"severity": {"UNI001": "bad"}},
    {"options": {"NAM009": {"limit": "3"}}},
    {"options": {"NAM009": {"most": 3}}},
    {"files": [{"ignore": ["UNI"]}]},
    {"layout": {"columns": {"nome": "C"}}},
    {"layout": {"header-rows": [0]}},
    {"limits": {"cells": 0}},
    {"weights": []},
)


SCHEMA = Draft202012Validator(configuration_schema(load_rules()))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)


@pytest.mark.parametrize(("content", "good"), [*((one, True) for one in GOOD), *((one, False) for one in BAD)])
def test_the_schema_agrees_with_the_reader(folder: Path, content: dict[str, object], good: bool) -> None:
    """What the JSON Schema lets pass is read, what it refuses is refused."""
    configured(folder, tomli_w.dumps(content))
    assert SCHEMA.is_valid(content) is good
    if good:
        Rulings(Settings()).of(load("indicator-lint.toml"), "a/b.csv")
    else:
        with pytest.raises(ConfigurationError):
            Rulings(Settings()).of(load("indicator-lint.toml"), "a/b.csv")
