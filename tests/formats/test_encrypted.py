"""Files that ask for a password: opened with the right one, and a clear word without it; the password itself is never told."""

from __future__ import annotations

import io
import struct
import sys
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

import msoffcrypto
import pytest
import xlrd
from biffs import book, locked_by_cryptoapi, locked_by_mask, locked_by_rc4, number
from fuzzing import mutants
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from olefiles import compound_file
from openpyxl import Workbook

from indicator_lint import Settings, lint
from indicator_lint.cli import main
from indicator_lint.formats import read
from indicator_lint.formats.limits import Limits
from indicator_lint.intake import intake_of
from indicator_lint.model.document import UnreadableError

PASSWORD = "密码 Pass-1"  # noqa: S105 - of files made here
ROWS = [["一级指标", "指标名称", "单位"], ["产出指标", "购置数量", "台"]]
DEFAULT = "VelvetSweatshop"


def workbook() -> bytes:
    made = Workbook()
    for row in ROWS:
        made.active.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def agile(content: bytes, password: str = PASSWORD) -> bytes:
    """Encrypted as Excel 2010 and later do it, with fewer rounds of hashing."""
    locked: bytes = ECMA376Agile.encrypt(password, io.BytesIO(content), spin_count=1_000)
    return locked


def old_workbook() -> bytes:
    """Long enough for several blocks of the ciphers."""
    texts = b"".join(label8(r, 0, f"指标{r}") + number(r, 1, r / 2) for r in range(300))
    return book(texts, label8(0, 0, "第二张"))


def label8(row: int, column: int, text: str) -> bytes:
    return struct.pack("<HHHHHHB", 0x0204, 9 + 2 * len(text), row, column, 0, len(text), 1) + text.encode("utf-16-le")


def declined(content: bytes, password: str | None = None, limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        read("表.xlsx", content, password=password, limits=limits or Limits())
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.params)
    assert password is None or password not in told
    return caught.value.code, caught.value.reason


def test_a_workbook_opens_with_its_password() -> None:
    content = agile(workbook())
    document = read("表.xlsx", content, password=PASSWORD)
    assert list(document.grids[0].rows.values()) == ROWS
    assert document.format == "xlsx"
    assert document.sha256 != read("表.xlsx", workbook()).sha256
    assert declined(content) == ("FIL001", "encrypted")
    assert declined(content, "nothing like it") == ("FIL001", "wrong_password")


def test_what_office_opens_without_asking_opens_without_asking() -> None:
    assert list(read("表.xlsx", agile(workbook(), DEFAULT)).grids[0].rows.values()) == ROWS
    assert list(read("表.xlsx", agile(workbook(), DEFAULT), password="another").grids[0].rows.values()) == ROWS  # noqa: S106


def test_what_is_inside_decides() -> None:
    slides = io.BytesIO()
    with zipfile.ZipFile(slides, "w") as package:
        package.writestr("ppt/presentation.xml", "<p/>" * 2000)
    assert declined(agile(slides.getvalue()), PASSWORD) == ("FIL005", "ppt")


@pytest.mark.parametrize("lock", [locked_by_rc4, locked_by_cryptoapi, locked_by_mask])
def test_old_workbooks_open_with_their_password(lock: Callable[[bytes, str], bytes]) -> None:
    """In a file and bare; and what we make of them is what the library's own reader, an oracle here, makes of them."""
    stream = lock(old_workbook(), "Pass-1")
    content = compound_file({"Workbook": stream})
    for locked in (stream, content):
        assert declined(locked) == ("FIL001", "encrypted")
        assert declined(locked, "Pass-2") == ("FIL001", "wrong_password")
        grids = read("表.xls", locked, password="Pass-1").grids  # noqa: S106
        assert [grid.name for grid in grids] == ["表1", "表2"]
        assert grids[0].rows[300] == ["指标299", "149.5"]
        assert grids[1].rows == {1: ["第二张"]}
    oracle = io.BytesIO()
    file = msoffcrypto.OfficeFile(io.BytesIO(content))
    file.load_key(password="Pass-1")  # noqa: S106
    file.decrypt(oracle)
    sheet = xlrd.open_workbook(file_contents=oracle.getvalue()).sheet_by_index(0)
    assert sheet.row_values(299) == ["指标299", 149.5]


@pytest.mark.parametrize("lock", [locked_by_rc4, locked_by_cryptoapi, locked_by_mask])
def test_old_workbooks_that_are_locked_against_editing_only_open_by_themselves(
    lock: Callable[[bytes, str], bytes],
) -> None:
    assert read("表.xls", lock(old_workbook(), DEFAULT)).grids[1].rows == {1: ["第二张"]}


def test_a_cipher_of_40_bits_and_one_that_nobody_knows() -> None:
    locked = locked_by_cryptoapi(old_workbook(), "Pass-1", 40)
    assert read("表.xls", locked, password="Pass-1").grids[1].rows == {1: ["第二张"]}  # noqa: S106
    unknown = locked.replace(struct.pack("<HHHI", 1, 2, 2, 4), struct.pack("<HHHI", 1, 9, 9, 4))
    assert declined(unknown, "Pass-1") == ("FIL001", "unknown_encryption")


def test_rights_management_is_not_taken_for_a_password() -> None:
    extensible = struct.pack("<HHI", 3, 3, 0)
    content = compound_file({"EncryptionInfo": extensible, "EncryptedPackage": b"x"})
    assert declined(content, PASSWORD) == ("FIL001", "unknown_encryption")
    content = compound_file({"EncryptedPackage": b"x", "DataSpaces": b""})
    assert declined(content, PASSWORD) == ("FIL001", "unknown_encryption")


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (b"10000000", ("FIL004", "spins")),
        (b"99999999999999999999", ("FIL001", "damaged_part")),
        (b"-1", ("FIL001", "damaged_part")),
    ],
)
def test_a_password_that_takes_minutes_to_try_is_not_tried(count: bytes, expected: tuple[str, str]) -> None:
    info = b"\x04\0\x04\0\x40\0\0\0" + (
        b'<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"><keyEncryptors><keyEncryptor>'
        b'<p:encryptedKey xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password" spinCount="%s"/>'
        b"</keyEncryptor></keyEncryptors></encryption>" % count
    )
    begun = time.process_time()
    content = compound_file({"EncryptionInfo": info, "EncryptedPackage": b"x"}, padded=False)
    assert declined(content, PASSWORD) == expected
    assert time.process_time() - begun < 1


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    for content in (agile(workbook()), locked_by_rc4(old_workbook(), "Pass-1")):
        assert declined(content, PASSWORD) == ("FIL001", "no_decryption")


def test_mutants_are_opened_or_declined() -> None:
    """Whatever bytes go in, nothing but a Document or an UnreadableError comes out."""
    for original in (agile(workbook()), compound_file({"Workbook": locked_by_rc4(old_workbook(), PASSWORD)})):
        for mutant in mutants(original, seed=7, count=25):
            try:
                read("表.xlsx", mutant, password=PASSWORD)
            except UnreadableError as refusal:
                assert refusal.code in {"FIL001", "FIL003", "FIL004", "FIL005"}  # noqa: PT017 - either end is good


@pytest.mark.parametrize("command", ["check", "show"])
def test_the_command_line_takes_the_password_from_an_option_or_the_environment(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(agile(workbook()))
    assert main([command, str(path)]) == 1
    assert "INDICATOR_LINT_PASSWORD" in "".join(capsys.readouterr())
    main([command, str(path), "--password", PASSWORD])
    with_option = capsys.readouterr()
    monkeypatch.setenv("INDICATOR_LINT_PASSWORD", PASSWORD)
    main([command, str(path)])
    with_variable = capsys.readouterr()
    assert with_option == with_variable
    assert "表.xlsx" in with_option.out
    assert main([command, str(path), "--password", "secret-9"]) == 1
    wrong = "".join(capsys.readouterr())
    assert "给出的密码打不开" in wrong
    assert "secret-9" not in wrong


def test_settings_do_not_show_the_password() -> None:
    settings = Settings(password=PASSWORD)
    assert PASSWORD not in repr(settings)
    assert PASSWORD not in repr(intake_of(settings))


def test_the_password_is_tried_on_every_encrypted_file(tmp_path: Path) -> None:
    for name in "甲乙":
        (tmp_path / f"{name}.xlsx").write_bytes(agile(workbook()))
    (tmp_path / "丙.xlsx").write_bytes(workbook())
    report = lint([str(tmp_path)], Settings(password=PASSWORD))
    assert [len(reading.tables) for reading in report.readings] == [1, 1, 1]
