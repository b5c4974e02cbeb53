"""The texts of a workbook: those that its cells share, and those that consist of runs."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from indicator_lint.formats.growing import finished, growing
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import Package, check_depth, namespace
from indicator_lint.formats.references import clean


def text_of(item: Element, text: str = "t", run: str = "r") -> str:
    """The text of a string: its runs joined, readings (phonetic runs) left out. Names are those of the elements."""
    if len(item) == 1 and item[0].tag == text:
        return clean(item[0].text or "")
    pieces: list[str] = []
    for child in item:
        if child.tag == text:
            pieces.append(child.text or "")
        elif child.tag == run:
            pieces.extend(each.text or "" for each in child if each.tag == text)
    return clean("".join(pieces))


def shared_strings(package: Package, part: str | None, limits: Limits) -> list[str]:
    """All shared strings by index. Raises UnreadableError as the guards and limits demand."""
    strings: list[str] = []
    longest = 0
    if part is None or part not in package:
        return strings
    for root, whole in growing(part, [package.part(part)], limits):
        space = namespace(root.tag)
        item, text, run = (space + name for name in ("si", "t", "r"))
        check_depth(root, limits)
        for child in finished(root, whole=whole):
            if child.tag == item:
                strings.append(text_of(child, text, run))
                longest = max(longest, len(strings[-1]))
        limits.check("cell_characters", longest)
        limits.check("cells", len(strings))
    return strings
