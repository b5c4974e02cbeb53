"""TOML files that may come from strangers: neither what they are, nor their size, nor their depth can stop a run."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from typing import Any, Final, NoReturn

MEGABYTE: Final = 1 << 20
LEVELS: Final = 16
"""Names that a key may be made of: the parser's memory grows with the square of it."""

CONTAINERS: Final = 1_000_000
"""Tables and lists: a baseline of three hundred thousand findings has as many."""
DOTS: Final = 100_000
"""Of keys and numbers: each makes a table."""

STRING: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+'")
JOINED: Final = re.compile(r"[^\s.][ \t]*+\.")
"""A dot in a key, after what it follows."""


def read_toml(path: str, megabytes: int) -> tuple[dict[str, Any], str]:
    """What a file says, and its text; a mark that some editors put before UTF-8 is passed over.

    Raises OSError for what cannot be read, pipes and devices included (they may wait for ever, or never end), and ValueError
    (UnicodeDecodeError, TOMLDecodeError) for what is not valid, or more than any such file has.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - Path's own refuse odd names
        raise OSError(0, "不是普通文件")
    with open(path, "rb") as file:  # noqa: PTH123 - likewise
        content = file.read(megabytes * MEGABYTE + 1)
    if len(content) > megabytes * MEGABYTE:
        message = f"超过 {megabytes} MB"
        raise tomllib.TOMLDecodeError(message)
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    return parse(text), text


def parse(text: str) -> dict[str, Any]:
    """What a text says. Raises TOMLDecodeError, for one that is nested too deeply too."""
    bare = STRING.sub('""', text)
    if any(len(JOINED.findall(part)) >= LEVELS for part in re.split(r"[={,\[\n]", bare)):
        _refuse("层次太多")
    if bare.count("[") + bare.count("{") > CONTAINERS or len(JOINED.findall(bare)) > DOTS:
        _refuse("内容太多")
    try:
        return tomllib.loads(text)
    except RecursionError:
        _refuse("层次太多")


def _refuse(message: str) -> NoReturn:
    raise tomllib.TOMLDecodeError(message)
