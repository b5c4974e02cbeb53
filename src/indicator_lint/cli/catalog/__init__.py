"""`indicator-lint catalog`: the catalog kept alive, year after year."""

from __future__ import annotations

from typing import Final

from indicator_lint.cli.groups import LateGroup

COMMANDS: Final = {
    "init": ("indicator_lint.cli.catalog.begin", "建立一个空的指标库"),
    "import": ("indicator_lint.cli.catalog.bring", "由已印发的文件建立指标库，或更新它"),
    "diff": ("indicator_lint.cli.catalog.compare", "比较两个版本、指标库或文件，逐项说明变更"),
    "propose": ("indicator_lint.cli.catalog.propose", "由检查结果和报送材料提出修改建议"),
    "accept": ("indicator_lint.cli.catalog.accept", "采纳接受了的建议，记入变更记录"),
    "release": ("indicator_lint.cli.catalog.release", "检查并发布一个版本，生成印发的 xlsx 和 docx"),
    "log": ("indicator_lint.cli.catalog.log", "一个指标的来历和去向"),
    "template": ("indicator_lint.cli.catalog.blank", "生成空白的填报工作簿"),
}
"""Each is a module that defines `command`; none is imported for the help of the group."""

SUMMARY: Final = "指标库的建立和动态管理：指标库是一个目录，适合用 git 保存，其中每个指标有一个不再改变的编码。"

command = LateGroup(
    "catalog",
    COMMANDS,
    SUMMARY,
    [
        "indicator-lint catalog import 绩效指标体系表.docx --catalog 指标库",
        "indicator-lint catalog diff 指标库@2024 指标库",
    ],
)
