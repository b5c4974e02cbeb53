"""Old workbooks that ask for a password: the records of their stream decrypted in place.

Source: [MS-XLS] 2.2.10 and [MS-OFFCRYPTO] 2.3.5 to 2.3.7. The ciphers are those of the extra `[crypto]`; its own reader of such
workbooks needs fifty times their size.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Final

from indicator_lint.formats.biff import BIFF8, BOFS, BOUNDSHEET, FILEPASS, HEAD, PAIR, Record, version_of
from indicator_lint.formats.refusal import refuse_damaged, refuse_unreadable

Cipher = Callable[[bytes], bytes]

PLAIN: Final = BOFS | {FILEPASS, 0x194, 0x195, 0xE1, 0x196, 0x138}
"""Records that are never encrypted, neither are the headers of the others."""
OFFSET: Final = 4
"""Bytes of a sheet's entry that are not: where the sheet begins."""
IGNORED: Final = PAIR.pack(0x0FFE, 0)[:2]
XOR, RC4 = 0, 1
OLD_RC4: Final = (1, 1)
BLOCK: Final = 1024
ROTATED: Final = bytes((byte >> 5 | byte << 3) & 0xFF for byte in range(256))
LONGEST_XOR_PASSWORD: Final = 15
KEY_BITS: Final = 40
"""What a key size of nought means."""


def unlocked(stream: bytes, password: str) -> bytes | None:
    """The stream in the clear, None where the password is not the right one.

    Raises UnreadableError (FIL001) for a cipher that is not known; anything else for a broken description of the cipher.
    """
    at, length = next((at, length) for at, kind, length in _records(stream) if kind == FILEPASS)
    info = stream[at : at + length]
    if version_of(stream) < BIFF8 or info[:2] == PAIR.pack(XOR, 0)[:2]:
        return _unmasked(stream, password, *PAIR.unpack(info[-4:]))
    version = struct.unpack_from("<HH", info, 2)
    cipher = _old_cipher(info, password) if version == OLD_RC4 else _new_cipher(info, password)
    return None if cipher is None else _overlaid(stream, cipher(stream))


def _records(stream: bytes) -> Iterator[Record]:
    """All records up to the end; what follows the last whole one is padding."""
    at, size = HEAD, len(stream)
    while at <= size:
        kind, length = PAIR.unpack_from(stream, at - HEAD)
        if at + length > size:
            return
        yield at, kind, length
        at += length + HEAD


def _clear(kind: int, length: int) -> int:
    """How many bytes at the beginning of a record's data are not encrypted."""
    return length if kind in PLAIN else min(OFFSET, length) if kind == BOUNDSHEET else 0


def _overlaid(stream: bytes, decrypted: bytes) -> bytes:
    """Decryption runs over the whole stream; what was never encrypted is put back, and the demand for a password is not."""
    found = bytearray(decrypted)
    if len(found) != len(stream):
        refuse_damaged()
    for at, kind, length in _records(stream):
        end = at + _clear(kind, length)
        found[at - HEAD : end] = stream[at - HEAD : end]
        if kind == FILEPASS:
            found[at - HEAD : at - HEAD + len(IGNORED)] = IGNORED
    return bytes(found)


def _old_cipher(info: bytes, password: str) -> Cipher | None:
    """RC4 with a key of 40 bits from MD5, as Excel 97 encrypts."""
    from msoffcrypto.method.rc4 import DocumentRC4  # noqa: PLC0415 - see the extra [crypto]

    salt, verifier, proof = struct.unpack_from("<16s16s16s", info, 6)
    if not DocumentRC4.verifypw(password, salt, verifier, proof):
        return None
    return lambda data: _content(DocumentRC4.decrypt(password, salt, BytesIO(data), blocksize=BLOCK))


def _new_cipher(info: bytes, password: str) -> Cipher | None:
    """RC4 by the cryptographic service of Windows, as Excel 2002 and later encrypt."""
    from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI  # noqa: PLC0415 - see the extra [crypto]

    major, minor = struct.unpack_from("<HH", info, 2)
    if major not in (2, 3, 4) or minor != 2:  # noqa: PLR2004 - the versions that [MS-XLS] knows
        refuse_unreadable("unknown_encryption")
    (size,) = struct.unpack_from("<I", info, 10)
    bits = struct.unpack_from("<I", info, 30)[0] or KEY_BITS
    _, salt, verifier, _, proof = struct.unpack_from("<I16s16sI20s", info, 14 + size)
    if not DocumentRC4CryptoAPI.verifypw(password, salt, bits, verifier, proof):
        return None
    return lambda data: _content(DocumentRC4CryptoAPI.decrypt(password, salt, bits, BytesIO(data), blocksize=BLOCK))


def _content(buffer: Any) -> bytes:
    content: bytes = buffer.getvalue()
    return content


def _unmasked(stream: bytes, password: str, _: int, proof: int) -> bytes | None:
    """The mask that Excel 95 and before lay over a stream: sixteen bytes made of the password, again and again."""
    from msoffcrypto.method.xor_obfuscation import DocumentXOR  # noqa: PLC0415 - see the extra [crypto]

    narrow = password.encode("gb18030", "replace").decode("latin-1")
    if not 0 < len(narrow) <= LONGEST_XOR_PASSWORD or not DocumentXOR.verifypw(narrow, proof):
        return None
    mask = bytes(DocumentXOR.create_xor_array_method1(narrow)) * (0x10000 // 16 + 2)
    found = bytearray(stream)
    for at, kind, length in _records(stream):
        begin, end = at + _clear(kind, length), at + length
        found[begin:end] = _xored(stream[begin:end], mask[(begin + length) % 16 :])
    return _overlaid(stream, bytes(found))


def _xored(data: bytes, mask: bytes) -> bytes:
    size = len(data)
    number = int.from_bytes(data, "big") ^ int.from_bytes(mask[:size], "big")
    return number.to_bytes(size, "big").translate(ROTATED)
