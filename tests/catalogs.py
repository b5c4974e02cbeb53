"""What the tests of the catalog share: a small document, and what Frictionless says of a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from frictionless import Package, system

from indicator_lint.store.catalogs import read_catalog

Program = Callable[..., tuple[int, str, str]]
"""Runs `indicator-lint catalog …`: exit code, standard output, standard error."""

HEADER: Final = "category,level1,level2,name,operator,unit,description\n"

TRAINING: Final = HEADER + (
    "培训类,产出指标,数量指标,培训场次,≥,场,反映年度举办培训的场次\n"
    "培训类,产出指标,数量指标,培训人次,≥,人次,反映年度参加培训的人次\n"
    "培训类,产出指标,质量指标,培训合格率,≥,%,考核合格人数占参训人数的比例\n"
    "培训类,产出指标,时效指标,培训及时完成率,≥,%,按期完成的场次占计划场次的比例\n"
    "培训类,满意度指标,服务对象满意度指标,参训人员满意度,≥,%,表示满意的参训人员占调查人数的比例\n"
    "设备购置类,产出指标,数量指标,购置设备数量,≥,台（套）,反映购置设备的数量\n"
    "设备购置类,产出指标,质量指标,设备验收合格率,≥,%,验收合格的设备占购置设备的比例\n"
    "设备购置类,产出指标,成本指标,设备购置成本,≤,万元,反映购置设备的支出\n"
    "设备购置类,效益指标,社会效益指标,设备利用率或共享率,≥,%,反映设备使用和共享的情况\n"
)


def frictionless_says(folder: Path) -> list[str]:
    """The kinds of errors that Frictionless finds in the package."""
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    return sorted({kind for (kind,) in report.flatten(["type"])})


def names(place: Path) -> dict[str, str]:
    """Code → name of what is in force."""
    return {one.code: one.name for one in read_catalog(place).active}
