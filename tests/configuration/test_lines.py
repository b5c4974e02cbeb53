"""Every key of a configuration is found at its line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from indicator_lint.configuration.lines import Path, lines_of

NAMES = st.sampled_from(["pack", "a-b", "单位", "x y", "files"])
VALUES = st.recursive(
    st.one_of(st.integers(0, 9), st.booleans(), st.text("文a\n\"'#[]=", max_size=6)), st.lists, max_leaves=4
)
PAGES = st.dictionaries(
    NAMES,
    st.one_of(VALUES, st.dictionaries(NAMES, VALUES, max_size=3), st.lists(st.dictionaries(NAMES, VALUES), max_size=3)),
)


def leaves(page: dict[str, Any]) -> Iterator[Path]:
    for key, value in page.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, *way) for way in leaves(value))


@settings(max_examples=40)
@given(PAGES)
def test_every_key_has_the_line_where_it_is_written(page: dict[str, Any]) -> None:
    """Whatever a writer of TOML makes of values, lists, strings over several lines and tables."""
    text = tomli_w.dumps(page, multiline_strings=True)
    lines = lines_of(text)
    shown = text.splitlines()
    for way in leaves(tomllib.loads(text)):
        assert str(way[-1]) in shown[lines[way] - 1]


def test_lists_of_tables_are_numbered() -> None:
    text = """a = [
  "x",
]
# c
[[files]]
files = "甲"
severity = {UNI = "info", TXT001 = "off"}

[[files]]
ignore = '''
[x]
'''
[layout]
[[layout.files]]
sheets = "乙"
"""
    lines = lines_of(text)
    assert lines["a",] == 1
    assert lines["files", 0, "severity", "TXT001"] == 7
    assert lines["files", 1, "ignore"] == 10
    assert lines["layout", "files", 0, "sheets"] == 15
