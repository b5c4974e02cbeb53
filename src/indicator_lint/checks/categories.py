"""Checks."""

from __future__ import annotations

from typing import Final

from indicator_lint.checks.check import Check

CHECKS: Final[dict[str, Check]] = {}
