"""Characters that word processors keep as places in a symbol font."""

from __future__ import annotations

from typing import Final, TypeAlias

Runs: TypeAlias = tuple[tuple[int, str], ...]

PRIVATE: Final = 0xF000
"""Where a font's own places begin: place 0xB3 is written as U+F0B3."""

FIRST: Final = 0x20
LAST: Final = 0xFFFF
SURROGATES: Final = range(0xD800, 0xE000)

SYMBOL: Final = (
    (0x20, " !∀#∃%&∍()∗+,−./0123456789:;<=>?"),
    (0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x60, "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xA1, "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"),
    (0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    (0xE0, "◊〈®©™∑"),
    (0xF1, "〉∫"),
)
"""Runs of the font Symbol: the place of the first, and what each shows."""

WINGDINGS: Final = ((0x6C, "●■"), (0x6F, "□"), (0xA8, "□"), (0xFC, "✓"), (0xFE, "☑"))
"""What forms use of the font Wingdings."""


def _table(runs: Runs) -> dict[int, str]:
    return {PRIVATE + first + at: shown for first, texts in runs for at, shown in enumerate(texts)}


FONTS: Final = {"symbol": _table(SYMBOL), "wingdings": _table(WINGDINGS)}


def in_font(text: str, font: str) -> str:
    """A text with the places of a symbol font as the characters that it shows; unknown ones are left alone."""
    places = FONTS.get(font.casefold())
    return text.translate(places) if places is not None and not text.isascii() else text


def symbol(code: str, font: str) -> str:
    """The character of a `w:sym` element, whose code is hexadecimal; none for what is no character."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number < FIRST or number in SURROGATES or number > LAST:
        return ""
    placed = font.casefold() in FONTS and number < PRIVATE
    return in_font(chr(PRIVATE + number if placed else number), font)
