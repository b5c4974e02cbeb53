"""What a file is, its content says: not its name, and not what happens to be embedded in it."""

from __future__ import annotations

import pytest
from olefiles import compound_file

from indicator_lint.formats.sniff import sniff


@pytest.mark.parametrize(
    ("streams", "inner", "kind"),
    [
        ({"Workbook": b""}, {}, "xls"),
        ({"Book": b""}, {}, "xls"),
        ({"WordDocument": b"", "1Table": b""}, {}, "doc"),
        ({"PowerPoint Document": b""}, {}, "ppt"),
        ({"EncryptionInfo": b"", "EncryptedPackage": b""}, {}, "encrypted"),
        ({"Workbook": "WordDocument".encode("utf-16-le")}, {}, "xls"),
        ({"Workbook": b""}, {"WordDocument": b""}, "xls"),
        ({"WordDocument": b""}, {"Workbook": b"", "EncryptedPackage": b""}, "doc"),
        ({"Whatever": b""}, {"Workbook": b""}, "compound"),
    ],
)
def test_ole_files_are_what_lies_open_in_them(streams: dict[str, bytes], inner: dict[str, bytes], kind: str) -> None:
    assert sniff(compound_file(streams, inner)) == kind
