"""Wrong characters are found, right ones are left alone."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.checks.check import Evidence
from indicator_lint.checks.spelling import spelled_right
from indicator_lint.vocabulary.words import domain_words, is_word, segment, word_class

RIGHT = (
    "反映专精特新企业和瞪羚企业的认定数量",
    "反映乡城县四好农村路通组硬化里程",
    "河长、湖长、林长巡查次数",
    "反映与徐工集团共建的双高专业群数量",
    "适龄妇女两癌筛查人数",
    "即办件占政务服务事项的比重",
    "省定限额内拨付到账的奖补资金",
    "从报险到便道抢通的最长时限",
    "牦牛出栏头数和青稞良种繁育面积",
    "三公经费压减率",
    "工程机械全球数智培训中心",
    "精文减会背景下的会议次数",
    "建链补链强链延链项目数量",
    "锅庄、弦子展演参演人数",
    "盐碱地洗盐压碱面积",
    "琴人复原的旧曲数",
    "愿逝后捐献角膜的登记人数",
    "代煎药剂配送及时率",
    "执法艇出海巡查的趟数",
    "蒲草盘数",
)

RARE = (
    "羌绣技艺传习人数",
    "黄芪规范化种植面积",
    "羊肚菌栽培面积",
    "沙棘补植株数",
    "川芎初加工产能",
    "獭兔出栏只数",
    "疟疾病例血检人数",
    "癫痫患者随访率",
    "镉污染耕地修复面积",
    "锚杆支护长度",
    "浆砌石挡墙长度",
    "伸缩缝更换道数",
    "皮影戏展演场次",
    "蜡染工坊扶持家数",
    "磻溪镇道路硬化长度",
    "垟头村自来水入户数",
    "沱江断面水质达标率",
    "洮河护岸长度",
    "亳州馆藏文物数",
    "兖州湿地修复面积",
    "歙县砚雕传承人数",
    "阜阳柳编培训人次",
    "溧阳白茶面积",
    "泸州酿酒产能",
    "侗寨消防改造户数",
    "瑶浴产业基地数",
    "撒拉族篱笆楼修缮座数",
    "苏木嘎查道路里程",
    "罗布麻育苗株数",
    "氆氇编织培训人次",
    "堆绣唐卡收藏幅数",
    "翟家村饮水管道长度",
    "嵩山林场抚育面积",
    "乳山牡蛎养殖亩数",
    "龙须菜收获量",
    "蟳苗增殖放流数量",
    "歌仔戏传习所数",
    "醒狮展演场次",
    "火龙果补光灯安装盏数",
    "黎锦传习人数",
    "咖啡豆烘焙产量",
    "牛肝菌监测点数",
    "程海螺旋藻产量",
    "独龙毯编织培训人次",
    "澥浦镇老年食堂数",
    "偃师古城保护面积",
    "颍河闸坝维修座数",
    "澄泥砚作品数",
    "滏阳河清淤长度",
    "隰县玉露香梨面积",
    "火龙果补光灯安装盏数",
)
"""Rare characters that stand in no word of the field: places, peoples, plants, crafts."""


def found_in(texts: Sequence[str], role: str) -> list[Evidence]:
    """What is reported of the texts of one document."""
    frame = pl.DataFrame(
        {"id": range(len(texts)), "document": 0, role: list(texts)}, schema_overrides={"id": pl.UInt32}
    )
    assert spelled_right.search is not None
    found = spelled_right.search(frame, role, share=0.6, least=5)
    assert isinstance(found, dict)
    return list(found.values())


def fixes(texts: Sequence[str], role: str = "description") -> list[str]:
    """What the texts of one document should say instead; only those that are reported and for which one word is the likeliest."""
    return [evidence.change.texts[role] for evidence in found_in(texts, role) if evidence.change]


@pytest.mark.parametrize("text", [*RIGHT, *RARE])
def test_names_abbreviations_and_new_words_are_left_alone(text: str) -> None:
    assert fixes([text]) == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("新增灌概面积", "新增灌溉面积"),
        ("建档立卡护林员规摸", "建档立卡护林员规模"),
        ("游客满意渡", "游客满意度"),
        ("家长满以度", "家长满意度"),
        ("党风廉政建设领导小祖例会次数", "党风廉政建设领导小组例会次数"),
    ],
)
def test_words_of_the_field_are_known_without_a_catalogue(wrong: str, right: str) -> None:
    assert fixes([wrong]) == [right]


def test_the_document_says_which_words_it_uses() -> None:
    """A word used in other texts is looked for; one that is itself used as often is none the worse."""
    assert fixes(["苔藓诲复面积", "湿地恢复面积", "草场恢复率", "植被恢复费"]) == ["苔藓恢复面积"]


def test_a_broken_word_beside_particles_is_found_where_the_document_uses_it() -> None:
    uses = ["完好设备占设备总数的比例", "合格样品占抽检样品的比例", "持证人员占在岗人员的比例"]
    assert fixes([*uses, "受保护湿地占湿地总面积的比列"]) == ["受保护湿地占湿地总面积的比例"]


def test_a_lead_word_that_is_another_lead_word_is_found() -> None:
    rest = ["反映考核合格的学员占比", "反映课程的门数", "反映到课率", "反映支出水平", "反映学员的评价"]
    assert fixes([*rest, "反应按时发放的人数占比"]) == ["反映按时发放的人数占比"]
    assert fixes([*rest, "反应堆例行检修次数"]) == []


def test_one_lead_word_that_differs_is_found_though_it_is_a_word() -> None:
    rest = ["反映考核合格的学员占比", "反映课程的门数", "反映到课率", "反映支出水平", "反映学员的评价"]
    assert fixes([*rest, "放映教材配发的情况"]) == ["反映教材配发的情况"]
    assert fixes([*rest, "放映机更新的台数"]) == []


@given(st.text(alphabet="反映的建设率数资金绩效项目做风一二", max_size=24))
def test_segments_make_the_text_again(text: str) -> None:
    assert "".join(segment(text)) == text


def test_the_words_of_the_field_are_many_and_all_hanzi() -> None:
    assert len(domain_words()) > 5000
    assert all("\u4e00" <= character <= "\u9fff" for word in domain_words() for character in word)


@pytest.mark.parametrize(("word", "known"), [("作风", True), ("做风", False), ("四好农村路", True), ("的", True)])
def test_words_are_told_from_strings(word: str, known: bool) -> None:
    assert is_word(word) is known


def test_frequent_words_have_a_higher_class() -> None:
    assert word_class("的") > word_class("反映") > word_class("灌溉") > word_class("无此词") == -1


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("硬化村内道路瘴度", "硬化村内道路长度"),
        ("睫警到达现场时间", "接警到达现场时间"),
        ("新增莞伏装机容量", "新增光伏装机容量"),
    ],
)
def test_a_character_that_is_strange_to_the_field_is_taken_for_a_slip(wrong: str, right: str) -> None:
    assert fixes([wrong]) == [right]


def test_two_words_as_likely_are_both_named_and_neither_is_written() -> None:
    (evidence,) = found_in(["寿益人口数"], "name")
    assert evidence.because == (("either", {"wrong": "寿益", "right": "收益", "other": "受益"}),)
    assert evidence.change is None


@pytest.mark.parametrize("other", ["反映直接受益的人口", "受益农户数"])
def test_the_document_decides_between_two_words(other: str) -> None:
    assert fixes(["寿益人口数", other]) == ["受益人口数"]


def test_a_word_is_chosen_that_leaves_words_on_both_sides() -> None:
    """平均支出, not 平均值 and a character that is left over."""
    assert fixes(["每台仪器检定的平均支倔"]) == ["每台仪器检定的平均支出"]


def test_the_same_words_elsewhere_in_the_document_are_proof() -> None:
    """物叶 might be a new word; where the document has 物业服务 it is none."""
    assert fixes(["新入驻物叶服务企业数"]) == []
    assert fixes(["新入驻物叶服务企业数", "反映老旧小区的物业服务"]) == ["新入驻物业服务企业数"]
