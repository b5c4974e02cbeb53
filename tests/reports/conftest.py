"""A report of real files whose names and cells hold what breaks careless writers; shared by the tests of all formats."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from reports.canonical import canonical_report

from indicator_lint.config import Settings
from indicator_lint.linter import lint
from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Report
from indicator_lint.model.suppression import Channel, State, Suppression
from indicator_lint.reports.view import View
from indicator_lint.rulebook import load_rules

TEXT: Final = "报 送/指标 𠮷,a:b%.csv"
BOOK: Final = "报 送/指标 𠮷.xlsx"
BROKEN: Final = "报 送/坏的.xlsx"

ROWS: Final = """\
category,level1,level2,name,operator,unit,description
𠮷祥类,产出指标,数量指标,𠮷场 培训<b>次数</b>,>=,场,"反映,培训|情况 、``次数"
𠮷祥类,产出指标,质量指标,培训合格率,≥,=1+1个,"=cmd|' /c calc'!A1 ##[error]x ::error::y"
𠮷祥类,产出指标,数量指标,"-2+3 的 [链接](javascript:alert(1)) @octocat","定性",%%,"反映
::error::培训 情况𠮷"
𠮷祥类,产出指标,时效指标,完成培训时间,≤,年,反映反映 \x1b[31m培训\u202e时间 </script><script>alert(1)</script>
𠮷祥类,效益指标,社会效益指标,培训覆盖率,≥,,反映培训覆盖情况
𠮷祥类,满意度指标,服务对象满意度指标,满意度,≥,%,反映满 意度
"""


@dataclass(frozen=True, slots=True)
class Wild:
    """The report, and the text of its csv file."""

    report: Report
    text: str
    view: View


@pytest.fixture(scope="session")
def wild(tmp_path_factory: pytest.TempPathFactory) -> Wild:
    """A csv, a workbook and a broken file in a folder, linted as a user would."""
    top = tmp_path_factory.mktemp("wild")
    (top / "报 送").mkdir()
    (top / TEXT).write_text(ROWS, encoding="utf-8", newline="\n")
    shutil.copy(Path(__file__).parents[2] / "samples" / "xiangcheng-2024-sheets.xlsx", top / BOOK)
    (top / BROKEN).write_bytes(b"PK\x03\x04 broken")
    with chdir(top):
        report = lint(["报 送"], Settings())
    rules = load_rules()
    return Wild(report, ROWS, View(rules=rules, asked=frozenset(rules)))


@pytest.fixture(scope="session")
def excused() -> Report:
    """The canonical report after adoption: one finding suppressed, one listed only, the others compared with a baseline."""
    report = canonical_report()
    note = Suppression(
        Channel.NOTE, "历史数据", report.findings[0].path, report.findings[1].location, date(2026, 12, 31), "张三"
    )
    marks: Mapping[int, dict[str, object]] = {
        1: {"suppression": note, "baseline": State.NEW},
        2: {"suppression": replace(note, channel=Channel.SIDECAR, honoured=False), "baseline": State.UPDATED},
        3: {"baseline": State.UNCHANGED},
    }
    findings = [marked(finding, marks.get(n, {"baseline": State.NEW})) for n, finding in enumerate(report.findings)]
    absent = marked(report.findings[0], {"baseline": State.ABSENT, "fingerprint": "gone"})
    return Report(report.readings, findings, [absent])


def marked(finding: Finding, marks: Mapping[str, object]) -> Finding:
    """The finding with some of its parts replaced."""
    return Finding(**{**{key: getattr(finding, key) for key in Finding.__slots__}, **marks})
