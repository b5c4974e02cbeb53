"""JSON that may come from strangers: neither its depth nor what it weighs once it is read can stop a run."""

from __future__ import annotations

import json
from typing import Final

MEGABYTE: Final = 1 << 20
MEGABYTES: Final = 64
"""Of a text: a plan of fifty thousand fixes has forty."""
CONTAINERS: Final = 1_000_000
"""Lists and objects, of which an empty one takes three bytes in the text and up to two hundred in memory."""
QUOTES: Final = 6_000_000
"""Two a string: one of three letters takes fifty-two bytes in memory."""


class TooMuchError(ValueError):
    """More than anything of ours holds."""


def parse(content: bytes) -> object:
    """What a text in UTF-8 says; a mark that some editors put before it is passed over.

    Raises ValueError for what is no JSON, TooMuchError for more of it than anything of ours has.
    """
    if len(content) > MEGABYTES * MEGABYTE:
        message = f"more than {MEGABYTES} MB"
        raise TooMuchError(message)
    if content.count(b"[") + content.count(b"{") > CONTAINERS or content.count(b'"') > QUOTES:
        message = "more lists and texts than can be"
        raise TooMuchError(message)
    try:
        found: object = json.loads(content.decode("utf-8-sig"))
    except RecursionError as error:  # lists are nested by the thousand
        message = "nested too deeply"
        raise ValueError(message) from error
    return found
