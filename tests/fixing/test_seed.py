"""The real document, in every format that it comes in: what was promised of its fixes, label by label."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from indicator_lint import Settings
from indicator_lint.discovery import Source
from indicator_lint.fixing.finishing import rewritten
from indicator_lint.fixing.fixer import Fixed, fix_source
from indicator_lint.intake import take_in
from indicator_lint.model.patch import Manner
from indicator_lint.model.rule import Safety

TOP: Final = Path(__file__).parents[2]
FORMATS: Final = ("txt", "docx", "xlsx")
MORE_THAN_THE_RULE_KNOWS: Final = {("春节慰问金", "6", "description", "TXT004")}
"""The label also adds a word (情况) that no repetition tells of."""

Spot = tuple[str, str, str]


def sample(suffix: str) -> Path:
    return TOP / "samples" / f"xiangcheng-2024{'-stacked' if suffix == 'xlsx' else ''}.{suffix}"


@cache
def fixed(suffix: str) -> Fixed:
    return fix_source(Source(str(sample(suffix))), Settings(), unsafe=True, manner=Manner())


@cache
def labels() -> Mapping[Spot, Mapping[str, str]]:
    """By category, row and role: what each code is to make of the cell."""
    found: dict[Spot, dict[str, str]] = defaultdict(dict)
    with (TOP / "tests/gold/seed_findings.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            found[line["category"], line["row"], line["field"]][line["code"]] = line["fix"]
    return found


def texts(source: Source) -> dict[Spot, tuple[str, str]]:
    """What every cell with a role says and where it stands; a merged one is that of each of its rows."""
    tables = take_in(source).reading.tables
    return {
        (table.category or "", str(number), role): (table.text(role, record), table.location(role, record).display)
        for table in tables
        for record, number in enumerate(table.numbers)
        for role in table.columns
    }


@pytest.mark.parametrize("suffix", FORMATS)
def test_nothing_that_can_be_fixed_is_left(suffix: str) -> None:
    """Neither safe nor unsafe fixes remain, none was refused, and what is found was found before."""
    settled = fixed(suffix).settled
    left = [f for f in settled.findings if f.fix and f.fix.edits and f.fix.safety is not Safety.DISPLAY]
    assert (left, settled.left) == ([], ())
    before = {(f.code, f.category, f.row, f.role) for f in fixed(suffix).found}
    assert {(f.code, f.category, f.row, f.role) for f in settled.findings} <= before


@pytest.mark.parametrize("suffix", FORMATS)
def test_fixes_are_those_of_the_labels_letter_by_letter(suffix: str) -> None:
    """Cells of which every label's rule has made a fix say what the labels want."""
    found = fixed(suffix)
    assert found.document is not None
    before = texts(Source(str(sample(suffix))))
    after = texts(Source(str(sample(suffix)), content=rewritten(found, found.document)[0]))
    made = {(choice.code, edit.location.display) for choice in found.settled.made for edit in choice.edits}
    checked = 0
    for spot, wanted in labels().items():
        _, place = before.get(spot, ("", ""))
        for code, text in wanted.items() if {(code, place) for code in wanted} <= made else ():
            if (*spot, code) not in MORE_THAN_THE_RULE_KNOWS:
                assert after[spot][0] == text, (spot, code)
                checked += 1
    assert checked >= 36
    safe = [choice for choice in found.settled.made if choice.safety is Safety.SAFE]
    assert len(safe) >= 47
    assert max(choice.round for choice in safe) < min(c.round for c in found.settled.made if c not in safe)
