"""Office files that ask for a password before they open: read with the password given, by the extra `[crypto]`.

Office itself opens a file without asking when it was encrypted with its own default password, which some programs do to
keep a form from being edited; so do we.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from indicator_lint.formats.biff import workbook_stream
from indicator_lint.formats.compound import SIGNATURE, Compound
from indicator_lint.formats.filepass import unlocked
from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import tree
from indicator_lint.formats.refusal import refuse_damaged, refuse_unreadable
from indicator_lint.model.document import UnreadableError

if TYPE_CHECKING:
    from types import ModuleType

DEFAULT_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - published in [MS-OFFCRYPTO] 2.4.2.3, a secret to nobody
PACKAGE: Final = "EncryptedPackage"
INFO: Final = "EncryptionInfo"
AGILE: Final = b"\x04\x00\x04\x00"
XML_AT: Final = 8
LONGEST_COUNT: Final = 12


def decrypted(content: bytes, password: str | None, limits: Limits) -> bytes:
    """The file inside an encrypted one.

    Raises UnreadableError: FIL001 where no password fits, where the extra is not installed, or where the file is damaged;
    FIL004 where the file asks for more work than the limits allow.
    """
    limits.check_bytes("file_megabytes", len(content))
    packaged = _is_package(content, limits)
    library = _library()
    inner, unlock = (content, _opened) if packaged else (workbook_stream(content), _unlocked)
    attempts = dict.fromkeys((password or DEFAULT_PASSWORD, DEFAULT_PASSWORD))
    opened = (plain for attempt in attempts if (plain := unlock(inner, attempt, library)) is not None)
    return next(opened, None) or refuse_unreadable("wrong_password" if password else "encrypted")


def _is_package(content: bytes, limits: Limits) -> bool:
    """Whether this is a new file wrapped into a compound one; else it is an old workbook. Raises UnreadableError."""
    if not content.startswith(SIGNATURE):
        return False
    compound = Compound(content)
    if PACKAGE not in compound:
        return False
    if INFO not in compound:
        refuse_unreadable("unknown_encryption")
    _guard(compound.stream(INFO), limits)
    return True


def _guard(info: bytes, limits: Limits) -> None:
    """Refuse a description that would make deriving the key a matter of minutes."""
    if not info.startswith(AGILE):
        return
    for key in tree(info[XML_AT:], INFO, limits).iter("encryptedKey"):
        count = key.get("spinCount", "")
        if not (count.isascii() and count.isdecimal() and len(count) <= LONGEST_COUNT):
            refuse_damaged(INFO)
        limits.check("spins", int(count))


def _library() -> ModuleType:
    """The extra, or a refusal that says how to install it."""
    try:
        import msoffcrypto  # noqa: PLC0415 - an extra, and a tenth of a second that other files need not wait for
    except ImportError:
        refuse_unreadable("no_decryption")
    library: ModuleType = msoffcrypto
    return library


def _opened(content: bytes, password: str, library: ModuleType) -> bytes | None:
    """The file inside, None where the password is not the right one."""
    plain = BytesIO()
    try:
        file = library.OfficeFile(BytesIO(content))
        file.load_key(password=password, verify_password=True)
        file.decrypt(plain)
    except library.exceptions.InvalidKeyError:
        return None
    except library.exceptions.DecryptionError:
        refuse_unreadable("unknown_encryption")
    except Exception:  # noqa: BLE001 - whatever a broken file makes the library raise
        refuse_damaged(INFO)
    return plain.getvalue()


def _unlocked(stream: bytes, password: str, _: ModuleType) -> bytes | None:
    """The stream of an old workbook in the clear, None where the password is not the right one."""
    try:
        return unlocked(stream, password)
    except UnreadableError:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken file makes the ciphers raise
        refuse_damaged("FilePass")
