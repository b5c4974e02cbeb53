"""Word documents (.docx, .docm, .dotx): every table as a grid, the paragraphs before it as its context."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from indicator_lint.formats.flow import grids_of
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.ooxml import Package
from indicator_lint.formats.wordlines import Pen
from indicator_lint.formats.wordstory import Story
from indicator_lint.formats.wordwalk import OFF, Walk
from indicator_lint.model.grid import Grid

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DOCUMENT: Final = "word/document.xml"


def read_document(content: bytes, limits: Limits = DEFAULT) -> tuple[Grid, ...]:
    """The tables of the main part, in its order; headers, footers and notes are other parts and are not read.

    Raises UnreadableError (FIL001, FIL004) as the guards demand.
    """
    package = Package(content, limits)
    main = main_part(package)
    styles = next((target for kind, target in package.relations(main).values() if kind == "styles"), None)
    hidden = _hidden_styles(package.tree(styles)) if styles is not None and styles in package else frozenset()
    walk = Walk(main, package.part(main), limits)
    story = Story(walk, Pen(walk, hidden))
    walk.go()
    return grids_of(story.blocks, limits)


def main_part(package: Package) -> str:
    """The name of the part that holds the body."""
    return next((target for kind, target in package.relations("").values() if kind == "officeDocument"), DOCUMENT)


def _hidden_styles(styles: Element) -> frozenset[str]:
    """The styles whose text is hidden, by themselves or by the style that they are based on."""
    own: dict[str, bool] = {}
    bases: dict[str, str] = {}
    for style in styles.iterfind("style"):
        name, vanish, base = style.get("styleId", ""), style.find("rPr/vanish"), style.find("basedOn")
        if vanish is not None:
            own[name] = vanish.get("val", "") not in OFF
        if base is not None:
            bases[name] = base.get("val", "")
    return frozenset(name for name in own.keys() | bases.keys() if _inherited(name, own, bases))


def _inherited(name: str, own: Mapping[str, bool], bases: Mapping[str, str]) -> bool:
    """What a style says, or else the nearest one that it is based on; a circle says nothing."""
    seen: set[str] = set()
    while name not in own and name in bases and name not in seen:
        seen.add(name)
        name = bases[name]
    return own.get(name, False)
