"""OLE compound files made for tests: streams by name, in the smallest form that every reader accepts."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
NOTHING, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
LEAST = 4096
"""Streams are padded to the size from which they lie in sectors of their own."""


def compound_file(
    streams: Mapping[str, bytes], inner: Mapping[str, bytes] | None = None, *, padded: bool = True
) -> bytes:
    """A file that holds these streams, and those of `inner` in a storage called ObjectPool.

    Streams that are not padded lie in sectors of their own just the same: the file says that all do.
    """
    named = [*streams.items(), *(inner or {}).items()]
    sectors: list[bytes] = []
    following: list[int] = []

    def lay(content: bytes) -> int:
        """Append a chain of sectors; its first number."""
        pieces = [content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)]
        first = len(sectors)
        sectors.extend(pieces)
        following.extend([*range(first + 1, first + len(pieces)), END])
        return first

    least = LEAST if padded else 1
    filled = [(name, content.ljust(least, b"\0")) for name, content in named]
    starts = [lay(content) for _, content in filled]
    outer, pool = list(streams), len(named) + 1
    lists = [*range(1, len(outer) + 1), *([pool] if inner else [])]
    follower = dict(zip(lists, [*lists[1:], NOTHING], strict=True))
    entries = [_entry("Root Entry", 5, child=lists[0] if lists else NOTHING, start=END)]
    for number, (name, content) in enumerate(filled, start=1):
        beside = follower.get(number, number + 1 if number < len(named) else NOTHING)
        entries.append(_entry(name, 2, right=beside, start=starts[number - 1], size=len(content)))
    if inner:
        entries.append(_entry("ObjectPool", 1, child=len(outer) + 1, start=0))
    directory = lay(b"".join(entries))
    tables = -(-(len(following) + 1) // (SECTOR // 4 - 1))
    places = [len(sectors) + number for number in range(tables)]
    following += [TABLE] * tables
    table = struct.pack(f"<{len(following)}I", *following).ljust(tables * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH10xIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        62,
        3,
        0xFFFE,
        9,
        6,
        tables,
        directory,
        0,
        least,
        END,
    )
    header += struct.pack("<III", 0, END, 0) + struct.pack("<109I", *places, *[NOTHING] * (109 - tables))
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, *, right: int = NOTHING, child: int = NOTHING, start: int, size: int = 0) -> bytes:
    stored = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII36xIQ", stored, len(stored), kind, 1, NOTHING, right, child, start, size)
