"""The system's refusals in Chinese."""

from __future__ import annotations

import errno
import os

import pytest

from indicator_lint.chinese.system import reason_of


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), "所在的磁盘只能读、不能写"),
        (OSError(errno.EFBIG, "indicators.csv 超过 64 MB"), "indicators.csv 超过 64 MB"),
        (OSError(errno.EILSEQ, os.strerror(errno.EILSEQ)), os.strerror(errno.EILSEQ)),
        (OSError("只有一句话"), "只有一句话"),
    ],
)
def test_reasons(error: OSError, reason: str) -> None:
    """The system's own words are said in Chinese where that is known; what we say ourselves stays."""
    assert reason_of(error) == reason
