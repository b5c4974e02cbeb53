"""Descriptions: whether they are there, say something, and speak of what the name measures."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, Findings, Params, check, search
from indicator_lint.checks.copies import find_copies
from indicator_lint.checks.corpus import Corpus, Entry, corpora, is_judged
from indicator_lint.model.columns import DIMENSION, DOCUMENT, GROUP, ID, NATURE, normal
from indicator_lint.vocabulary.description_words import any_of, lead_of, words_of
from indicator_lint.vocabulary.measure_conflicts import find_conflict

NAME, TEXT = normal("name"), normal("description")

LEAST: Final = 5
"""Descriptions from which on a document or category has a habit."""

OWNED: Final = 0.5
"""From this coverage on a description has an owner among the names that share it."""

SHARED_FIT: Final = 0.15
SHOWN: Final = 3

TALK: Final = re.compile(r"情况|的|[、,。;:()\s]|^(?:反映|考核|衡量|体现|评价|主要|综合|用于|用以|本指标|该指标)+|等$")
"""What may be added to a name without saying more."""

TAIL: Final = re.compile(r"(?:等?的?(?:情况|状况|水平))?$")
VAGUE: Final = r"(?:情况|状况|效果|作用|影响)$"
STOP: Final = "。"
SHORT: Final = 40
"""Characters up to which a description is one statement, for which a lead word is usual."""

HEAD: Final = 6


@search
def description_given(frame: pl.DataFrame, role: str, *, share: float) -> Findings:
    """Where a category's indicators are described, each one is."""
    rows = frame.filter(pl.col(role).is_not_null() & (pl.col(NAME).fill_null("") != ""))
    found: dict[int, Evidence] = {}
    for document in rows.partition_by(DOCUMENT, maintain_order=True):
        if (document[TEXT] == "").all():
            found[document[ID][0]] = Evidence(because=(("nowhere", {"count": len(document)}),), whole=True)
            continue
        for category in document.partition_by(GROUP, maintain_order=True):
            found |= _undescribed(category, role, share)
    return found


def _undescribed(category: pl.DataFrame, role: str, share: float) -> dict[int, Evidence]:
    empty = category.filter(pl.col(TEXT) == "")
    records = empty[ID].to_list()
    if len(records) <= (1 - share) * len(category):
        names = zip(records, empty["name"], strict=True)
        return {record: Evidence(because=(("here", {"name": name.strip()}),)) for record, name in names}
    params = {"count": len(records), "rows": len(category)}
    related = tuple((record, role) for record in records[1:])
    return {records[0]: Evidence(because=(("mostly", params),), related=related, whole=True)}


@search
def description_of_one(frame: pl.DataFrame, role: str, *, names: int) -> Findings:
    """A description is about one indicator, not a phrase put beside several."""
    shared = (
        frame.filter(pl.col(TEXT).fill_null("") != "")
        .group_by(DOCUMENT, TEXT)
        .agg(pl.col(NAME).n_unique().alias("names"))
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
    shown = "、".join(names[:SHOWN]) + ("等" if len(names) > SHOWN else "")
    records = sorted(record for entry in entries for record in entry.records)
    return Evidence({"count": len(names), "names": shown}, related=tuple((record, role) for record in records[1:]))


@search
def same_measure(frame: pl.DataFrame, role: str) -> Findings:
    """A description ends in a measure that goes with the measure of the name."""
    del role
    keys = (NAME, TEXT, NATURE, DIMENSION)
    rows = frame.filter((pl.col(NAME).fill_null("") != "") & (pl.col(TEXT).fill_null("") != ""))
    found: dict[int, Evidence] = {}
    for name, text, nature, dimension, records in rows.group_by(keys, maintain_order=True).agg(ID).iter_rows():
        reason = _conflict(name, text, nature, dimension or "") if is_judged(text) else None
        if reason is not None:
            found.update(dict.fromkeys(records, Evidence(because=(reason,), change=Change(note=_restated(name)))))
    return found


def _conflict(name: str, text: str, nature: str, dimension: str) -> tuple[str, Params] | None:
    text = TAIL.sub("", text, count=1)
    if nature == "qualitative" and text.endswith("率") and not name.endswith("率"):
        return "qualitative", {"here": "率"}
    conflict = find_conflict(name, text)
    if conflict is None or (conflict.kind == "share" and dimension in {"", "ratio"}):
        return None
    return conflict.kind, {"measure": conflict.name, "here": conflict.description}


def _restated(name: str) -> str:
    return f"请按“{name}”改写描述；如果描述才是本意，请修改指标名称"


@search
def more_than_name(frame: pl.DataFrame, role: str) -> Findings:
    """A description says more than the name."""
    keys = (DOCUMENT, GROUP)
    rows = frame.filter((pl.col(NAME).fill_null("") != "") & (pl.col(TEXT).fill_null("") != ""))
    pairs = rows.select(NAME, TEXT).unique()
    empty = pl.DataFrame(
        [pair for pair in pairs.iter_rows() if _bare(pair[0]) == _bare(pair[1])], pairs.schema, orient="row"
    )
    repeated = rows.join(empty, on=[NAME, TEXT], how="semi", maintain_order="left")
    found = {}
    for _, _, records, names in repeated.group_by(keys, maintain_order=True).agg(ID, NAME).iter_rows():
        shown = "、".join(names[:SHOWN]) + ("等" if len(names) > SHOWN else "")
        related = tuple((record, role) for record in records[1:])
        found[records[0]] = Evidence({"count": len(records), "names": shown}, related=related, whole=True)
    return found


def _bare(text: str) -> str:
    return TALK.sub("", TALK.sub("", text))


@search
def usual_style(frame: pl.DataFrame, role: str, *, share: float) -> Findings:
    """Descriptions begin and end as the others of the document do."""
    rows = frame.filter((pl.col(TEXT).fill_null("") != "") & (pl.col(NAME).fill_null("") != ""))
    found: dict[int, Evidence] = {}
    for document in rows.partition_by(DOCUMENT, maintain_order=True):
        habit = _habit(document[TEXT].to_list(), share)
        stops = document[role].str.strip_chars().str.ends_with(STOP).mean()
        for category in document.partition_by(GROUP, maintain_order=True):
            lead = habit or _habit(category[TEXT].to_list(), share)
            unled = _without_lead(category, lead)
            stopped = _lone_stop(category, role) if isinstance(stops, float) and stops < 1 - share else set()
            texts = dict(category.filter(pl.col(ID).is_in(unled | stopped)).select(ID, role).iter_rows())
            found |= {record: _restyled(record, text, role, lead, (unled, stopped)) for record, text in texts.items()}
    return found


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


def _without_lead(category: pl.DataFrame, lead: str) -> set[int]:
    """Rows that lack the usual word, in a category where most have it; another category may be of another kind."""
    texts = category[TEXT].to_list()
    if not lead or 2 * sum(1 for text in texts if text.startswith(lead)) < len(texts):
        return set()
    return {record for record, text in zip(category[ID], texts, strict=True) if _wants(text, lead)}


def _lone_stop(category: pl.DataFrame, role: str) -> set[int]:
    """The one description of a category that ends in a full stop; one of several sentences may."""
    ending = category.filter(pl.col(role).str.strip_chars().str.ends_with(STOP))
    lone = len(ending) == 1 and len(category) >= LEAST and ending[role][0].count(STOP) == 1
    return {ending[ID][0]} if lone else set()


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
