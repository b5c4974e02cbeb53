"""The words for fixes: what was changed, what was not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FIXWORDS: Final[Mapping[str, tuple[str, str]]] = {
    # why an edit is not made in a file
    "refused_report_only": (
        "{format} 格式只能检查，不能直接修改；可用 indicator-lint fix --output 另存为 xlsx 再修改",
        "{format} files are only reported on, not edited; --output writes a copy as xlsx",
    ),
    "refused_changed": ("单元格的内容已与检查时不同", "the cell does not say any more what it said when it was linted"),
    "refused_formula": ("单元格是公式", "the cell holds a formula"),
    "refused_spilled": ("单元格由别处的数组公式填充", "the cell is filled by an array formula"),
    "refused_locked": ("工作表受保护，单元格已锁定", "the cell is locked on a protected sheet"),
    "refused_covered": ("单元格被合并单元格盖住", "the cell is covered by a merged one"),
    "refused_hidden": ("工作表是隐藏的", "the sheet is hidden"),
    "refused_signed": ("文件有数字签名，修改会使签名失效", "the file is signed, and editing would break the signature"),
    "refused_encrypted": ("文件已加密", "the file is encrypted"),
    "refused_number": ("单元格存的是数值，改写会变成文字", "the cell holds a number and would become a text"),
    "refused_shaped": ("单元格显示的文字由数字格式生成，与所存内容不同", "what the cell shows is made by its number format"),
    "refused_table_header": ("单元格是“表格”（超级表）的标题", "the cell heads a column of an Excel table"),
    "refused_pivot": ("单元格属于数据透视表", "the cell belongs to a pivot table"),
    "refused_unencodable": ("文件的编码 {encoding} 写不出这些字", "the file's encoding {encoding} has no such characters"),
    "refused_encoding": ("按编码 {encoding} 改写后可能读成别的文字", "in the encoding {encoding} the file might be read as other text"),
    "refused_breaks_row": ("文字含竖线、制表符或换行，写入后会拆散这一行", "a pipe, tab or line break in it would break the row"),
    "refused_control": ("文字含控制字符", "the text holds control characters"),
    "refused_lively": ("以 =、@ 等开头的文字，电子表格会当成公式执行", "spreadsheets would take a text that begins so for a formula"),
    "refused_protected": ("文档受保护，不允许修改", "the document is protected against editing"),
    "refused_tracked": ("此处已有尚未接受的修订", "the place already holds tracked changes"),
    "refused_field": ("文字由域生成", "the text is made by a field"),
    "refused_content_control": ("文字在内容控件中", "the text stands in a content control"),
    "refused_symbols": ("文字用的是符号字体", "the text is set in a symbol font"),
    "refused_paragraphs": ("修改会合并或拆开段落", "the edit would join or part paragraphs"),
    "refused_formatted": ("单元格中的文字有几种字体，改写会丢失", "the text is set in several looks, which would be lost"),
    "refused_no_cell": ("文件中没有这个单元格", "the file holds no such cell"),
    "refused_structure": ("文件的内部结构特殊，不能保证其余内容不变", "the file's structure is unusual: the rest might not stay as it is"),
    # why a fix is not made
    "refused_conflict": ("与 {codes} 的修改相互冲突，请人工决定", "it and the fix of {codes} want different text: please decide"),
    "refused_introduces": ("修改后会新出现 {codes} 的问题", "it would bring about {codes}"),
    "refused_alters_numbers": ("修改会改变数字", "it would change a number"),
    "refused_alters_weights": ("修改会改变权重", "it would change a weight"),
    "refused_alters_tables": ("修改后读出的指标会与原来不同", "other indicators would be read afterwards"),
    "refused_partial": ("单元格里不止所指的文字", "the cell holds more than the text in question"),
    "refused_cycle": ("修改后又会改回原样", "it would lead back to what was there before"),
    "refused_endless": ("反复修改仍不能停下来", "fixing would not come to an end"),
    # why a file is not replaced
    "refused_read_only": ("文件是只读的", "the file is read-only"),
    "refused_closed_folder": ("所在文件夹不允许写入", "its folder is not writable"),
    "refused_elsewhere": (
        "这是链接，文件在目录之外（{path}）；要修改它，请直接给出这个文件",
        "it is a link to a file outside of the folder ({path}): name that file itself to have it changed",
    ),
    "refused_linked": ("文件有多个硬链接，替换会使它们不再一致", "the file has several hard links, which would part"),
    "refused_open_elsewhere": (
        "文件正在别的程序中打开（有 {lock}）；请关闭后再试",
        "the file is open in another program (there is {lock}): close it first",
    ),
    "refused_in_use": ("另一个 indicator-lint 正在修改这个文件", "another run of indicator-lint is at this file"),
    "refused_altered": ("文件在检查之后被别人改过，请重新运行", "the file was changed after it was linted: run again"),
    "refused_altered_since": (
        "文件在修改之后又变过，恢复会丢掉后来的内容",
        "the file was changed after it was fixed: restoring it would lose that",
    ),
    "refused_no_record": ("没有可以撤销的修改", "there is no fix to undo"),
    "refused_disk_full": ("磁盘已满，或文件超过了允许的大小", "the disk is full, or the file larger than is allowed"),
    "refused_failed": ("系统不能写入：{detail}", "the system cannot write: {detail}"),
    "refused_unverified": (
        "写出的内容与应有的不符（{detail}），已放弃；请报告这个缺陷",
        "what came out is not what was meant ({detail}) and was given up: please report this defect",
    ),
    # what was done
    "fix_line": ("{place} {role}：{change}（{code}）", "{place} {role}: {change} ({code})"),
    "fix_line_unsafe": ("{place} {role}：{change}（{code}，请核对）", "{place} {role}: {change} ({code}, please check)"),
    "fix_change": ("“{old}” → “{new}”", "“{old}” → “{new}”"),
    "fix_fill": ("填写“{new}”", "write “{new}”"),
    "fix_clear": ("删去“{old}”", "remove “{old}”"),
    "fix_done": ("已修改 {cells} 个单元格，消除 {findings} 处问题。", "{cells} cell(s) changed, {findings} finding(s) gone."),
    "fix_would": (
        "将修改 {cells} 个单元格，消除 {findings} 处问题；没有写入。",
        "{cells} cell(s) would change, {findings} finding(s) would be gone; nothing was written.",
    ),
    "fix_nothing": ("没有可作的修改。", "Nothing to fix."),
    "fix_unread": ("不能读取，没有修改。", "Cannot be read; nothing was changed."),
    "fix_unwritten": ("没有写入：{reason}。", "Not written: {reason}."),
    "fix_backup": ("原文件备份为 {backup}。", "The old file is kept as {backup}."),
    "fix_tracked": (
        "修改以修订标记写入，请在 Word 或 WPS 中接受或拒绝。",
        "The changes are tracked: accept or reject them in Word or WPS.",
    ),
    "fix_outdated": (
        "有公式引用了改动的单元格，请在 Excel 或 WPS 中重新计算（Ctrl+Alt+F9）。",
        "Formulas read cells that were changed: calculate anew in Excel or WPS (Ctrl+Alt+F9).",
    ),
    "fix_copy": ("写入 {path}，原文件未动。", "Written to {path}; the file itself is as it was."),
    "fix_left": ("没有修改：{places}——{reason}", "left alone: {places} – {reason}"),
    "fix_place": ("{place} {code}", "{place} {code}"),
    "fix_more": ("{places} 等 {count} 处", "{places} and others, {count} in all"),
    "fix_remaining": ("还有 {total} 处问题：{counts}。", "{total} finding(s) remain: {counts}."),
    "fix_clean": ("没有问题了。", "No finding remains."),
    "fix_unsafe": (
        "其中 {count} 处请核对，加 --unsafe 可一并修改。",
        "{count} of them should be checked; --unsafe fixes them too.",
    ),
    "fix_undo": ("撤销：indicator-lint undo {path}", "Take it back: indicator-lint undo {path}"),
    "undone": ("已恢复 {path}。", "{path} is as it was before."),
    "reviewed": ("已写入审阅副本 {path}", "wrote the review copy {path}"),
    "unclear": ("检查结果第 {row} 行 {code}：{reason}", "findings, row {row} {code}: {reason}"),
    "unclear_unknown": ("指纹与审阅副本的记录对不上", "the fingerprint is none of this review copy"),
    "unclear_decision": ("“处理”一栏应为接受、驳回或已改", "the decision is none of accept, reject, changed"),
    "unclear_contradiction": ("同一问题的几行处理不一致", "several lines of this finding contradict each other"),
    "unclear_advice": ("建议只是说明，请在“建议”一栏写明要填的文字", "the suggestion is mere advice: write the text itself there"),
    "unclear_empty": ("没有写明要填的文字", "there is no text to write"),
    "unclear_no_cell": ("问题不在某个单元格上，无法填写", "the finding is about no cell"),
    "unclear_edited": (
        "副本中的单元格改过，但写回原文件的是“建议”栏：请把文字写在那里，处理选接受",
        "the cell was changed in the copy, but it is the suggestion that is written: put the text there and accept",
    ),
    "unclear_partial": ("单元格中还有别的文字，无法确定改哪一处", "the cell holds other text too: it cannot be told what to replace"),
    "unclear_suggestion": ("改过的建议看不出各栏要填什么", "the changed suggestion does not tell the texts of its cells apart"),
}  # fmt: skip
"""Key -> (Chinese, English)."""
