"""The words for audits: departments, grades and their parts, what stands in which sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

AUDITWORDS: Final[Mapping[str, tuple[str, str]]] = {
    # grades and parts
    "grade_excellent": ("优", "excellent"),
    "grade_good": ("良", "good"),
    "grade_fair": ("中", "fair"),
    "grade_poor": ("差", "poor"),
    "grade_ungraded": ("未评", "not graded"),
    "part_direction": ("指向明确", "clear direction"),
    "part_detail": ("细化量化", "detailed and measurable"),
    "part_feasible": ("合理可行", "reasonable and feasible"),
    "part_match": ("相互匹配", "matching"),
    # the overview
    "department": ("部门", "department"),
    "grade": ("评级", "grade"),
    "mark": ("得分", "score"),
    "files": ("文件", "files"),
    "unread_files": ("未读", "unread"),
    "table_count": ("表", "tables"),
    "indicator_count": ("指标", "indicators"),
    "errors": ("错误", "errors"),
    "warnings": ("警告", "warnings"),
    "infos": ("提示", "infos"),
    "frequent": ("最多的问题", "most frequent"),
    "frequent_rule": ("{title} {count} 处", "{title} {count}"),
    "more_departments": ("另有 {count} 个部门，见工作簿。", "{count} more department(s), see the workbook."),
    "audited": (
        "审核了 {departments} 个部门、{files} 个文件、{tables} 张指标表、{rows} 个指标。",
        "Audited {departments} department(s), {files} file(s), {tables} table(s), {rows} indicator(s). ",
    ),
    "unread_note": ("其中 {count} 个文件没有读出指标。", "No indicators were read from {count} file(s)."),
    "known_note": ("有 {count} 个文件与上次相同，沿用上次的结果。", "{count} file(s) were the same as last time and not read again."),
    "repeats_note": ("跨部门、跨文件重复的类别 {count} 个。", "{count} category(ies) repeat those of other files."),
}  # fmt: skip
"""Key -> (Chinese, English)."""
