"""Numbers that are amounts, as a spreadsheet shows them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final

from indicator_lint.chinese.counting import counted, spelt
from indicator_lint.formats.formatcode import Section, Token, literal

ROUNDING: Final = Context(prec=800, rounding=ROUND_HALF_UP)
"""Half up, as people round; with room for the largest number and the longest code."""

FORMAL: Final = "2"
"""The numerals of cheques: 壹贰叁."""

GENERAL_WIDTH: Final = 9
"""Decimals of a number below ten: General shows eleven characters at most."""
SMALLEST_PLAIN: Final = -4
LARGEST_PLAIN: Final = 10


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


def shown_amount(section: Section, value: float) -> str:
    """An amount: the digits are laid over the placeholders from the right, literals stay where they are."""
    numerals = section.said("numerals")
    if section.has("general"):
        number = counted(general(value), formal=numerals == FORMAL) if numerals else general(value)
        return "".join(number if kind == "general" else literal(kind, token) for kind, token in section.tokens)
    scaled = exact(value).scaleb(2 * sum(kind == "percent" for kind, _ in section.tokens))
    if section.has("exponent"):
        return _scientific(section.tokens, scaled)
    if section.has("fraction"):
        return _fractional(section, scaled)
    shown = _placed(section, scaled)
    return spelt(shown, formal=numerals == FORMAL) if numerals else shown


def _placed(section: Section, number: Decimal) -> str:
    """The digits in the places that the section has for them; no minus before what is rounded to nought."""
    digits = _laid([token for kind, token in section.tokens if kind == "digits"], abs(number))
    pieces = iter(digits)
    shown = "".join(next(pieces) if kind == "digits" else literal(kind, token) for kind, token in section.tokens)
    return f"-{shown}" if number < 0 and re.search("[1-9]", "".join(digits)) else shown


def _fractional(section: Section, number: Decimal) -> str:
    """A whole number and a fraction beside it, or a fraction alone where the code has no place for the whole."""
    under = section.said("fraction").partition("/")[2].strip()
    whole = int(abs(number)) if section.has("digits") else 0
    part = Fraction(abs(number)) - whole
    if under.isdecimal() and int(under):
        top, bottom = round(part * int(under)), int(under)
    else:
        near = part.limit_denominator(10 ** len(under) - 1)
        top, bottom = near.numerator, near.denominator
    if section.has("digits") and top == bottom:
        whole, top = whole + 1, 0
    fraction = f"{top}/{bottom}" if top or not section.has("digits") else ""
    places = {"digits": str(whole) if whole or not fraction else "", "fraction": fraction}
    shown = "".join(places.get(kind, literal(kind, token)) for kind, token in section.tokens)
    return f"-{shown.strip()}" if number < 0 and (whole or top) else shown


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
            shown.append(f"{mantissa:f}" if kind == "digits" else literal(kind, token))
    return "".join(shown)
