"""The public functions: what they take, and that all ways of asking give the same answer."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pandera.polars as pa
import polars as pl
import pytest
from frictionless import Checklist, Resource, validate
from frictionless.console.console import console
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import indicator_lint
from indicator_lint import RulebookError, Settings, lint, load_rules, to_pandera

TABLE = """一级指标,二级指标,指标名称,性质,单位,指标描述
产出指标,数量指标,培训人数,≥,,反映培训人数情况
产出指标,质量指标,考核合格率,>=,%,反映反映考核合格数占总数的比例
"""
ROLES = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "指标名称",
    "operator": "性质",
    "unit": "单位",
    "description": "指标描述",
}
ASKED = Settings(select=("UNI001", "OPR002", "TXT004"))
FOUND = [("UNI001", 2, "unit"), ("OPR002", 3, "operator"), ("TXT004", 3, "description")]


def frame() -> pl.DataFrame:
    header, *rows = (line.split(",") for line in TABLE.splitlines())
    return pl.DataFrame({label: [row[at] or None for row in rows] for at, label in enumerate(header)})


@pytest.mark.parametrize("module", ["indicator_lint", "indicator_lint.api", "indicator_lint.pipelines"])
def test_the_examples_of_the_documentation_come_true(
    module: str, monkeypatch: pytest.MonkeyPatch, checkout: Path
) -> None:
    monkeypatch.chdir(checkout)
    outcome = doctest.testmod(import_module(module))
    assert (outcome.failed, outcome.attempted > 0) == (0, True)


def test_whatever_holds_the_table_is_linted_alike(tmp_path: Path) -> None:
    """A path as text or object, several, a folder, bytes, a data frame."""
    path = tmp_path / "表.csv"
    path.write_text(TABLE, encoding="utf-8")
    for what in (str(path), path, [path], [str(path)], tmp_path, TABLE.encode(), frame()):
        report = lint(what, ASKED)
        assert [(f.code, f.location.row, f.role) for f in report.findings] == FOUND


def test_rows_of_a_frame_are_those_of_its_report() -> None:
    """Whatever a frame holds: line breaks, quotes, nothing at all, what looks like a comment."""
    odd = pl.DataFrame(
        {
            "一级指标": ["# lint: 忽略 UNI001 理由=甲", None, "产出指标"],
            "二级指标": ["数量指标", None, "数量指标"],
            "指标名称": ['甲\n"乙",', None, "培训人数"],
            "性质": ["≥", None, ">="],
            "权重": [1.0, None, 2.5],
        }
    )
    assert [f.location.row for f in lint(odd, Settings(select=("OPR002",))).findings] == [4]


def test_what_is_no_table_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        lint(3)  # type: ignore[arg-type]


def test_every_public_name_is_there_and_typed() -> None:
    for name in indicator_lint.__all__:
        assert getattr(indicator_lint, name) is not None
    with pytest.raises(AttributeError):
        indicator_lint.nothing  # noqa: B018
    assert (Path(indicator_lint.__file__).parent / "py.typed").exists()


def test_the_rules_are_a_pandera_schema() -> None:
    """Each rule at its columns, by its code; rows as in the frame; other columns are left alone."""
    schema = to_pandera(ASKED, columns=ROLES)
    asked = frame().with_columns(pl.Series("别的", [1, 2]))
    with pytest.raises(pa.errors.SchemaErrors) as raised:
        schema.validate(asked, lazy=True)
    cases = raised.value.failure_cases.select("column", "check", "index").rows()
    titles = {code: rule.title for code, rule in load_rules().items()}
    assert sorted(cases) == sorted((ROLES[role], f"{code} {titles[code]}", row - 2) for code, row, role in FOUND)
    good = asked.with_columns(pl.Series("单位", ["人", "%"]), pl.Series("性质", ["≥", "≥"]), 指标描述=pl.lit("甲"))
    assert schema.validate(good, lazy=True).equals(good)
    assert to_pandera(ASKED).validate(good).equals(good)


def test_a_schema_of_rules_that_do_not_exist_is_refused() -> None:
    with pytest.raises(RulebookError):
        to_pandera(Settings(select=("XXX",)))


CELLS = st.sampled_from(
    ["产出指标", "数量指标", "质量指标", "培训人数", "合格率", "≥", ">=", "个", "%", "", None, "反映反映情况"]
)


@settings(max_examples=5)
@given(st.lists(st.tuples(*[CELLS] * 6), min_size=1, max_size=4))
def test_the_schema_says_what_lint_says(rows: list[tuple[str | None, ...]]) -> None:
    """On any frame, every rule and row."""
    asked = pl.DataFrame(
        {label: pl.Series([row[at] for row in rows], dtype=pl.String) for at, label in enumerate(ROLES.values())}
    )
    found = {
        (ROLES[f.role], f.code, f.location.row - 2)
        for f in lint(asked).findings
        if f.role in ROLES and f.location.row >= 2 and f.role in load_rules()[f.code].at
    }
    try:
        to_pandera(columns=ROLES).validate(asked, lazy=True)
        told = set()
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.select("column", "check", "index").rows()
        told = {(column, check.partition(" ")[0], index) for column, check, index in cases}
    assert told == found


def test_frictionless_runs_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a check of a checklist, and by the name of the check on its command line; at cells and row numbers of its own."""
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    asked = {"type": "indicator-lint", "select": ["UNI001", "OPR002", "TXT004"]}
    report = validate(
        Resource(path=path.name, basepath=str(tmp_path)), checklist=Checklist.from_descriptor({"checks": [asked]})
    )
    errors = [(error.type, error.row_number, error.field_name, error.cell) for error in report.tasks[0].errors]
    assert errors == [
        ("indicator-lint", 2, "单位", ""),
        ("indicator-lint", 3, "性质", ">="),
        ("indicator-lint", 3, "指标描述", "反映反映考核合格数占总数的比例"),
    ]
    assert report.tasks[0].errors[0].message.startswith("UNI001 ")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(console, ["validate", "table.csv", "--checks", "indicator-lint", "--json"])
    assert done.exit_code == 1
    assert '"indicator-lint"' in done.stdout
