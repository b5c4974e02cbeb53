"""Indicators of a chunk of files as a table: what the rules across files compare of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import polars as pl

from indicator_lint.audit import columns as c
from indicator_lint.audit.parts import stated_apart
from indicator_lint.audit.plan import Keyed
from indicator_lint.audit.selves import names_of, without
from indicator_lint.checks.categories import MEANINGS, is_specific
from indicator_lint.chinese.normal import normal_form
from indicator_lint.frame import Frame
from indicator_lint.identity.issued import Issued
from indicator_lint.model.catalog import Indicator
from indicator_lint.model.columns import DOCUMENT, GROUP, ID, ROW, TITLE, normal

REMEMBERED: Final = 1 << 14
FILE: Final = "file"
"""The number of a file within the chunk."""


def indicators_of(frames: Sequence[Frame], chunk: Sequence[Keyed], issued: Issued | None) -> pl.DataFrame:
    """The indicators that have a name, with what the rules across files compare; `frames` are those of the chunk's files."""
    selves = {one.key: names_of(one.file.department) for one in chunk}
    data = _in_order(frames, [one.file.source.path for one in chunk])
    first = pl.col(ID).min().over(FILE), pl.col(GROUP).min().over(FILE)
    texts = {role: pl.col(normal(role)).fill_null("").alias(role) for role in c.COMPARED}
    told = data.select(
        pl.Series(c.KEY, [one.key for one in chunk], dtype=pl.String).gather(data[FILE]),
        (pl.col(ID) - first[0]).alias(c.RECORD),
        (pl.col(GROUP) - first[1]).alias(c.GROUP),
        pl.col(ROW).alias(c.NUMBER),
        pl.col(TITLE).alias(c.TITLE),
        *texts.values(),
        *(
            _mapped(data[column], _or_none(meaning)).alias(c.means(role))
            for role, (column, meaning) in MEANINGS.items()
        ),
        *(pl.col(role).str.strip_chars().alias(c.shown(role)) for role in c.MEANT),
    ).filter(pl.col("name") != "")
    told = told.with_columns(_apart(told))
    return told.with_columns(
        _listed(told, issued),
        _specific(told, issued),
        _mapped(told.select(pl.concat_str(c.COMPARED, separator="\x1f").alias(c.SAME))[c.SAME], _hash, pl.UInt64),
        *_keys(told, "name", selves, (c.NAMED, c.NAMED_AS_IS)),
        *_keys(told, "description", selves, (c.TOLD, c.TOLD_AS_IS)),
    )


def _apart(told: pl.DataFrame) -> list[pl.Series]:
    """Operators, units and targets, so that “≥42个” in one cell and its parts in three are the same."""
    roles = ("operator", "unit", "target")
    rows = [stated_apart(*row) for row in told.select(roles).iter_rows()]
    return [pl.Series(role, [row[place] for row in rows], dtype=pl.String) for place, role in enumerate(roles)]


def _in_order(frames: Sequence[Frame], paths: Sequence[str]) -> pl.DataFrame:
    """The records of all frames in the order of the files, which are numbered."""
    numbers = {path: number for number, path in enumerate(paths)}
    parts = [
        frame.data.with_columns(
            pl.Series(FILE, [numbers[one.path] for one in frame.readings], dtype=pl.UInt32).gather(frame.data[DOCUMENT])
        )
        for frame in frames
    ]
    return parts[0] if len(parts) == 1 else pl.concat(parts).sort(FILE, maintain_order=True)


def _keys(
    told: pl.DataFrame, role: str, selves: Mapping[str, Sequence[str]], called: tuple[str, str]
) -> Iterator[pl.Series]:
    """Hashes of texts without the words by which a department calls itself, and of the whole ones that hold such words."""
    texts = [(text, without(text, selves[key])) for key, text in told.select(c.KEY, role).iter_rows()]
    yield pl.Series(called[0], [_hash_if_any(bare) for _, bare in texts], dtype=pl.UInt64)
    yield pl.Series(called[1], [_hash(text) if bare != text else None for text, bare in texts], dtype=pl.UInt64)


def _listed(told: pl.DataFrame, issued: Issued | None) -> pl.Series:
    """Whether the catalog words an indicator so; a table may leave descriptions out."""
    rows = told.select(c.TITLE, "name", "description").iter_rows() if issued else ()
    listed = [issued is not None and _is_listed(issued, *row) for row in rows] if issued else [False] * told.height
    return pl.Series(c.LISTED, listed, dtype=pl.Boolean)


def _specific(told: pl.DataFrame, issued: Issued | None) -> pl.Series:
    """Whether the name alone says what is meant; what the catalog knows is held against the catalog, and not against others."""
    specific = _mapped(told["name"], is_specific, pl.Boolean).alias(c.SPECIFIC)
    if issued is None:
        return specific
    known = [
        issued.entry(Indicator(category=title or "", name=name)) is not None
        for title, name in told.select(c.TITLE, "name").iter_rows()
    ]
    return specific & ~pl.Series(known, dtype=pl.Boolean)


def _is_listed(issued: Issued, title: str | None, name: str, description: str) -> bool:
    entry = issued.entry(Indicator(category=title or "", name=name))
    return entry is not None and entry.how == "name" and description in {"", normal_form(entry.indicator.description)}


def _or_none(meaning: Callable[[str], str | None]) -> Callable[[str], str | None]:
    return lambda text: meaning(text) or None


def _mapped(texts: pl.Series, function: Callable[[str], object], dtype: Any = pl.String) -> pl.Series:
    """A function of each distinct text; null stays null."""
    known = {text: None if text is None else function(text) for text in set(texts.to_list())}
    return pl.Series(texts.name, [known[text] for text in texts], dtype=dtype)


@lru_cache(maxsize=REMEMBERED)
def _hash(text: str) -> int:
    """The same on every machine, unlike polars' own."""
    return int.from_bytes(hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest(), "big")


def _hash_if_any(text: str) -> int | None:
    return _hash(text) if text else None
