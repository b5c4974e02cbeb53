"""Old workbooks made record by record, for what no library writes: early versions, wrong codepages, locks and lies."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Iterable, Iterator

from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR

SALT, VERIFIER = bytes(range(16)), bytes(range(16, 32))
CLEAR = {0x0809, 0x2F, 0x194, 0x195, 0xE1, 0x196, 0x138}
BOUNDSHEET = 0x85
EOF = struct.pack("<HH", 0x0A, 0)
STYLE = struct.pack("<HH", 0xE0, 20) + bytes(20)


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def bof(substream: int, version: int = 0x0600) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", version, substream, 0x0DBB, 1996, 0, 6))


def label(row: int, column: int, text: bytes) -> bytes:
    """A text before Excel 97."""
    return record(0x0204, struct.pack("<HHHH", row, column, 0, len(text)) + text)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def formula(row: int, column: int, result: bytes) -> bytes:
    return record(0x0006, struct.pack("<HHH8sHIH", row, column, 0, result, 0, 0, 0))


def book(
    *sheets: bytes, version: int = 0x0600, more: bytes = b"", styles: bytes = STYLE, encoding: str = "gbk"
) -> bytes:
    """A stream with these sheets, called 表1, 表2 …, and further records in its globals."""
    names = [f"表{number}" for number in range(1, len(sheets) + 1)]
    entries = [_name(name, version, encoding) for name in names]
    at = len(bof(5, version)) + len(more) + len(styles) + sum(4 + 6 + len(each) for each in entries) + len(EOF)
    globals_ = bof(5, version) + more + styles
    bodies = [bof(0x10, version) + sheet + EOF for sheet in sheets]
    for entry, body in zip(entries, bodies, strict=True):
        globals_ += record(BOUNDSHEET, struct.pack("<iBB", at, 0, 0) + entry)
        at += len(body)
    return globals_ + EOF + b"".join(bodies)


def _name(name: str, version: int, encoding: str) -> bytes:
    if version < 0x0600:
        stored = name.encode(encoding)
        return bytes([len(stored)]) + stored
    return bytes([len(name), 1]) + name.encode("utf-16-le")


def records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at + 4, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def locked(stream: bytes, info: bytes, cipher: Iterable[tuple[int, int]]) -> bytes:
    """A stream whose records are encrypted; the demand for a password must stand in it already, as long as `info`."""
    found = bytearray(stream)
    for at, byte in cipher:
        found[at] = byte
    for at, kind, content in records(stream):
        clear = len(content) if kind in CLEAR else 4 if kind == BOUNDSHEET else 0
        found[at - 4 : at + clear] = stream[at - 4 : at + clear]
    return bytes(found).replace(record(0x2F, bytes(len(info))), record(0x2F, info))


def with_demand(stream: bytes, size: int) -> bytes:
    """Room for a demand behind the first record; sheets move by as much."""
    first = len(bof(5))
    moved = stream[:first] + record(0x2F, bytes(size)) + stream[first:]
    found = bytearray(moved)
    for at, kind, content in records(moved):
        if kind == BOUNDSHEET:
            struct.pack_into("<i", found, at, struct.unpack_from("<i", content)[0] + size + 4)
    return bytes(found)


def locked_by_rc4(stream: bytes, password: str) -> bytes:
    """As Excel 97 does it."""
    proof = VERIFIER + hashlib.md5(VERIFIER, usedforsecurity=False).digest()
    proof = DocumentRC4.decrypt(password, SALT, io.BytesIO(proof)).getvalue()
    info = struct.pack("<HHH", 1, 1, 1) + SALT + proof
    stream = with_demand(stream, len(info))
    return locked(stream, info, enumerate(DocumentRC4.decrypt(password, SALT, io.BytesIO(stream), 1024).getvalue()))


def locked_by_cryptoapi(stream: bytes, password: str, bits: int = 128) -> bytes:
    """As Excel 2002 and later do it."""
    proof = VERIFIER + hashlib.sha1(VERIFIER, usedforsecurity=False).digest()
    proof = DocumentRC4CryptoAPI.decrypt(password, SALT, bits, io.BytesIO(proof)).getvalue()
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, bits, 1, 0, 0) + "Microsoft\0".encode("utf-16-le")
    verifier = struct.pack("<I16s16sI20s", 16, SALT, proof[:16], 20, proof[16:])
    info = struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header + verifier
    stream = with_demand(stream, len(info))
    cipher = DocumentRC4CryptoAPI.decrypt(password, SALT, bits, io.BytesIO(stream), 1024).getvalue()
    return locked(stream, info, enumerate(cipher))


def locked_by_mask(stream: bytes, password: str) -> bytes:
    """As Excel 95 did it, and later ones where no better cipher was allowed."""
    mask = DocumentXOR.create_xor_array_method1(password)
    proof = next(number for number in range(0x10000) if DocumentXOR.verifypw(password, number))
    info = struct.pack("<HHH", 0, DocumentXOR.create_xor_key_method1(password), proof)
    stream = with_demand(stream, len(info))
    masked = (
        (at + i, (byte << 5 | byte >> 3) & 0xFF ^ mask[(at + i + len(content)) % 16])
        for at, _, content in records(stream)
        for i, byte in enumerate(content)
    )
    return locked(stream, info, masked)
