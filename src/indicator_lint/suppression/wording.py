"""How an excuse is worded: in a note or comment after `lint: 忽略`, in a column as `规则：理由`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from indicator_lint.patterns import pattern

HEAD: Final = pattern(
    r"(?:indicator-)?lint\s*[:：]\s*(?:忽略|豁免|不查|ignore|disable)(?P<whole>\s*(?:本|整个?|全)?(?:文件|file\b))?",
    re.IGNORECASE,
)
NAME: Final = r"(?:[A-Za-z]{3}\d{0,3}|[a-z0-9]+(?:-[a-z0-9]+)+)(?![A-Za-z0-9-])"
NAMES: Final = pattern(rf"\s*(?:[\[［【(（]\s*)?({NAME}(?:[,，、;；\s]+{NAME})*)(?:\s*[\]］】)）])?")
FIELD: Final = pattern(
    r"(?:(?P<reason>理由|原因|reason)|(?P<until>到期日?|有效期至|截至|until|expires)|(?P<approver>批准人?|审批人?|approver))"
    r"(?:\s*[:：=＝])?\s*(?=\S)",
    re.IGNORECASE,
)
DATE: Final = pattern(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
TRIM: Final = " \t\r\n:：,，;；。（）()＝=-—>\u3000"
ROW_HEAD: Final = pattern(rf"(?:^|[;；。])[^\S\n]*(?={NAME}\s*[:：,，、(（]|{NAME}\s*$)", re.MULTILINE)


class Said(NamedTuple):
    """What an excuse says of itself. `whole` asks for the whole file; `fault` is a date that cannot be read."""

    names: tuple[str, ...]
    reason: str
    until: date | None = None
    approver: str = ""
    fault: str = ""
    whole: bool = False


def said_in(text: str) -> Iterator[Said]:
    """The excuses in a note or a comment, each opened by its head; whatever stands before the first is something else."""
    heads = list(HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=False):
        yield _said(text[head.end() : end].partition("-->")[0], whole=head["whole"] is not None)


def said_in_cell(text: str) -> Iterator[Said]:
    """The excuses in a cell of the column for them: `UNI001：按定额核定（到期 2026-12-31）；TXT003：引用原文`."""
    if HEAD.search(text):
        yield from said_in(text)
        return
    starts = [match.end() for match in ROW_HEAD.finditer(text)] or [0]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if text[start:end].strip(TRIM):
            yield _said(text[start:end], whole=False)


def day(text: str) -> tuple[date | None, str]:
    """A date, and the text where it is none."""
    match = DATE.search(unicodedata.normalize("NFKC", text))
    try:
        return (date(*map(int, match.groups())), "") if match else (None, text.strip(TRIM))
    except ValueError:
        return None, text.strip(TRIM)


def _said(text: str, *, whole: bool) -> Said:
    names = NAMES.match(text)
    rest = text[names.end() :] if names else text
    found = tuple(re.split(r"[\s,，、;；]+", names[1])) if names else ()
    fields = list(FIELD.finditer(rest))
    said = {"reason": "", "until": "", "approver": ""}
    opening = rest[: fields[0].start()] if fields else rest
    for field, end in zip(fields, [*(f.start() for f in fields[1:]), len(rest)], strict=False):
        kind = field.lastgroup or "reason"
        said[kind] = rest[field.end() : end].strip(TRIM)
    until, fault = day(said["until"]) if said["until"] else (None, "")
    return Said(found, said["reason"] or opening.strip(TRIM), until, said["approver"], fault, whole)
