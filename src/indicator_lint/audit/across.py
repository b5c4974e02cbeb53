"""The rules across files: what each says of the whole body, as marks."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

import polars as pl

from indicator_lint.audit import columns as c
from indicator_lint.audit.agreement import find_disagreements
from indicator_lint.audit.likeness import Likeness, Place, Repeat, Sender, find_repeats, record_in, record_of, turned
from indicator_lint.audit.marks import Mark, Spot
from indicator_lint.audit.plan import Keyed
from indicator_lint.audit.spill import Spill
from indicator_lint.audit.years import year_of
from indicator_lint.checks.blocks import Block, Line
from indicator_lint.checks.categories import copy_evidence
from indicator_lint.checks.check import Evidence
from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.rule import Rule, Severity

AGREE: Final = "CAT004"
REPEATED: Final = "CAT001"
COPIED: Final = "REF006"
HELD: Final = 8
"""Batches whose categories are kept at hand while copies are compared."""

TOLD: Final = (c.KEY, c.GROUP, c.TITLE, c.SAME, c.RECORD, c.NUMBER, *c.COMPARED)
"""What is read of them."""

LISTED: Final = 3
"""Copied categories told one by one; the rest are counted."""

WHOLE: Final = 0.6
"""Share of a department's rows from which on the whole submission is said to be copied."""

NOTHING: Final = Likeness((), {}, 0)


class Texts:
    """The texts of categories, read from the batches as they are asked for."""

    def __init__(self, spill: Spill, files: Sequence[Keyed]) -> None:
        """Nothing is read yet."""
        self._spill, self._files = spill, files
        self._held: OrderedDict[str, pl.DataFrame] = OrderedDict()

    def __call__(self, place: Place, without: frozenset[int]) -> Block:
        """A category as the check of copies wants it; its records are numbers that no other file uses."""
        key = self._files[place.file].key
        rows = self._batch(key).filter((pl.col(c.KEY) == key) & (pl.col(c.GROUP) == place.group))
        lines: dict[int, Line] = {}
        for same, record, number, *texts in rows.select(c.SAME, c.RECORD, c.NUMBER, *c.COMPARED).iter_rows():
            if same not in without and same not in lines:
                lines[same] = Line(record_in(place.file, record), number, *texts)
        return Block(place.group, normal_form(rows[c.TITLE][0] or ""), list(lines.values()))

    def _batch(self, key: str) -> pl.DataFrame:
        name = self._spill.kept[key]
        if name not in self._held:
            self._held[name] = self._spill.load("indicators", key, TOLD)
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(name)
        return self._held[name]


def marks_across(spill: Spill, files: Sequence[Keyed], rules: Mapping[str, Rule]) -> tuple[list[Mark], Likeness]:
    """What the rules that are asked say across files, and which categories repeat others."""
    numbers = {file.key: number for number, file in enumerate(files)}
    departments = [file.file.department for file in files]
    indicators = spill.scan("indicators", numbers)
    marks = list(find_disagreements(indicators, departments)) if AGREE in rules else []
    if not rules.keys() & {REPEATED, COPIED}:
        return marks, NOTHING
    options = (rules[COPIED] if COPIED in rules else rules[REPEATED]).options
    share, alike = float(str(options["share"])), float(str(options["alike"]))
    common = float(str(options.get("common", 1.0)))
    texts = Texts(spill, files)
    senders = [Sender(file.file.department, year_of(file.file.source.path)) for file in files]
    likeness = _blamed(find_repeats(indicators, senders, texts, share=share, alike=alike, common=common), files)
    told = [*_of_copies(likeness, files), *_of_taken(likeness, files)]
    return [*marks, *(mark for mark in told if mark.code in rules)], likeness


def _blamed(likeness: Likeness, files: Sequence[Keyed]) -> Likeness:
    """The repeats with the copy on that side of each pair of departments which seems to have copied, not just on the later one."""
    sent = Counter[str]()
    for number, rows in likeness.rows.items():
        sent[files[number].file.department] += rows
    years = [year_of(file.file.source.path) or "" for file in files]
    newest = max(years, default="")
    repeats: list[Repeat] = []
    for (department, other), some in _by_pair(likeness.repeats, files):
        model = department != other and _is_model(
            sent[department],
            sent[other],
            sum(one.copy.same for one in some),
            [tuple(years[place.file] or newest for place in (one.place, one.original)) for one in some],
        )
        repeats += map(turned, some) if model else some
    return replace(likeness, repeats=repeats)


def _is_model(mine: int, theirs: int, same: int, years: Sequence[Sequence[str]]) -> bool:
    """Whether the other one rather copied: its files are of later years, or nearly all of the rows that it sent are the same."""
    if any(here != there for here, there in years):
        return all(here <= there for here, there in years)
    return same < WHOLE * mine and same >= WHOLE * theirs


def _rows(department: str, likeness: Likeness, files: Sequence[Keyed]) -> int:
    numbers = (number for number, file in enumerate(files) if file.file.department == department)
    return sum(likeness.rows.get(number, 0) for number in numbers)


def _by_pair(repeats: Sequence[Repeat], files: Sequence[Keyed]) -> Iterator[tuple[tuple[str, str], list[Repeat]]]:
    def pair(repeat: Repeat) -> tuple[str, str]:
        return files[repeat.place.file].file.department, files[repeat.original.file].file.department

    for departments, group in groupby(sorted(repeats, key=pair), key=pair):
        yield departments, list(group)


def _of_copies(likeness: Likeness, files: Sequence[Keyed]) -> Iterator[Mark]:
    """Within a department each repeated category for itself; between two departments all of them at once."""
    for (department, other), repeats in _by_pair(likeness.repeats, files):
        if department == other:
            yield from (_repeated(repeat, files) for repeat in repeats)
        else:
            yield _copied(department, other, repeats, likeness, files)


def _of_taken(likeness: Likeness, files: Sequence[Keyed]) -> Iterator[Mark]:
    """The catalog's indicators may be taken by whoever wants them; that two departments aim at the same amounts is worth a look."""
    for (department, other), repeats in _by_pair(likeness.taken, files):
        mark = _copied(department, other, repeats, likeness, files, how="taken")
        yield replace(mark, evidence=replace(mark.evidence, severity=Severity.INFO))


def _repeated(repeat: Repeat, files: Sequence[Keyed]) -> Mark:
    evidence = copy_evidence(repeat.copy)
    other = f"{evidence.params['other']}（{files[repeat.original.file].file.source.path}）"
    told = replace(evidence, params={**evidence.params, "other": other}, related=())
    return Mark(REPEATED, _spot(repeat.place.file, repeat.copy.block), told, (_origin(repeat),))


def _copied(
    department: str,
    other: str,
    repeats: Sequence[Repeat],
    likeness: Likeness,
    files: Sequence[Keyed],
    *,
    how: str = "copied",
) -> Mark:
    rows, same = _rows(department, likeness, files), sum(one.copy.same for one in repeats)
    reasons: list[tuple[str, Mapping[str, object]]] = []
    if same >= WHOLE * rows and how == "copied":
        reasons.append(("whole", {"rows": rows, "same": same}))
    for one in repeats[:LISTED]:
        block, original = one.copy.block, one.copy.original
        told = {"mine": block.called, "theirs": original.called, "rows": len(block.lines), "same": one.copy.same}
        reasons.append((how, told))
    if len(repeats) > LISTED:
        reasons.append(("more", {"count": len(repeats) - LISTED}))
    params = {"department": department, "other": other, "count": len(repeats)}
    related = tuple(spot for one in repeats for spot in (_spot(one.place.file, one.copy.block), _origin(one)))
    evidence = Evidence(params, because=tuple(reasons), whole=True)
    return Mark(COPIED, related[0], evidence, related[1:])


def _origin(repeat: Repeat) -> Spot:
    return _spot(repeat.original.file, repeat.copy.original)


def _spot(file: int, block: Block) -> Spot:
    return Spot(file, record_of(block.record), "category")
