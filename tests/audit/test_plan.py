"""How the files of an audit are handed out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indicator_lint.audit.plan import BYTES, FILES, Keyed, in_chunks
from indicator_lint.audit.submissions import Submitted
from indicator_lint.discovery import Source

SIZES = st.lists(st.integers(min_value=0, max_value=BYTES), max_size=300)


@settings(max_examples=30)
@given(SIZES, st.integers(min_value=1, max_value=8))
def test_files_are_handed_out_once_in_their_order_in_chunks_that_shrink(sizes: list[int], workers: int) -> None:
    files = [Keyed(Submitted(Source(str(number)), ""), str(number), size) for number, size in enumerate(sizes)]
    chunks = list(in_chunks(files, workers))
    assert [file for chunk in chunks for file in chunk] == files
    for number, chunk in enumerate(chunks):
        rest = sum(map(len, chunks[number:]))
        assert len(chunk) <= min(FILES, max(2, -(-rest // workers)))
        assert len(chunk) == 1 or sum(file.size for file in chunk) <= BYTES
