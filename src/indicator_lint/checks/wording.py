"""Wording: words written twice, spelled in two ways or in traditional characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, pairwise
from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, search
from indicator_lint.checks.grouped import each_text
from indicator_lint.chinese.characters import HANZI, RUN, hanzi_runs
from indicator_lint.model.columns import DOCUMENT, ID, LINE, TITLE
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import load_rows
from indicator_lint.vocabulary.words import segment

TWICE: Final = pattern(f"(?=([{HANZI}]{{2,4}})\\1)")
PARTICLES: Final = frozenset("的了为和与及在是被将于以")
DOUBLED: Final = pattern(f"([{HANZI}])\\1|(?=([{HANZI}]{{2,4}})\\2)")
"""What every repetition looks like; most texts have none, and need not be taken apart into words."""
BEHIND: Final = PARTICLES | frozenset("对占等由按经从向")
"""Before these, or before nothing at all, a character alone that ends the word in front of it as well is too many (教师师对)."""

COUNTING: Final = frozenset("一二三四五六七八九十两每几多半逐首")
AGENTS: Final = pattern(
    "机构|部门|单位|对象|机关|人员|人|企业|学校|中心|主体|平台|系统|业|员|者|方|站|所|点|场|费|类|型|性|率|额|量|工作|项目|活动|制度"
)
"""What makes a noun of a repeated word: 服务服务对象, 培训培训机构."""

SHARED: Final = frozenset(
    (
        "覆盖",
        "完成",
        "合格",
        "达标",
        "满意",
        "及时",
        "到位",
        "利用",
        "使用",
        "增长",
        "准确",
        "知晓",
        "普及",
        "达成",
        "执行",
        "下降",
        "提升",
    )
)
"""What rates are of, and nobody's work: 覆盖覆盖率 says it twice, where 培训培训率 may mean that of a training."""

NEVER_TWICE: Final = frozenset(("反映", "质量", "数量", "情况", "程度"))
"""What no noun begins with that follows the same word: 质量质量检验 is a slip, where 培训培训机构 is not."""

TITLED: Final = (TITLE, "level1", "level2", "name", "description", "unit", LINE)
SHARE: Final = 0.3
PAIR: Final = 2
"""Characters of a variant that must be a whole word; longer ones are phrases of their own (登陆网站)."""

"""From this share of traditional characters on a document is simply written so."""


@search
def said_once(frame: pl.DataFrame, role: str) -> Mapping[int, Evidence]:
    """No word stands twice in a row."""

    def look(text: str) -> Evidence | None:
        repeats = dict(repeat for run in hanzi_runs(text) for repeat in _repeats(run))
        if not repeats:
            return None
        fixed = text
        for repeat, once in repeats.items():
            fixed = fixed.replace(repeat, once)
        repeat, once = next(iter(repeats.items()))
        params = {"repeat": repeat, "once": once}
        return Evidence(params=params, change=Change({role: fixed}))

    return each_text(frame, role, look)


def _repeats(run: str) -> Iterator[tuple[str, str]]:
    """What stands twice in a row in a run and means nothing by it, and how it should be."""
    if not DOUBLED.search(run):
        return
    words = segment(run)
    yield from ((first * 2, first) for first, second in pairwise(words) if first == second and first in PARTICLES)
    yield from _stutters(words)
    ends = {0, *accumulate(map(len, words))}
    for found in TWICE.finditer(run):
        word, start = found[1], found.start()
        middle, end = start + len(word), start + 2 * len(word)
        apart = {start, middle} <= ends and len(set(word)) > 1
        shared = word in NEVER_TWICE or (word in SHARED and run.startswith("率", end))
        if apart and word[0] not in COUNTING and (shared or (end in ends and not AGENTS.match(run, end))):
            yield word * 2, word


def _stutters(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A last character written once more."""
    for word, more, after in zip(words, words[1:], (*words[2:], ""), strict=False):
        if len(word) > 1 and word[-1] == more and more not in COUNTING and after in {"", *BEHIND}:
            yield word + more + after, word + after


@search
def simplified(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """A document in simplified characters holds no traditional ones."""
    found = each_text(frame, role, lambda text: _traditional(text, role), holding=_any_traditional())
    if not found:
        return found
    plain = [part[ID].to_list() for _, part in frame.group_by(DOCUMENT) if not _is_traditional(part)]
    return {record: found[record] for ids in plain for record in ids if record in found}


def _is_traditional(part: pl.DataFrame) -> bool:
    texts = [text for column in TITLED if column in part.columns for text in part[column].drop_nulls().unique()]
    hanzi = "".join(RUN.findall("".join(texts)))
    return sum(character in _simplified() for character in hanzi) > SHARE * len(hanzi)


def _traditional(text: str, role: str) -> Evidence | None:
    wrong = list(dict.fromkeys(character for character in text if character in _simplified()))
    if not wrong:
        return None
    pairs = "、".join(f"{character}→{_simplified()[character]}" for character in wrong)
    return Evidence(
        params={"pairs": pairs},
        change=Change({role: "".join(_simplified().get(character, character) for character in text)}),
    )


@cache
def _simplified() -> dict[str, str]:
    return {row["traditional"]: row["simplified"] for row in load_rows("traditional")}


@search
def one_spelling(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """A document does not write one word in two ways, nor in one that is settled to be wrong."""
    found = each_text(frame, role, lambda text: _variant(text, role), holding=_any_variant())
    if not found:
        return found
    used = {document: _used(part) for (document,), part in frame.group_by(DOCUMENT)}
    documents = dict(frame.select(ID, DOCUMENT).iter_rows())
    judged = {record: _judged(told, used[documents[record]]) for record, told in found.items()}
    return {record: told for record, told in judged.items() if told is not None}


def _judged(told: Evidence, used: set[str]) -> Evidence | None:
    if told.params["usual"] in used:
        return replace(told, because=(("mixed", told.params),))
    return replace(told, because=(("settled", told.params),)) if told.params["variant"] in _settled() else None


def _used(part: pl.DataFrame) -> set[str]:
    columns = [name for name in TITLED if name in part.columns]
    return {word for name in columns for text in part[name].drop_nulls().unique() for word in _words(text)}


def _variant(text: str, role: str) -> Evidence | None:
    written = [found for run in hanzi_runs(text) for found in _variants_in(run)]
    if not written:
        return None
    variant, usual = written[0], _variants()[written[0]]
    return Evidence(params={"variant": variant, "usual": usual}, change=Change({role: text.replace(variant, usual)}))


def _variants_in(run: str) -> Iterator[str]:
    """The variants in a run of hanzi; one of two characters begins and ends where words do, however they are cut (台｜帐)."""
    found = list(_any_variant().finditer(run))
    ends = {0, *accumulate(map(len, segment(run)))} if found else set()
    for match in found:
        if len(match[0]) > PAIR or {match.start(), match.end()} <= ends:
            yield match[0]


@cache
def _any_variant() -> re.Pattern[str]:
    return re.compile("|".join(_variants()))


@cache
def _any_traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_simplified())}]")


def _words(text: str) -> Sequence[str]:
    return [word for run in hanzi_runs(text) for word in segment(run)]


@cache
def _settled() -> frozenset[str]:
    return frozenset(row["variant"] for row in load_rows("variants") if row["settled"])


@cache
def _variants() -> dict[str, str]:
    return {row["variant"]: row["usual"] for row in load_rows("variants")}


CHECKS: Final[dict[str, Check]] = {"one_spelling": one_spelling, "said_once": said_once, "simplified": simplified}
