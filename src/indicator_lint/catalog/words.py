"""What the catalog's reports say, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicator_lint.reports.words import LANGUAGES
from indicator_lint.reports.words import WORDS as REPORT_WORDS

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # what became of an indicator
    "added": ("新增", "added"),
    "removed": ("删除", "removed"),
    "split": ("拆分", "split"),
    "merged": ("合并", "merged"),
    "retired": ("停用", "retired"),
    "restored": ("恢复", "restored"),
    "renamed": ("改名", "renamed"),
    "moved": ("移动", "moved"),
    "changed": ("修改", "changed"),
    "released": ("发布", "released"),
    "category_renamed": ("类别改名", "category renamed"),
    "category_added": ("新增类别", "category added"),
    "category_removed": ("删除类别", "category removed"),
    "unchanged": ("未变", "unchanged"),
    # fields that reports of tables do not know
    "core": ("核心指标", "core"),
    "status": ("状态", "status"),
    "since": ("启用版本", "since"),
    "until": ("停用版本", "until"),
    "successor": ("接替指标", "successor"),
    "basis": ("设定依据", "basis"),
    "keywords": ("关键词", "keywords"),
    # what the change of a field means
    "respelt": ("写法不同，含义未变", "spelt otherwise, same meaning"),
    "filled": ("补填", "filled in"),
    "cleared": ("清空", "cleared"),
    "lowered": ("调低", "lowered"),
    "raised": ("调高", "raised"),
    "eased": ("调高，即放宽", "raised, that is eased"),
    "tightened": ("调低，即收紧", "lowered, that is tightened"),
    "quantified": ("由文字改为数值", "words became a figure"),
    "unquantified": ("由数值改为文字", "a figure became words"),
    "withheld": ("不再给出数值", "a figure is no longer given"),
    "turned": ("方向相反", "direction reversed"),
    "unit_into_name": ("单位移入名称", "unit moved into the name"),
    "unit_from_name": ("单位移出名称", "unit moved out of the name"),
    "unit_in_name": ("名称中的单位改变", "unit in the name changed"),
    # how sure
    "sure_high": ("把握高", "high confidence"),
    "sure_middle": ("把握中", "medium confidence"),
    "sure_low": ("把握低，请核对", "low confidence, please check"),
    # reports
    "same": ("没有变更：{count} 个指标相同。", "No changes: {count} indicator(s) are the same."),
    "summary": (
        "{total} 个指标有变更：{counts}；{unchanged} 个未变。",
        "{total} indicator(s) changed: {counts}; {unchanged} unchanged.",
    ),
    "count": ("{kind} {count}", "{kind} {count}"),
    "from_to": ("“{old}” → “{new}”", "“{old}” → “{new}”"),
    "field_change": ("{field}：“{old}” → “{new}”{note}", "{field}: “{old}” → “{new}”{note}"),
    "field_filled": ("{field}：补填“{new}”", "{field}: “{new}” filled in"),
    "field_cleared": ("{field}：删去“{old}”", "{field}: “{old}” removed"),
    "note": ("（{note}）", " ({note})"),
    "untitled": ("（无类别）", "(no category)"),
    "diff_kind": ("变更", "change"),
    "diff_category": ("类别", "category"),
    "diff_code": ("指标编码", "code"),
    "diff_before": ("原指标", "before"),
    "diff_after": ("现指标", "after"),
    "diff_field": ("项目", "field"),
    "diff_old": ("原为", "was"),
    "diff_new": ("现为", "is"),
    "diff_note": ("说明", "note"),
    "diff_confidence": ("把握", "confidence"),
    "diff_sheet": ("变更", "changes"),
    "totals_sheet": ("汇总", "totals"),
    "totals_count": ("数量", "count"),
    "diff_title": ("指标变更：{before} → {after}", "Changes of indicators: {before} → {after}"),
    # the life of an indicator
    "pending": ("待发布", "pending"),
    "joined": ("{other} {kind}，由本指标接替", "{other} {kind}, followed by this one"),
    "became": ("{kind}，由 {other} 接替", "{kind}, followed by {other}"),
    "in_force": ("现行，自 {since} 起。", "In force since {since}."),
    "out_of_force": ("已停用：{since} 至 {until}。", "Retired: from {since} to {until}."),
    "followed": ("接替：{chain}。", " Followed by {chain}."),
}
"""Key -> (Chinese, English)."""


def say(key: str, lang: str = "zh", /, **fields: object) -> str:
    """The words for a key; those of reports where the catalog has none of its own. Raises KeyError for unknown words."""
    words = WORDS.get(key) or REPORT_WORDS[key]
    return words[LANGUAGES.index(lang)].format(**fields)
