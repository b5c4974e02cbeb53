"""Whatever a reader may decline has a sentence on its rule's page."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from indicator_lint import formats
from indicator_lint.formats import FORMATS
from indicator_lint.formats.limits import NAMES
from indicator_lint.formats.opening import FAILURES
from indicator_lint.formats.openkinds import KINDS as OPEN_DOCUMENTS
from indicator_lint.formats.sniff import ENCRYPTED, MAGIC, PACKAGES, STREAMS, WITHIN

SOURCES = tuple(Path(formats.__file__).parent.glob("*.py"))
PAGES = Path(__file__).parents[2] / "rules" / "file"


def reasons_of(page: str) -> set[str]:
    return set(tomllib.loads((PAGES / f"{page}.toml").read_text("utf-8"))["reasons"])


def named_in_calls(function: str) -> set[str]:
    """The literals that calls of a refusing function begin with."""
    calls = (
        node
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function and node.args
    )
    return {
        each.value
        for call in calls
        for each in ast.walk(call.args[0])
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


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
    ("page", "named"),
    [
        ("unreadable-file", named_in_calls("refuse_unreadable") | set(FAILURES.values()) | {"unopened"}),
        ("garbled-text", named_in_calls("refuse_garbled")),
        ("over-limit", set(NAMES)),
        ("unsupported-format", (KINDS - set(FORMATS) - {ENCRYPTED}) | named_in_calls("refuse_unsupported")),
    ],
)
def test_every_reason_has_a_sentence_and_every_sentence_a_reason(page: str, named: set[str]) -> None:
    assert reasons_of(page) == named
