"""Build the word list and the tables of confusable characters under `rules/vocabulary/`.

    python tools/build_words.py DICT SAME_STROKE [FOLDER]

DICT is jieba's `dict.txt` (MIT), SAME_STROKE pycorrector's `data/same_stroke.txt` (Apache-2.0); pypinyin (MIT) must be
importable. FOLDER is `rules/vocabulary` unless given. The same inputs give the same bytes.

- `words.txt`: a line for each first or last character, in code point order: the character, its class, how many words of two
  that are not rare begin, and how many end, with it (two characters each), and the characters that come second in its words;
  then every word that begins with it as a space, the rest of the word and its class, in code point order. A class is a
  character of CLASSES; the n-th means a frequency of about 2 ** (n / 2).
- `homophones.csv`: the common characters of each toneless syllable, and the syllable that it is often mistaken for.
- `lookalikes.csv`: groups of characters that are mistaken for one another by eye.
"""

from __future__ import annotations

import csv
import math
import re
import string
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pypinyin import Style, lazy_pinyin

CLASSES: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
HANZI: Final = re.compile(r"[\u4e00-\u9fff]+")
RARE: Final = 3
"""Rarer words are left out; a higher cut makes right words fall apart into single characters."""

PAIR, KNOWN = 2, "8"
"""Characters, and the least class, of the words that tell how freely a character makes words: a frequency of about sixteen."""

TELLING: Final = 50
"""Frequency from which a word tells how its characters are read."""

SHARE: Final = 0.05
"""A reading counts when at least this share of a character's occurrences is read so."""

NEAR: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def read_words(path: Path) -> dict[str, int]:
    """Words of hanzi only and their frequencies; single characters whatever their frequency."""
    words: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        if HANZI.fullmatch(word) and (len(word) == 1 or int(frequency) >= RARE):
            words[word] = int(frequency)
    return words


def word_class(frequency: int) -> str:
    """The character that stands for a frequency."""
    return CLASSES[int(2 * math.log2(max(frequency, 1)))]


def word_lines(words: Mapping[str, int]) -> Iterator[str]:
    """The lines of `words.txt`."""
    tails: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        tails[word[0]].append(word[1:])
    pairs = [word for word in words if len(word) == PAIR and word_class(words[word]) >= KNOWN]
    begun, ended = (Counter(word[place] for word in pairs) for place in (0, 1))
    for first in sorted(tails.keys() | ended.keys()):
        rest = tails[first]
        known = "".join(f" {tail}{word_class(words[first + tail])}" for tail in rest if tail)
        seconds = "".join(dict.fromkeys(tail[0] for tail in rest if tail))
        habits = two_digits(begun[first]) + two_digits(ended[first])
        yield f"{first}{word_class(words.get(first, 1))}{habits}{seconds}{known}\n"


def two_digits(number: int) -> str:
    """A number in the characters of CLASSES."""
    return CLASSES[number // len(CLASSES)] + CLASSES[number % len(CLASSES)]


def readings(words: Mapping[str, int]) -> dict[str, set[str]]:
    """Toneless syllables in which each character is read, by how often its words read it so."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, frequency in words.items():
        if frequency >= TELLING:
            for character, sound in zip(word, lazy_pinyin(word, style=Style.NORMAL), strict=True):
                counts[character][sound.replace("ü", "v")] += frequency
    simplified = filter(is_simplified, counts)
    return {c: {s for s, n in counts[c].items() if n >= SHARE * counts[c].total()} for c in simplified}


def is_simplified(character: str) -> bool:
    """Whether the national standard's basic set (GB 2312) holds the character."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def near_sound(sound: str) -> str:
    """The syllable without the differences that many speakers do not make: zh/z, ch/c, sh/s, n/l, -ng/-n."""
    for retroflex, plain in NEAR:
        if sound.startswith(retroflex):
            sound = plain + sound[2:]
    if sound[:1] == "n":
        sound = "l" + sound[1:]
    return sound[:-1] if sound.endswith("ng") else sound


def homophone_rows(sounds: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, str]]:
    """Sound, near sound and the characters read so."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for character in sorted(sounds):
        for sound in sounds[character]:
            groups[sound].append(character)
    for sound, characters in sorted(groups.items()):
        yield sound, near_sound(sound), "".join(characters)


def lookalike_rows(path: Path, common: Iterable[str]) -> Iterator[tuple[str]]:
    """Groups of look-alikes among the common characters."""
    known = set(common)
    for line in path.read_text(encoding="utf-8").splitlines():
        group = "".join(dict.fromkeys(character for character in line.split() if character in known))
        if len(group) > 1:
            yield (group,)


def write_table(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A vocabulary as comma-separated UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(set(rows)))


def main(dictionary: Path, same_stroke: Path, folder: Path) -> None:
    """Write the three files."""
    words = read_words(dictionary)
    sounds = readings(words)
    (folder / "words.txt").write_text("".join(word_lines(words)), encoding="utf-8", newline="")
    write_table(folder / "homophones.csv", ("sound", "near", "characters"), homophone_rows(sounds))
    write_table(folder / "lookalikes.csv", ("characters",), lookalike_rows(same_stroke, sounds))


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    main(given[0], given[1], given[2] if len(given) > 2 else Path("rules/vocabulary"))  # noqa: PLR2004 - two inputs
