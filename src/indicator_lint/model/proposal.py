"""A proposed change of the catalog, with what speaks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "add": "新增",
    "rename": "改名",
    "change": "修改",
    "unify": "统一",
    "merge": "合并",
    "retire": "停用",
}
"""What can be proposed, and how the files of proposals say it."""

ACCEPT, REJECT = "接受", "拒绝"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change that somebody is to accept or reject.

    `code` is the indicator concerned, empty for one to add; `other` the one that it is to be merged into. Of a rename or change
    `field`, `old` and `new` say what; `new` is empty where the finding does not say what to write. The texts of an indicator to
    add stand in its own fields. `source` is a rule's code, or empty where submissions speak; `count` how many bodies do.
    """

    kind: str
    evidence: str
    code: str = ""
    other: str = ""
    field: str = ""
    old: str = ""
    new: str = ""
    category: str = ""
    level1: str = ""
    level2: str = ""
    name: str = ""
    operator: str = ""
    unit: str = ""
    description: str = ""
    source: str = ""
    count: int = 0
    decision: str = ""
    remark: str = ""
    number: int = 0
