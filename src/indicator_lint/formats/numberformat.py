"""Numbers as a spreadsheet shows them: the part of Excel's format codes that budget forms use.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31. What is not understood (fractions, unknown letters) is shown as General.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Token: TypeAlias = tuple[str, str]

GENERAL: Final = "General"
LONGEST_CODE: Final = 255
ROUNDING: Final = Context(prec=800, rounding=ROUND_HALF_UP)
"""Half up, as people round; with room for the largest number and the longest code."""

YUAN: Final = '"¥"#,##0;"¥"-#,##0'
CENTS: Final = '"¥"#,##0.00;"¥"-#,##0.00'
MONTH: Final = 'yyyy"年"m"月"'
DAY: Final = 'm"月"d"日"'
CLOCK: Final = '上午/下午h"时"mm"分"'
SECONDS: Final = '上午/下午h"时"mm"分"ss"秒"'
BUILTIN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: YUAN, 6: YUAN, 7: CENTS, 8: CENTS, 9: "0%", 10: "0.00%",
    11: "0.00E+00", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: MONTH, 28: DAY, 29: DAY, 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: CLOCK, 35: SECONDS, 36: MONTH,
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"¥-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-"',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: MONTH,
    51: DAY, 52: MONTH, 53: DAY, 54: DAY, 55: CLOCK, 56: SECONDS, 57: MONTH,
    58: DAY,
}  # fmt: skip
"""Codes of the built-in formats, as a Chinese Excel shows them."""

TOKEN: Final = re.compile(
    r"""
      "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.)
    | \[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\] | \[(?P<elapsed>h+|m+|s+)\]
    | \[(?P<condition>[<>=]+-?[\d.]+)\] | \[(?P<ignored>[^\]]*)\]
    | (?P<general>General|G/通用格式) | (?P<noon>AM/PM|A/P|上午/下午) | (?P<exponent>E[+-]0+)
    | (?P<fraction>[?#0]+/[?#\d]+)
    | (?P<subsecond>(?<=[sS])\.0+) | (?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|b+)
    | (?P<digits>[0#?][0#?,]*,*(?:\.[0#?]*)?,*|\.[0#?]+,*)
    | (?P<percent>%) | (?P<text>@) | (?P<letter>[A-Za-z]) | (?P<plain>.)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
LITERALS: Final = frozenset({"quoted", "escaped", "currency", "plain"})
UNKNOWN: Final = frozenset({"letter", "fraction"})
CONDITIONS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip

GENERAL_WIDTH: Final = 9
"""Decimals of a number below ten: General shows eleven characters at most."""
SMALLEST_PLAIN: Final = -4
LARGEST_PLAIN: Final = 10
NOON: Final = 12
TEXT_SECTION: Final = 4
"""The place of the section for texts."""
LEAP_BUG: Final = 60
"""Excel counts a 29 February 1900: serials before it are one day further from the epoch than they seem."""
EPOCH_1904: Final = 1904
LAST_SERIAL: Final = 2_958_466
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS: Final = "一二三四五六日"


def exact(value: float) -> Decimal:
    """A number as its 15 significant digits, which is all a spreadsheet keeps: 0.30000000000000004 is 0.3."""
    return Decimal(f"{value:.15g}")


def general(value: float) -> str:
    """A number without a format: up to eleven characters, then with an exponent."""
    number = exact(value)
    if not number:
        return "0"
    places = number.adjusted()
    if places <= LARGEST_PLAIN and (places >= SMALLEST_PLAIN or _fixed(number, GENERAL_WIDTH) == number):
        return f"{_fixed(number, min(GENERAL_WIDTH, GENERAL_WIDTH - places)):f}"
    mantissa, _, exponent = f"{number:.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].zfill(2)}"


def _fixed(number: Decimal, decimals: int) -> Decimal:
    """Rounded half up, as people do, without trailing zeros."""
    rounded = _rounded(number, max(decimals, 0))
    return rounded.normalize() if rounded else Decimal(0)


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), context=ROUNDING)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the parts of a code that semicolons separate."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None

    def has(self, *kinds: str) -> bool:
        """Whether a token of one of these kinds occurs."""
        return any(kind in kinds for kind, _ in self.tokens)

    def holds(self, value: float) -> bool:
        """Whether the section's own condition is met."""
        return self.condition is not None and CONDITIONS[self.condition[0]](value, self.condition[1])


@dataclass(frozen=True, slots=True, eq=False)
class NumberFormat:
    """A compiled format code. `epoch` is 1900 or 1904. Each is one of a kind, so that comparing two costs nothing."""

    sections: tuple[Section, ...]
    epoch: int
    shapes_text: bool

    def number(self, value: float) -> str:
        """A number as shown."""
        section, magnitude = self._choose(value)
        if section.has(*UNKNOWN, "text"):
            return general(value)
        if section.has("date", "elapsed", "noon"):
            return _moment(section.tokens, value, self.epoch) or general(value)
        return _number(section, magnitude)

    def text(self, value: str) -> str:
        """A text as shown: most formats leave it alone."""
        if not self.shapes_text:
            return value
        section = self.sections[-1]
        return "".join(value if kind == "text" else _literal(kind, token) for kind, token in section.tokens)

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
    sections: list[list[Token]] = [[]]
    for match in TOKEN.finditer(code):
        kind = match.lastgroup or "plain"
        if kind == "plain" and match[0] == ";":
            sections.append([])
        else:
            sections[-1].append((kind, match[kind]))
    compiled = tuple(_section(tokens) for tokens in sections)
    return NumberFormat(compiled, epoch, code != "@" and (len(compiled) >= TEXT_SECTION or compiled[-1].has("text")))


def cell_formats(styles: Element, epoch: int) -> list[NumberFormat | None]:
    """The number format of each cell style of a stylesheet, by its index."""
    custom = {each.get("numFmtId", ""): each.get("formatCode", "") for each in styles.iterfind("numFmts/numFmt")}
    builtin = {str(number): code for number, code in BUILTIN.items()}
    codes = builtin | custom
    return [compile_format(codes.get(each.get("numFmtId", ""), ""), epoch) for each in styles.iterfind("cellXfs/xf")]


def _section(tokens: list[Token]) -> Section:
    condition = next((token for kind, token in tokens if kind == "condition"), None)
    match = re.fullmatch(r"([<>=]+)(-?\d+(?:\.\d+)?)", condition or "")
    known = match is not None and match[1] in CONDITIONS
    return Section(tuple(_minutes(tokens)), (match[1], float(match[2])) if match and known else None)


def _minutes(tokens: list[Token]) -> list[Token]:
    """Tell minutes from months: m after hours or before seconds."""
    timed = [i for i, (kind, _) in enumerate(tokens) if kind in ("date", "elapsed")]
    found = list(tokens)
    for place, i in enumerate(timed):
        before = tokens[timed[place - 1]][1][0].lower() if place else ""
        after = tokens[timed[place + 1]][1][0].lower() if place + 1 < len(timed) else ""
        if tokens[i][0] == "date" and tokens[i][1][0] in "mM" and (before == "h" or after == "s"):
            found[i] = ("date", "n" * len(tokens[i][1]))
    return found


def _literal(kind: str, token: str) -> str:
    if kind in LITERALS:
        return token
    return " " if kind == "space" else "%" if kind == "percent" else ""


def _number(section: Section, value: float) -> str:
    """An amount: the digits are laid over the placeholders from the right, literals stay where they are."""
    if section.has("general"):
        return "".join(general(value) if kind == "general" else _literal(kind, token) for kind, token in section.tokens)
    places = [token for kind, token in section.tokens if kind == "digits"]
    scaled = exact(value).scaleb(2 * sum(kind == "percent" for kind, _ in section.tokens))
    if section.has("exponent"):
        return _scientific(section.tokens, scaled)
    pieces = iter(_laid(places, abs(scaled)))
    shown = "".join(next(pieces) if kind == "digits" else _literal(kind, token) for kind, token in section.tokens)
    return f"-{shown}" if scaled < 0 and re.search("[1-9]", "".join(_laid(places, abs(scaled)))) else shown


def _laid(places: list[str], number: Decimal) -> list[str]:
    """The digits of a number for each group of placeholders; the first group takes what has no place of its own."""
    if not places:
        return []
    last = places[-1].rstrip(",")
    number = number.scaleb(-3 * (len(places[-1]) - len(last)))
    whole, _, decimals = last.partition(".")
    rounded = _rounded(number, len(decimals))
    digits, _, fraction = f"{rounded:f}".partition(".")
    groups = [*places[:-1], whole]
    shown = _distribute([group.replace(",", "") for group in groups], digits.lstrip("0"))
    if any("," in group for group in groups) and len(groups) == 1:
        shown = [f"{int(shown[0]):,}" if shown[0].isdigit() and shown[0][0] != "0" else shown[0]]
    point = f".{_fraction(decimals, fraction)}" if "." in last else ""
    return [*shown[:-1], shown[-1] + point]


def _distribute(groups: list[str], digits: str) -> list[str]:
    """Fill groups from the right; 0 asks for a digit, ? for a digit or a space, # for nothing."""
    filled: list[str] = []
    for i, group in reversed(list(enumerate(groups))):
        taken = digits if i == 0 else digits[-len(group) :] if group else ""
        digits = digits[: len(digits) - len(taken)]
        missing = group[: max(0, len(group) - len(taken))]
        filled.append(
            "".join("0" if "0" in missing[: at + 1] else " " if c == "?" else "" for at, c in enumerate(missing))
            + taken
        )
    return filled[::-1]


def _fraction(places: str, digits: str) -> str:
    """Decimals: those that are zero and asked for by # only are left out."""
    kept = digits.rstrip("0") if digits else ""
    needed = max(len(kept), len(places.rstrip("#?")))
    return digits[:needed]


def _scientific(tokens: tuple[Token, ...], number: Decimal) -> str:
    """A mantissa and an exponent; the mantissa has as many whole digits as the code has."""
    place = next((token for kind, token in tokens if kind == "digits"), "0")
    whole, _, decimals = place.partition(".")
    step = max(len(whole), 1)
    exponent = (number.adjusted() // step) * step if number else 0
    mantissa = _rounded(number.scaleb(-exponent), len(decimals))
    if abs(mantissa) >= Decimal(10) ** step:
        exponent, mantissa = exponent + step, _rounded(mantissa.scaleb(-step), len(decimals))
    shown = []
    for kind, token in tokens:
        if kind == "exponent":
            sign = "-" if exponent < 0 else "+" if token[1] == "+" else ""
            shown.append(f"E{sign}{str(abs(exponent)).zfill(len(token) - 2)}")
        else:
            shown.append(f"{mantissa:f}" if kind == "digits" else _literal(kind, token))
    return "".join(shown)


def moment(serial: float, epoch: int = 1900) -> datetime | None:
    """The moment of a serial number, to the millisecond; None outside the calendar of spreadsheets."""
    if not 0 <= serial < LAST_SERIAL:
        return None
    first = date(1904, 1, 1) if epoch == EPOCH_1904 else date(1899, 12, 31 if serial < LEAP_BUG else 30)
    start = datetime.combine(first, time())
    return start + timedelta(days=int(serial), milliseconds=round(serial % 1 * 86_400_000))


def serial_of(value: str, epoch: int = 1900) -> float | None:
    """The serial number of a moment written as ISO 8601 has it; None for what is none or lies before the calendar."""
    try:
        at = datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return None
    days = (at - datetime.combine(_first_day(epoch), time())) / timedelta(days=1)
    serial = days - 1 if epoch != EPOCH_1904 and days <= LEAP_BUG else days
    return serial if serial >= 0 else None


def _first_day(epoch: int) -> date:
    """The day that serial 0 would be, had 1900 been no leap year to Excel."""
    return date(1904, 1, 1) if epoch == EPOCH_1904 else date(1899, 12, 30)


def _moment(tokens: tuple[Token, ...], serial: float, epoch: int) -> str:
    """A date or time; empty when the number is none."""
    parts = [token[:1].lower() for kind, token in tokens if kind == "date"]
    digits = max((len(token) - 1 for kind, token in tokens if kind == "subsecond"), default=0)
    at = moment(round(serial * 86_400, digits) / 86_400 if {"s", "n", "h"} & set(parts) else serial, epoch)
    if at is None:
        return ""
    halved = any(kind == "noon" for kind, _ in tokens)
    shown = []
    for kind, token in tokens:
        match kind:
            case "date":
                shown.append(_date_part(token.lower(), at, halved=halved))
            case "elapsed":
                per_day = {"h": 24, "m": 1_440, "s": 86_400}[token[0].lower()]
                shown.append(str(int(round(serial * 86_400) * per_day // 86_400)).zfill(len(token)))
            case "noon":
                shown.append(_noon(token, at.hour))
            case "subsecond":
                shown.append(f".{at.microsecond:06d}"[: len(token)])
            case "digits":
                shown.append(token)
            case _:
                shown.append(_literal(kind, token))
    return "".join(shown)


def _noon(token: str, hour: int) -> str:
    return token.split("/")[hour >= NOON]


def _date_part(token: str, at: datetime, *, halved: bool) -> str:
    """One letter group of a date code: yyyy, m, dd, hh, nn (minutes), ss, aaaa (星期三)."""
    short = len(token) == 1
    match token[0]:
        case "y" | "e" | "b":
            return f"{at.year % 100:02d}" if token[0] == "y" and len(token) < 3 else f"{at.year}"  # noqa: PLR2004
        case "m" | "d" if len(token) > 2:  # noqa: PLR2004
            return MONTHS[at.month - 1] if token[0] == "m" else f"星期{DAYS[at.weekday()]}"
        case "a":
            return ("星期" if len(token) > 3 else "") + DAYS[at.weekday()]  # noqa: PLR2004
        case "h":
            number = (at.hour % NOON or NOON) if halved else at.hour
        case "m":
            number = at.month
        case "d":
            number = at.day
        case "n":
            number = at.minute
        case _:
            number = at.second
    return f"{number}" if short else f"{number:02d}"
