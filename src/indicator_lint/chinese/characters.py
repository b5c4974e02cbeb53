"""What kind of character is what, and a text's runs of hanzi."""

from __future__ import annotations

from typing import Final

from indicator_lint.patterns import pattern

HANZI: Final = "\u3400-\u4dbf\u4e00-\u9fff"
"""The range of hanzi, for use inside a character class."""

RUN: Final = pattern(f"[{HANZI}]+")

FUNCTION: Final = frozenset(
    "的地得了着过在和与及或而且并等为因以于从自由对向把被将让使给同跟比较按据经其之所此该本各每某这那有是无不未没非也都又再就才只还已均"
    "仍还很更最太你我他她它您们若如则但虽即可能应须要会请至到往去来起时仅亦一二三四五六七八九十百千万亿零两几多少每另第"
)  # fmt: skip
"""Characters that are words by themselves: particles, prepositions, adverbs, numbers.

A single character of these is no sign of a broken word.
"""

AFFIX: Final = frozenset(
    "率度量数额费款金税值价比期级类型型式化性力者员长生师工民众户口区县市省州乡镇村组街路桥站点所院校厂馆局办委部厅室处科队班岗会"
    "网库线面层段带园场地城山河湖江海水林田草房车机器具品物材料证书卡券票案卷表单码号新旧老大小高低好坏快慢增减超免非总副再"
    "双单首末内外中上下前后里间左右个名人次项件份套台辆座张页条株头只吨亩米元天日月年周季分秒岁"
    "宜适代拟待"
)  # fmt: skip
"""Characters that freely make words with others (场数, 省定, 官网): what they stand in may be right though no list has it."""

COUNTERS: Final = frozenset(
    "把班包本笔遍拨部册层茬场车池尺次处床幢串簇匹袋档刀道滴点碟顶栋堵段堆队对墩朵发方分份峰封幅副杆缸格根股挂管罐函行盒户伙级剂家架间"
    "件建角节届具卷孔口块筐捆栏粒例辆列领缕炉路轮垄枚门面名幕排盘批匹片篇期起腔曲圈群人任艘扇束双丝所台摊套梯提条帖艇头筒桶团托丸碗位尾"
    "席箱项羽页样盏张招针帧阵支枝只种株桩桌宗组尊座坛畦窝眼洞爿仓窑槽瓶篮穗管井窗亭趟号版组环炮亩米吨升克斤里辈代岁声首副帧记笔"
)  # fmt: skip
"""Characters by which things are counted, or that are counted themselves."""

SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘董袁于余叶蒋杜苏魏程吕丁沈姚卢傅钟姜崔谭廖范汪陆贾韦夏付邹孟"
    "熊秦邱尹薛闫侯史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤钱施阎"
)  # fmt: skip
"""Characters that begin a person's name more often than a word."""

PLACES: Final = frozenset(
    {
        *(
            "省",
            "市",
            "县",
            "区",
            "州",
            "旗",
            "乡",
            "镇",
            "村",
            "社区",
            "街道",
            "街",
            "路",
            "巷",
            "桥",
            "河",
            "湖",
            "江",
        ),
        *(
            "山",
            "沟",
            "岛",
            "湾",
            "港",
            "寺",
            "庙",
            "水库",
            "灌区",
            "景区",
            "园区",
            "公园",
            "广场",
            "大道",
            "大桥",
            "隧道",
        ),
        *(
            "机场",
            "公司",
            "集团",
            "银行",
            "医院",
            "大学",
            "学院",
            "中学",
            "小学",
            "幼儿园",
            "书院",
            "铁路",
            "公路",
            "高速",
        ),
        *("高速公路", "断面", "流域", "先生", "女士", "同志"),
    }
)
"""Words before which a name stands."""


def hanzi_runs(text: str) -> list[str]:
    """The longest stretches of hanzi in a text."""
    return RUN.findall(text)
