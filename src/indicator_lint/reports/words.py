"""The words that reports use, in Chinese and English. What findings say comes from the rules' pages, not from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicator_lint.reports.fixwords import FIXWORDS
from indicator_lint.reports.headings import HEADINGS

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    **HEADINGS,
    # severities and safeties
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
    "off": ("默认关闭", "off"),
    "safe": ("改后含义不变", "meaning unchanged"),
    "unsafe": ("请核对后修改", "check before changing"),
    "display": ("仅供参考", "advice only"),
    "none": ("无", "none"),
    # roles
    "category": ("类别", "category"),
    "level1": ("一级指标", "level 1"),
    "level2": ("二级指标", "level 2"),
    "name": ("指标名称", "name"),
    "operator": ("性质", "operator"),
    "unit": ("计量单位", "unit"),
    "description": ("指标描述", "description"),
    "target": ("指标值", "target"),
    "actual": ("实际值", "actual"),
    "weight": ("权重", "weight"),
    "score": ("得分", "score"),
    "remark": ("备注", "remark"),
    "code": ("指标编码", "code"),
    "sequence": ("序号", "sequence"),
    "table": ("表格", "table"),
    "document": ("文档", "document"),
    "file": ("文件", "file"),
    # findings
    "row": ("第 {row} 行", "row {row}"),
    "untitled": ("（无标题）", "(untitled)"),
    "whole_file": ("整个文件", "the whole file"),
    "indicators": ("{count} 个指标", "{count} indicator(s)"),
    "heading": ("（{details}）", " ({details})"),
    "comma": ("，", ", "),
    "semicolon": ("；", "; "),
    "list": ("、", ", "),
    "empty": ("（空）", "(empty)"),
    "quoted": ("“{text}”", "“{text}”"),
    "told": ("{head}：{message}", "{head}: {message}"),
    "change": ("建议：{what}“{old}” → “{new}”（{safety}）", "fix: {what}“{old}” → “{new}” ({safety})"),
    "change_long": ("建议：{what}改为“{new}”（{safety}）", "fix: {what}write “{new}” ({safety})"),
    "fill": ("建议：{what}填写“{new}”（{safety}）", "fix: {what}write “{new}” ({safety})"),
    "clear": ("建议：{what}删去“{old}”（{safety}）", "fix: {what}remove “{old}” ({safety})"),
    "remove": ("删去“{text}”", "remove “{text}”"),
    "advice": ("建议：{note}", "advice: {note}"),
    "note": ("说明：{note}", "note: {note}"),
    "see": ("另见：{places}", "see also: {places}"),
    "see_more": ("{places} 等 {count} 处", "{places} and others, {count} in all"),
    "same_cell": ("同一单元格还管着{rows}", "the same cell also holds {rows}"),
    "rows": ("第 {rows} 行", "row {rows}"),
    "why": ("原因：", "why: "),
    # summary
    "clean": ("未发现问题：检查了 {scope}。", "No findings: checked {scope}."),
    "checked": ("检查了 {scope}。", "Checked {scope}."),
    "scope": (
        "{files} 个文件、{tables} 张指标表、{records} 个指标",
        "{files} file(s), {tables} table(s), {records} indicator(s)",
    ),
    "found": ("共 {total} 处问题：{counts}。", "{total} finding(s): {counts}."),
    "count": ("{severity} {count}", "{severity} {count}"),
    "excused": ("另有 {parts}，不计在内。", "Not counted: {parts}."),
    "excused_suppressed": ("{count} 处已豁免", "{count} suppressed"),
    "excused_unchanged": ("{count} 处属存量", "{count} in the baseline"),
    "untouched": (
        "读取了 {scope}。所选规则需要的列，表中都没有，未作检查。",
        "Read {scope}. The tables have none of the columns that the selected rules need: nothing was checked.",
    ),
    "fixable": ("其中 {parts}。", "Of these, {parts}."),
    "fixable_safe": ("{count} 处改后含义不变", "{count} leave the meaning unchanged"),
    "fixable_unsafe": ("{count} 处请核对后修改", "{count} should be checked before changing"),
    "unasked": ("未检查：{groups}。", "Not evaluated: {groups}."),
    "unasked_group": ("{codes}（没有“{roles}”列）", "{codes} (no column {roles})"),
    "missing_columns": ("没有“{roles}”列", "no column {roles}"),
    "hint": ("查看某条规则的说明：indicator-lint rule {code}", "Explain a rule: indicator-lint rule {code}"),
    # statistics
    "stat_count": ("次数", "count"),
    "stat_code": ("代码", "code"),
    "stat_severity": ("程度", "severity"),
    "stat_files": ("文件数", "files"),
    "stat_fixable": ("可修改", "fixable"),
    "stat_title": ("规则", "rule"),
    # rule pages
    "page_why": ("为什么", "Why"),
    "page_message": ("提示文字", "Message"),
    "page_reasons": ("具体情形", "Cases"),
    "page_advice": ("建议用语", "Advice"),
    "page_fix": ("修改", "Fix"),
    "page_at": ("检查的列", "Columns"),
    "page_needs": ("还需要的列", "Also needs"),
    "page_check": ("所用检查", "Check"),
    "page_options": ("选项", "Options"),
    "page_bad": ("反例（标记处会报告）", "Found (marked cells)"),
    "page_good": ("正例", "Left alone"),
    "page_near": ("相近但不报告的例子", "Near miss, left alone"),
    "page_references": ("依据", "References"),
    "page_yields": ("以下规则已报告时不再重复", "Silent beside"),
    "page_since": ("起始版本 {since}", "since {since}"),
    "catalogue": ("规则目录", "Rules"),
    "catalogue_note": (
        "本页由 `indicator-lint rule --output-format md` 生成，请勿手工修改。",
        "Made by `indicator-lint rule --output-format md`; not to be edited by hand.",
    ),
    "column_code": ("代码", "Code"),
    "column_name": ("名称", "Name"),
    "column_title": ("标题", "Title"),
    "column_severity": ("程度", "Severity"),
    "column_fix": ("修改", "Fix"),
    # tables as read
    "format": ("格式 {format}", "format {format}"),
    "encoding": ("编码 {encoding}", "encoding {encoding}"),
    "unread": ("未能读取", "could not be read"),
    "no_tables": ("没有找到指标表", "no indicator table found"),
    "no_table": ("没有指标表", "no indicator table"),
    "hidden": ("隐藏", "hidden"),
    "tables": ("{count} 张指标表", "{count} table(s)"),
    "header": ("表头 {range}", "header {range}"),
    "data": ("数据 {range}", "rows {range}"),
    "confidence": ("把握 {percent}", "confidence {percent}"),
    "framework": ("框架 {framework}", "framework {framework}"),
    "classic": ("成本指标属产出指标", "classic"),
    "cost-first": ("成本指标为一级指标", "cost-first"),
    "mapping": ("列：{columns}", "columns: {columns}"),
    "unmapped": ("未识别的列：{columns}", "columns without a role: {columns}"),
    "skipped": ("跳过：{rows}", "skipped: {rows}"),
    "skipped_row": ("{ref} {reason}", "{ref} {reason}"),
    "skipped_note": ("注释", "note"),
    "skipped_title": ("标题", "title"),
    "skipped_subtotal": ("合计", "subtotal"),
    "skipped_header": ("重复表头", "repeated header"),
    "skipped_signature": ("落款", "signature"),
    "skipped_band": ("分组行", "band"),
    "skipped_page": ("页码", "page number"),
    "skipped_continued": ("续行", "continuation"),
    "skipped_preface": ("表单的其他部分", "another part of the form"),
    "skipped_foreign": ("另一张表的内容", "of another table"),
    "ignored": ("按配置不检查", "left out by the configuration"),
    "doubts": ("把握不足的原因：{reasons}", "why confidence is less: {reasons}"),
    "doubt_misspelt": ("{column} 的表头与通行的写法略有出入", "the label of {column} is not spelt as usual"),
    "doubt_ambiguous": ("{column} 的表头有多种含义", "the label of {column} may mean several things"),
    "doubt_rivalled": ("{column} 之外还有同样含义的列", "{column} is not the only column of its kind"),
    "doubt_refuted": ("{column} 的内容不像这一列", "{column} does not hold what it should"),
    "doubt_content": ("{column} 的含义由内容推断", "{column} is known by its content only"),
    "doubt_lonely": ("一、二、三级指标只认出一列", "of level 1, level 2 and name only one column was found"),
    "doubt_joined": ("接在后面的部分没有自己的表头", "its last part has no header of its own"),
    "filled": ("由合并单元格或上方单元格补全：{roles}", "filled in from merged cells or from above: {roles}"),
    "filled_role": ("{role} {count} 行", "{role} in {count} row(s)"),
    "hidden_rows": ("隐藏的行：{names}", "hidden rows: {names}"),
    "hidden_columns": ("隐藏的列：{names}", "hidden columns: {names}"),
    "strays": ("表外疑似指标 {count} 行，未作检查：{rows}", "{count} row(s) outside the tables look like indicators, unchecked: {rows}"),
    "look": ("请用 show 命令核对读取结果：{points}", "Please look with the command show at what was read: {points}"),
    "look_confidence": ("{count} 张表把握不足", "{count} table(s) of low confidence"),
    "look_unmapped": ("{count} 列含义不明", "{count} column(s) of unknown meaning"),
    "look_strays": ("{count} 行疑似指标未读入", "{count} row(s) like indicators not read"),
    "look_sheets": ("{count} 张疑似有指标的工作表未读入", "{count} sheet(s) that seem to hold indicators not read"),
    "look_remarks": ("读取时有 {count} 处说明", "{count} remark(s) on the reading"),
    "remark_markup_cut": (
        "第 {line} 行的标记没有写完，其后的内容在网页上不显示，也没有读取",
        "markup that begins on line {line} is never finished: what follows is not shown on the page and was not read",
    ),
    "remark_hidden_cells": (
        "有 {count} 个单元格在网页上不显示，没有读取",
        "{count} cell(s) are not shown on the page and were not read",
    ),
    "remark_pdf_reserve": (
        "PDF 只保存文字和线条的位置，表格是由此推断的，把握低于原表格",
        "a PDF holds only places of text and lines; its tables are inferred and less certain than the original",
    ),
    "remark_pdf_stitched": ("第 {before} 页的表格接到第 {page} 页", "the table of page {before} goes on on page {page}"),
    "remark_pdf_row_joined": (
        "第 {before} 页的表格接到第 {page} 页，分在两页的一行已合并",
        "the table of page {before} goes on on page {page}; a row cut by the page's end was joined",
    ),
    "remark_pdf_scanned": (
        "第 {pages} 页是扫描的图片，没有文字，未作检查",
        "page(s) {pages} are scanned pictures without text and were not checked",
    ),
    "remark_pdf_recognised": (
        "第 {pages} 页是图片，文字由识别软件附上，可能有误",
        "page(s) {pages} are pictures with recognised text, which may be wrong",
    ),
    "remark_pdf_unruled": ("没有带框线的表格", "no table with ruling lines"),
    "remark_pdf_half": (
        "第 {page} 页似为第 {left} 页表格的右半，没有读入；请把页面缩放为一页宽后重新导出",
        "page {page} seems to be the right half of the table of page {left}, unread; fit it to one page's width and export again",
    ),
    "remark_pdf_stray": (
        "第 {pages} 页的表格旁有不在任何一格里的文字，可能漏读",
        "page(s) {pages} hold text beside a table that is in none of its cells and may have been missed",
    ),
    "row_number": ("行", "row"),
    "ref": ("位置", "place"),
    **FIXWORDS,
}  # fmt: skip
"""Key -> (Chinese, English)."""

FAMILIES: Final[Mapping[str, tuple[str, str]]] = {
    "file": ("文件", "Files"),
    "structure": ("表格结构", "Structure"),
    "classification": ("指标分类", "Classification"),
    "name": ("指标名称", "Names"),
    "operator": ("指标性质", "Operators"),
    "unit": ("计量单位", "Units"),
    "description": ("指标描述", "Descriptions"),
    "text": ("文字", "Text"),
    "category": ("类别", "Categories"),
    "target": ("指标值", "Targets"),
    "weight": ("权重", "Weights"),
    "reference": ("指标库对照", "Reference"),
    "lint": ("检查自身", "The run"),
}
"""The families of rules, in the order of the catalogue."""

LANGUAGES: Final = ("zh", "en")


def say(key: str, lang: str = "zh", /, **fields: object) -> str:
    """The words for `key` in a language, its fields filled in. Raises KeyError for unknown words."""
    return WORDS[key][LANGUAGES.index(lang)].format(**fields)


def family_title(family: str, lang: str = "zh") -> str:
    """What a family of rules is called; its own name when it is new."""
    return FAMILIES[family][LANGUAGES.index(lang)] if family in FAMILIES else family
