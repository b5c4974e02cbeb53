"""A workbook's package while parts are added to it: relations, types, names that nobody has."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from xml.sax.saxutils import quoteattr

from indicator_lint.formats.limits import Limits
from indicator_lint.formats.ooxml import Package
from indicator_lint.formats.rawzip import enlarged, respliced
from indicator_lint.review.outline import outline

TYPES: Final = "[Content_Types].xml"
TYPES_ADDRESS: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS_ADDRESS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TRANSITIONAL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(slots=True)
class Extension:
    """A package and what is to be different in it: parts that change, those that come and those that go."""

    content: bytes
    limits: Limits
    package: Package = field(init=False)
    _changed: dict[str, bytes] = field(default_factory=dict)
    _added: dict[str, bytes] = field(default_factory=dict)
    _dropped: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Open it. Raises UnreadableError as reading it does."""
        self.package = Package(self.content, self.limits)

    def part(self, name: str) -> bytes:
        """A part as it is to be."""
        if name in self._added:
            return self._added[name]
        stored = self.package.stored(name)
        return self._changed[stored] if stored in self._changed else self.package.part(name)

    def put(self, name: str, content: bytes) -> None:
        """Change a part, or add one."""
        if name in self.package:
            self._changed[self.package.stored(name)] = content
        else:
            self._added[name] = content

    def drop(self, name: str) -> None:
        """Leave a part out."""
        if name in self.package:
            self._dropped.add(self.package.stored(name))

    def free(self, pattern: str) -> str:
        """The first name with a number in the place of `{}` that no part has."""
        number = 1
        while (name := pattern.format(number)) in self.package or name in self._added:
            number += 1
        return name

    def relate(self, source: str, kind: str, target: str) -> str:
        """Add a relation to a part, `kind` being the last word of its type, and tell its id."""
        folder, base = posixpath.split(source)
        name = f"{folder}/_rels/{base}.rels"
        known = name in self.package or name in self._added
        if not known:
            self.put(name, HEAD + b'<Relationships xmlns="%b"></Relationships>' % RELATIONS_ADDRESS.encode())
        drawn = outline(self.part(name), name)
        own = self._free_id(drawn.content)
        path = posixpath.relpath(target, folder)
        new = f"<Relationship{drawn.unprefixed.decode()} Id={quoteattr(own)} Type={quoteattr(self.types_of(kind))}"
        self.put(name, drawn.with_child(f"{new} Target={quoteattr(path)}/>".encode()))
        return own

    @property
    def address(self) -> str:
        """How the types of relations begin here: as in the strict or the transitional form of the standard."""
        return STRICT if STRICT.encode() in self.package.part("_rels/.rels") else TRANSITIONAL

    def types_of(self, kind: str) -> str:
        """The type of a relation."""
        return f"{self.address}/{kind}"

    @staticmethod
    def _free_id(relations: bytes) -> str:
        number = 1
        while f'"rIdL{number}"'.encode() in relations or f"'rIdL{number}'".encode() in relations:
            number += 1
        return f"rIdL{number}"

    def declare(self, part: str, kind: str) -> None:
        """Say of which type a part is."""
        drawn = outline(self.part(TYPES), TYPES)
        new = f"<Override{drawn.unprefixed.decode()} PartName={quoteattr('/' + part)} ContentType={quoteattr(kind)}/>"
        self.put(TYPES, drawn.with_child(new.encode()))

    def declare_suffix(self, suffix: str, kind: str) -> None:
        """Say of which type all parts with a suffix are, unless that was said."""
        content = self.part(TYPES)
        if f'Extension="{suffix}"'.lower().encode() not in content.lower():
            drawn = outline(content, TYPES)
            new = f"<Default{drawn.unprefixed.decode()} Extension={quoteattr(suffix)} ContentType={quoteattr(kind)}/>"
            self.put(TYPES, drawn.with_child(new.encode(), before=("Override", "Default")))

    def finished(self) -> bytes:
        """The zip. Raises UneditableError where it is not one that can be edited."""
        kept = {name: content for name, content in self._changed.items() if name not in self._dropped}
        changes = {name: partial(_instead, content) for name, content in kept.items()}
        return enlarged(respliced(self.content, changes, self._dropped), self._added)


def _instead(content: bytes, _: bytes) -> bytes:
    return content


def spliced_part(content: bytes, pieces: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Bytes with others in some places, which do not overlap."""
    made, at = [], 0
    for start, end, new in sorted(pieces):
        made += [content[at:start], new]
        at = end
    return b"".join([*made, content[at:]])
