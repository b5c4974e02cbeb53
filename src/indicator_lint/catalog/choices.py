"""What a submission may choose from: the classes of the catalog's framework, operators, units and scales."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from indicator_lint.model.catalog import Catalog, Indicator
from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.levels import find_level, official_levels
from indicator_lint.vocabulary.operators import find_sign
from indicator_lint.vocabulary.scales import find_scale

OPERATORS: Final = ("≥", "≤", "=", ">", "<", "定性")
QUALITATIVE: Final = "定性"
USUAL_UNITS: Final = (
    "%",
    "个",
    "次",
    "人",
    "人次",
    "项",
    "份",
    "件",
    "台（套）",
    "场次",
    "平方米",
    "公里",
    "万元",
    "元",
    "天",
    "月",
    "年",
    "分",
)
"""Offered behind those that the catalog itself uses."""

OWN_COSTS: Final = frozenset({"economic_cost", "social_cost", "ecological_cost"})
"""Second levels of a framework in which cost is a level 1 of its own; in the other `cost` stands under output."""


def choices_of(catalog: Catalog) -> Mapping[str, Sequence[str]]:
    """The lists by role: level1, level2, operator, unit, and scale."""
    used = Counter(one.unit for one in catalog.active if one.unit and find_scale(one.unit) is None)
    scales = ["、".join(row["grades"].split("、")) for row in load_rows("scales")]
    return {
        "level1": _levels(catalog, 1),
        "level2": _levels(catalog, 2),
        "operator": OPERATORS,
        "unit": list(dict.fromkeys([*(unit for unit, _ in used.most_common()), *USUAL_UNITS])),
        "scale": scales,
    }


def is_qualitative(indicator: Indicator) -> bool:
    """Whether its target is a grade."""
    return find_sign(indicator.operator) == QUALITATIVE or grades_of(indicator) != ()


def grades_of(indicator: Indicator) -> tuple[str, ...]:
    """The grades that its target is one of, as far as its unit lists them."""
    scale = find_scale(indicator.unit)
    return scale.grades if scale is not None and len(scale.grades) > 1 else ()


def _levels(catalog: Catalog, level: int) -> list[str]:
    """The official classes, without those of the other framework."""
    cost_first = any(_key(1, one.level1) == "cost" for one in catalog.active)
    foreign = {(1, False): {"cost"}, (1, True): set[str](), (2, False): OWN_COSTS, (2, True): {"cost"}}
    return [name for name in official_levels(level) if _key(level, name) not in foreign[level, cost_first]]


def _key(level: int, text: str) -> str:
    found = find_level(level, text)
    return found.key if found else ""
