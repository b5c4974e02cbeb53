"""Files spoilt at random are edited as asked or not at all: never half, and never a crash."""

from __future__ import annotations

import random
from typing import Final

import pytest
from fuzzing import mutant
from richbooks import by_openpyxl
from specimens import SPECIMENS

from indicator_lint.fixing.collisions import At, at
from indicator_lint.fixing.revision import revised
from indicator_lint.fixing.verification import verified
from indicator_lint.formats import read
from indicator_lint.formats.limits import DEFAULT
from indicator_lint.formats.patching import PATCHERS, patch, spliced
from indicator_lint.model.document import Document, UnreadableError
from indicator_lint.model.finding import Edit

FILES: Final = {
    **{suffix: SPECIMENS[suffix] for suffix in ("xlsx", "docx", "csv", "tsv", "txt", "ods")},
    "rich.xlsx": by_openpyxl,
}
MOST_EDITS: Final = 6
BATCH: Final = 8


def some_edits(document: Document, chance: random.Random) -> list[Edit]:
    """Edits of a few cells that hold something, each of another one."""
    spots = [(grid, row, column) for grid in document.grids for row in grid.rows for column, _ in grid.cells(row)]
    edits: dict[At, Edit] = {}
    for grid, row, column in chance.sample(spots, min(MOST_EDITS, len(spots))):
        text, place = grid.text(row, column), grid.place(row, column)
        new = chance.choice(("改", f"{text}改", text[1:] or "改", f"改{text}"))
        edits[at(place)] = Edit("name", None, place, text, new)
    return list(edits.values())


def edit_some(name: str, content: bytes, seed: int) -> str:
    """Edit a few cells of a file and compare what comes out; tells what came of it. Raises where that is not what was meant."""
    try:
        document = read(name, content)
    except UnreadableError:
        return "unread"
    if document.format not in PATCHERS:
        return "unpatchable"
    edits = some_edits(document, random.Random(seed))  # noqa: S311 - repeatable, not secret
    made = patch(document, content, edits)
    refused = {at(refusal.edit.location) for refusal in made.refused}
    kept = [edit for edit in edits if at(edit.location) not in refused]
    after = spliced(content, made.splices)
    if not kept:
        assert after == content
        return "refused"
    verified(name, content, after, splices=made.splices, expected=revised(document, kept), limits=DEFAULT)
    return "edited"


@pytest.mark.parametrize("name", FILES)
def test_the_file_itself_is_edited(name: str) -> None:
    """Else mutants would only ever show refusals."""
    assert edit_some(name, FILES[name](), 1) == "edited"


@pytest.mark.parametrize("name", FILES)
def test_mutants_are_edited_or_left(name: str) -> None:
    content = FILES[name]()
    for seed in range(BATCH):
        try:
            edit_some(name, mutant(content, seed), seed)
        except Exception as error:
            error.add_note(f"{name}, seed {seed}")
            raise
