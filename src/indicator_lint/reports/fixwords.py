"""The words for fixes: what was changed, what was not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FIXWORDS: Final[Mapping[str, tuple[str, str]]] = {
    # why an edit is not made in a file
    "refused_report_only": (
        "{format} 格式只能检查，不能直接修改；可用 --output 另存为 xlsx 再修改",
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
    "refused_protected": ("文档受保护，不允许修改", "the document is protected against editing"),
    "refused_tracked": ("此处已有尚未接受的修订", "the place already holds tracked changes"),
    "refused_field": ("文字由域生成", "the text is made by a field"),
    "refused_content_control": ("文字在内容控件中", "the text stands in a content control"),
    "refused_symbols": ("文字用的是符号字体", "the text is set in a symbol font"),
    "refused_paragraphs": ("修改会合并或拆开段落", "the edit would join or part paragraphs"),
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
}  # fmt: skip
"""Key -> (Chinese, English)."""
