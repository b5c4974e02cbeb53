"""A zip of XML parts, opened with care: shared by every Office Open XML format."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from io import BytesIO
from struct import error as StructError  # noqa: N812 - the exception's own name in its module is `error`
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from indicator_lint.formats.limits import DEFAULT, MEGABYTE, Limits
from indicator_lint.formats.refusal import refuse_damaged, refuse_unreadable

CHUNK: Final = 1 << 18
ZIP_SIGNATURE: Final = (b"PK\x03\x04", b"PK\x05\x06")
LOCAL_HEADER: Final = 30
CENTRAL_SIGNATURE: Final = b"PK\x01\x02"
SIGNATURES: Final = "_xmlsignatures/"
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ZIP_ERRORS: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OSError, OverflowError, StructError, LookupError,
)  # fmt: skip
"""What the standard library raises on zips that are damaged on purpose or by accident."""

BYTE_ORDER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
TAG: Final = re.compile(rb"[^\s/>]+")
DECLARED_WITHIN: Final = 200
OTHER_ENCODING: Final = re.compile(rb"^[^>]*\sencoding\s*=\s*[\"'](?!(?:utf-8|us-ascii)[\"'])", re.IGNORECASE)

Piece: TypeAlias = bytes | memoryview


class Package:
    """The parts of a zip. Names are as stored; what is inflated counts against the limits."""

    def __init__(self, content: bytes, limits: Limits = DEFAULT) -> None:
        """Read the directory. Raises UnreadableError for what is no zip, is encrypted, ambiguous or too large."""
        limits.check_bytes("file_megabytes", len(content))
        limits.check("entries", content.count(CENTRAL_SIGNATURE))
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except ZIP_ERRORS:
            refuse_damaged()
        self._limits = limits
        self._inflated = 0
        self._entries = self._checked(self._zip.infolist())
        self._folded = {_fold(name): name for name in self._entries}

    @staticmethod
    def _checked(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """Entries by name, when every byte belongs to one entry and every name to one entry."""
        entries: dict[str, zipfile.ZipInfo] = {}
        seen: set[str] = set()
        end = 0
        for info in sorted(infos, key=lambda each: each.header_offset):
            if info.flag_bits & 1:
                refuse_unreadable("locked_archive")
            if (folded := _fold(info.filename)) in seen:
                refuse_unreadable("duplicate_entry", part=info.filename)
            if info.header_offset < end:
                refuse_unreadable("overlapping_entries", part=info.filename)
            end = info.header_offset + LOCAL_HEADER + info.compress_size
            entries[info.filename] = info
            seen.add(folded)
        return entries

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all entries, in the order of the file."""
        return tuple(name.replace("\\", "/") for name in self._entries)

    @property
    def is_signed(self) -> bool:
        """Whether it holds a signature, which any change would break."""
        return any(name.startswith(SIGNATURES) for name in self._folded)

    def __contains__(self, name: str) -> bool:
        return _fold(name) in self._folded

    def stored(self, name: str) -> str:
        """The name of a part as its entry has it. Raises KeyError when it is absent."""
        return self._folded[_fold(name)]

    def part(self, name: str) -> bytes:
        """The inflated bytes of a part. Raises UnreadableError when it is absent, broken or too large."""
        stored = self._folded.get(_fold(name))
        if stored is None:
            refuse_unreadable("missing_part", part=name)
        info = self._entries[stored]
        if info.compress_type not in METHODS:
            refuse_damaged(name)
        try:
            return self._inflate(info)
        except ZIP_ERRORS:
            refuse_damaged(name)

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        """Inflate piece by piece, so that a bomb is noticed while it is still small."""
        content = BytesIO()
        with self._zip.open(info) as stream:
            while piece := stream.read(CHUNK):
                content.write(piece)
                self._inflated += len(piece)
                self._guard(content.tell(), info.compress_size)
        return content.getvalue()

    def _guard(self, size: int, compressed: int) -> None:
        limits = self._limits
        limits.check_bytes("part_megabytes", size)
        limits.check_bytes("total_megabytes", self._inflated)
        if size > limits.ratio_from_megabytes * MEGABYTE and size > compressed * limits.ratio:
            limits.refuse("ratio")

    def tree(self, name: str) -> Element:
        """A small part as an element tree, names without namespaces. Raises as `part` and `parse` do."""
        return tree(self.part(name), name, self._limits)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Relationship id → (kind, target) of a part; targets outside the package are left out.

        The kind is the last word of the type's address, so that transitional and strict files look alike.
        """
        folder, base = posixpath.split(name)
        rels = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        if rels not in self:
            return {}
        return {
            each.get("Id", ""): (each.get("Type", "").rpartition("/")[2], _resolve(folder, each.get("Target", "")))
            for each in self.tree(rels).iter("Relationship")
            if each.get("TargetMode") != "External"
        }


def _fold(name: str) -> str:
    """Part names differ neither by case nor by the slash that a careless writer used."""
    return name.replace("\\", "/").casefold()


def _resolve(folder: str, target: str) -> str:
    """A relationship's target as the name of a part; `..` never leads out of the package."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def guarded_parser(part: str) -> expat.XMLParserType:
    """An expat parser that gives names as `namespace local` and refuses any document type and entity."""

    def refuse(*_: object) -> None:
        refuse_unreadable("doctype", part=part)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def parse(parser: expat.XMLParserType, part: str, *pieces: Piece) -> None:
    """Run a parser over the pieces of one part. Raises UnreadableError (FIL001) where it is not well-formed."""
    for piece in pieces:
        feed(parser, part, piece)
    feed(parser, part, b"", final=True)


def feed(parser: expat.XMLParserType, part: str, piece: Piece, *, final: bool = False) -> None:
    """Let a parser read a piece of a part. Raises UnreadableError (FIL001) where it is not well-formed."""
    try:
        parser.Parse(piece, final)
    except (expat.ExpatError, ValueError, LookupError):
        refuse_damaged(part)


def in_utf8(content: bytes) -> bool:
    """Whether offsets into a part are those of UTF-8: only such a part is ever edited."""
    return not (content.startswith(BYTE_ORDER_MARKS) or OTHER_ENCODING.search(content, 0, DECLARED_WITHIN))


def element_end(content: bytes, start: int, at: int) -> int:
    """The byte behind an element that begins at `start`, given the byte index that expat tells at its end.

    That is where the closing tag begins; of an element without one (`<c/>`) it is the end itself.
    """
    name = TAG.match(content, start + 1)
    closes = name is not None and content.startswith(b"</" + name[0], at)
    return content.find(b">", at) + 1 if closes else at


def tree(content: bytes, part: str, limits: Limits = DEFAULT) -> Element:
    """An element tree of a part, names and attributes without their namespaces."""
    limits.check("elements", content.count(b"<") - content.count(b"</"))
    parser, builder = guarded_parser(part), TreeBuilder()
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.data
    parse(parser, part, content)
    root = builder.close()
    check_depth(root, limits)
    for element in root.iter():
        element.tag = local(element.tag)
        for name in [name for name in element.keys() if " " in name]:  # noqa: SIM118 - an element is no mapping
            element.set(local(name), element.attrib.pop(name))
    return root


def check_depth(element: Element, limits: Limits) -> None:
    """Raise UnreadableError (FIL004) where elements are nested more deeply than the limit."""
    level, depth = [element], 0
    while level:
        depth += 1
        limits.check("depth", depth)
        level = [child for each in level for child in each]


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


def namespace(name: str) -> str:
    """What stands before a name: its namespace and the space behind it, or nothing."""
    return name[: len(name) - len(local(name))]
