"""Whatever a reader may decline has a sentence on its rule's page."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

from indicator_lint import formats
from indicator_lint.formats import FORMATS
from indicator_lint.formats.limits import NAMES
from indicator_lint.formats.opening import FAILURES
from indicator_lint.formats.openkinds import KINDS as OPEN_DOCUMENTS
from indicator_lint.formats.sniff import ENCRYPTED, MAGIC, PACKAGES, STREAMS, WITHIN

SOURCES = tuple(Path(formats.__file__).parent.glob("*.py"))
REFUSING = ("refuse_unreadable", "refuse_garbled", "refuse_unsupported")
PAGES = Path(__file__).parents[2] / "rules" / "file"


def reasons_of(page: str) -> set[str]:
    return set(tomllib.loads((PAGES / f"{page}.toml").read_text("utf-8"))["reasons"])


@cache
def named_in_calls() -> dict[str, set[str]]:
    """The literals that calls of the refusing functions begin with."""
    named: dict[str, set[str]] = {"": set(), **{function: set() for function in REFUSING}}
    for source in SOURCES:
        for call in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in named and call.args:
                named[call.func.id] |= {
                    each.value
                    for each in ast.walk(call.args[0])
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return named


KINDS = (
    {kind for table in (STREAMS, PACKAGES, MAGIC, WITHIN) for *_, kind in table}
    | {
        "pdf",
        "html",
        "xml",
        "uof",
        "mail",
        "spreadsheetml",
        "archive",
        "compound",
    }
    | {kind for _, kind in OPEN_DOCUMENTS}
)


@pytest.mark.parametrize(
    ("page", "function", "besides"),
    [
        ("unreadable-file", "refuse_unreadable", set(FAILURES.values()) | {"unopened"}),
        ("garbled-text", "refuse_garbled", set()),
        ("over-limit", "", set(NAMES)),
        ("unsupported-format", "refuse_unsupported", KINDS - set(FORMATS) - {ENCRYPTED}),
    ],
)
def test_every_reason_has_a_sentence_and_every_sentence_a_reason(page: str, function: str, besides: set[str]) -> None:
    assert reasons_of(page) == named_in_calls()[function] | besides
