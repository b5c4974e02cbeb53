"""Runs of a paragraph rewritten: only those that change, as tracked changes or directly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from indicator_lint.formats.hunks import Hunk
from indicator_lint.formats.unwritten import decline
from indicator_lint.formats.wordmarkup import Markup
from indicator_lint.formats.wordpieces import CLOSED, Line, Piece, Run

KEEP, DELETE, INSERT = "keep", "delete", "insert"
CLOSING: Final = b"</"


class Token(NamedTuple):
    """Something of a run that stays, goes or comes: a text, or an element as it is."""

    state: str
    text: str | None
    raw: bytes = b""


@dataclass(slots=True)
class Work:
    """What is to be done in a run that shows line[start:end]: stretches of the line that go, and texts that come at a place."""

    run: Run
    start: int
    end: int
    gone: list[tuple[int, int]] = field(default_factory=list)
    coming: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scribe:
    """Rewrites paragraphs of a part."""

    content: bytes
    markup: Markup
    tracked: bool

    def rewritten(self, line: Line, changes: Sequence[Hunk]) -> Iterator[tuple[int, int, bytes]]:
        """Bytes to put in the place of others: [start, end). Raises UnwrittenError where that is not safe."""
        works = _works(line)
        for change in changes:
            if change.start == change.end and not any(work.end > work.start for work in works):
                yield self._filled(line, change.new)
            else:
                _assign(works, change)
        for work in works:
            if work.gone or work.coming:
                yield self._run(work)

    def _filled(self, line: Line, text: str) -> tuple[int, int, bytes]:
        """A paragraph that shows nothing gets a run, which looks as its mark does."""
        if line.unsafe or line.fields:
            decline(line.unsafe or "field")
        properties = next((run.properties for run in line.runs if not run.unsafe), b"" if line.tracked else line.mark)
        made = self._new(properties, text)
        whole = self.content[line.start : line.end]
        if whole.endswith(CLOSED):
            return line.start, line.end, b"%b>%b</%bp>" % (whole[: -len(CLOSED)], made, self.markup.element)
        at = self.content.rindex(CLOSING, line.start, line.end)
        return at, at, made

    def _new(self, properties: bytes, text: str) -> bytes:
        if self.tracked:
            return self.markup.inserted(properties, text)
        return self.markup.run(b"", properties, self.markup.text(text))

    def _run(self, work: Work) -> tuple[int, int, bytes]:
        """A run rewritten; where something only comes before or behind it, it is left alone."""
        run = work.run
        if self.tracked and not work.gone:
            places = {at for at, _ in work.coming}
            made = b"".join(self.markup.inserted(run.properties, text) for _, text in work.coming)
            if places == {work.end}:
                return run.end, run.end, made
            if places == {work.start}:
                return run.start, run.start, made
        tokens = list(_tokens(work, self.content))
        return run.start, run.end, self._tracked(run, tokens) if self.tracked else self._direct(run, tokens)

    def _tracked(self, run: Run, tokens: Iterable[Token]) -> bytes:
        made = []
        for state, group in groupby(tokens, key=lambda token: token.state):
            inside = list(group)
            if state == INSERT:
                made.append(self.markup.inserted(run.properties, "".join(token.text or "" for token in inside)))
                continue
            name = b"delText" if state == DELETE else b"t"
            pieces = b"".join(token.raw or self.markup.text(token.text or "", name) for token in inside)
            whole = self.markup.run(run.head, run.properties, pieces)
            made.append(self.markup.deleted(whole) if state == DELETE else whole)
        return b"".join(made)

    def _direct(self, run: Run, tokens: Iterable[Token]) -> bytes:
        left = [token for token in tokens if token.state != DELETE]
        made = []
        for raw, group in groupby(left, key=lambda token: token.raw):
            inside = list(group)
            made.append(raw * len(inside) or self.markup.text("".join(token.text or "" for token in inside)))
        return self.markup.run(run.head, run.properties, b"".join(made)) if made else b""


def _works(line: Line) -> list[Work]:
    works, at = [], 0
    for run in line.runs:
        length = sum(len(piece.shown) for piece in run.pieces)
        works.append(Work(run, at, at + length))
        at += length
    return works


def _assign(works: Sequence[Work], change: Hunk) -> None:
    """Give a change to the runs that it concerns; what comes looks like the first letter that goes, else like the one before."""
    start, end, new = change
    touched = [work for work in works if work.start < end and start < work.end]
    for work in touched:
        if work.run.unsafe:
            decline(work.run.unsafe)
        work.gone.append((max(start, work.start), min(end, work.end)))
    if not new:
        return
    if touched:
        touched[0].coming.append((min(end, touched[0].end), new))
        return
    beside = [work for work in works if work.start < start <= work.end]
    beside += [work for work in works if work.start == start < work.end]
    safe = [work for work in beside if not work.run.unsafe]
    if not safe:
        decline(beside[0].run.unsafe)
    safe[0].coming.append((start, new))


def _tokens(work: Work, content: bytes) -> Iterator[Token]:
    """A run cut where something begins, ends or comes."""
    coming = list(work.coming)
    cuts = {place for each in work.gone for place in each} | {place for place, _ in coming}
    at = work.start
    for piece in work.run.pieces:
        end = at + len(piece.shown)
        if at == end:
            yield Token(KEEP, None, content[piece.start : piece.end])
        for first, last in pairwise(sorted({at, end, *(cut for cut in cuts if at < cut < end)})):
            while coming and coming[0][0] <= first:
                yield Token(INSERT, coming.pop(0)[1])
            state = DELETE if any(begin <= first and last <= stop for begin, stop in work.gone) else KEEP
            yield _token(state, piece, (first - at, last - at), content)
        at = end
    yield from (Token(INSERT, text) for _, text in coming)


def _token(state: str, piece: Piece, part: tuple[int, int], content: bytes) -> Token:
    """A stretch of a piece; texts that stay whole and other elements keep their bytes."""
    raw = content[piece.start : piece.end]
    if piece.text is None:
        return Token(state, None, raw)
    whole = part == (0, len(piece.text))
    return Token(state, None, raw) if whole and state == KEEP else Token(state, piece.text[slice(*part)])
