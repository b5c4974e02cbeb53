"""The audit as one page (`PREFIX.html`) that opens from disk: departments with their grades, what they share, what was found."""

from __future__ import annotations

from indicator_lint.audit.page.rendering import render_audit_page

__all__ = ["render_audit_page"]
