"""A file after it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicator_lint.model.grid import Grid
from indicator_lint.model.location import FILE, Location


class UnreadableError(Exception):
    """A file that cannot be linted; becomes a finding, never a crash.

    `code` is the rule that says so (`FIL001`, `FIL003`, `FIL004`, `FIL005`), `reason` names which of the page's `[reasons]`
    explains it, `params` fill that text's fields.
    """

    def __init__(self, code: str, reason: str, **params: object) -> None:
        """Remember the code, the reason's key and its parameters."""
        super().__init__(f"{code} {reason} {params}")
        self.code = code
        self.reason = reason
        self.params = params

    def __reduce__(self) -> tuple[type[UnreadableError], tuple[str, str], dict[str, object]]:
        """How it is copied and stored: exceptions know nothing of parameters by name."""
        return type(self), (self.code, self.reason), {"params": self.params}


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader noticed of a file that is no defect of an indicator but bears on how far the reading can be trusted.

    `kind` is a key of the words of reports (`remark_<kind>`), whose fields `params` fill.
    """

    kind: str
    location: Location = FILE
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of a file.

    `path` is as the user gave it; `format` is `xlsx`, `xls`, `ods`, `docx`, `html`, `pdf`, `csv`, `tsv` or `text`; `encoding` is
    set for text formats; `sha256` is of the file's bytes.
    """

    path: str
    format: str
    encoding: str | None
    grids: tuple[Grid, ...]
    sha256: str = ""
    remarks: tuple[Remark, ...] = ()
