"""Records of the JSON report → findings again, for renderers that want these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indicator_lint.model.finding import Edit, Finding, Fix, Related
from indicator_lint.model.location import Location
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.model.suppression import Channel, State, Suppression


def finding_of(record: Mapping[str, Any]) -> Finding:
    """A finding as its record tells it: everything that is shown; its places have no positions in a grid."""
    fix, excuse = record["fix"], record["suppression"]
    return Finding(
        code=record["code"],
        name=record["name"],
        severity=Severity(record["severity"]),
        path=record["path"],
        role=record["role"],
        message=record["message"],
        location=_location(record["location"]),
        category=record["category"],
        row=record["row"],
        indicator=None if record["indicator"] is None else tuple(record["indicator"]),
        value=record["value"],
        params=record["params"],
        fix=None if fix is None else _fix(fix, record["location"]["container"]),
        related=tuple(map(_related, record["related"])),
        fingerprint=record["fingerprint"],
        suppression=None if excuse is None else _excuse(excuse),
        baseline=None if record["baseline"] is None else State(record["baseline"]),
    )


def _location(place: Mapping[str, Any]) -> Location:
    return Location(place["container"], place["ref"], place["extent"], 0, 0, place["line"], place["column"])


def _fix(fix: Mapping[str, Any], container: str) -> Fix:
    edits = (
        Edit(edit["role"], edit["row"], Location(container, edit["ref"], edit["ref"], 0, 0), edit["old"], edit["new"])
        for edit in fix["edits"]
    )
    return Fix(Safety(fix["safety"]), fix["note"], tuple(edits))


def _related(related: Mapping[str, Any]) -> Related:
    container, _, ref = str(related["display"]).rpartition("!")
    return Related(
        related["path"], Location(container, ref, ref, 0, 0), related["category"], related["row"], related["role"]
    )


def _excuse(excuse: Mapping[str, Any]) -> Suppression:
    """Who excuses it and why; where that is written is not shown."""
    return Suppression(Channel(excuse["channel"]), excuse["reason"], excuse["path"], honoured=excuse["honoured"])
