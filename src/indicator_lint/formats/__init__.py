"""A file format each: bytes in, a Document out. What a file is, its content says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import PurePath
from typing import Final, TypeAlias

from indicator_lint.formats.delimited import read_delimited, sniff_delimiter
from indicator_lint.formats.encoding import Text, decode
from indicator_lint.formats.encrypted import decrypted
from indicator_lint.formats.garbled import refuse_spoilt
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.formats.opening import load, refuse_folder
from indicator_lint.formats.pipetext import read_pipetext
from indicator_lint.formats.refusal import refuse_unreadable, refuse_unsupported
from indicator_lint.formats.sniff import ENCRYPTED, sniff
from indicator_lint.model.document import Document
from indicator_lint.model.grid import Grid

__all__ = ["FORMATS", "KNOWN_SUFFIXES", "READ_SUFFIXES", "SUFFIXES", "delimiter_of", "read", "refuse_folder"]

Reader: TypeAlias = Callable[[str, bytes, Limits], Document]

READ_SUFFIXES: Final = (
    ".xlsx", ".xlsm", ".xltx", ".xls", ".xlt", ".et", ".ett", ".ods", ".ots", ".fods", ".docx", ".docm", ".dotx", ".dotm",
    ".odt", ".ott", ".fodt", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".csv", ".tsv", ".txt", ".md",
    ".pdf",
)  # fmt: skip
KNOWN_SUFFIXES: Final = (
    ".doc",
    ".wps",
    ".ofd",
    ".rtf",
    ".xlsb",
    ".uof",
    ".uos",
    ".uot",
    ".numbers",
    ".pages",
    ".wpt",
)
SUFFIXES: Final = frozenset(READ_SUFFIXES + KNOWN_SUFFIXES)
"""What a walk through a directory picks up: what is read, and what is known well enough to say how to convert it."""

DELIMITED_SUFFIXES: Final = frozenset({".csv", ".tsv"})
GARBLED_ROWS: Final = 500


def read(path: str, content: bytes | None = None, *, limits: Limits = DEFAULT, password: str | None = None) -> Document:
    """Read a file, or the content given in its place (standard input), as rows of text; `password` opens what is encrypted.

    Raises UnreadableError with the code of the rule that says so: FIL001 for a damaged, encrypted, binary or missing
    file, FIL003 for garbled text, FIL004 for what exceeds a limit, FIL005 for a format that is known but not read.
    """
    content = load(path, limits) if content is None else content
    kind = sniff(content, limits)
    if kind != ENCRYPTED:
        return _read(kind, path, content, limits, password)
    plain = decrypted(content, password, limits)
    return replace(_read(sniff(plain, limits), path, plain, limits), sha256=_digest(content))


def _read(kind: str, path: str, content: bytes, limits: Limits, password: str | None = None) -> Document:
    reader = partial(_pdf, password=password) if kind == "pdf" else FORMATS.get(kind)
    if kind == ENCRYPTED:
        refuse_unreadable("unknown_encryption")
    if reader is None:
        refuse_unsupported(kind)
    return reader(path, content, limits)


def _gridded(kind: str, module: str, function: str) -> Reader:
    """The reader of a format that holds nothing but grids, loaded when a file asks for it: a start cannot wait for ten."""

    def reader(path: str, content: bytes, limits: Limits) -> Document:
        grids_of: Callable[[bytes, Limits], tuple[Grid, ...]]
        grids_of = getattr(import_module(f"{__name__}.{module}"), function)
        grids = grids_of(content, limits)
        _refuse_spoilt_grids(grids)
        return Document(path, kind, None, grids, _digest(content))

    return reader


def _page(path: str, content: bytes, limits: Limits) -> Document:
    from indicator_lint.formats.hypertext import read_page  # noqa: PLC0415 - see _gridded

    grids, remarks, encoding = read_page(content, limits)
    _refuse_spoilt_grids(grids)
    return Document(path, "html", encoding, grids, _digest(content), remarks)


def _pdf(path: str, content: bytes, limits: Limits, *, password: str | None = None) -> Document:
    """A PDF has a password of its own, and is opened with it where it is parsed."""
    from indicator_lint.formats.pdf import read_pdf  # noqa: PLC0415 - see _gridded

    grids, remarks = read_pdf(content, limits, password)
    _refuse_spoilt_grids(grids)
    return Document(path, "pdf", None, grids, _digest(content), remarks)


def _text(path: str, content: bytes, limits: Limits) -> Document:
    limits.check_bytes("text_megabytes", len(content))
    source = decode(content)
    refuse_spoilt(source.text)
    delimiter = delimiter_of(path, source)
    if delimiter is None:
        return Document(path, "text", source.encoding, (read_pipetext(source, limits),), _digest(content))
    grid = read_delimited(source, delimiter, limits)
    return Document(path, "tsv" if delimiter == "\t" else "csv", source.encoding, (grid,), _digest(content))


def delimiter_of(path: str, source: Text) -> str | None:
    """What splits the records of a text file; None where it is better read as prose with pipe tables."""
    return sniff_delimiter(source.text, called_delimited=PurePath(path).suffix.lower() in DELIMITED_SUFFIXES)


def _refuse_spoilt_grids(grids: tuple[Grid, ...]) -> None:
    """Raise UnreadableError (FIL003) where the texts of a grid are spoilt."""
    for grid in grids:
        head = [grid.rows[row] for row in list(grid.rows)[:GARBLED_ROWS]]
        refuse_spoilt("\n".join(text for cells in head for text in cells))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


FORMATS: Final[dict[str, Reader]] = {
    "xlsx": _gridded("xlsx", "xlsx", "read_workbook"),
    "xls": _gridded("xls", "xls", "read_xls"),
    "docx": _gridded("docx", "word", "read_document"),
    "html": _page,
    "pdf": _pdf,
    "ods": _gridded("ods", "opendocument", "read_sheets"),
    "odt": _gridded("odt", "opendocument", "read_text"),
    "spreadsheetml": _gridded("xml", "spreadsheetml", "read_xml_workbook"),
    "text": _text,
}
"""How each kind of file is read; a kind that `sniff` knows and that has no line here is reported as unsupported."""
