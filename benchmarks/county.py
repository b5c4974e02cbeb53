"""A county of seed-shaped workbooks: the sample's 13 tables and 132 indicators, each in the words of its own department.

Every workbook has other names and descriptions, so that nothing that is looked up once per text comes for free, and some are
copies of others. A script of its own: its memory is not counted as that of whoever is measured.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import xlsxwriter
from workbooks import Sheet, sample

COPY_EVERY: Final = 50
"""One workbook of so many repeats the one before it, but for a few words."""

CHANGED: Final = 9
"""Of a copy one text of so many is another one."""

NAME: Final = 2
DESCRIPTION: Final = 5
LABELS: Final = ("指标名称", "三级指标")


FIRST: Final = "东西南北上下大小新老长高青白红金龙凤石柳松杨桃杏梅云雨清明安永泰兴和平福吉昌嘉宝天文武双"
SECOND: Final = "河湖江溪泉山岭坡湾桥塘坪沟寨店庄村屯关口城门堡营台岗洲港渡坝坑冲垭坳塬峪岩崖井梁岔坊"
KIND: Final = ("镇", "乡", "街道", "农场")


def town(number: int) -> str:
    """The name of a town that no other number has, up to 7,000."""
    kind, rest = number % len(KIND), number // len(KIND)
    return FIRST[rest // len(SECOND) % len(FIRST)] + SECOND[rest % len(SECOND)] + KIND[kind]


def texts_of(sheet: Sheet, number: int) -> list[tuple[int, int, str]]:
    """The sheet's texts: names and descriptions speak of the town; a copy has a few other words than its model."""
    copied = number % COPY_EVERY == COPY_EVERY - 1
    word = town(number - 1 if copied else number)
    told = []
    for place, (row, column, text) in enumerate(sheet.texts):
        own = text
        if column == NAME and text not in LABELS:
            own = word + text
        elif column == DESCRIPTION and text.startswith("反映"):
            own = f"反映{word}{text[2:]}"
        told.append((row, column, f"{own}情况" if copied and own != text and place % CHANGED == 0 else own))
    return told


def write(sheet: Sheet, number: int, path: Path) -> None:
    """One workbook."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        target, boxed = book.add_worksheet("绩效指标"), book.add_format({"border": 1, "text_wrap": True})
        texts = {(row, column): text for row, column, text in texts_of(sheet, number)}
        for top, left, bottom, right in sheet.merges:
            target.merge_range(top, left, bottom, right, texts.pop((top, left), ""), boxed)
        for (row, column), text in texts.items():
            target.write_string(row, column, text, boxed)


def main() -> None:
    """Write so many workbooks into a folder, those that are not there yet."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    sheet = sample()
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        place = folder / f"{number:05}号单位.xlsx"
        if not place.is_file():
            write(sheet, number, place)


if __name__ == "__main__":
    main()
