"""The text of a PDF outside its tables: what is printed on every page is dropped, broken lines become paragraphs again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from indicator_lint.chinese.labels import squeeze
from indicator_lint.formats.pdf_pages import Page, Words
from indicator_lint.formats.typeset import joined
from indicator_lint.patterns import pattern

MARGIN: Final = 0.12
"""Headers and footers stand within this share of a page's height from its edges."""

LEVEL: Final = 4.0
"""A header stands at one height on every page, give or take so many points."""

PAGE_NUMBER: Final = pattern(r"[-—–~·.]*第?[-—–~·.]*\d{1,4}[-—–~·.]*页?(?:[,/、]?[共of]*\d{1,4}页?)?[-—–~·.]*")
DIGITS: Final = pattern(r"\d+")
SPACING: Final = 1.2
"""Lines of a paragraph are not further apart than so many heights of a line."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text outside tables; `number` counts the paragraphs of its page from 1, `top` is where it begins."""

    text: str
    page: int
    number: int
    top: float


def paragraphs_of(pages: Sequence[Page]) -> Iterator[list[Paragraph]]:
    """The paragraphs of each page, headers, footers and page numbers left out."""
    repeated, edges = _repeated(pages), _edges(pages)
    for page in pages:
        lines = [line for line in page.lines if line.text and not _is_furniture(line, page, repeated)]
        groups = list(_grouped(lines, [table.box[1] for table in page.tables], edges))
        yield [
            Paragraph(_text(group), page.number, number, group[0].box[1])
            for number, group in enumerate(groups, start=1)
        ]


def _key(line: Words) -> str:
    return DIGITS.sub("#", squeeze(line.text))


def _in_margin(line: Words, page: Page) -> bool:
    return line.box[3] < MARGIN * page.height or line.box[1] > (1 - MARGIN) * page.height


def _level(line: Words) -> int:
    return round(line.box[1] / LEVEL)


def _repeated(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """The lines, and their heights, that stand in the margin of more than half of the pages."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        margin = {(_key(line), _level(line)) for line in page.lines if _in_margin(line, page)}
        counts.update({(key, level + shift) for key, level in margin for shift in (-1, 0, 1)})
    return {line for line, count in counts.items() if count > max(1, len(pages) / 2)}


def _is_furniture(line: Words, page: Page, repeated: set[tuple[str, int]]) -> bool:
    if not _in_margin(line, page):
        return False
    return PAGE_NUMBER.fullmatch(squeeze(line.text)) is not None or (_key(line), _level(line)) in repeated


def _edges(pages: Sequence[Page]) -> tuple[float, float]:
    """How far text and tables reach to the left and to the right anywhere in the document."""
    boxes = [line.box for page in pages for line in page.lines] + [table.box for page in pages for table in page.tables]
    return min((box[0] for box in boxes), default=0.0), max((box[2] for box in boxes), default=0.0)


def _grouped(lines: Sequence[Words], tables: Sequence[float], edges: tuple[float, float]) -> Iterator[list[Words]]:
    """The lines of each paragraph; a table between two lines parts them."""
    if not lines:
        return
    group = [lines[0]]
    for line in lines[1:]:
        between = any(group[-1].box[1] < top < line.box[1] for top in tables)
        if between or not _goes_on(group[-1], line, *edges):
            yield group
            group = []
        group.append(line)
    yield group


def _goes_on(above: Words, line: Words, left: float, right: float) -> bool:
    """Whether a line continues the one above: that one is full, this one not indented, both of one size and near."""
    size = above.box[3] - above.box[1]
    full = above.box[2] > right - 2 * size and above.box[0] < left + 3 * size
    same = abs((line.box[3] - line.box[1]) - size) < size / 4
    return full and same and line.box[0] < left + size and line.box[1] - above.box[3] < SPACING * size


def _text(group: Sequence[Words]) -> str:
    text = group[0].text
    for line in group[1:]:
        text = joined(text, line.text)
    return text
