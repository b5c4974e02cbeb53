"""Numbers that are dates and times, as a spreadsheet shows them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from indicator_lint.chinese.counting import counted, spelt
from indicator_lint.formats.formatcode import Section, literal

NOON: Final = 12
LEAP_BUG: Final = 60
"""Excel counts a 29 February 1900: serials before it are one day further from the epoch than they seem."""
EPOCH_1904: Final = 1904
END: Final = {1900: 2_958_466, EPOCH_1904: 2_957_004}
"""The first serial beyond the year 9999, by epoch."""
DAY: Final = 86_400_000
"""Milliseconds."""
MONTHS: Final = tuple(calendar.month_name)[1:]
WEEKDAYS: Final = tuple(calendar.day_name)
FORMAL: Final = "2"
SHORT: Final = 3
INITIAL: Final = 5
"""How many letters ask for a name cut short, and for its first letter."""
DAYS: Final = "一二三四五六日"


def moment(serial: float, epoch: int = 1900) -> datetime | None:
    """The moment of a serial number, to the millisecond; None outside the calendar of spreadsheets."""
    if not (0 <= serial < END[epoch] and round(serial * DAY) < END[epoch] * DAY):
        return None
    first = date(1904, 1, 1) if epoch == EPOCH_1904 else date(1899, 12, 31 if serial < LEAP_BUG else 30)
    start = datetime.combine(first, time())
    return start + timedelta(days=int(serial), milliseconds=round(serial % 1 * DAY))


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


def shown_moment(section: Section, serial: float, epoch: int) -> str:
    """A date or time; empty when the number is none."""
    parts = {token[0].lower() for kind, token in section.tokens if kind == "date"}
    digits = max((len(token) - 1 for kind, token in section.tokens if kind == "subsecond"), default=0)
    at = moment(round(serial * 86_400, digits) / 86_400 if parts & {"s", "n", "h"} else serial, epoch)
    if at is None:
        return ""
    parted = Parts(
        at,
        halved=section.has("noon"),
        chinese=section.has("locale", "numerals"),
        numerals=section.said("numerals"),
    )
    return "".join(_shown(kind, token, parted, serial) for kind, token in section.tokens)


def _shown(kind: str, token: str, parts: Parts, serial: float) -> str:
    match kind:
        case "date":
            return parts[token.lower()]
        case "elapsed":
            per_day = {"h": 24, "m": 1_440, "s": 86_400}[token[0].lower()]
            return str(int(round(serial * 86_400) * per_day // 86_400)).zfill(len(token))
        case "noon":
            return token.split("/")[parts.at.hour >= NOON]
        case "subsecond":
            return f".{parts.at.microsecond:06d}"[: len(token)]
        case "digits":
            return token
    return literal(kind, token)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a moment by their letters: yyyy, m, dd, hh, nn (minutes), ss, aaaa (星期三)."""

    at: datetime
    halved: bool
    chinese: bool
    numerals: str

    def __getitem__(self, letters: str) -> str:
        """One part, in Chinese numerals where they are asked for."""
        if (letters[0] in "dm" and len(letters) > 2) or letters[0] == "a":  # noqa: PLR2004 - more letters, a name
            return self._name(letters)
        formal = self.numerals == FORMAL
        if letters[0] in "yeb":
            year = f"{self.at.year}" if letters[0] != "y" or len(letters) >= SHORT else f"{self.at.year % 100:02d}"
            return spelt(year, formal=formal) if self.numerals else year
        number = self._number(letters[0])
        if self.numerals:
            return counted(str(number), formal=formal, short=True)
        return f"{number:0{min(len(letters), 2)}d}"

    def _number(self, letter: str) -> int:
        at = self.at
        hour = (at.hour % NOON or NOON) if self.halved else at.hour
        return {"h": hour, "m": at.month, "d": at.day, "n": at.minute, "s": at.second}[letter]

    def _name(self, letters: str) -> str:
        """The name of a month or a day: English ones keep their names in a Chinese workbook unless it asks for Chinese."""
        day, length = DAYS[self.at.weekday()], len(letters)
        if letters[0] == "a":
            return day if length == SHORT else f"星期{day}"
        if self.chinese:
            month = f"{self.at.month}" if length == SHORT else counted(str(self.at.month), short=True)
            return f"{month}月" if letters[0] == "m" else f"{'周' if length == SHORT else '星期'}{day}"
        name = MONTHS[self.at.month - 1] if letters[0] == "m" else WEEKDAYS[self.at.weekday()]
        return name[:1] if length == INITIAL and letters[0] == "m" else name[:3] if length == SHORT else name
