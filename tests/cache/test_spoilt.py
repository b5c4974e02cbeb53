"""Whatever lies in the cache's place costs no more than not having remembered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indicator_lint.cache.store import MOST, Cache, sealed

KEY = "ab" + "0" * 62
OTHER = "ab" + "1" * 62


@pytest.mark.parametrize(
    "content",
    [
        b"\x80\x04\x95" + b"\xff" * 8,
        b"\x80\x04\x8e" + (1 << 60).to_bytes(8, "little") + b".",
        b"\x80\x04j\xff\xff\xff\x7f.",
        b"I" + b"9" * 5000 + b"\n.",
        b"cos\nsystem\n(Vtouch pwned\ntR.",
    ],
)
def test_contents_that_nobody_wrote(tmp_path: Path, content: bytes) -> None:
    cache = Cache(tmp_path / "cache")
    cache.remember(KEY, 1)
    (path,) = (tmp_path / "cache").glob("*/*")
    path.write_bytes(sealed(KEY, content).digest() + content)
    assert cache.recall(KEY) is None


def test_a_bit_that_fell_over_and_an_entry_in_the_place_of_another_are_none(tmp_path: Path) -> None:
    """What is read would still be findings, and wrong ones."""
    cache = Cache(tmp_path / "cache")
    cache.remember(KEY, "购置设备数量")
    (path,) = (tmp_path / "cache").glob("*/*")
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert cache.recall(KEY) is None
    path.write_bytes(whole)
    assert cache.recall(KEY) == "购置设备数量"
    path.rename(path.with_name(OTHER))
    assert cache.recall(OTHER) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_pipes_links_and_giants(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.remember(KEY, 1)
    (path,) = (tmp_path / "cache").glob("*/*")
    with path.open("r+b") as file:
        file.truncate(MOST + 1)
    assert cache.recall(KEY) is None
    path.unlink()
    os.mkfifo(path)
    assert cache.recall(KEY) is None
    path.unlink()
    path.symlink_to("/dev/zero")
    assert cache.recall(KEY) is None
