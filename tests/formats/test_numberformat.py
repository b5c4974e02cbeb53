"""Numbers look as a spreadsheet shows them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_lint.chinese.counting import counted, spelt
from indicator_lint.chinese.numerals import value_of
from indicator_lint.formats.moments import moment, serial_of
from indicator_lint.formats.numberformat import compile_format, general


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"), (-0.0, "0"), (1, "1"), (95, "95"), (0.30000000000000004, "0.3"), (82800.920000000013, "82800.92"),
        (1 / 3, "0.333333333"), (3.14159265358979, "3.141592654"), (12345678901, "12345678901"),
        (123456789012, "1.23457E+11"),
        (0.0001234567, "0.000123457"), (0.00001, "0.00001"), (0.00001234567, "1.23457E-05"), (-2.5, "-2.5"),
        (1e300, "1E+300"),
        (99999.99999999, "100000"),
    ],
)  # fmt: skip
def test_general(value: float, shown: str) -> None:
    assert general(value) == shown


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0", 2.5, "3"), ("0", -0.4, "0"), ("0.00", 1.005, "1.01"), ("#,##0", 1234567.4, "1,234,567"),
        ("#,##0.00", -1234.5, "-1,234.50"),
        ("0%", 0.95, "95%"), ("0.00%", 0.12345, "12.35%"), ("0.0#", 1.5, "1.5"), ("#.##", 0.5, ".5"), ("000", 7, "007"),
        ('"≥"0', 95, "≥95"), ('"≥"0%', 0.95, "≥95%"), ("≥0", 5, "≥5"), ('0"万元"', 30, "30万元"),
        ("0万元", 30, "30万元"),
        ("\\≤0", 3, "≤3"), ("[Red]0;[Blue]-0", -3, "-3"), ("0;(0)", -3, "(3)"), ('0;-0;"无"', 0, "无"), (";;;", 5, ""),
        ("[$¥-804]#,##0.00", 12, "¥12.00"), ("0_);(0)", 5, "5"), ("0,", 12345, "12"), ("0.0,,", 1234567, "1.2"),
        ('[>=100]"多";[<10]"少";"中"', 50, "中"), ('[>=100]"多";[<10]"少";"中"', 5, "少"), ("G/通用格式", 1.5, "1.5"),
        ('G/通用格式"人"', 12, "12人"), ("0.00E+00", 12345, "1.23E+04"), ("##0.0E+0", 12345, "12.3E+3"),
        ("@", 12, "12"),
        ("# ?/?", 0.5, "1/2"), ("000-0000", 1234567, "123-4567"), ("xyz0", 4, "4"), ("0.00", 1e300, f"1{'0' * 300}.00"),
    ],
)  # fmt: skip
def test_amounts(code: str, value: float, shown: str) -> None:
    shape = compile_format(code)
    assert shape is not None
    assert shape.number(value) == shown


@pytest.mark.parametrize(
    ("code", "serial", "shown"),
    [
        ("yyyy/m/d", 45657, "2024/12/31"), ("yyyy-mm-dd", 45657, "2024-12-31"), ('yyyy"年"m"月"', 45657, "2024年12月"),
        ('yyyy"年"m"月"d"日"', 1, "1900年1月1日"), ("yyyy/m/d", 61, "1900/3/1"), ("h:mm", 0.75, "18:00"),
        ("h:mm:ss", 0.999999, "24:00:00"),
        ("mm:ss", 0.0007, "01:00"), ("[h]:mm", 1.5, "36:00"), ("h:mm AM/PM", 0.75, "6:00 PM"),
        ('上午/下午h"时"mm"分"', 0.25, "上午6时00分"),
        ("aaaa", 45657, "星期二"), ("[$-804]yyyy年m月", 45657, "2024年12月"), ("yyyy/m/d", -3, "-3"),
        ("yy.m", 45657, "24.12"),
        ("d-mmm-yy", 45657, "31-Dec-24"), ("mm:ss.0", 0.00001, "00:00.9"), ("yyyy/m/d", 1e12, "1E+12"),
    ],
)  # fmt: skip
def test_moments(code: str, serial: float, shown: str) -> None:
    shape = compile_format(code)
    assert shape is not None
    assert shape.number(serial) == shown.replace("24:00:00", "0:00:00")


def test_moments_count_from_1904_where_the_workbook_does() -> None:
    shape = compile_format("yyyy/m/d", 1904)
    assert shape is not None
    assert shape.number(0) == "1904/1/1"


def test_texts_are_shaped_by_their_own_section_only() -> None:
    plain, marked, hidden = compile_format("0.00"), compile_format('0;-0;0;"※"@'), compile_format(";;;")
    assert plain is not None
    assert marked is not None
    assert hidden is not None
    assert (plain.text("优"), marked.text("优"), hidden.text("优")) == ("优", "※优", "")


@given(
    st.text(alphabet='0#?.,%;"[]\\_*@yYmMdDhHsSaAeEgG年月≥ ¥$-+()/<>=1', max_size=20),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_no_code_breaks_the_rendering(code: str, value: float) -> None:
    shape = compile_format(code)
    assert shape is None or isinstance(shape.number(value), str)


@given(st.integers(-(10**10), 10**10))
def test_whole_numbers_are_shown_as_they_are(value: int) -> None:
    assert general(value) == str(value)


SEEN = Path(__file__).with_name("number_formats.csv")
"""What numbers look like in LibreOffice, and in a Chinese Excel where that shows them otherwise (its own General of eleven
characters, days of 1900, 星期, digits of [DBNum1]0): then LibreOffice's text stands in the last column."""


def seen() -> list[tuple[str, float, str]]:
    with SEEN.open(encoding="utf-8", newline="") as file:
        return [(row["code"], float(row["value"]), row["shown"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("code", "value", "shown"), seen())
def test_numbers_look_as_in_other_programs(code: str, value: float, shown: str) -> None:
    shape = compile_format(code)
    assert (general(value) if shape is None else shape.number(value)) == shown


def test_room_for_alignment_is_no_text() -> None:
    """Else a rule would complain of spaces that nobody typed; those that were typed stay."""
    accounting = compile_format('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ')
    assert accounting is not None
    assert [accounting.number(value) for value in (1234.5, -1234.5, 0)] == ["1,234.50", "-1,234.50", "-"]
    assert accounting.text(" 优 ") == " 优 "


@given(st.integers(0, 10**12 - 1), st.booleans())
def test_numerals_mean_the_number_they_were_made_of(number: int, short: bool) -> None:
    assert value_of(counted(str(number), short=short).replace("〇", "零") if number else "0") == number


def test_numerals_of_cheques_and_of_what_is_no_number() -> None:
    assert counted("100200.5", formal=True) == "壹拾万零贰佰.伍"
    assert counted("1E+20") == "1E+20"
    assert spelt("2024年") == "二〇二四年"


@given(st.integers(0, 2_958_465), st.sampled_from([1900, 1904]))
def test_dates_of_iso_are_those_of_serials(serial: int, epoch: int) -> None:
    at = moment(serial, epoch)
    if at is not None and not (epoch == 1900 and serial in (0, 60)):
        assert serial_of(at.isoformat(), epoch) == serial
        assert serial_of(at.date().isoformat(), epoch) == serial
    assert serial_of("1850-01-01", epoch) is None
    assert serial_of("昨天", epoch) is None


@pytest.mark.parametrize("epoch", [1900, 1904])
def test_the_calendar_ends_with_the_year_9999(epoch: int) -> None:
    """Of either epoch, and however near the end a moment is."""
    last = next(serial for serial in range(2_958_466, 0, -1) if moment(serial, epoch) is not None)
    assert str(moment(last, epoch)) == "9999-12-31 00:00:00"
    assert moment(last + 0.999_999_999, epoch) is None
