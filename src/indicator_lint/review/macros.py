"""A macro-enabled workbook or a template as a plain workbook: a review copy runs nothing."""

from __future__ import annotations

import posixpath
import re
from typing import Final

from indicator_lint.review.package import TYPES, Extension

PLAIN: Final = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SPECIAL: Final = re.compile(
    rb"application/vnd\.(?:ms-excel\.(?:sheet|template)\.macroEnabled|openxmlformats-officedocument\.spreadsheetml\.template)"
    rb"\.main\+xml"
)
PROJECT: Final = re.compile(rb"""<(?:[\w.-]+:)?(?:Relationship|Override)\s[^>]*vbaProject[^>]*/>""")


def without_macros(extension: Extension, workbook: str) -> None:
    """Leave the macros out, and call the rest what it is."""
    types = extension.part(TYPES)
    if not SPECIAL.search(types):
        return
    folder, base = posixpath.split(workbook)
    relations = f"{folder}/_rels/{base}.rels"
    for name, content in ((TYPES, SPECIAL.sub(PLAIN, types)), (relations, extension.part(relations))):
        extension.put(name, PROJECT.sub(b"", content))
    for name in extension.package.names:
        if posixpath.basename(name).startswith("vba"):
            extension.drop(name)
