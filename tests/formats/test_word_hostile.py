"""Word documents made to harm, or spoilt by accident: each is declined in good time, and says why.

Time is the processor's, so that a busy machine fails no test.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from wordfiles import DOWN, HEAD, NAMESPACES, ON, PART, document, docx, p, parts_of, span, tbl, tc, tr, zipped

from indicator_lint.formats import read
from indicator_lint.formats.limits import Limits
from indicator_lint.model.document import UnreadableError

LAUGHS = HEAD + '<!DOCTYPE w [<!ENTITY a "哈"><!ENTITY b "&a;&a;">]>' + document(p("&b;")).removeprefix(HEAD)


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + p("深") + "</w:tc></w:tr></w:tbl>" * depth


def bodied(body: str) -> Callable[[], bytes]:
    return lambda: docx(body)


HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a span without end": (bodied(tbl(tr(tc("甲", properties=span(999_999_999))))), "FIL004", "grid_span"),
    "a span of many digits": (
        bodied(tbl(tr(tc("甲", properties=f'<w:gridSpan w:val="{"9" * 5000}"/>')))),
        "FIL004",
        "grid_span",
    ),
    "columns left out without end": (
        bodied(tbl(tr("甲", properties='<w:gridBefore w:val="999999999"/>'))),
        "FIL004",
        "grid_span",
    ),
    "a span that is no number": (
        bodied(tbl(tr(tc("甲", properties='<w:gridSpan w:val="-1"/>')))),
        "FIL001",
        "damaged_part",
    ),
    "3,000 nested tables": (bodied(nested(3000)), "FIL004", "nesting"),
    "deep markup": (bodied("<x>" * 3000 + "</x>" * 3000), "FIL004", "document_depth"),
    "deep markup that nobody sees": (
        bodied("<w:sdtPr>" + "<x>" * 3000 + "</x>" * 3000 + "</w:sdtPr>"),
        "FIL004",
        "document_depth",
    ),
    "a long paragraph": (bodied(p("很长" * 60_000)), "FIL004", "paragraph_characters"),
    "entities": (lambda: zipped(parts_of(LAUGHS)), "FIL001", "doctype"),
    "no main part": (lambda: zipped({"word/styles.xml": "<x/>"}), "FIL001", "missing_part"),
    "a main part that is not there": (
        lambda: zipped({k: v for k, v in parts_of("").items() if k != PART} | {"word/styles.xml": "<x/>"}),
        "FIL001",
        "missing_part",
    ),
    "unfinished markup": (lambda: zipped(parts_of(document(p("甲"))[:-30])), "FIL001", "damaged_part"),
    "another root": (lambda: zipped(parts_of(f"{HEAD}<w:hdr {NAMESPACES}/>")), "FIL001", "damaged_part"),
    "a bomb": (bodied(p(" " * (20 << 20))), "FIL004", "ratio"),
    "a cell without a row": (bodied(f"<w:tbl>{tc('甲')}</w:tbl>"), "FIL001", "damaged_part"),
    "a row without a table": (bodied(tr("甲")), "FIL001", "damaged_part"),
    "a paragraph in a row": (bodied(f"<w:tbl><w:tr>{p('甲')}</w:tr></w:tbl>"), "FIL001", "damaged_part"),
    "a paragraph in a paragraph": (bodied(p(p("甲"))), "FIL001", "damaged_part"),
    "a choice of nothing": (bodied('<mc:Choice Requires="v"/>'), "FIL001", "damaged_part"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_documents_are_declined(case: str) -> None:
    make, code, reason = HOSTILE[case]
    content = make()
    begun = time.process_time()
    with pytest.raises(UnreadableError) as caught:
        read("表.docx", content)
    assert (caught.value.code, caught.value.reason) == (code, reason)
    assert time.process_time() - begun < 3


def test_limits_can_be_raised_and_lowered() -> None:
    wide = docx(tbl(tr(tc("甲", properties=span(70)), "乙"), tr("丙")))
    assert read("表.docx", wide, limits=Limits(grid_span=100)).grids[0].text(1, 71) == "乙"
    with pytest.raises(UnreadableError) as caught:
        read("表.docx", docx(p("甲") * 20), limits=Limits(blocks=19))
    assert (caught.value.code, caught.value.params) == ("FIL004", {"limit": "blocks", "allowed": 19})


def test_tables_as_deep_as_allowed_are_read_at_once() -> None:
    """Looking into the tables of tables costs no more than their cells."""
    begun = time.process_time()
    (grid,) = read("表.docx", docx(nested(16))).grids
    assert list(grid.rows.values()) == [["深"]]
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "body",
    [
        tbl(*(tr(tc("甲", properties=DOWN if row % 2 == 0 else ON), "乙", "丙", "丁") for row in range(3000))),
        p("".join("<w:r><w:fldChar w:fldCharType='begin'/></w:r>" + "<w:r><w:t>甲</w:t></w:r>" for _ in range(20_000))),
        p("<w:r><w:pict>" + f"<w:txbxContent>{p('框')}</w:txbxContent>" * 10_000 + "</w:pict></w:r>"),
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>" * 20_000,
        p("甲", "<w:r><w:br w:type='page'/></w:r>" * 20_000),
    ],
    ids=["merges", "fields", "text boxes", "joined paragraphs", "page breaks"],
)  # fmt: skip
def test_what_comes_in_thousands_is_read_in_linear_time(body: str) -> None:
    begun = time.process_time()
    assert read("表.docx", docx(body)).grids
    assert time.process_time() - begun < 3
