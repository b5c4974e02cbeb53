"""How names of indicators end that prove the class they belong to, and the words that speak against it."""

from __future__ import annotations

from typing import Final

from indicator_lint.patterns import pattern

COUNTED: Final = (
    *("数量", "人数", "人次", "户数", "册数", "座数", "辆数", "台数", "套数", "篇数", "场次", "户次"),
    *("家次", "批次", "艘次", "架次", "车次", "台次", "点次", "处次", "座次", "站次"),
)
"""Ends of names that say outright that things are counted."""

WHEN_DUE: Final = (
    "完工|完成|竣工|开工|建成|交付|交工|投用|投产|到货|供货|开课|开班|举办|结题|结项|出版|拨付|支付|发放|兑付|下达|到位|"
    "缴纳|缴费|上缴|报送|上报|结算|实施|开展"
)
PUNCTUAL: Final = pattern(
    rf"(?:按期|按时|如期|准时|按计划|及时)(?:[（(][\u4e00-\u9fff]{{2,4}}[）)])?(?:{WHEN_DUE})率$|"
    rf"(?:{WHEN_DUE}|部署|安装|采购|配送|归档)(?:及时|按时|准时|按期)率$|"
    rf"规定(?:时间|时限|期限)内[^率]{{0,4}}(?:完工|完成|拨付|支付|发放|下达|到位)率$"
)
"""Rates of work or money that came when it was due; whether people were served in time is a matter of quality, too."""

SOUND: Final = pattern(r"(?:合格|达标|优良|完好|准确|正确|优秀|规范|成活|良好)率$")
"""Rates of what was done well."""

EFFECT: Final = pattern(
    r"(?:化解|调解成功|办结|覆盖|知晓|普及|参与|就业|入学|巩固|入园|升学|处置|处理|收集|达标排放|回收利用|综合利用|使用|转化|签约|参保|接种|筛查|响应)率$"
)
"""Rates of what was reached, whatever it cost."""

STANDARD: Final = pattern(r"(?:补助|补贴|资助|供养|支出|经费|成本|收费|资金|定额)[^率]{0,4}(?:达标|准确|规范|合格)率$")
"""Rates of whether money keeps to its standard, which costs are about: 补助标准达标率."""

ACCEPTED: Final = pattern(
    r"(?:验收|工程质量|施工质量|安装|竣工|交验|采购质量|设备质量|培训|学员考核)(?:一次)?合格率$|"
    r"(?:发放|兑现|兑付|认定|核定|补贴|补助|资助|救助)(?:对象|资金|人员|金额|标准)?准确率$"
)
"""Rates of what was accepted or done right: of the output, whatever came of it."""

UNTIMED: Final = pattern(r"(?:利用|通过|符合|无害化处理|规范管理|成活|接种|筛查)率$|(?:占比|所占比例|所占比重)$")
"""Rates that say how well, and nothing of when."""

SPREAD: Final = pattern(r"(?:覆盖|知晓|普及|就业|入学|巩固|入园|升学|参保|阅读)率$")
"""Rates that say how many were reached, and nothing of when."""

ACTIVITY: Final = pattern(
    r"^(?:召开|举办|开展|组织开展|组织举办|举行|承办)[^率]{2,}(?:会议?|班|活动|检查|巡查|督查|宣传|演练|抽检|讲座|展览|培训)(?:的?(?:次数|场次|场数|期数|批次|次|数量))?$|"
    r"^(?:召开|举办|开展|举行|承办)[^率]{2,}(?:次数|场次|场数|期数|批次)$|"
    r"(?:会议|培训|检查|巡查|督查|宣传|演练|活动|抽检|讲座|展览)(?:次数|场次|场数|期数|批次)$"
)
"""Counts of what was held: meetings, courses, inspections."""

HELD: Final = frozenset(("次", "场", "场次", "期", "批", "批次", "班次", "个", "项"))
"""Units of what is held."""

EXTENT: Final = pattern(r"(?:面积|里程|长度)$")
"""How far the work extended."""

EXTENSIVE: Final = frozenset(("area", "length", "volume", "weight"))

MADE: Final = pattern(
    r"^(?!.*(?:带动|拉动|促进|吸引|节约|减少)).*(?:新建|改建|扩建|购置|采购|购买|安装|铺设|敷设|修缮|维修|印发|编印|印制|印刷|编制|举办|召开)"
    r"[^率]*(?:数量|[座台套辆册份间栋块盏场期条根]数|场次|面积|长度|里程)$"
)
"""Numbers of what was made or held: an amount, whatever comes of it."""

MADE_OF: Final = frozenset({"count", "length", "area"})

FRUITFUL: Final = pattern(r"受益|惠及|带动|吸引|服务|覆盖|增[加长]|新增|减少|节约|提[高升]|改善|解决|保障")
"""What makes an amount one of what came of the work."""

OPINION: Final = pattern(
    r"满意|认[可同]|好评|差评|支持|拥护|口碑|评[价议]|测评|感$|[感知]度|知晓|获得|幸福|体验|信任|意见|反馈|诉求|问卷|调[查研]|回访|感谢|锦旗|服务对象|赞"
)
"""What people think, or how they were asked: all that may be told under satisfaction."""

REACHED: Final = pattern(r"(?:覆盖|纳入|接入|联网|参加|参与|涉及|惠及)[^率]{0,6}数量?$")
"""Numbers of those reached, also where it is about faults: 污染源监控覆盖企业数."""

PAID: Final = pattern(r"支付|拨付|支出|进[度展]|進度|工期|完成")
"""What makes a rate under 时效 one of progress."""

PRICED: Final = pattern(
    r"(?:成本|单价|造价|费用?|经费|价格|(?:补助|补贴|收费|支出|保障|供养|建设|运行|投资|资助|慰问|定额)?(?:标准|水平)|补助|补贴|支出|投资)$"
)
"""How names of prices end."""

SPENT: Final = pattern(r"(?:成本|单价|造价|费用|(?<!会员)(?<!保)费|经费)$")
"""How names end of what was spent on the work itself."""
