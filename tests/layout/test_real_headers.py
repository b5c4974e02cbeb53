"""Header rows as governments, schools and budget systems write them: what each column is taken for.

`real_headers.csv` has a header a row (labels as `grids.draw` draws them) and the role of each of its columns, `-` for none.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from grids import read

RIGHT_AT_LEAST = 0.95
"""The share of columns that must get their role."""

CONTENT = {
    "category": ("道路养护项目", "道路养护项目", "渠道整治项目"),
    "level1": ("产出指标", "产出指标", "效益指标"),
    "level2": ("数量指标", "质量指标", "社会效益指标"),
    "name": ("养护里程", "工程验收合格率", "受益群众人数"),
    "operator": ("≥", "≥", "＝"),
    "unit": ("公里", "%", "人"),
    "description": ("反映养护的里程", "反映工程质量", "反映受益的人数"),
    "target": ("12", "95", "3000"),
    "actual": ("13", "96", "3100"),
    "weight": ("20", "20", "30"),
    "score": ("20", "19", "30"),
    "remark": ("无", "", "已完成"),
    "code": ("A0101", "A0102", "B0101"),
    "sequence": ("1", "2", "3"),
    "-": ("按台账统计", "据合同确定", "见附表"),
}


@dataclass(frozen=True)
class Header:
    """Where a header is used, its rows as drawn, the role of each column."""

    origin: str
    drawing: str
    roles: tuple[str, ...]

    def outcome(self) -> Counter[str]:
        """How many columns are right, left over, wrong with a warning, wrong in silence, or in no table at all."""
        body = ["|".join(CONTENT[role][at] for role in self.roles) for at in range(3)]
        tables = read("\n".join([self.drawing, *body])).tables
        if not tables:
            return Counter(refused=len(self.roles))
        given = {column: role for role, column in tables[0].columns.items()}
        alone = len({table.columns.get("name") for table in tables}) == 1
        doubted = tables[0].confidence < 1
        return Counter(
            "right" if given.get(at, "-") == role and alone
            else "left over" if at not in given and alone
            else "warned" if doubted
            else "silent"
            for at, role in enumerate(self.roles, start=1)
        )  # fmt: skip


def headers() -> Iterator[Header]:
    with Path(__file__).with_name("real_headers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Header(row["origin"], row["header"], tuple(row["roles"].split()))


HEADERS = list(headers())


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.origin)
def test_no_column_gets_a_wrong_role_in_silence(header: Header) -> None:
    assert header.outcome()["silent"] == 0


def test_nearly_every_column_gets_its_role() -> None:
    total = sum((header.outcome() for header in HEADERS), Counter())
    assert total["right"] >= RIGHT_AT_LEAST * total.total(), total
    assert total["warned"] <= (1 - RIGHT_AT_LEAST) * total.total() / 2, total


def test_every_header_states_a_role_for_each_of_its_columns() -> None:
    for header in HEADERS:
        assert {len(line.split("|")) for line in header.drawing.splitlines()} == {len(header.roles)}, header.origin
