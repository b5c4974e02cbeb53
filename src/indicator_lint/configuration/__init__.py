"""The configuration file: `indicator-lint.toml`, or `[tool.indicator-lint]` of `pyproject.toml`."""

from __future__ import annotations

from indicator_lint.configuration.choices import EMPTY, EVERYWHERE, Choice, Configuration, Origin, Reach, Scope
from indicator_lint.configuration.files import ConfigurationError, Configurations, has_ours, load

__all__ = [
    "EMPTY",
    "EVERYWHERE",
    "Choice",
    "Configuration",
    "ConfigurationError",
    "Configurations",
    "Origin",
    "Reach",
    "Scope",
    "has_ours",
    "load",
]
