"""Word documents: each cell at its place with the text that a reader sees, and nothing that a reader does not see."""

from __future__ import annotations

import pytest
from wordfiles import (
    DOWN,
    HEAD,
    INSTRUCTION,
    MAIN,
    NAMESPACES,
    ON,
    PART,
    STRICT,
    box,
    cell,
    document,
    docx,
    field,
    grids,
    p,
    parts_of,
    run,
    span,
    tbl,
    tc,
    tr,
    zipped,
)

from indicator_lint.formats import read
from indicator_lint.model.grid import Grid, Rectangle


def texts(grid: Grid) -> dict[str, str]:
    """The cells that hold something, by place."""
    return {grid.place(row, column).ref: text for row in sorted(grid.rows) for column, text in grid.cells(row)}


def test_cells_stand_at_their_row_and_column() -> None:
    (grid,) = grids(tbl(tr("一级指标", "单位"), tr("产出指标", ""), tr("", "个")))
    assert (grid.name, texts(grid)) == ("表1", {"r1c1": "一级指标", "r1c2": "单位", "r2c1": "产出指标", "r3c2": "个"})


@pytest.mark.parametrize("on", [ON, '<w:vMerge w:val="continue"/>'])
def test_a_cell_merged_down_is_one_cell(on: str) -> None:
    (grid,) = grids(tbl(tr(tc("产出", properties=DOWN), "甲"), tr(tc("看不见", properties=on), "乙"), tr("效益", "丙")))
    assert grid.merges == (Rectangle(1, 1, 2, 1),)
    assert (grid.text(2, 1), grid.place(2, 1).ref, grid.place(2, 1).extent) == ("产出", "r1c1", "r1c1:r2c1")
    assert texts(grid) == {"r1c1": "产出", "r1c2": "甲", "r2c2": "乙", "r3c1": "效益", "r3c2": "丙"}


def test_a_merge_begins_anew_where_it_says_so() -> None:
    (grid,) = grids(
        tbl(
            *(
                tr(tc(text, properties=down), "甲")
                for text, down in (("产出", DOWN), ("", ON), ("效益", DOWN), ("", ON))
            )
        )
    )
    assert grid.merges == (Rectangle(1, 1, 2, 1), Rectangle(3, 1, 4, 1))


def test_a_cell_that_continues_nothing_is_a_cell_of_its_own() -> None:
    """In a first row, below a cell that was not merged, or below one of another width."""
    (grid,) = grids(
        tbl(
            tr(tc("甲", properties=ON), tc("乙", properties=span(2) + DOWN)),
            tr(tc("丙", properties=ON), tc("丁", properties=ON), "戊"),
            tr("己", "庚", "辛"),
            tr(tc("壬", properties=ON), "", ""),
        )
    )
    assert grid.merges == (Rectangle(1, 1, 2, 1), Rectangle(1, 2, 1, 3))
    assert {ref: text for ref, text in texts(grid).items() if text in "丁壬"} == {"r2c2": "丁", "r4c1": "壬"}


def test_a_cell_that_spans_columns_moves_the_next_ones() -> None:
    (grid,) = grids(tbl(tr(tc("三级指标", properties=span(3)), "描述"), tr("名称", "性质", "单位", "解释")))
    assert texts(grid)["r1c4"] == "描述"
    assert grid.place(1, 3).extent == "r1c1:r1c3"


def test_a_merge_over_rows_and_columns() -> None:
    (grid,) = grids(
        tbl(tr(tc("大", properties=span(2) + DOWN), "甲"), tr(tc(properties=span(2) + ON), "乙"), tr("丙", "丁", "戊"))
    )
    assert grid.merges == (Rectangle(1, 1, 2, 2),)
    assert texts(grid) == {"r1c1": "大", "r1c3": "甲", "r2c3": "乙", "r3c1": "丙", "r3c2": "丁", "r3c3": "戊"}


def test_the_old_merge_across() -> None:
    across, on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    (grid,) = grids(tbl(tr(tc("三级指标", properties=across), tc("看不见", properties=on), tc(properties=on), "描述")))
    assert (texts(grid), grid.merges) == ({"r1c1": "三级指标", "r1c4": "描述"}, (Rectangle(1, 1, 1, 3),))


def test_the_old_merge_across_and_down() -> None:
    across, on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    (grid,) = grids(
        tbl(
            tr(tc("大", properties=across + DOWN), tc(properties=on + DOWN), "甲"),
            tr(tc(properties=across + ON), tc(properties=on + ON), "乙"),
        )
    )
    assert (texts(grid), grid.merges) == ({"r1c1": "大", "r1c3": "甲", "r2c3": "乙"}, (Rectangle(1, 1, 2, 2),))


def test_columns_left_out_at_the_edges_count() -> None:
    before, after = '<w:gridBefore w:val="2"/>', '<w:gridAfter w:val="1"/>'
    (grid,) = grids(tbl(tr("甲", "乙", "丙", "丁"), tr("戊", properties=before + after), tr("己")))
    assert {texts(grid)[ref] for ref in ("r2c3", "r3c1")} == {"戊", "己"}


def test_rows_and_cells_that_were_deleted_are_not_read() -> None:
    """The rows still count: they are seen until the change is accepted. A merge goes on over them."""
    gone = '<w:del w:id="1" w:author="某"/>'
    (grid,) = grids(
        tbl(
            tr(tc("产出", properties=DOWN), "甲"),
            tr(tc("删去", properties=DOWN), "删去", properties=gone),
            tr(tc(properties=ON), "乙"),
            tr("丙", tc("删去", properties='<w:cellDel w:id="2"/>'), "丁"),
        )
    )
    assert texts(grid) == {"r1c1": "产出", "r1c2": "甲", "r3c2": "乙", "r4c1": "丙", "r4c3": "丁"}
    assert grid.merges == (Rectangle(1, 1, 3, 1),)


def test_a_merge_that_is_still_to_be_accepted() -> None:
    tracked = '<w:cellMerge w:id="1" w:vMerge="{}"/>'
    (grid,) = grids(
        tbl(tr(tc("产出", properties=tracked.format("rest")), "甲"), tr(tc(properties=tracked.format("cont")), "乙"))
    )
    assert grid.merges == (Rectangle(1, 1, 2, 1),)


CONTROL = (
    "<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr><w:alias w:val='名'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
)


def test_content_controls_are_seen_through() -> None:
    """Around a table, a row, a cell, a paragraph and a run."""
    control = CONTROL.format
    row = control(tr(control(tc(control(p("甲", control(run("乙")))))), "丙"))
    (grid,) = grids(control(tbl(tr("名称", "单位"), row)))
    assert texts(grid) == {"r1c1": "名称", "r1c2": "单位", "r2c1": "甲乙", "r2c2": "丙"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (p(run("甲"), run("乙")), "甲乙"),
        (p("甲") + p("乙"), "甲\n乙"),
        (p("甲") + p() + p("乙"), "甲\n\n乙"),
        (p("<w:ins w:id='1'>" + run("增") + "</w:ins>", "甲"), "增甲"),
        (p("<w:del w:id='1'><w:r><w:delText>删</w:delText></w:r></w:del>", "甲"), "甲"),
        (p("<w:del w:id='1'>" + run("删") + "</w:del>", "甲"), "甲"),
        (p("<w:moveFrom w:id='1'>" + run("移") + "</w:moveFrom>", "<w:moveTo w:id='2'>" + run("到") + "</w:moveTo>"), "到"),
        ("<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>" + run("验收") + "</w:p>" + p("合格率"), "验收合格率"),
        (p("甲") + "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>" + run("乙") + "</w:p>", "甲\n乙"),
        ("<w:p><w:pPr><w:rPr><w:ins w:id='1'/></w:rPr></w:pPr>" + run("甲") + "</w:p>" + p("乙"), "甲\n乙"),
        (p("甲", "<w:r><w:tab/></w:r>", "乙"), "甲\t乙"),
        ("<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr>" + run("甲") + "</w:p>", "甲"),
        (p("甲", "<w:r><w:br/></w:r>", "乙", "<w:r><w:cr/></w:r>", "丙"), "甲\n乙\n丙"),
        (p("甲", "<w:r><w:br w:type='textWrapping'/></w:r>", "乙"), "甲\n乙"),
        (p("甲", "<w:r><w:lastRenderedPageBreak/></w:r>", "乙"), "甲乙"),
        (p("甲", "<w:r><w:br w:type='page'/></w:r>"), "甲"),
        (p("GB", "<w:r><w:noBreakHyphen/></w:r>", "2312"), "GB-2312"),
        (p("公", "<w:r><w:softHyphen/></w:r>", "里"), "公里"),
        (p("<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>", "90"), "≥90"),
        (p("<w:r><w:sym w:font='Symbol' w:char='00A3'/></w:r>"), "≤"),
        (p("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", "是"), "☑是"),
        (p("<w:r><w:sym w:font='宋体' w:char='2265'/></w:r>"), "≥"),
        (p(run("\uf0b3", "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>")), "≥"),
        (p("甲", run("隐", "<w:vanish/>"), "乙"), "甲乙"),
        (p("甲", run("显", "<w:vanish w:val='0'/>"), "乙"), "甲显乙"),
        ("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" + run("甲") + "</w:p>", "甲"),
        (p("<w:hyperlink w:anchor='a'>" + run("链接") + "</w:hyperlink>"), "链接"),
        (p("<w:smartTag w:element='e'>" + run("标签") + "</w:smartTag>"), "标签"),
        (p("<w:customXml w:element='e'>" + run("标签") + "</w:customXml>"), "标签"),
        (p("<w:fldSimple w:instr=' PAGE '>" + run("3") + "</w:fldSimple>"), "3"),
        ("<w:p><w:r><w:t> 甲 </w:t></w:r><w:r><w:t>\n乙\n</w:t></w:r></w:p>", "甲乙"),
        (p(run("甲\n乙")), "甲 乙"),
        (p("甲&amp;乙&#x3000;"), "甲&乙\u3000"),
        (
            p(
                "<w:r><w:ruby><w:rubyPr><w:hps w:val='9'/></w:rubyPr><w:rt>"
                + run("bì")
                + "</w:rt><w:rubyBase>"
                + run("必")
                + "</w:rubyBase></w:ruby></w:r>",
                "要",
            ),
            "必要",
        ),
        (p("甲", "<w:r><w:footnoteReference w:id='2'/></w:r>"), "甲"),
        (p("甲", "<w:r><w:footnoteReference w:id='2' w:customMarkFollows='1'/><w:t>①</w:t></w:r>", "乙"), "甲乙"),
        (p("<m:oMath><m:r><m:t>≥90</m:t></m:r></m:oMath>"), "≥90"),
        (
            p(
                "<m:oMath><m:f><m:num><m:r><m:t>合格数</m:t></m:r></m:num>"
                "<m:den><m:r><m:t>总数</m:t></m:r></m:den></m:f></m:oMath>"
            ),
            "合格数/总数",
        ),
        ("<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>" + run("甲") + "</w:p>", "甲"),
        ("<w:p><w:pPr><w:pPrChange><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:pPrChange></w:pPr>" + run("甲") + "</w:p>", "甲"),
    ],
)  # fmt: skip
def test_the_text_of_a_cell_is_what_a_reader_sees(content: str, expected: str) -> None:
    assert cell(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (p("前", field(INSTRUCTION, "|", run("台")), "后"), "前台后"),
        (p("前", field(INSTRUCTION), "后"), "前后"),
        (p(field(INSTRUCTION, field(INSTRUCTION, "|", run("里层")), "|", run("结果"))), "结果"),
        (p(field(INSTRUCTION, "|", run("甲"), field(INSTRUCTION, "|", run("乙")))), "甲乙"),
        (p("甲", "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", INSTRUCTION) + p("乙"), "甲\n乙"),
        (p("<w:r><w:fldChar w:fldCharType='end'/></w:r>", "甲"), "甲"),
    ],
)
def test_of_a_field_the_result_is_read(content: str, expected: str) -> None:
    """Also of a field inside the instruction of another; one that is never closed costs no more than its paragraph."""
    assert cell(content) == expected


def test_a_row_marked_as_hidden_shows_nothing() -> None:
    (grid,) = grids(tbl(tr("甲", "乙"), tr("隐", tc(tbl(tr("里")), "隐"), properties="<w:hidden/>"), tr("丙", "丁")))
    assert texts(grid) == {"r1c1": "甲", "r1c2": "乙", "r3c1": "丙", "r3c2": "丁"}


STYLES = (
    f'{HEAD}<w:styles xmlns:w="{MAIN}">'
    '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Below"><w:basedOn w:val="H"/></w:style>'
    '<w:style w:type="character" w:styleId="Shown"><w:basedOn w:val="H"/><w:rPr><w:vanish w:val="false"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Round"><w:basedOn w:val="Round"/></w:style></w:styles>'
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>'
)


def test_text_that_a_style_hides_is_not_read() -> None:
    """The style's own setting, or that of the style it is based on; a run may show it all the same."""
    shown = run("显", '<w:vanish w:val="0"/>')
    body = p("甲", *(run(name, f'<w:rStyle w:val="{name}"/>') for name in ("H", "Shown", "Round")))
    body += f'<w:p><w:pPr><w:pStyle w:val="Below"/></w:pPr>{run("隐")}{shown}</w:p>'
    more = {"word/styles.xml": STYLES, "word/_rels/document.xml.rels": RELATIONS}
    (grid,) = read("表.docx", zipped(parts_of(document(body), **more))).grids
    assert list(grid.rows.values()) == [["甲ShownRound"], ["显"]]


def alternatives(*choices: str, fallback: str) -> str:
    chosen = "".join(f'<mc:Choice Requires="{one}">{run(one)}</mc:Choice>' for one in choices)
    return f"<mc:AlternateContent>{chosen}<mc:Fallback>{run(fallback)}</mc:Fallback></mc:AlternateContent>"


@pytest.mark.parametrize(
    ("choices", "expected"),
    [(("wps",), "wps"), (("new", "wps", "v"), "wps"), (("new",), "旧"), ((), "旧"), (("none",), "旧")],
)
def test_of_alternatives_one_is_read(choices: tuple[str, ...], expected: str) -> None:
    """The first choice whose markup Word knows, else what is to be shown instead; never both."""
    assert cell(p(alternatives(*choices, fallback="旧"))) == expected


def test_a_text_box_follows_the_paragraph_that_holds_it() -> None:
    inner = tbl(tr("名称", "单位"), tr("甲", "个"))
    first, second = grids(p("前", box(p("框一"), inner, p("框二")), "后") + tbl(tr("丙", "丁")))
    assert (list(first.rows.values()), first.name) == ([["前后"], ["框一"], ["名称", "单位"], ["甲", "个"]], "表1")
    assert (list(second.rows.values()), second.name) == ([["框二"], ["丙", "丁"]], "表2")


def test_a_text_box_over_a_cell_is_no_text_of_the_cell() -> None:
    table = tbl(tr("甲", tc(p("乙", box(p("框"), tbl(tr("里", "层"), tr("一", "二")))))), tr("丙", "丁"))
    outer, inner = grids(table)
    assert list(outer.rows.values()) == [["甲", "乙"], ["丙", "丁"]]
    assert (inner.name, list(inner.rows.values())) == ("表2", [["框"], ["里", "层"], ["一", "二"]])


def test_a_text_box_in_an_empty_cell_is_its_text() -> None:
    assert cell(p(box(p("框")))) == "框"


def test_paragraphs_before_a_table_are_its_rows_below_one() -> None:
    """Numbered through the whole document, those in cells too."""
    first, second, rest = grids(
        p("标题")
        + p()
        + p("（一）设备购置类")
        + tbl(tr("甲", "乙"))
        + p("（二）维修类")
        + tbl(tr("丙", "丁"))
        + p("2024年1月")
    )
    assert first.rows == {-2: ["标题"], -1: ["（一）设备购置类"], 1: ["甲", "乙"]}
    assert [first.place(row, 1).display for row in first.rows] == ["正文!p1", "正文!p2", "表1!r1c1"]
    assert second.place(-1, 1).display == "正文!p3"
    assert (rest.rows, rest.place(1, 1).display) == ({1: ["2024年1月"]}, "正文!p4")


def test_a_page_break_cuts_a_paragraph_in_two() -> None:
    (grid,) = grids(p("上一类的说明", "<w:r><w:br w:type='page'/></w:r>", "设备购置类") + tbl(tr("甲", "乙")))
    assert list(grid.rows.values()) == [["上一类的说明"], ["设备购置类"], ["甲", "乙"]]
    assert {grid.place(row, 1).ref for row in (-1, -2)} == {"p1"}


def test_tables_in_other_parts_are_not_read() -> None:
    """Headers, footers, notes and comments."""
    other = f"{HEAD}<w:hdr {NAMESPACES}>{tbl(tr('页眉', '页眉'))}</w:hdr>"
    names = ("header1", "footer1", "footnotes", "comments", "glossary/document")
    content = zipped(parts_of(document(tbl(tr("甲", "乙"))), **{f"word/{name}.xml": other for name in names}))
    assert [texts(grid) for grid in read("表.docx", content).grids] == [{"r1c1": "甲", "r1c2": "乙"}]


def test_the_main_part_is_where_the_relationships_say() -> None:
    parts = parts_of(document(tbl(tr("甲", "乙"))), target="word/document2.xml")
    assert texts(read("表.docm", zipped(parts)).grids[0]) == {"r1c1": "甲", "r1c2": "乙"}


def test_a_document_kept_outside_the_usual_folder_is_known_by_its_type() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'{HEAD}<Types><Override PartName="/main.xml" ContentType="{kind}"/></Types>'
    parts = parts_of(document(tbl(tr("甲", "乙"))), target="main.xml") | {"[Content_Types].xml": types}
    assert read("表.docx", zipped(parts)).format == "docx"


@pytest.mark.parametrize(
    "main",
    [
        document(tbl(tr(tc("甲", properties=span(2)), "乙"))).replace(MAIN, STRICT),
        document(tbl(tr(tc("甲", properties=span(2)), "乙"))).replace("xmlns:w=", "xmlns:ns0=").replace("w:", "ns0:"),
        document(tbl(tr(tc("甲", properties=span(2)), "乙"))).replace("xmlns:w=", "xmlns=").replace("w:", ""),
        document(tbl(tr(tc("甲", properties=span(2)), "乙"))).replace("UTF-8", "UTF-16"),
    ],
    ids=["strict", "another prefix", "no prefix", "utf-16"],
)
def test_namespaces_and_encodings_are_written_in_many_ways(main: str) -> None:
    content = main.encode("utf-16" if "UTF-16" in main else "utf-8")
    grid = read("表.docx", zipped({**{k: v.encode() for k, v in parts_of("").items()}, PART: content})).grids[0]
    assert texts(grid) == {"r1c1": "甲", "r1c3": "乙"}


def test_a_place_tells_the_bytes_of_the_cell() -> None:
    """Also of an empty one, and of the first of a merge; a table inside belongs to the cell around it."""
    body = tbl(tr(tc("甲", properties=DOWN), "<w:tc/>"), tr(tc(properties=ON), tc(p("乙"), tbl(tr("里")), p())))
    (grid,) = grids(body)
    main = document(body).encode()
    spans = [grid.place(row, column).span for row, column in ((1, 1), (2, 1), (1, 2), (2, 2))]
    cells = [main[each.start : each.end].decode() for each in spans if each is not None and each.part == PART]
    assert cells == [tc("甲", properties=DOWN)] * 2 + ["<w:tc/>", tc(p("乙"), tbl(tr("里")), p())]


def test_bytes_are_not_told_where_they_are_not_utf8() -> None:
    main = document(tbl(tr("甲", "乙"))).replace("UTF-8", "UTF-16").encode("utf-16")
    content = zipped({name: part.encode() for name, part in parts_of("").items()} | {PART: main})
    assert read("表.docx", content).grids[0].place(1, 1).span is None


def test_a_document_without_tables_is_its_paragraphs() -> None:
    document_ = read("表.docx", docx(p("通知") + p("正文")))
    assert [(grid.name, grid.rows) for grid in document_.grids] == [("正文", {1: ["通知"], 2: ["正文"]})]
