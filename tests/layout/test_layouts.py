"""Whole tables in the shapes they come in: headers, categories, levels and rows that are no indicators."""

from __future__ import annotations

from grids import column, draw, grid_of, read, records

from indicator_lint.model.table import Table

PACKED = """
某县水务局绩效指标体系表(试行)
{}
绩效指标|{}
一级指标|二级指标|三级指标
指标名称|性质|单位
产出指标|数量指标|整治渠道长度|≥|公里|反映渠道整治
产出指标|质量指标|验收合格率|≥|%|反映工程质量
"""


def reasons(table: Table) -> list[tuple[int, str]]:
    return [(skip.row, skip.reason) for skip in table.skipped]


def test_a_text_header_packed_to_the_left_unfolds_into_its_leaves() -> None:
    layout = read(PACKED.format("渠道整治类", "指标描述") + PACKED.format("堤防加固类", "指标解释"))
    first, second = layout.tables
    assert (first.category, second.category) == ("渠道整治类", "堤防加固类")
    assert list(first.columns) == ["level1", "level2", "name", "operator", "unit", "description"]
    assert records(first)[0] == dict(
        zip(first.columns, ["产出指标", "数量指标", "整治渠道长度", "≥", "公里", "反映渠道整治"], strict=True)
    )
    assert (first.labels[6], second.labels[6]) == ("指标描述", "指标解释")
    assert first.label_location(6).ref == "r3c2"
    assert [line.text for line in layout.prose] == ["某县水务局绩效指标体系表(试行)"] * 2


def test_a_merged_header_and_merged_levels() -> None:
    (table,) = read("""
农田灌溉类
绩效指标|<|<|<|<|指标说明
一级指标|二级指标|三级指标|<|<|^
^|^|指标名称|性质|计量单位|^
产出指标|数量指标|新建渠道长度|≥|公里|反映渠道
^|^|改造泵站数量|≥|座|反映泵站
^|质量指标|工程合格率|≥|%|反映质量
效益指标|社会效益指标|受益农户数量|≥|户|反映受益
注：仅供参考
填报人：某某|||联系电话：
""").tables
    assert table.category == "农田灌溉类"
    assert column(table, "level1") == ["产出指标"] * 3 + ["效益指标"]
    assert (table.sources["level1"], table.sources["level2"]) == ([5, 5, 5, 8], [5, 5, 7, 8])
    assert reasons(table) == [(9, "note"), (10, "signature")]
    assert table.location("level2", 1).ref == "r5c2"


def test_the_flattened_merged_header_of_a_csv() -> None:
    (table,) = read(
        "绩效指标|||||指标描述\n一级指标|二级指标|三级指标\n||指标名称|性质|单位\n产出指标|数量指标|甲数量|≥|个|反映甲"
    ).tables
    assert dict(table.columns) == {"level1": 1, "level2": 2, "name": 3, "operator": 4, "unit": 5, "description": 6}


def test_a_declaration_form_gives_its_project_as_category() -> None:
    (table,) = read("""
项目支出绩效目标申报表|<|<|<|<
（2025年度）|<|<|<|<
项目名称|乡村图书室建设|<|主管部门|某局
项目资金（万元）|年度资金总额|100|其中：财政拨款|100
年度总体目标|建设图书室10个，完善设施。|<|<|<
绩效指标|一级指标|二级指标|三级指标|指标值
^|产出指标|数量指标|新建图书室数量|≥10个
^|^|质量指标|验收合格率|≥95%
^|^|成本指标||
^|满意度指标|服务对象满意度指标|读者满意度|≥90%
审核意见|同意申报|<|<|<
""").tables
    assert (table.category, table.category_at) == ("乡村图书室建设", (3, 2))
    assert column(table, "name") == ["新建图书室数量", "验收合格率", "", "读者满意度"]
    assert column(table, "level1") == ["产出指标"] * 3 + ["满意度指标"]
    assert reasons(table) == [(11, "foreign")]


def test_a_self_evaluation_form() -> None:
    (table,) = read("""
项目支出绩效自评表
项目名称|森林防火物资购置
项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额|50|50|48|10|96%|9.6
年度总体目标|预期目标|||实际完成情况
|购置物资|||已购置
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
|产出指标|数量指标|购置灭火机数量|≥20台|20台|20|20
|||购置水泵数量|≥5台|5台|20|20
||质量指标|验收合格率|≥95%|100%|10|10
|效益指标|生态效益指标|森林火灾受害率|≤0.9‰|0.5‰|30|30
总分||||||100|99.6
""").tables
    assert table.category == "森林防火物资购置"
    assert column(table, "level2") == ["数量指标", "数量指标", "质量指标", "生态效益指标"]
    assert records(table)[1] | {"target": "≥5台", "actual": "5台", "weight": "20", "score": "20"} == records(table)[1]
    assert reasons(table) == [(12, "subtotal")]


def test_threshold_columns_share_the_label_above_them() -> None:
    (table,) = read("""
一级指标|二级指标|三级指标|绩效指标描述|指标值|<|<|<
^|^|^|^|优|良|中|差
产出指标|数量指标|养护里程|反映里程|≥100|≥90|≥80|<80
""").tables
    assert dict(table.columns) == {"level1": 1, "level2": 2, "name": 3, "description": 4, "target": 5}


def test_tables_side_by_side() -> None:
    left, right = read("""
养护类||||灌溉类
一级指标|二级指标|指标名称|单位|一级指标|二级指标|指标名称|单位
产出指标|数量指标|养护里程|公里|产出指标|数量指标|灌溉面积|亩
产出指标|质量指标|合格率|%|效益指标|社会效益指标|受益人数|人
产出指标|时效指标|及时率|%
""").tables
    assert (left.category, column(left, "name")) == ("养护类", ["养护里程", "合格率", "及时率"])
    assert (right.category, column(right, "name")) == ("灌溉类", ["灌溉面积", "受益人数"])


def test_goals_of_two_periods_side_by_side_share_the_first_level() -> None:
    left, right = read("""
项目名称|某项目
绩效指标|实施期目标|<|<|<|年度目标|<|<
^|一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值
^|产出指标|数量指标|甲数量|≥10|数量指标|甲数量|≥5
^|^|质量指标|丙合格率|≥90%|质量指标|丙合格率|≥80%
""").tables
    assert (left.category, right.category) == ("实施期目标", "年度目标")
    assert records(right)[1] == {"level1": "产出指标", "level2": "质量指标", "name": "丙合格率", "target": "≥80%"}


def test_category_bands_inside_the_data() -> None:
    first, second = read("""
一级指标|二级指标|三级指标|性质|单位
一、养护类
产出指标|数量指标|养护里程|≥|公里
效益指标|社会效益指标|通行量|≥|辆
二、灌溉类
产出指标|数量指标|灌溉面积|≥|亩
效益指标|社会效益指标|受益人数|≥|人
""").tables
    assert (first.category, second.category, second.category_at) == ("一、养护类", "二、灌溉类", (5, 1))
    assert (list(second.rows), list(second.numbers)) == ([6, 7], [1, 2])


def test_bands_of_the_first_level_fill_it_in_with_or_without_a_column() -> None:
    bands = "\n产出指标（50分）\n数量指标|养护里程|≥\n质量指标|合格率|≥\n效益指标\n社会效益指标|通行量|≥"
    (without,) = read("二级指标|三级指标|性质" + bands).tables
    (within,) = read(
        "一级指标|二级指标|三级指标|性质"
        + bands.replace("\n数", "\n|数").replace("\n质", "\n|质").replace("\n社", "\n|社")
    ).tables
    for table in (without, within):
        assert column(table, "level1") == ["产出指标（50分）", "产出指标（50分）", "效益指标"]
        assert column(table, "level2") == ["数量指标", "质量指标", "社会效益指标"]


def test_a_class_without_indicators_stays_a_row() -> None:
    (table,) = read(
        "一级指标|二级指标|三级指标|单位\n产出指标|数量指标|养护里程|公里\n成本指标\n效益指标|社会效益指标|通行量|辆"
    ).tables
    assert column(table, "name") == ["养护里程", "", "通行量"]


def test_a_row_with_unit_and_operator_but_no_name_stays_a_row() -> None:
    (table,) = read(
        "一级指标|二级指标|三级指标|性质|单位\n产出指标|数量指标|养护里程|≥|公里\n产出指标|数量指标||≥|个"
    ).tables
    assert column(table, "name") == ["养护里程", ""]


def test_page_breaks_continuations_and_categories_coming_back() -> None:
    head = "一级指标|二级指标|三级指标|性质|单位\n"
    one, two, three = read(
        f"养护类\n{head}产出指标|数量指标|养护里程|≥|公里\n|质量指标|合格率|≥|%\n第1页\n续表\n{head}||优良率|≥|%\n"
        f"灌溉类\n{head}产出指标|数量指标|灌溉面积|≥|亩\n养护类（续）\n{head}满意度指标|服务对象满意度指标|司机满意度|≥|%"
    ).tables
    assert [one.category, two.category, three.category] == ["养护类", "灌溉类", "养护类"]
    assert [list(table.numbers) for table in (one, two, three)] == [[1, 2, 3], [1], [4]]
    assert column(one, "level2") == ["数量指标", "质量指标", "质量指标"]
    assert reasons(one) == [(5, "page"), (6, "continued"), (7, "header")]


def test_the_category_column_makes_a_table_of_each_run() -> None:
    tables = read("""
category|level1|level2|name
甲|产出指标|数量指标|一
|产出指标|质量指标|二
乙|产出指标|数量指标|三
甲|产出指标|时效指标|四
""").tables
    assert [(table.category, list(table.numbers)) for table in tables] == [("甲", [1, 2]), ("乙", [1]), ("甲", [3])]
    assert tables[0].text("category", 1) == "甲"


def test_forms_below_each_other_in_one_sheet() -> None:
    first, second = read("""
项目名称|甲项目
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|养护里程|≥10公里
项目名称|乙项目
主管部门|某局
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|灌溉面积|≥10亩
""").tables
    assert (first.category, second.category) == ("甲项目", "乙项目")
    assert (len(first.rows), len(second.rows)) == (1, 1)


def test_what_stands_above_a_header_but_names_nothing_is_passed_over() -> None:
    (table,) = read("""
附件2
道路养护类
单位：万元
2025年3月1日
第 1 页
填报单位：某局
一级指标|二级指标|三级指标
产出指标|数量指标|养护里程
""").tables
    assert (table.category, table.category_at) == ("道路养护类", (2, 1))


def test_a_sheet_name_names_the_category_only_where_nothing_better_does() -> None:
    body = "一级指标|二级指标|三级指标\n产出指标|数量指标|养护里程"
    names = [
        table.category
        for table in read(draw(body, "养护类"), draw("灌溉类\n" + body, "灌溉"), draw(body, "Sheet3")).tables
    ]
    assert names == ["养护类", "灌溉类", None]
    assert read(draw(body, "养护类")).tables[0].category is None


def test_texts_in_the_middle_row_of_an_unmerged_block_fill_up_and_down() -> None:
    (table,) = read("""
一级指标|二级指标|三级指标
|数量指标|甲数量
|数量指标|乙数量
产出指标|质量指标|丙合格率
|质量指标|丁合格率
|时效指标|戊及时率
|社会效益指标|己人数
效益指标|社会效益指标|庚人数
|可持续影响指标|辛年限
""").tables
    assert column(table, "level1") == ["产出指标"] * 5 + ["效益指标"] * 3


def test_a_blank_level_where_every_row_states_its_own_is_an_omission() -> None:
    rows = [["产出指标", "数量指标" if at < 6 else "质量指标", f"指标{at}数量"] for at in range(12)]
    rows[3][1] = rows[8][0] = ""
    (table,) = read(grid_of({1: ["一级指标", "二级指标", "三级指标"], **dict(enumerate(rows, start=2))})).tables
    assert column(table, "level2")[3] == ""
    assert column(table, "level1")[8] == ""


def test_a_blank_second_level_is_never_filled_across_a_first_level() -> None:
    (table,) = read("一级指标|二级指标|三级指标\n产出指标|数量指标|甲\n||乙\n效益指标||丙\n||丁").tables
    assert column(table, "level2") == ["数量指标", "数量指标", "", ""]


def test_a_line_broken_off_a_cell_does_not_start_a_category() -> None:
    (table,) = read("""
一级指标|二级指标|三级指标|指标描述
产出指标|数量指标|养护里程|反映里程
产出指标|质量指标|合格率|反映质量
相关单位工作情况
效益指标|社会效益指标|通行量|反映通行
""").tables
    assert len(table.rows) == 3
    assert reasons(table) == [(4, "title")]
