"""Descriptions: whether they are there, say something, and speak of what the name measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Findings, Params, check, search
from indicator_lint.checks.copies import find_copies
from indicator_lint.checks.corpus import Corpus, Entry, corpora, is_judged
from indicator_lint.checks.grouped import each, shared_texts
from indicator_lint.model.columns import DIMENSION, DOCUMENT, GROUP, ID, NATURE, normal
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.description_words import any_of, lead_of, words_of
from indicator_lint.vocabulary.measure_conflicts import find_conflict

NAME, TEXT = normal("name"), normal("description")

LEAST: Final = 5
"""Descriptions from which on a document or category has a habit."""

OWNED: Final = 0.5
"""From this coverage on a description has an owner among the names that share it."""

SHARED_FIT: Final = 0.15
SHOWN: Final = 3

TALK: Final = pattern(r"情况|的|[、,。;:()\s]|^(?:反映|考核|衡量|体现|评价|主要|综合|用于|用以|本指标|该指标)+|等$")
"""What may be added to a name without saying more."""

TAIL: Final = pattern(r"(?:等?的?(?:情况|状况|水平))?$")
VAGUE: Final = r"(?:情况|状况|效果|作用|影响)$"
STOP: Final = "。"
SHORT: Final = 40
"""Characters up to which a description is one statement, for which a lead word is usual."""

HEAD: Final = 6


@search
def description_given(frame: pl.DataFrame, role: str, *, share: float) -> Findings:
    """Where a category's indicators are described, each one is."""
    rows = frame.lazy().filter(pl.col(role).is_not_null() & (pl.col(NAME).fill_null("") != ""))
    empty = pl.col(TEXT) == ""
    described = rows.group_by(GROUP, maintain_order=True).agg(
        pl.col(DOCUMENT, ID).first(), pl.len(), pl.col(ID).filter(empty).alias("empty"), pl.col("name").filter(empty)
    )
    categories = described.collect(engine="in-memory")
    found: dict[int, Evidence] = {}
    for _, grouped in groupby(categories.iter_rows(), key=lambda category: category[1]):
        document = list(grouped)
        if all(len(records) == rows for *_, rows, records, _ in document):
            count = sum(rows for *_, rows, _, _ in document)
            found[document[0][2]] = Evidence(because=(("nowhere", {"count": count}),), whole=True)
            continue
        for *_, size, records, names in document:
            found |= _undescribed(size, records, names, role, share)
    return found


def _undescribed(
    rows: int, records: Sequence[int], names: Sequence[str], role: str, share: float
) -> dict[int, Evidence]:
    if len(records) <= (1 - share) * rows:
        lacking = zip(records, names, strict=True)
        return {record: Evidence(because=(("here", {"name": name.strip()}),)) for record, name in lacking}
    params = {"count": len(records), "rows": rows}
    related = tuple((record, role) for record in records[1:])
    return {records[0]: Evidence(because=(("mostly", params),), related=related, whole=True)}


@search
def description_of_one(frame: pl.DataFrame, role: str, *, names: int) -> Findings:
    """A description is about one indicator, not a phrase put beside several."""
    shared = (
        frame.lazy()
        .filter(pl.col(TEXT).fill_null("") != "")
        .group_by(DOCUMENT, TEXT)
        .agg(pl.col(NAME).n_unique().alias("names"))
        .collect(engine="in-memory")
    )
    if shared.filter(pl.col("names") >= names).is_empty():
        return {}
    copies = {copy.block.group for copy in find_copies(frame)}
    return {
        entries[0].record: _boilerplate(entries, role)
        for corpus in corpora(frame)
        for entries in _sharing(corpus, copies)
        if len({entry.name for entry in entries}) >= names and not _fits_some(entries)
    }


def _sharing(corpus: Corpus, copies: set[int]) -> Iterable[list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in corpus.entries:
        if entry.group not in copies:
            found[entry.description].append(entry)
    return found.values()


def _fits_some(entries: Sequence[Entry]) -> bool:
    """Whether one of the names owns the description, or it says something about each of a block of rows (a merged cell)."""
    fits = [entry.own for entry in entries if entry.subject]
    records = sorted(record for entry in entries for record in entry.records)
    block = records[-1] - records[0] == len(records) - 1
    return max(fits, default=0.0) >= OWNED or (block and sum(fits) >= SHARED_FIT * len(fits) > 0)


def _boilerplate(entries: Sequence[Entry], role: str) -> Evidence:
    names = list(dict.fromkeys(entry.name for entry in entries))
    shown = _listed(names)
    records = sorted(record for entry in entries for record in entry.records)
    return Evidence({"count": len(names), "names": shown}, related=tuple((record, role) for record in records[1:]))


def _listed(names: Sequence[str]) -> str:
    """The first few names, each in quotes: names hold enumeration marks themselves."""
    return "".join(f"“{name}”" for name in names[:SHOWN]) + ("等" if len(names) > SHOWN else "")


@search
def same_measure(frame: pl.DataFrame, role: str) -> Findings:
    """A description ends in a measure that goes with the measure of the name."""
    del role
    return each(frame, (NAME, TEXT, NATURE, DIMENSION), _other_measure)


def _other_measure(name: str | None, text: str | None, nature: str, dimension: str | None) -> Evidence | None:
    reason = _conflict(name, text, nature, dimension or "") if name and text and is_judged(text) else None
    return Evidence(because=(reason,), change=Change(advice=("restate", {"name": name}))) if name and reason else None


def _conflict(name: str, text: str, nature: str, dimension: str) -> tuple[str, Params] | None:
    text = TAIL.sub("", text, count=1)
    if nature == "qualitative" and text.endswith("率") and not name.endswith("率"):
        return "qualitative", {"here": "率"}
    conflict = find_conflict(name, text)
    if conflict is None or (conflict.kind == "share" and dimension in {"", "ratio"}):
        return None
    return conflict.kind, {"measure": conflict.name, "here": conflict.description}


@search
def more_than_name(frame: pl.DataFrame, role: str) -> Findings:
    """A description says more than the name."""
    repeated = sorted(each(frame, (NAME, TEXT), _repeated))
    found = {}
    for _, records, names in frame[repeated].group_by(GROUP, maintain_order=True).agg(ID, NAME).iter_rows():
        shown = _listed(names)
        related = tuple((record, role) for record in records[1:])
        found[records[0]] = Evidence({"count": len(records), "names": shown}, related=related, whole=True)
    return found


def _repeated(name: str | None, text: str | None) -> Evidence | None:
    return Evidence() if name and text and _bare(name) == _bare(text) else None


def _bare(text: str) -> str:
    return TALK.sub("", TALK.sub("", text))


@search
def usual_style(frame: pl.DataFrame, role: str, *, share: float) -> Findings:
    """Descriptions begin and end as the others of the document do."""
    rows = frame.select(ID, DOCUMENT, GROUP, NAME, TEXT, role).filter(
        (pl.col(TEXT).fill_null("") != "") & (pl.col(NAME).fill_null("") != "")
    )
    grouped = rows.group_by(GROUP, maintain_order=True).agg(pl.col(DOCUMENT).first(), ID, TEXT, role)
    once = shared_texts(frame).setdefault
    found: dict[int, Evidence] = {}
    for _, document in groupby(grouped.iter_rows(), key=lambda category: category[1]):
        categories = [
            _Described(records, [once(text, text) for text in texts], [once(text, text) for text in shown])
            for _, _, records, texts, shown in document
        ]
        habit = _habit([text for category in categories for text in category.texts], share)
        stops = [stopped for category in categories for stopped in category.stopped]
        stopless = sum(stops) < (1 - share) * len(stops)
        for category in categories:
            lead = habit or _habit(category.texts, share)
            unled = _without_lead(category, lead)
            stopped = _lone_stop(category) if stopless else set()
            for record, text in zip(category.records, category.shown, strict=True):
                if record in unled or record in stopped:
                    found[record] = _restyled(record, text, role, lead, (unled, stopped))
    return found


class _Described(NamedTuple):
    """The descriptions of a category: their records, their normal forms and the texts as shown."""

    records: Sequence[int]
    texts: Sequence[str]
    shown: Sequence[str]

    @property
    def stopped(self) -> list[bool]:
        """Which of them end in a full stop."""
        return [text.strip().endswith(STOP) for text in self.shown]


def _restyled(record: int, text: str, role: str, lead: str, faults: tuple[set[int], set[int]]) -> Evidence:
    because: list[tuple[str, Params]] = []
    text = text.strip()
    if record in faults[0]:
        because.append(("lead", {"lead": lead}))
        text = lead + text
    if record in faults[1]:
        because.append(("stop", {}))
        text = text.rstrip(STOP)
    return Evidence(because=tuple(because), change=Change({role: text}))


def _habit(texts: Sequence[str], share: float) -> str:
    """The word that nearly all descriptions begin with, empty where there is none."""
    leads = Counter(lead_of(text)[:2] for text in texts)
    lead, count = leads.most_common(1)[0]
    return lead if lead and len(texts) >= LEAST and count >= share * len(texts) else ""


def _without_lead(category: _Described, lead: str) -> set[int]:
    """Rows that lack the usual word, in a category where most have it; another category may be of another kind."""
    without = [pair for pair in zip(category.records, category.texts, strict=True) if not pair[1].startswith(lead)]
    if not lead or 2 * len(without) > len(category.texts):
        return set()
    return {record for record, text in without if _wants(text, lead)}


def _lone_stop(category: _Described) -> set[int]:
    """The one description of a category that ends in a full stop; one of several sentences may."""
    ending = [place for place, stopped in enumerate(category.stopped) if stopped]
    lone = len(ending) == 1 and len(category.texts) >= LEAST and category.shown[ending[0]].count(STOP) == 1
    return {category.records[ending[0]]} if lone else set()


def _wants(text: str, lead: str) -> bool:
    """Whether a text is a plain statement that a lead word would suit; a misspelt lead word is another rule's affair."""
    plain = is_judged(text) and len(text) <= SHORT and STOP not in text
    began = any(word in text[:HEAD] for word in words_of("lead") if len(word) > 1)
    misspelt = sum(1 for mine, usual in zip(text, lead, strict=False) if mine != usual) < len(lead)
    return plain and not began and not misspelt


@check
def counting_method(role: str) -> pl.Expr:
    """The description of a quantity says more than 某某情况: a formula, a scope, a source or what is counted."""
    text = pl.col(normal(role))
    stated = "|".join(any_of(kind).pattern for kind in ("scope", "formula", "method"))
    return (pl.col(NATURE) != "quantitative") | ~text.str.contains(VAGUE) | text.str.contains(stated)


CHECKS: Final[dict[str, Check]] = {
    "counting_method": counting_method,
    "description_given": description_given,
    "description_of_one": description_of_one,
    "more_than_name": more_than_name,
    "same_measure": same_measure,
    "usual_style": usual_style,
}
