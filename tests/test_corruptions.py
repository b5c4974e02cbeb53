"""What `make accuracy` measures at length, in brief: correct tables raise no alarms, spoilt ones do."""

from __future__ import annotations

import random

import pytest
from accuracy import alarms, lint_papers, tallied
from corruptions import KINDS, Kind, Paper, papers, spoilt

from indicator_lint.model.rule import Severity

COLUMNS = ["category", "level1", "level2", "name", "operator", "unit", "description"]
COUNT = 48
SLACK = 0.10
"""Two standard errors of a share of nine in ten among so many."""

SUGGESTED = 0.90
PER_HUNDRED = 0.5


def test_correct_tables_raise_hardly_an_alarm() -> None:
    """Errors and warnings of all rules together, on all correct rows."""
    sources = papers()
    rows = sum(len(paper.rows) for paper in sources)
    found = [finding.message for finding in alarms(lint_papers(sources))]
    assert rows >= 1300
    assert len(found) <= PER_HUNDRED * rows / 100, found


def test_a_library_of_all_sectors_raises_hardly_an_alarm() -> None:
    """In one document every word and description has a thousand neighbours.

    Titles that come back (CAT005) and one name with two units (CAT004) are there indeed.
    """
    sources = [paper for paper in papers() if list(paper.rows[0]) == COLUMNS]
    library = Paper("library", [row for paper in sources for row in paper.rows])
    told = [finding for finding in alarms(lint_papers([library])) if finding.code not in {"CAT004", "CAT005", "CLS006"}]
    assert len(library.rows) >= 1300
    assert len(told) <= PER_HUNDRED * len(library.rows) / 100, [finding.message for finding in told]
    assert [finding.message for finding in told if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.floor], ids=lambda kind: kind.name)
def test_spoilt_tables_are_found_out(kind: Kind) -> None:
    """By the right code at the right cell; a wrong character with what stood there."""
    tally = tallied(kind, _shuffled(), set(), COUNT, seed=1)
    if "pypinyin" in kind.name and not tally.hits:
        pytest.skip("pypinyin is not installed")
    assert tally.hits >= COUNT / 2
    assert tally.reached >= kind.floor - SLACK, tally
    assert not kind.suggests or tally.suggestion >= SUGGESTED, tally


def _shuffled() -> list[Paper]:
    sources = papers()
    random.Random(1).shuffle(sources)  # noqa: S311 - some of each sector, whatever their number
    return sources


def test_a_corruption_changes_one_cell_of_a_category() -> None:
    """And nothing else: the operator flipped, here."""
    kind = next(kind for kind in KINDS if kind.name == "operator flipped")
    sources = papers()
    before = {paper.name: paper.rows for paper in sources}
    for paper in spoilt(kind, sources, 30, seed=3):
        for hit in paper.hits:
            was = before[paper.name.split("-", 1)[1]][paper.rows.index(hit.row)]
            assert {role for role in hit.row if hit.row[role] != was[role]} == {"operator"}
            assert (hit.right, hit.row["operator"]) in {("≥", "≤"), ("≤", "≥")}
        assert len({hit.row["category"] for hit in paper.hits}) == len(paper.hits)
