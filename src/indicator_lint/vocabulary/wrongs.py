"""Bad things that no list can name in full: right things done wrongly, things called foul, words that sound like failure."""

from __future__ import annotations

import re
from typing import Final

from indicator_lint.patterns import pattern

NOT: Final = pattern(
    r"(?:[不未非](?:按时|按期|按计划|及时|准时|如期)?|延期|逾期|超期|超时|迟延|滞后|违规|违法|违章|非法|错误|重复|虚假|不当|退回(?:重新?|再次)?)$"
)
"""Turns a good thing before 率 into a bad one: 不满意率, 未按期办结率, 逾期发放率."""

WRONGLY: Final = pattern(
    r"(?:逾期|超期|超时限?|未按期|未按时|未及时|不及时)[\u4e00-\u9fff]{2}$|"
    r"被(?:通报|曝光|投诉|督办|约谈|问责|处罚|查处|退回|驳回|撤销|纠正|改判|起诉|举报|点名|批评|追责|检举)(?:的)?(?:问题|事项|单位|企业|人员|案件)?$|"
    r"(?:错|误)[发投递寄领开检划算缴扣列放办登录报评判诊付拨收装贴印标编译传播配识]$|重复(?:[发领缴付报派建]|[\u4e00-\u9fff]{2})$|"
    r"(?:违规|违法|违纪|违章|非法|错误|重复|冒名|不当|超标准|超范围|超限额|逾期|超期|延期|超时|未按(?:期|时|规定|要求|计划))"
    r"(?:支付|拨付|发放|使用|支出|开支|领取|报销|申领|申报|占用|列支|收费|缴费|收取|采购|结算|结题|验收|完成|完工|办结|办理|返还|归还|偿还|享受|"
    r"审批|审结|操作|施工|作业|排放|占地|用地|建设|经营|捕捞|采砂|开采|采伐|倾倒|停放|运营|生产|销售|出租|转让|招生|办学|行医|集资|活动|行为|现象)$|"
    r"(?:非法|违法|违规|违章|违纪)[\u4e00-\u9fff]{1,4}(?:活动|行为|组织|现象|经营|占用|建筑|用地|广告|出版物|场所|信息)$"
)
"""Right things done wrongly, at the end of what is counted: 基金违规支付金额, 非法集会活动起数."""

FOUL: Final = pattern(
    r"(?:超标|超载|超限|劣[ⅤV5五ⅣI4四]+类|黑臭|偷排|直排|烂尾|带病|病险|不合格|不达标|不合规|不规范|受污染|重污染|被占|未达标|未整改|未办结|未完成|四五类|四、五类|次差|差等|过期|变质|破损|损坏|失效|闲置|空置|裸露)的?"
    r"[\u4e00-\u9fff]{1,4}$|(?:四五类|四、五类|次差等?|差等)$|(?:违规|违法|违章|非法|私自|擅自)[\u4e00-\u9fff]{2,4}$|(?:纠纷|信访|上访|警情|舆情|负面)(?:案件|事件|事项|问题)?$|事件(?:发生)?$|"
    r"(?:注水肉?|瘦肉精|违禁药?物?|非法添加物?|农药残留|兽药残留|农残|兽残|致病菌|重金属|假冒|掺假)(?:检出|阳性)$"
)
"""Things called foul: 水质超标断面个数, 劣Ⅴ类水体数."""

DEED: Final = pattern(
    r"(?:改造|整治|治理|处置|处理|修复|消除|清理|清除|拆除|更新|更换|维修|加固|整改|查处|打击|清运|排查|监测|检测|监控|管控|利用|盘活|回收|召回|销毁|"
    r"搬迁|安置|救助|补助|收治|化解|调处|办理|办结|防治|普查|巡查|检查|报告|登记|建档|宣传|培训|演练|替代|恢复|重建|排涝|抢修|追缴|清收|清偿)$"
)
"""What is done about foul things, at the end of a name: 次差路改造."""

AILING: Final = pattern(
    r"(?<![防抗免无零反禁止])(?:[漏误错违亡伤毁坏腐烂霉锈裂塌溢堵逃骗盗窃贪诈肇祸灾溺爆撞坠劣弊旷辍欠拖滞损丢泄失][\u4e00-\u9fff]|"
    r"[\u4e00-\u9fff][漏误错违亡伤毁坏腐烂霉锈裂塌溢堵逃骗盗窃诈祸溺爆撞坠劣弊旷辍欠滞损丢泄失]|[误漏错][\u4e00-\u9fff]{2})$"
)
"""Two characters of which one speaks of failure, at the end of what is counted: 错投, 失传, 失水."""

CURED: Final = pattern(
    r"错峰|错位|错时|漏斗|[防抗免无零治查除纠补修挽追减降止救反禁缉疏清讨破消封销赔保打治扶助侦抢护鉴定评测控管]|泄[洪水流放量]|下泄|爆破|裂变|滞洪|逃生|失能|失独|失智|失地|失聪|灾情|灾区|灾民|伤残|损益|误差"
)
"""What is done about failures, and what only bears the name of one: 防漏, 纠错, 销毁; 泄洪, 失能."""

EFFLUENT: Final = pattern(
    r"(?:出水|排放|尾水|废水|废气|污染物?|厂界|COD|BOD|CODcr|BOD5|SS|TSP|PM\d|SO2|NOx|总磷|总氮|氨氮)[^率]{0,8}浓度$|"
    r"(?:煤|油|电|水|气|能源|燃料|柴|耗材|用纸)消[耗费]总?量$",
    re.IGNORECASE,
)
"""What is to be thin in what flows out, or little of what is burnt: 出水COD浓度, 燃煤消耗量."""

USED: Final = pattern(r"(?:用水|用电|用气|用油|用能|用纸|耗水|耗电|耗油|耗气|能耗|水耗|电耗)(?:总?量)?$")
"""What is used up, where it is a cost: 人均用水量."""


def done_wrongly(text: str) -> str:
    """The right thing done wrongly that a text ends in: 违规支付."""
    match = WRONGLY.search(text)
    return match[0] if match else ""


def sounds_bad(text: str) -> str:
    """The foul thing, or the two characters that speak of failure, that a text ends in; empty where they speak of its cure."""
    if DEED.search(text):
        return ""
    if foul := FOUL.search(text):
        return foul[0]
    ailing = AILING.search(text)
    return ailing[0] if ailing and not CURED.search(ailing[0]) else ""


def used_up(name: str, *, cost: bool) -> str:
    """What flows out, or is used up as a `cost`, at the end of a name: 出水COD浓度, 人均用水量."""
    match = EFFLUENT.search(name) or (USED.search(name) if cost else None)
    return match[0] if match else ""
