"""Levels 1 and 2: official names, and what may stand under what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl
from rapidfuzz.distance import Levenshtein

from indicator_lint.checks.check import Change, Check, Evidence, search
from indicator_lint.checks.frameworks import COSTS, LEVEL_OF, OTHER, foreign_documents, strange_documents
from indicator_lint.checks.grouped import grouped
from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.columns import CLASS1, CLASS2, DOCUMENT, ID, normal
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.levels import (
    bare_level,
    find_level,
    official_levels,
    official_name,
    parent_of,
    rewritten,
)
from indicator_lint.vocabulary.words import is_word

CLASSLIKE: Final = pattern(r"^[\u4e00-\u9fff、和与及或]{2,12}(?:指标|效益|效果|影响|满意度|成本)$")
"""A text that was meant to name a class, and not an indicator, a task or a department."""


ENOUGH: Final = 5
"""So many other names show how the document writes its classes."""

HABIT: Final = 3
"""A class that more rows than this name, always without 指标, is written so on purpose."""


@dataclass(slots=True)
class _Spellings:
    """How many rows of a document name an official class, how many of them in full, and which classes these are."""

    rows: int = 0
    full: int = 0
    classes: set[str] = field(default_factory=set)


@search
def official_class(frame: pl.DataFrame, role: str, *, share: float, full: float) -> dict[int, Evidence]:
    """A level bears the official name of a class; names of other frameworks are not judged.

    Where more than `share` (0 to 1) of a document's names mean no class, it follows a framework of its own and only names
    that are certainly misspelt are reported. Where at least `full` of its other names are written out, one without 指标 is too.
    """
    foreign, strange = foreign_documents(frame), strange_documents(frame, role, share)
    found: dict[int, Evidence] = {}
    stated = frame.select(ID, DOCUMENT, role, normal(role)).filter(pl.col(normal(role)) != "")
    names = [(each, len(ids), ids) for each, ids in grouped(stated, DOCUMENT, role)]
    spelt = _spellings(LEVEL_OF[role], [(document, text, rows) for (document, text), rows, _ in names])
    for (document, text), rows, ids in names:
        if document not in foreign:
            evidence = _named(LEVEL_OF[role], role, text, lenient=document in strange)
            evidence = evidence or _shortened(role, text, spelt.get(document), rows, full)
            if evidence is not None:
                found.update(dict.fromkeys(ids, evidence))
    return found


def _spellings(level: int, names: Sequence[tuple[int, str, int]]) -> dict[int, _Spellings]:
    """By document."""
    found: dict[int, _Spellings] = {}
    for document, text, rows in names:
        meant = find_level(level, text)
        if meant is not None and meant.known:
            counted = found.setdefault(document, _Spellings())
            counted.rows += rows
            if bare_level(text) == meant.official:
                counted.full += rows
                counted.classes.add(meant.official)
    return found


def _shortened(role: str, text: str, spelt: _Spellings | None, rows: int, full: float) -> Evidence | None:
    """社会效益 where nearly all other classes of the document are written in full (社会效益指标)."""
    level = LEVEL_OF[role]
    found = find_level(level, text)
    if found is None or not found.exact or spelt is None or bare_level(text) == found.official:
        return None
    if found.key == "satisfaction":  # 服务对象满意度 is as common as the full name
        return None
    others = spelt.rows - rows
    always = rows > HABIT and found.official not in spelt.classes
    if always or others < ENOUGH or spelt.full < full * others:
        return None
    new = rewritten(level, text)
    because = (("short", {"official": found.official}),)
    return Evidence(
        because=because, severity=Severity.WARNING, change=Change({role: new}) if new else _shown(found.official)
    )


def _named(level: int, role: str, text: str, *, lenient: bool) -> Evidence | None:
    found = find_level(level, text)
    if found is not None:
        return None if found.exact or not found.known else _alias(level, role, text)
    misplaced = _misplaced(level, text)
    if misplaced is not None:
        return None if lenient else misplaced
    near, sure = _nearest(level, bare_level(text))
    if sure:
        return Evidence(because=(("misspelt", {"official": near}),), change=_shown(near))
    if lenient or not (near or CLASSLIKE.match(normal_form(text))):
        return None
    known = "、".join(official_levels(level))
    change = _shown(near) if near else None
    return Evidence(because=(("unknown", {"known": known}),), severity=Severity.WARNING, change=change)


def _nearest(level: int, name: str) -> tuple[str, bool]:
    """The official name one character away, and whether it must be meant: no word stands where they differ."""
    for official in official_levels(level):
        if Levenshtein.distance(official, name, score_cutoff=1) == 1:
            place = _first_difference(official, name)
            around = (name[max(place - 1, 0) : place + 1], name[place : place + 2])
            replaced = len(official) == len(name)
            return official, not (replaced and any(len(pair) > 1 and is_word(pair) for pair in around))
    return "", False


def _first_difference(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((place for place, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _alias(level: int, role: str, text: str) -> Evidence:
    found = find_level(level, text)
    assert found is not None  # noqa: S101 - asked only of texts that mean a class
    new = rewritten(level, text)
    change = Change({role: new}) if new else _shown(found.official)
    return Evidence(because=(("alias", {"official": found.official}),), severity=Severity.WARNING, change=change)


def _misplaced(level: int, text: str) -> Evidence | None:
    """The name of a class of the other level."""
    found = find_level(3 - level, text)
    if found is None or not found.known:
        return None
    return Evidence(because=((f"of_level{3 - level}", {"official": found.official}),))


def _shown(official: str) -> Change:
    return Change(note=official, safety=Safety.DISPLAY)


@search
def under_its_level1(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """A level 2 stands under the level 1 that it belongs to. Costs are left to the rule about mixed frameworks.

    A document that files all its satisfaction under 效益 does so on purpose: a warning, not an error.
    """
    foreign = foreign_documents(frame)
    stated = frame.select(ID, DOCUMENT, CLASS1, CLASS2, "level1", role)
    apart = frozenset(stated.filter(pl.col(CLASS1) == "satisfaction")[DOCUMENT])
    judged = stated.filter(~pl.col(CLASS1).is_in(["", OTHER]) & ~pl.col(CLASS2).is_in(["", OTHER]))
    found: dict[int, Evidence] = {}
    for (document, key1, key2, _, _), ids in grouped(judged, DOCUMENT, CLASS1, CLASS2, "level1", role):
        parent = parent_of(key2)
        at_home = key1 == parent or (key2 in COSTS and key1 in {"cost", "output"})
        if document not in foreign and not at_home:
            meant = key2 == "satisfaction" and document not in apart
            found.update(dict.fromkeys(ids, _stray(key1, key2, parent, Severity.WARNING if meant else None)))
    return found


def _stray(key1: str, key2: str, parent: str, severity: Severity | None) -> Evidence:
    right = official_name(1, "output" if key2 == "cost" else parent)
    params = {"class2": official_name(2, key2), "class1": official_name(1, key1), "right": right}
    return Evidence(params, severity=severity, change=Change(note=right))


@search
def one_framework(frame: pl.DataFrame, role: str, *, framework: str) -> dict[int, Evidence]:
    """A document puts its costs either among the outputs or into a level 1 of their own; where `framework` says so, as it says."""
    found: dict[int, Evidence] = {}
    inside = pl.col(CLASS2).is_in(COSTS) & (pl.col(CLASS1) == "output")
    apart = pl.col(CLASS1) == "cost"
    wrong = {"classic": apart, "cost-first": inside}.get(framework)
    for document in frame.filter(apart if wrong is None else wrong)[DOCUMENT].unique(maintain_order=True):
        own = frame.filter(pl.col(DOCUMENT) == document)
        rows = {"inside": own.filter(inside).height, "apart": own.filter(apart).height}
        if wrong is not None:
            because = ((framework.replace("-", "_"), rows),)
            found[own.filter(wrong)[ID][0]] = Evidence(because=because, whole=True)
        elif rows["inside"]:
            sides = sorted((own.filter(inside)[ID].to_list(), own.filter(apart)[ID].to_list()), key=len)
            found[sides[0][0]] = Evidence(because=(("mixed", rows),), related=((sides[1][0], role),), whole=True)
    return found


CHECKS: Final[dict[str, Check]] = {
    "official_class": official_class,
    "one_framework": one_framework,
    "under_its_level1": under_its_level1,
}
