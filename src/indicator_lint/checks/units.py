"""Units: whether there is one, one only, a known one, written in the standard way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl
from rapidfuzz.distance import DamerauLevenshtein

from indicator_lint.checks.check import Change, Check, Evidence, Findings, Params, search
from indicator_lint.checks.frameworks import COSTS
from indicator_lint.checks.grouped import each, each_text
from indicator_lint.chinese.normal import BLANKS, normal_form
from indicator_lint.model.columns import CLASS2, DIMENSION, GROUP, ID, SIGN, UNIT, normal
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.counters import find_counter
from indicator_lint.vocabulary.measures import Measure, find_measure
from indicator_lint.vocabulary.operators import COMPARING
from indicator_lint.vocabulary.units import (
    Unit,
    find_dimension,
    find_several,
    find_unit,
    known_spellings,
    standard_unit,
    unit_in_name,
)

NUMBER: Final = pattern(r"[≥≤><=]*\d[\d,]*(?:\.\d+)?")
SAYS_ENOUGH: Final = r"^[≥≤><=]*(?:0|(?:19|20)\d\d)$"
RARE: Final = pattern(r"死亡|发病|患病|出生|自然增长|受害|成灾|发案|感染|伤亡")
"""Rates that are often given in ‰ or per 100,000."""

MULTIPLES: Final = ("万", "亿")
"""What is no unit by itself: 250万 of what?"""

HABIT: Final = 2
"""So many counts of a category with their units make one without stand out."""

MANY: Final = 10
"""From so many rows without a unit on, a category that has a few units has none as a habit."""

PLAUSIBLE: Final = pattern(r".*[/·*×每\d].*|.|.{9,}")
"""Compounds and single characters may well be units that are merely not listed; longer texts are none at all."""


@search
def unit_stated(frame: pl.DataFrame, role: str, *, rows: int, share: float) -> Findings:
    """A quantitative indicator has a unit: in its column or, where a form has none, behind the number of its target."""
    names = normal("name"), SIGN, DIMENSION, normal("target"), CLASS2
    asked = _bare_targets(frame) if role == "target" else frame
    lacking = each(asked, names, lambda *values: _lacking(*values, role=role))
    if role == "target":
        counts = each(asked, names, _uncounted)
        beside = set(_beside_counted(frame, asked)[ID])
        plain = {record: told for record, told in counts.items() if record not in beside}
        said = {record: told for record, told in counts.items() if record in beside}
        return {
            **_noted(frame, plain, role, rows=rows),
            **said,
            **_rolled_up(frame, lacking, role, rows=rows, share=share),
        }
    return _rolled_up(frame, lacking, role, rows=rows, share=share)


def _bare_targets(frame: pl.DataFrame) -> pl.DataFrame:
    """The records of forms without a unit column whose target is a mere number; nil and years say enough."""
    target = pl.col(normal("target"))
    untold = pl.col("unit").is_null() & ((pl.col(DIMENSION).fill_null("") == "") | pl.col(UNIT).is_in(MULTIPLES))
    bare = target.str.contains(f"^(?:{NUMBER.pattern})(?:{'|'.join(MULTIPLES)})?$") & ~target.str.contains(SAYS_ENOUGH)
    return frame.filter(untold & bare).with_columns(pl.lit("").alias(DIMENSION))


def _beside_counted(frame: pl.DataFrame, bare: pl.DataFrame) -> pl.DataFrame:
    """Of the bare targets those in a category where counts have their units: 12场, 300人次, and then 40."""
    counted = frame.filter(pl.col("unit").is_null() & (pl.col(DIMENSION) == "count"))
    habit = counted.group_by(GROUP).len().filter(pl.col("len") >= HABIT)[GROUP]
    return bare.filter(pl.col(GROUP).is_in(habit.to_list()))


def _uncounted(name: str | None, sign: str | None, *_: str | None) -> Evidence | None:
    """A count without its unit, where those beside it have theirs."""
    measure = find_measure(name or "")
    plain = sign not in {"定性", "?"} and name and not unit_in_name(name) and _is_count(measure)
    if not plain or (measure is not None and measure.may_be_bare):
        return None
    proposed, change = _proposed(name or "", measure, "target")
    return Evidence(because=(("beside", {"name": name}), proposed), severity=Severity.WARNING, change=change)


def _noted(frame: pl.DataFrame, plain: Findings, role: str, *, rows: int) -> Findings:
    """Counts in a form where hardly any has its unit are understood: a remark, once a category where there are several."""
    noted = {
        record: replace(told, severity=Severity.INFO, because=(("plain", told.because[0][1]),), change=None)
        for record, told in plain.items()
    }
    for ids in frame.filter(pl.col(ID).is_in(list(plain))).group_by(GROUP, maintain_order=True).agg(ID)[ID].to_list():
        if len(ids) >= rows:
            related = tuple((record, role) for record in ids[1:])
            told = Evidence(
                because=(("plains", {"count": len(ids)}),), severity=Severity.INFO, related=related, whole=True
            )
            noted = {**{record: each for record, each in noted.items() if record not in ids}, ids[0]: told}
    return noted


def _lacking(
    name: str | None, sign: str | None, dimension: str | None, target: str | None, class2: str | None, *, role: str
) -> Evidence | None:
    if dimension != "" or sign in {"定性", "?"} or not name or unit_in_name(name):
        return None
    measure = find_measure(name)
    spent = measure is None and class2 in COSTS
    if not _is_quantity(measure, sign, target) or (role == "target" and _is_count(measure) and not spent):
        return None
    proposed, change = _proposed(name, measure, role)
    severity = Severity.WARNING if role == "target" and spent else None
    return Evidence(because=(("one", {"name": name}), proposed), severity=severity, change=change)


def _is_quantity(measure: Measure | None, sign: str | None, target: str | None) -> bool:
    if measure is not None and measure.may_be_bare:
        return False
    if target:
        return NUMBER.match(target) is not None and NUMBER.sub("", target, count=1) in {"", *MULTIPLES}
    return sign in COMPARING or (measure is not None and "scale" not in measure.dimensions)


def _is_count(measure: Measure | None) -> bool:
    """Whether a bare number will do in a form: a count is understood to be in pieces."""
    return measure is None or not measure.dimensions or measure.fits("count")


def _proposed(name: str, measure: Measure | None, role: str) -> tuple[tuple[str, Params], Change | None]:
    if measure is not None and measure.is_rate:
        if RARE.search(name) or role != "unit":
            note = "%、‰、1/10万" if RARE.search(name) else "%"
            return ("rate", {}), Change(note=note, safety=Safety.DISPLAY)
        return ("rate", {}), Change({role: "%"})
    counter = find_counter(name)
    if counter is None or not counter.units:
        return ("unclear", {}), None
    units = "、".join(counter.units)
    return ("usual", {"units": units}), Change(note=units, safety=Safety.DISPLAY)


def _rolled_up(frame: pl.DataFrame, found: Findings, role: str, *, rows: int, share: float) -> Findings:
    """Where a category has no units, or hardly any, that is told once and not of each of its rows."""
    stated = (pl.col(DIMENSION).fill_null("") != "").sum().alias("stated")
    kept = dict(found)
    for _, ids, with_unit in frame.group_by(GROUP, maintain_order=True).agg(ID, stated).iter_rows():
        lacking = [record for record in ids if record in found]
        asked = len(lacking) + with_unit
        habit = with_unit == 0 or (len(lacking) >= MANY and len(lacking) > share * asked)
        if habit and len(lacking) >= rows:
            for record in lacking:
                del kept[record]
            told = ("most" if with_unit else "all", {"count": len(lacking), "asked": asked})
            related = tuple((record, role) for record in lacking[1:])
            kept[lacking[0]] = Evidence(because=(told, ("whole", {})), related=related, whole=True)
    return kept


@search
def unit_known(frame: pl.DataFrame, role: str) -> Findings:
    """A unit is one of the vocabulary, or made of such."""
    return each_text(frame, role, lambda text: _unknown(text, role))


def _unknown(text: str, role: str) -> Evidence | None:
    key = normal_form(text)
    if find_dimension(key) != "unknown" or PLAUSIBLE.fullmatch(key):
        return None
    near = min(known_spellings(), key=lambda known: DamerauLevenshtein.distance(key, known))
    if len(near) > 1 and DamerauLevenshtein.distance(key, near) == 1:
        return Evidence(because=(("near", {"near": near}),), change=Change({role: near}))
    return Evidence(because=(("strange", {}),))


@search
def single_unit(frame: pl.DataFrame, role: str) -> Findings:
    """A cell holds one unit."""
    return each_text(frame, role, _several)


def _several(text: str) -> Evidence | None:
    units = find_several(text) or _spaced(text)
    if not units:
        return None
    dimensions = {unit.dimension for unit in units}
    names = {"units": "”“".join(unit.standard for unit in units)}
    if len(dimensions) > 1:
        return Evidence(names, (("different", {}),), change=Change(advice=("split", {})))
    severity = Severity.WARNING if dimensions == {"count"} else None
    return Evidence(names, (("alike", {}),), severity, Change(advice=("unify", {"unit": units[0].standard})))


def _spaced(text: str) -> tuple[Unit, ...]:
    """平方米 米: a blank may separate units as well, unless the joined text is a unit (人 次)."""
    parts = [find_unit(part) for part in BLANKS.split(text.strip())]
    known = tuple(part for part in parts if part is not None)
    return known if len(known) == len(parts) > 1 and find_unit(text) is None else ()


@search
def standard_spelling(frame: pl.DataFrame, role: str) -> Findings:
    """A unit is written in the standard way."""
    return each_text(frame, role, lambda text: _respelt(text, role))


def _respelt(text: str, role: str) -> Evidence | None:
    standard = standard_unit(text)
    return Evidence(change=Change({role: standard})) if standard and standard != text.strip() else None


@search
def one_money_unit(frame: pl.DataFrame, role: str, *, per_head: Sequence[str], units: Sequence[str]) -> Findings:
    """The totals of a category are not partly in 元, the first of `units`, and partly in the others; amounts per head may differ."""
    per_piece = pl.col(normal("name")).str.contains_any(list(per_head))
    totals = frame.filter(pl.col(normal(role)).is_in(list(units)) & ~per_piece.fill_null(value=True))
    found: dict[int, Evidence] = {}
    for _, ids, used in totals.group_by(GROUP, maintain_order=True).agg(ID, normal(role)).iter_rows():
        if len(set(used)) > 1 and units[0] in used:
            related = tuple((record, role) for record in ids[1:])
            found[ids[0]] = Evidence({"units": "”“".join(dict.fromkeys(used))}, related=related, whole=True)
    return found


CHECKS: Final[dict[str, Check]] = {
    "one_money_unit": one_money_unit,
    "single_unit": single_unit,
    "standard_spelling": standard_spelling,
    "unit_known": unit_known,
    "unit_stated": unit_stated,
}
