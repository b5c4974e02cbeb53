"""The template filled in, with style and script inside, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from importlib.resources import files
from typing import Final

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from indicator_lint import __version__
from indicator_lint.model.report import Report
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.reports.page.layout import lay_out
from indicator_lint.reports.page.tongues import Pair, Tongues, tongues
from indicator_lint.reports.summary import render_summary
from indicator_lint.reports.view import View

_WIDE: Final = 10_000


def render_page(report: Report, view: View) -> str:
    """One HTML file that needs nothing beside it: it opens from disk, prints to A4, and shows all without scripts too."""
    both = tongues(view)
    style, script = _part("page.css"), _part("page.js")
    page = lay_out(report, both)
    template = _environment(both).get_template("page.html")
    return template.render(
        page=page,
        title=both.say("report_title"),
        counts={str(severity): report.count(severity) for severity in Severity},
        categories=list(dict.fromkeys(one.category for file in page.files for one in file.sections if one.category)),
        lang=view.lang,
        version=__version__,
        style=Markup(style),  # noqa: S704  # ours, and no cell of anybody is in it
        script=Markup(script),  # noqa: S704  # likewise
        policy=policy(style, script),
        severities=list(map(str, Severity)),
        safe=report.fixable(Safety.SAFE),
        unsafe=report.fixable(Safety.UNSAFE),
        summary=_summary(report, both),
    )


def _environment(both: Tongues) -> Environment:
    """Everything is escaped, and a name that does not exist is an error."""
    environment = Environment(
        loader=DictLoader({"page.html": _part("page.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": lambda key, **fields: _both(both.say(key, **fields))}
    environment.filters |= {"both": _both}
    return environment


def _both(pair: tuple[object, object]) -> Markup:
    """A text in both languages, of which the style shows one; once where they are the same."""
    chinese, english = pair
    if chinese == english:
        return escape(chinese)
    return Markup('<span lang="zh">{}</span><span lang="en">{}</span>').format(chinese, english)


def _summary(report: Report, both: Tongues) -> list[Markup]:
    """The sentences that the terminal's report ends in, both languages line by line."""
    views = (replace(one, quiet=True, width=_WIDE) for one in (both.zh, both.en))
    zh, en = (render_summary(report, one).splitlines() for one in views)
    return [_both(Pair(*lines)) for lines in zip(zh, en, strict=True)]


def _part(name: str) -> str:
    return files(__package__ or "").joinpath(name).read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """The content security policy: this style, this script, and nothing from anywhere."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
