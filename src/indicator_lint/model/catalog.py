"""The catalog: every indicator that a body has issued, under a code that never changes, and what was done to it since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from indicator_lint.model.usererror import UserError

ACTIVE, RETIRED = "现行", "停用"
CORE, NOT_CORE = "是", "否"

KINDS: Final[Mapping[str, str]] = {
    "added": "新增",
    "renamed": "改名",
    "moved": "移动",
    "changed": "修改",
    "merged": "合并",
    "split": "拆分",
    "retired": "停用",
    "restored": "恢复",
    "released": "发布",
}
"""What can be done to an indicator, and how the log of changes says it."""


class CatalogError(UserError):
    """A catalog, or what was to be done with it, is not as it should be."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a catalog or of a document.

    `code` is empty for one that has none yet. `target` and `weight` are what a document says, a catalog knows neither; `place`
    is where the document says it.
    """

    code: str = ""
    category: str = ""
    level1: str = ""
    level2: str = ""
    name: str = ""
    operator: str = ""
    unit: str = ""
    description: str = ""
    core: str = NOT_CORE
    status: str = ACTIVE
    since: str = ""
    until: str = ""
    successor: str = ""
    basis: str = ""
    keywords: str = ""
    target: str = ""
    weight: str = ""
    place: str = ""

    @property
    def active(self) -> bool:
        """Whether it is in force."""
        return self.status == ACTIVE

    def text(self, name: str) -> str:
        """The text of a field by its name. Raises AttributeError for a field that there is not."""
        text: str = getattr(self, name)
        return text


FIELDS: Final = (
    "code", "category", "level1", "level2", "name", "operator", "unit", "description",
    "core", "status", "since", "until", "successor", "basis", "keywords",
)  # fmt: skip
"""The columns of `indicators.csv`, in their order."""

STATED: Final = ("category", "level1", "level2", "name", "operator", "unit", "description")
"""What an issued document states of an indicator."""


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One line of the log: what was done to which indicator, in which version (empty until the next release), and why.

    `kind` is a key of KINDS; `field`, `old` and `new` tell of one field; `other` is the code of the indicator that a merger, a
    split or a retirement leads to.
    """

    number: int
    version: str
    kind: str
    code: str = ""
    field: str = ""
    old: str = ""
    new: str = ""
    other: str = ""
    reason: str = ""
    date: str = ""


LOGGED: Final = ("number", "version", "date", "kind", "code", "field", "old", "new", "other", "reason")
"""The columns of `changes.csv`, in their order."""


@dataclass(frozen=True)
class Catalog:
    """A state of a catalog: its indicators in the order in which they are issued, retired ones among them, and the log.

    `version` is the last one released, empty before the first; `prefix` begins every code that is given.
    """

    title: str
    prefix: str = "zb"
    version: str = ""
    indicators: Sequence[Indicator] = ()
    changes: Sequence[LoggedChange] = field(default=())

    @cached_property
    def by_code(self) -> Mapping[str, Indicator]:
        """The indicators by their codes."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def active(self) -> Sequence[Indicator]:
        """The indicators that are in force."""
        return [indicator for indicator in self.indicators if indicator.active]

    @cached_property
    def categories(self) -> Sequence[str]:
        """The titles of the categories in force, in the order in which they are issued."""
        return list(dict.fromkeys(indicator.category for indicator in self.active))
