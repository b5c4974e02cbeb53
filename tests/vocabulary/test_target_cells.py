"""The grammar of target cells, a cell a row in `target_cells.csv`; several values are parted by `|`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.chinese.numerals import value_of
from indicator_lint.vocabulary.operators import find_sign
from indicator_lint.vocabulary.targets import TargetCell, find_target, read_target

with Path(__file__).with_name("target_cells.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["cell"] or "blank")
def test_a_target_cell_is_read_by_the_grammar(row: dict[str, str]) -> None:
    values = tuple(row["values"].split("|")) if row["values"] else ()
    wanted = TargetCell(row["kind"], row["sign"], values, row["unit"], row["bound"], row["words"])  # type: ignore[arg-type]  # from a file
    assert read_target(row["cell"]) == wanted


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("≥1,200 人", (1200.0,)),
        ("80%-90%", (80.0, 90.0)),
        ("3/4", (0.75,)),
        ("一百二十三次", (123.0,)),
        ("十五天", (15.0,)),
        ("三万二千人", (32000.0,)),
        ("1600人、200人", (1600.0, 200.0)),
        ("2025年12月底前", ()),
        ("-5%", (-5.0,)),
    ],
)
def test_the_numbers_of_a_target_can_be_counted_with(text: str, numbers: tuple[float, ...]) -> None:
    assert read_target(text).numbers == numbers


@given(
    st.sampled_from(["≥", "≤", "=", ">", "<", "不少于", "不超过"]),
    st.integers(0, 10**6),
    st.sampled_from(["人", "%", "次", "万元", "公里"]),
)
def test_operator_number_and_unit_come_back(sign: str, number: int, unit: str) -> None:
    shown = f"{number:,}"
    for text in (f"{sign}{number}{unit}", f" {sign} {shown} {unit} ", f"{sign}{number}（{unit}）"):
        cell = read_target(text)
        assert (cell.kind, cell.sign, cell.unit, cell.numbers) == ("number", find_sign(sign), unit, (float(number),))
        assert find_target(text) is not None


@given(st.text(alphabet="≥≤=><0123456789.,-~/%年月日季度底前内以上、;一二三十百万人次元每()（） 至", max_size=16))
def test_any_text_is_read_as_something(text: str) -> None:
    cell = read_target(text)
    assert (cell.kind == "empty") == (not text.strip(" ,;、:。，；"))
    assert len(cell.values) == {"number": 1, "range": 2}.get(cell.kind, len(cell.values))
    assert (cell.kind in {"words", "placeholder", "empty"}) == (not cell.values)
    if cell.kind in {"number", "range"}:
        assert len(cell.numbers) == len(cell.values)


@pytest.mark.parametrize("text", ["", "三好", "1/0", "1.2.3", "万"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert value_of(text) is None
