"""A file of any format, spoilt at random, is read or refused: never a crash, never a hang. `make fuzz` goes on for longer."""

from __future__ import annotations

import pytest
from fuzzing import mutant, survive, taken
from specimens import SPECIMENS

from indicator_lint.formats import FORMATS, read
from indicator_lint.formats.pdf_worker import read_pages
from indicator_lint.formats.sniff import sniff
from indicator_lint.layout import find_tables

BATCH = 25
SEEDS = range(0, 4 * BATCH, BATCH)


def test_every_format_has_a_specimen() -> None:
    assert {sniff(build()) for build in SPECIMENS.values()} == set(FORMATS)


@pytest.mark.parametrize("suffix", SPECIMENS)
def test_the_specimen_itself_is_a_table(suffix: str) -> None:
    """Else fuzzing would only ever see refusals."""
    (table,) = find_tables(read(f"x.{suffix}", SPECIMENS[suffix]()).grids).tables
    assert len(table.rows) == 4


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("suffix", SPECIMENS)
def test_mutants_are_read_or_refused(suffix: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has a process of its own is asked in this one here: to start hundreds takes minutes. `make fuzz` starts them."""
    monkeypatch.setattr(
        "indicator_lint.formats.pdf.ask", lambda _kind, question, spoilt, _limits: read_pages(question, spoilt)
    )
    content = SPECIMENS[suffix]()
    for number in range(seed, seed + BATCH):
        try:
            survive(lambda spoilt: taken(f"x.{suffix}", spoilt), mutant(content, number))
        except Exception as error:
            error.add_note(f"make fuzz FORMATS={suffix} FROM={number} COUNT=1")
            raise
