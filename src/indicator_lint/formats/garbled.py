"""Text that was decoded wrongly before it reached us: linting it would be rubbish."""

from __future__ import annotations

from typing import Final

from indicator_lint.formats.refusal import refuse_garbled
from indicator_lint.formats.wordless import refuse_wordless
from indicator_lint.patterns import pattern

SAMPLE: Final = 100_000
REPLACEMENT: Final = "\ufffd"
TWICE_SPOILT: Final = "锟斤拷"
SINGLE_BYTES: Final = pattern("[\u0080-\u00ff\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{4,}")
"""A run of what Latin-1 or Windows-1252 make of bytes above 127; no language writes four such letters in a row."""
HANZI: Final = pattern("[\u4e00-\u9fff]")
BEYOND_ASCII: Final = pattern("[^\x00-\x7f]+")
TONE: Final = pattern("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
TONED: Final = pattern("[\u4e00-\u9fff][(（][a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*[)）]")
"""A character with its reading, as left by a careless conversion: 績效(bì)."""

LOST_SHARE: Final = 0.01
RECOVERED_SHARE: Final = 0.7
RECOVERED_LEAST: Final = 4
TONED_LEAST: Final = 5
SHOWN: Final = 12
ASCII: Final = bytes(range(128))


def refuse_spoilt(text: str) -> None:
    """Raise UnreadableError (FIL003) when a text is spoilt; a stray bad character in a long one does not count."""
    sample = text[:SAMPLE]
    if sample.isascii():
        return
    beyond = len(sample) - len(sample.encode("ascii", "ignore"))
    if lost := _lost(text, sample, beyond):
        refuse_garbled("replaced", count=lost)
    for found, original in (_single_bytes(sample, beyond), _utf8_as_gbk(sample)):
        if original:
            refuse_garbled("mojibake", found=found[:SHOWN], original=original[:SHOWN])
    if TONE.search(sample) and len(TONED.findall(sample)) > max(TONED_LEAST, beyond * LOST_SHARE):
        refuse_garbled("residue", found=next(TONED.finditer(sample))[0])
    refuse_wordless(sample)


def _lost(text: str, sample: str, beyond: int) -> int:
    """How many characters were replaced by a sign that says so, when they are more than a stray few."""
    lost = sample.count(REPLACEMENT) + len(TWICE_SPOILT) * sample.count(TWICE_SPOILT)
    return text.count(REPLACEMENT) + text.count(TWICE_SPOILT) if lost and lost >= beyond * LOST_SHARE else 0


def _single_bytes(sample: str, beyond: int) -> tuple[str, str]:
    """UTF-8 or GBK read as Latin-1 or Windows-1252 (绩效 → ç»©æ•ˆ, ¼¨Ð§): the first run and what it was."""
    if len(sample.encode("latin-1", "ignore")) == len(sample) - beyond:
        return "", ""  # no letter between ASCII and U+0100, of which such text is full
    runs = SINGLE_BYTES.findall(sample)
    if sum(map(len, runs)) < beyond * RECOVERED_SHARE:
        return "", ""
    content = b" ".join(_bytes(run) for run in runs)
    for codec in ("utf-8", "gb18030"):
        original = content.decode(codec, "ignore")
        width = 3 if codec == "utf-8" else 2
        hanzi = len(HANZI.findall(original))
        if hanzi >= RECOVERED_LEAST and hanzi * width >= len(content) * RECOVERED_SHARE:
            return runs[0], original
    return "", ""


def _bytes(run: str) -> bytes:
    """The bytes that Windows-1252 showed as this run; its five holes read as Latin-1."""
    return b"".join(c.encode("latin-1") if c <= "\xff" else c.encode("cp1252", "ignore") for c in run)


def _utf8_as_gbk(sample: str) -> tuple[str, str]:
    """UTF-8 read as GBK (绩效指标 → 缁╂晥鎸囨爣): nearly all of its bytes fall back into UTF-8 characters.

    Good text does not: bytes E4–E9, which begin a character in UTF-8, are rare characters in GBK.
    """
    content = sample.encode("gb18030", "ignore")
    high = len(content.translate(None, ASCII))
    original = "".join(HANZI.findall(content.decode("utf-8", "ignore")))
    if len(original) < RECOVERED_LEAST or len(original) * 3 < high * RECOVERED_SHARE:
        return "", ""
    return BEYOND_ASCII.findall(sample)[0], original
