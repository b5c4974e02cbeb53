"""What a patcher makes of edits: bytes to put in the place of others, and the edits it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicator_lint.model.finding import Edit
from indicator_lint.model.location import Span


@dataclass(frozen=True, slots=True)
class Splice:
    """Bytes to put in the place of a span; one that ends where it starts inserts them there."""

    span: Span
    new: bytes


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edit that is not made. `reason` is a key of the words of reports (`refused_<reason>`), whose fields `params` fill."""

    edit: Edit
    reason: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Patch:
    """How the bytes of a document change so that its cells say what the edits want; the splices do not overlap.

    `outdated` says that formulas read some of these cells: what they gave is to be calculated anew.
    """

    splices: tuple[Splice, ...] = ()
    refused: tuple[Refusal, ...] = ()
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """How edits are to be made where a format has a choice.

    Text documents show them as tracked changes, which their owner accepts or rejects, unless `direct`; `date` is the moment
    that such changes bear (ISO 8601, UTC), empty for none.
    """

    direct: bool = False
    date: str = ""
