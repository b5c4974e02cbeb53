"""Scales of qualitative indicators: complete, in order, and one kind in a document."""

from __future__ import annotations

from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Findings, search
from indicator_lint.checks.grouped import each_text
from indicator_lint.model.columns import DIMENSION, DOCUMENT, ID
from indicator_lint.vocabulary.scales import SEPARATOR, Scale, find_scale, nearest_scale
from indicator_lint.vocabulary.units import find_dimension

LOWEST: Final = ("差", "较差", "劣", "低", "次")
FIRST: Final = {"优秀": "优", "好": "优", "良好": "优", "非常满意": "满意"}
"""First grades that open the same kind of scale."""


@search
def listed_scale(frame: pl.DataFrame, role: str, *, usual: str) -> Findings:
    """A scale has the grades of a listed one, in their order."""
    return each_text(frame, role, lambda text: _unlisted(text, usual) if find_dimension(text) == "scale" else None)


def _unlisted(text: str, usual: str) -> Evidence | None:
    scale = find_scale(text)
    if scale is None or scale.listed:
        return None
    better = nearest_scale(scale.grades) or (usual if scale.grades[0] in {"优", "优秀", "良"} else "")
    change = Change(note=better) if better else None
    return Evidence(because=((_defect(scale), {"grades": scale.text}),), change=change)


def _defect(scale: Scale) -> str:
    if len(scale.grades) == 1:
        return "single"
    if len(set(scale.grades)) < len(scale.grades):
        return "repeated"
    return "unlisted" if scale.grades[-1] in LOWEST and len(scale.grades) > len("优良差") else "incomplete"


@search
def one_scale(frame: pl.DataFrame, role: str) -> Findings:
    """All indicators of a document that are graded alike use one scale."""
    found: dict[int, Evidence] = {}
    scales = frame.filter(pl.col(DIMENSION) == "scale")
    for _, ids, texts in scales.group_by(DOCUMENT, maintain_order=True).agg(ID, role).iter_rows():
        for kinds in _families(ids, texts):
            if len(kinds) > 1:
                places = sorted(record for records in kinds.values() for record in records)
                names = "”“".join(SEPARATOR.join(grades) for grades in kinds)
                related = tuple((record, role) for record in places[1:])
                found[places[0]] = Evidence({"scales": names, "count": len(kinds)}, related=related, whole=True)
    return found


def _families(ids: list[int], texts: list[str]) -> list[dict[tuple[str, ...], list[int]]]:
    """Scales that begin alike (优 …, 满意 …), each with its records; 有、无 beside 优、良、中、差 is no mixture."""
    families: dict[str, dict[tuple[str, ...], list[int]]] = {}
    for record, text in zip(ids, texts, strict=True):
        scale = find_scale(text)
        if scale is not None and len(scale.grades) > 1:
            first = FIRST.get(scale.grades[0], scale.grades[0])
            families.setdefault(first, {}).setdefault(scale.grades, []).append(record)
    return list(families.values())


CHECKS: Final[dict[str, Check]] = {"listed_scale": listed_scale, "one_scale": one_scale}
"""Checks."""
