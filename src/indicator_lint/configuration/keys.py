"""The keys of a configuration file: what each is called, may hold and means. Whatever is not here is an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from indicator_lint.configuration.kinds import (
    CATEGORY,
    COLUMNS,
    HEADER_ROWS,
    MOST_ROWS,
    SWITCH,
    TEXTS,
    Kind,
    whole,
)
from indicator_lint.configuration.wishes import (
    DEPARTMENTS,
    NAMES,
    OPTIONS,
    SEVERITIES,
    TEXT,
    VERSION,
    WEIGHTS,
    choice,
)

MOST: Final = 1_000_000_000
AMOUNT: Final = whole(1, MOST)
"""What a limit may be raised to."""

NESTING: Final = whole(1, 500)
"""Deeper, the interpreter's own stack would give way."""


class Key(NamedTuple):
    """A key of a table: its name, the kind of its value, what it means in zh and en, and its value where nobody sets it.

    The values of limits are those of `formats.limits.Limits`.
    """

    name: str
    kind: Kind
    zh: str
    en: str
    default: object = None


def _named(*keys: Key) -> Mapping[str, Key]:
    return {key.name: key for key in keys}


LIMITS: Final = _named(
    Key("file_megabytes", AMOUNT, "工作簿等文件的大小（MB）", "size of a workbook or document, in MB"),
    Key("text_megabytes", AMOUNT, "文本文件的大小（MB）", "size of a text file, in MB"),
    Key("entries", AMOUNT, "文件内部的部件数", "parts inside a file"),
    Key("part_megabytes", AMOUNT, "一个部件解压后的大小（MB）", "size of one part once inflated, in MB"),
    Key("total_megabytes", AMOUNT, "全部部件解压后的大小（MB）", "size of all parts once inflated, in MB"),
    Key("ratio", AMOUNT, "解压后膨胀的倍数", "how many times larger a file may become when inflated"),
    Key(
        "ratio_from_megabytes",
        AMOUNT,
        "解压后达到多少 MB 才计较膨胀倍数",
        "inflated size from which the ratio counts, in MB",
    ),
    Key("depth", NESTING, "标记嵌套的层数", "nesting of markup"),
    Key("attributes", AMOUNT, "一个标记的属性数", "attributes of one tag"),
    Key("tags", AMOUNT, "网页等的标记数", "tags of a page"),
    Key("elements", AMOUNT, "样式等设置的项数", "styles and other settings"),
    Key("cells", AMOUNT, "一张工作表、一个工作簿的单元格数", "cells of a sheet, or of all sheets of a workbook"),
    Key("sheets", AMOUNT, "一个 .xlsx 工作簿的工作表数", "sheets of an .xlsx workbook"),
    Key("repeats", AMOUNT, "一个 .ods 文件中与上一行完全相同的行数", "rows of an .ods file that repeat the one above"),
    Key("slots", AMOUNT, "一张工作表占用的格数，空格也算", "places in the rows of a sheet, empty ones too"),
    Key("merges", AMOUNT, "一张工作表的合并单元格处数", "merged areas of a sheet"),
    Key("merged_area", AMOUNT, "合并单元格盖住的格数", "cells covered by merges"),
    Key("columns", AMOUNT, "表格的列数", "columns of a table"),
    Key("rows", AMOUNT, "工作表的行数", "rows of a sheet"),
    Key("cell_characters", AMOUNT, "一个单元格的字数", "characters of a cell"),
    Key("field_characters", AMOUNT, "文本文件中一格的字数", "characters of a field of a text file"),
    Key("lines", AMOUNT, "文本文件的行数", "lines of a text file"),
    Key("spins", AMOUNT, "打开加密文件时密码散列的次数", "times that a password is hashed to open a file"),
    Key(
        "xls_cells",
        AMOUNT,
        "旧版工作簿（.xls）的单元格数，带格式的空格也算",
        "cells of an .xls workbook, formatted empty ones too",
    ),
    Key("document_depth", AMOUNT, "文档内部标记的嵌套层数", "levels of nested markup in a document"),
    Key("nesting", AMOUNT, "文档中表格套表格的层数", "levels of tables inside tables in a document"),
    Key("grid_span", AMOUNT, "文档中一个单元格跨过的列数", "columns that a cell of a document spans"),
    Key("blocks", AMOUNT, "文档的段落和单元格合计", "paragraphs and cells of a document"),
    Key("paragraph_characters", AMOUNT, "文档中一段文字的字数", "characters of a paragraph of a document"),
    Key("pdf_pages", AMOUNT, "PDF 的页数", "pages of a PDF"),
    Key("pdf_seconds", AMOUNT, "读取一个 PDF 的秒数", "seconds that reading a PDF may take"),
    Key("pdf_megabytes", AMOUNT, "读取一个 PDF 所用的内存（MB）", "memory that reading a PDF may take, in MB"),
    Key("pdf_characters", AMOUNT, "PDF 一页的字数", "characters of a page of a PDF"),
    Key("pdf_strokes", AMOUNT, "PDF 一页的线条数", "strokes of a page of a PDF"),
    Key("pdf_lines", AMOUNT, "PDF 一页的表格框线数", "ruling lines of a page of a PDF"),
    Key("pdf_places", AMOUNT, "PDF 一张表格的行数与列数之积", "rows times columns of a table of a PDF"),
    Key("settings", AMOUNT, "旧版工作簿（.xls）的样式等设置的项数", "styles and other settings of an .xls workbook"),
)
"""`[limits]`: how much of a file is read before it is declined."""

ROW: Final = whole(1, MOST_ROWS)

LAYOUT: Final = _named(
    Key(
        "columns",
        COLUMNS,
        "哪一列是什么：用途 = 列的字母、序号或表头文字",
        "which column is what: role = letter, number or label",
    ),
    Key("header-rows", HEADER_ROWS, "表头在哪几行；0 表示没有表头", "the header's rows; 0 where there is none"),
    Key(
        "category",
        CATEGORY,
        "类别名称在哪里：表上方的标题、某个单元格、某一列，或工作表的名称",
        "where the category's name stands: a title above, a cell, a column, or the sheet's name",
    ),
    Key("first-row", ROW, "指标表从哪一行开始，含表头", "the first row of the tables, their header included"),
    Key("last-row", ROW, "指标表到哪一行为止", "the last row of the tables"),
    Key(
        "fill-down",
        SWITCH,
        "级别列的空格是否沿用上一行的内容",
        "whether blanks in the columns of levels take the text of the row above",
    ),
    Key(
        "transposed",
        SWITCH,
        "指标是否按列排列；这时行号指列、列号指行",
        "whether each indicator is a column; then rows mean columns and columns mean rows",
        default=False,
    ),
    Key(
        "ignore-sheets", TEXTS, "不检查的工作表，可用 * 和 ?", "sheets to be left out; * and ? may be used", default=()
    ),
)
"""`[layout]`: what to believe of the tables instead of guessing."""

SCOPE: Final = _named(
    Key(
        "files", TEXTS, "对哪些文件有效，相对配置文件所在的目录", "for which files, relative to the configuration file"
    ),
    Key("sheets", TEXTS, "对哪些工作表有效", "for which sheets"),
)

RUN: Final = _named(
    Key("required-version", VERSION, "本配置适用的程序版本", "versions of the program that this file is for"),
    Key(
        "extend",
        TEXTS,
        "先读哪些配置文件，相对本文件所在的目录；本文件的值优先",
        "files to begin with, relative to this one, whose values win",
    ),
    Key("pack", choice("default", "strict", "audit"), "规则包", "the pack of rules", default="default"),
    Key(
        "mandatory",
        NAMES,
        "不得豁免的规则，豁免只列出、不生效",
        "rules that cannot be suppressed: suppressions are listed, not honoured",
        default=(),
    ),
    Key(
        "fail-level",
        choice("error", "warning", "info", "never"),
        "达到此程度的问题使退出码为 1",
        "findings at least this bad make the exit code 1",
        default="error",
    ),
    Key(
        "departments",
        DEPARTMENTS,
        "审核时哪些文件由哪个部门报送，相对所审核的文件夹；没有写到的按文件夹和文件名认定",
        "whose files are whose in an audit, relative to the folder audited; the rest are told by their folders and names",
    ),
    Key("baseline", TEXT, "存量文件，相对本文件所在的目录", "the baseline, relative to this file"),
)
"""What is about the run, at the top of a file."""

RULES: Final = _named(
    Key("select", NAMES, "只用这些规则，代替规则包所选", "only these rules, instead of those of the pack"),
    Key(
        "extend-select",
        NAMES,
        "在规则包之外再加上这些规则",
        "these rules besides those of the pack",
        default=(),
    ),
    Key("ignore", NAMES, "不用这些规则，最后生效", "not these rules; the last word", default=()),
    Key("severity", SEVERITIES, "各规则的程度；off 为不用", "severities of rules; off is never"),
    Key("options", OPTIONS, "各规则的选项，见规则的说明", "options of rules, see their pages"),
    Key(
        "framework",
        choice("classic", "cost-first"),
        "成本指标的列法：classic 在产出指标之下，cost-first 为一级指标；不写则由文件判断",
        "where costs stand: classic below the outputs, cost-first as a level 1; told by the file where not set",
    ),
    Key("weights", WEIGHTS, "各指标权重合计应为多少", "what the weights of the indicators add up to"),
)
"""What is about rules: at the top of a file, or in a `[[files]]` for some files and sheets."""

OVERRIDES: Final = "layout.files"
FILES: Final = "files"
OF_SHEETS: Final = frozenset({"ignore", "severity"})
"""What can be said of single sheets; the rest is about whole files."""

BY_NAME: Final = frozenset({"severity", "options"})
"""Keys that hold words about single rules: each of these has a place of its own."""

TOP: Final = ""
TABLES: Final[Mapping[str, Mapping[str, Key]]] = {
    TOP: {**RUN, **RULES},
    FILES: {**SCOPE, **RULES},
    "limits": LIMITS,
    "layout": LAYOUT,
    OVERRIDES: {**SCOPE, **LAYOUT},
}
"""The tables of a file by their names, the top without one; `files` and `layout.files` are lists of tables, later ones win."""
