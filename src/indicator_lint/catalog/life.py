"""The life of an indicator: what the log says of it, version by version, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from difflib import get_close_matches
from itertools import groupby
from typing import Final

from indicator_lint.catalog.words import say
from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.catalog import LOGGED, Catalog, CatalogError, Indicator, LoggedChange
from indicator_lint.reports.display import visible, wrap
from indicator_lint.reports.records import dumped
from indicator_lint.reports.view import View

SHOWN: Final = ("category", "level1", "level2", "operator", "unit", "description", "core", "basis", "keywords")


def find_indicator(catalog: Catalog, wanted: str) -> Indicator:
    """The indicator of a code, or of a name that only one has. Raises CatalogError where there is none, or several."""
    if wanted in catalog.by_code:
        return catalog.by_code[wanted]
    named = [one for one in catalog.indicators if normal_form(one.name) == normal_form(wanted)]
    if len(named) == 1:
        return named[0]
    if named:
        listed = "、".join(f"{one.code}（{one.category}）" for one in named)
        message = f"有 {len(named)} 个指标叫“{wanted}”，请用编码指明：{listed}。"
        raise CatalogError(message)
    close = get_close_matches(wanted, [*catalog.by_code, *(one.name for one in catalog.indicators)], 1)
    message = f"指标库中没有“{wanted}”{f'，是不是要找“{close[0]}”？' if close else '。'}"
    raise CatalogError(message)


def render_life(catalog: Catalog, indicator: Indicator, view: View) -> str:
    """What it says now, then every change of it, those of one version together."""
    lang = view.lang
    lines = [view.paint(f"{visible(indicator.code)}  {visible(indicator.name)}", "bold")]
    for name in SHOWN:
        if indicator.text(name):
            lines += _wrapped(f"{say(name, lang)}：{visible(indicator.text(name))}", view, 2)
    for version, changes in groupby(_of(catalog, indicator.code), key=lambda change: change.version):
        lines += ["", view.paint(visible(version) if version else say("pending", lang), "bold")]
        for change in changes:
            lines += _wrapped(_told(catalog, indicator.code, change, lang), view, 2)
    return "\n".join([*lines, "", *_wrapped(_fate(catalog, indicator, lang), view, 0), ""])


def render_life_json(catalog: Catalog, indicator: Indicator) -> str:
    """The same for programs: the indicator, and the lines of the log that speak of it."""
    record = {name: text for name, text in asdict(indicator).items() if name not in {"target", "weight", "place"}}
    changes = [{name: getattr(change, name) for name in LOGGED} for change in _of(catalog, indicator.code)]
    return f"{dumped({'schema_version': 1, 'indicator': record, 'changes': changes})}\n"


def _of(catalog: Catalog, code: str) -> list[LoggedChange]:
    return [change for change in catalog.changes if code in {change.code, change.other}]


def _told(catalog: Catalog, code: str, change: LoggedChange, lang: str) -> str:
    """One line of the log, seen from the indicator."""
    kind = say(change.kind, lang)
    if change.code != code:
        told = say("joined", lang, other=_called(catalog, change.code), kind=kind)
    elif change.other:
        told = say("became", lang, kind=kind, other=_called(catalog, change.other))
    elif change.kind == "added":
        told = f"{kind}：{visible(change.new)}"
    elif change.field:
        key = "field_filled" if not change.old else "field_cleared" if not change.new else "field_change"
        texts = {"field": say(change.field, lang), "old": visible(change.old), "new": visible(change.new)}
        told = f"{kind}  {say(key, lang, note='', **texts)}"
    else:
        told = kind
    reason = say("note", lang, note=visible(change.reason)) if change.reason else ""
    return f"{change.date}  {told}{reason}".strip()


def _called(catalog: Catalog, code: str) -> str:
    return f"{visible(code)} {visible(catalog.by_code[code].name)}" if code in catalog.by_code else visible(code)


def _fate(catalog: Catalog, indicator: Indicator, lang: str) -> str:
    """Whether it is in force, and who follows it, to the last of them."""
    since = visible(indicator.since) or say("pending", lang)
    if indicator.active:
        return say("in_force", lang, since=since)
    followers = [_called(catalog, one.code) for one in _followers(catalog, indicator)]
    chain = say("followed", lang, chain=" → ".join(followers)) if followers else ""
    return say("out_of_force", lang, since=since, until=visible(indicator.until) or say("pending", lang)) + chain


def _followers(catalog: Catalog, indicator: Indicator) -> Iterator[Indicator]:
    while indicator.successor:
        indicator = catalog.by_code[indicator.successor]
        yield indicator


def _wrapped(text: str, view: View, indent: int) -> list[str]:
    return [" " * indent + line for line in wrap(text, view.width - indent)]
