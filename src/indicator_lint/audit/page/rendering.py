"""The template filled in, with the look of the reports' page, a few lines of its own, and a policy that lets nothing else in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from indicator_lint import __version__
from indicator_lint.audit.console import render_console
from indicator_lint.audit.course import Course
from indicator_lint.audit.page.layout import PARTS, lay_out
from indicator_lint.audit.results import Standing
from indicator_lint.reports.page.rendering import policy
from indicator_lint.reports.view import View


def render_audit_page(course: Course, departments: Sequence[Standing], view: View) -> str:
    """One HTML file that needs nothing beside it, in the view's language."""
    style = _part("indicator_lint.reports.page", "page.css") + _part(__package__ or "", "audit.css")
    script = _part(__package__ or "", "audit.js")
    environment = Environment(
        loader=DictLoader({"audit.html": _part(__package__ or "", "audit.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    quiet = replace(view, quiet=True, color=False, width=10_000)
    return environment.get_template("audit.html").render(
        page=lay_out(course, departments, view),
        say=view.say,
        lang=view.lang,
        parts=PARTS,
        version=__version__,
        summary=render_console(course, departments, 0, quiet).splitlines(),
        style=Markup(style),  # noqa: S704  # ours, and no cell of anybody is in it
        script=Markup(script),  # noqa: S704  # likewise
        policy=policy(style, script),
    )


def _part(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")
