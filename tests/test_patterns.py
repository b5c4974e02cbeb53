"""Patterns that are compiled when they are first asked."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import indicator_lint
from indicator_lint.patterns import Uncompiled, pattern


def test_every_pattern_of_the_program_is_one() -> None:
    """None fails only where a user's file is the first to ask it."""
    names = [
        each.name for each in walk_packages(indicator_lint.__path__, "indicator_lint.") if "__main__" not in each.name
    ]
    values = [value for name in names for value in vars(import_module(name)).values() if isinstance(value, Uncompiled)]
    assert len(values) > 100
    for value in values:
        re.compile(value.pattern, value.flags)


def test_a_pattern_asked_is_as_the_compiled_one() -> None:
    written = pattern("(?P<unit>[a-z]+)", re.IGNORECASE)
    assert written.pattern == "(?P<unit>[a-z]+)"
    found = written.search("12 KM")
    assert found is not None
    assert found["unit"] == "KM"
    assert [written.sub("", "3KM"), written.split("1a2"), written.findall("aB1c")] == [
        "3",
        ["1", "a", "2"],
        ["aB", "c"],
    ]


def test_what_no_pattern_has_is_no_part_of_one() -> None:
    with pytest.raises(AttributeError, match="searches"):
        getattr(pattern("a"), "searches")  # noqa: B009 - the types would not let it be written
