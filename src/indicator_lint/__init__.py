"""A linter for Chinese budget performance indicator tables (绩效指标体系表)."""

from __future__ import annotations

__version__ = "0.1.0"
