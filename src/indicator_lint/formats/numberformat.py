"""Numbers as a spreadsheet shows them: the part of Excel's format codes that budget forms use.

What is not understood is shown as General.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from indicator_lint.formats.amounts import general, shown_amount
from indicator_lint.formats.formatcode import Section, literal, sections_of
from indicator_lint.formats.moments import shown_moment
from indicator_lint.patterns import pattern

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["BUILTIN", "NumberFormat", "cell_formats", "compile_format", "general"]

GENERAL: Final = "General"
LONGEST_CODE: Final = 255
TEXT_SECTION: Final = 4
"""The place of the section for texts."""

DATE: Final = 'yyyy"年"m"月"d"日"'
TIME: Final = "h:mm:ss"
SYSTEM: Final = pattern(r"\[\$-(?:(?P<date>F800|x-sysdate)|F400|x-systime)\][^;]*", re.IGNORECASE)
YUAN: Final = '"¥"#,##0;"¥"-#,##0'
CENTS: Final = '"¥"#,##0.00;"¥"-#,##0.00'
MONTH: Final = 'yyyy"年"m"月"'
DAY: Final = 'm"月"d"日"'
CLOCK: Final = '上午/下午h"时"mm"分"'
SECONDS: Final = '上午/下午h"时"mm"分"ss"秒"'
BUILTIN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: YUAN, 6: YUAN, 7: CENTS, 8: CENTS, 9: "0%", 10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: MONTH, 28: DAY, 29: DAY, 30: "m-d-yy",
    31: DATE, 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: CLOCK, 35: SECONDS, 36: MONTH,
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"¥-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-"',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: MONTH,
    51: DAY, 52: MONTH, 53: DAY, 54: DAY, 55: CLOCK, 56: SECONDS, 57: MONTH,
    58: DAY,
}  # fmt: skip
"""Codes of the built-in formats, as a Chinese Excel shows them."""


@dataclass(frozen=True, slots=True, eq=False)
class NumberFormat:
    """A compiled format code. `epoch` is 1900 or 1904. Each is one of a kind, so that comparing two costs nothing."""

    sections: tuple[Section, ...]
    epoch: int
    shapes_text: bool

    def number(self, value: float) -> str:
        """A number as shown, without the room that codes leave at its sides to align it with others."""
        section, magnitude = self._choose(value)
        if section.has("letter", "text"):
            return general(value)
        if section.has("date", "elapsed", "noon"):
            return shown_moment(section, value, self.epoch).strip() or general(value)
        return shown_amount(section, magnitude).strip()

    def text(self, value: str) -> str:
        """A text as shown: most formats leave it alone."""
        if not self.shapes_text:
            return value
        tokens = (token for token in self.sections[-1].tokens if token[0] != "space")
        return "".join(value if kind == "text" else literal(kind, token) for kind, token in tokens)

    def _choose(self, value: float) -> tuple[Section, float]:
        """The section for a number, and the number without the sign that the section implies."""
        numeric = tuple(each for each in self.sections[:3] if not each.has("text")) or self.sections[:1]
        for section in numeric:
            if section.holds(value):
                return section, value
        if any(section.condition for section in numeric):
            return numeric[-1], value
        if value < 0 and len(numeric) > 1:
            return numeric[1], -value
        return (numeric[2], value) if not value and len(numeric) > 2 else (numeric[0], value)  # noqa: PLR2004


@lru_cache(maxsize=4096)
def compile_format(code: str, epoch: int = 1900) -> NumberFormat | None:
    """A format by its code; None for General, which needs no rendering but `general`."""
    if code in ("", GENERAL) or len(code) > LONGEST_CODE:
        return None
    sections = sections_of(SYSTEM.sub(_of_system, code))
    return NumberFormat(sections, epoch, code != "@" and (len(sections) >= TEXT_SECTION or sections[-1].has("text")))


def _of_system(match: re.Match[str]) -> str:
    """A date or time as the settings of a Chinese system have it; what the code says itself is ignored there."""
    return DATE if match["date"] else TIME


def cell_formats(styles: Element, epoch: int) -> list[NumberFormat | None]:
    """The number format of each cell style of a stylesheet, by its index."""
    custom = {each.get("numFmtId", ""): each.get("formatCode", "") for each in styles.iterfind("numFmts/numFmt")}
    builtin = {str(number): code for number, code in BUILTIN.items()}
    codes = builtin | custom
    return [compile_format(codes.get(each.get("numFmtId", ""), ""), epoch) for each in styles.iterfind("cellXfs/xf")]
