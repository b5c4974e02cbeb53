"""Copied categories and copied descriptions, where a page's small tables do not reach."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from indicator_lint.checks.copies import find_copies
from indicator_lint.checks.mislabelled import own_description
from indicator_lint.frame import build_frame
from indicator_lint.model.grid import Grid
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading
from indicator_lint.model.table import Table

CLEAN = Path(__file__).parents[1] / "clean" / "descriptions.csv"
THINGS = """
蔬菜大棚 桥梁护栏 图书展柜 消防水带 灌溉渠道 校舍屋面 路灯灯杆 诊室病床 牲畜圈舍
茶园步道 果树苗木 河堤护坡 泵站闸门 球场围网 档案库房 冷链货柜 晒谷场地
电梯轿厢 公厕隔间 鱼塘增氧 林区哨所 蜂箱支架 窑炉烟道 船坞吊机 粮仓风道
"""
ROLES = ("level1", "level2", "name", "operator", "unit", "description")
Rows = list[tuple[str, list[str]]]


def clean_rows() -> Rows:
    with CLEAN.open(encoding="utf-8", newline="") as lines:
        return [(row["category"], [row[role] for role in ROLES]) for row in csv.DictReader(lines)]


def frame_of(rows: Rows) -> pl.DataFrame:
    grid = Grid("", {n: cells for n, (_, cells) in enumerate(rows, 1)}, lambda r, c: Location("", f"{r}:{c}", "", r, c))
    tables: dict[str, Table] = {}
    for number, (category, _) in enumerate(rows, 1):
        columns = {role: column for column, role in enumerate(ROLES, 1)}
        table = tables.setdefault(category, Table(grid, category, None, None, columns, {}, {}, [], []))
        table.rows.append(number)  # type: ignore[attr-defined]  # lists while they are filled
        table.numbers.append(len(table.rows))  # type: ignore[attr-defined]  # as above
    return build_frame([Reading("clean.csv", None, list(tables.values()), ())]).data


def mislabelled(rows: Rows) -> set[int]:
    assert own_description.search is not None
    return set(own_description.search(frame_of(rows), "description", rows=6))


def changed(rows: Rows, category: str, title: str, count: int) -> Rows:
    """A copy of a category under another title, its first `count` rows rewritten."""
    copied = [(title, list(cells)) for name, cells in rows if name == category]
    for number in range(count):
        copied[number][1][2] = f"另行拟定的第{'甲乙丙丁戊己'[number]}项"
        copied[number][1][5] = "与原有各项均无关联的说明文字"
    return copied


def test_correct_rows_of_many_sectors_hold_no_copies() -> None:
    """Paraphrases, formulas and survey methods are nobody else's descriptions."""
    rows = clean_rows()
    assert find_copies(frame_of(rows)) == []
    assert mislabelled(rows) == set()


@pytest.mark.parametrize(("count", "found"), [(0, 1), (2, 1), (3, 1), (6, 0)])
def test_a_copy_is_found_until_a_third_of_it_is_rewritten(count: int, found: int) -> None:
    rows = clean_rows()
    first = rows[0][0]
    copies = find_copies(frame_of([*rows, *changed(rows, first, "另一类", count)]))
    assert len(copies) == found
    assert all(copy.original.title == first and len(copy.block.lines) - copy.same == count for copy in copies)


def test_each_of_several_copies_is_told_against_the_first() -> None:
    rows = clean_rows()
    first = rows[0][0]
    frame = frame_of([*rows, *(row for title in "甲乙丙" for row in changed(rows, first, title, 1))])
    copies = find_copies(frame)
    assert [(copy.block.title, copy.original.title) for copy in copies] == [(title, first) for title in "甲乙丙"]


def test_descriptions_of_a_copied_category_are_not_told_again() -> None:
    rows = clean_rows()
    assert mislabelled([*rows, *changed(rows, rows[0][0], "另一类", 0)]) == set()


def test_the_same_indicators_in_another_district_are_at_home_there() -> None:
    """Rows of one name described alike in two categories are no strangers in either."""
    rows = clean_rows()
    again = [(f"{category}二", [*c[:2], f"新区{c[2]}", *c[3:5], f"{c[5]}（新区范围）"]) for category, c in rows]
    assert mislabelled([*rows, *again]) == set()


def test_a_column_of_descriptions_that_slipped_is_found_however_long_it_is() -> None:
    """Hundreds of descriptions that have nothing of their names are no style where they are those of other names."""
    places = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄"
    things = THINGS.split()
    pairs = [(place, thing) for place in places for thing in things]
    told = [(places[(places.index(p) + 1) % 25], things[(things.index(t) + 1) % 25]) for p, t in pairs]
    rows = [
        (f"{place}组", ["", "", f"{place}组{thing}", "≥", "个", f"反映{where}组{what}"])
        for (place, thing), (where, what) in zip(pairs, told, strict=True)
    ]
    assert len(mislabelled(rows)) > len(rows) / 2
