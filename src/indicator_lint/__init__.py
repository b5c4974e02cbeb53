"""A linter for Chinese budget performance indicator tables (绩效指标体系表).

>>> from indicator_lint import Settings, lint
>>> report = lint("samples/xiangcheng-2024.txt", Settings(select=("OPR005",)))
>>> [(finding.location.display, finding.value) for finding in report.findings]
[('58:30', '年')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicator_lint.api import lint
    from indicator_lint.config import Settings
    from indicator_lint.configuration import ConfigurationError
    from indicator_lint.model.document import Document
    from indicator_lint.model.finding import Edit, Finding, Fix, Related
    from indicator_lint.model.grid import Grid
    from indicator_lint.model.location import Location
    from indicator_lint.model.report import Coverage, Reading, Report
    from indicator_lint.model.rule import Rule, Safety, Severity
    from indicator_lint.model.suppression import Channel, State, Suppression
    from indicator_lint.model.table import Prose, Table
    from indicator_lint.pipelines import to_pandera
    from indicator_lint.rulebook import RulebookError, load_rules

__version__ = "0.1.0"

_HOMES = {
    "api": ("lint",),
    "config": ("Settings",),
    "configuration": ("ConfigurationError",),
    "model.document": ("Document",),
    "model.finding": ("Edit", "Finding", "Fix", "Related"),
    "model.grid": ("Grid",),
    "model.location": ("Location",),
    "model.report": ("Coverage", "Reading", "Report"),
    "model.rule": ("Rule", "Safety", "Severity"),
    "model.suppression": ("Channel", "State", "Suppression"),
    "model.table": ("Prose", "Table"),
    "pipelines": ("to_pandera",),
    "rulebook": ("RulebookError", "load_rules"),
}

__all__ = [
    "Channel", "ConfigurationError", "Coverage", "Document", "Edit", "Finding", "Fix", "Grid", "Location", "Prose",
    "Reading", "Related", "Report", "Rule", "RulebookError", "Safety", "Settings", "Severity", "State", "Suppression",
    "Table", "__version__", "lint", "load_rules", "to_pandera",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: the engines cost half a second, `--help` must not pay it."""
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{home}"), name)
