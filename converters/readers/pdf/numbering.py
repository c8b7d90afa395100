"""How labels of a table begin: with the number by which the form counts them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from converters.readers.pdf.lines import PrintedLine, Word, line_of

_NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、．.)）]|[（(]?\d{1,2}[、．.)）]|[（(][一二三四五六七八九十]{1,3}$"
    r"|其中|第[一二三四五六七八九十]{1,3}(?:[条项类]|$)"
)
"""How labels begin, though a line end within their number cuts them short: a line that begins so goes on with none."""
_LONGEST = 2
"""Digits of such a number."""
LEADING = 2.6
"""Of a character's height: lines of one label lie no farther apart; on printed pages with wide lines they do 2.5."""


def begins_label(word: Word) -> bool:
    """Whether it begins as labels do."""
    return word.in_label or 0 in _numbers_in(word.text)


def numbers_in(word: Word) -> tuple[int, ...]:
    """With which of its characters something begins as labels do."""
    whole = len(word.text) == len(word.glyphs)
    return _numbers_in(word.text if whole else "".join([glyph.text for glyph in word.glyphs]))


@lru_cache(maxsize=4096)
def _numbers_in(text: str) -> tuple[int, ...]:
    return tuple([number.start() for number in _NUMBERED.finditer(text)])


def with_numberings(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """The lines, the number of a label known as one where the line ends behind it, before its point or comma."""
    for at, line in enumerate(lines):
        last = line.words[-1]
        cut = len(last.text) <= _LONGEST and last.text.isdecimal()
        if cut and any(_goes_on(last, word) for below in lines[at + 1 : at + 3] for word in below.words):
            yield line_of([*line.words[:-1], last._replace(in_label=True)], line)
        else:
            yield line


def _goes_on(number: Word, below: Word) -> bool:
    """Whether what stands below begins with the point or comma behind a number."""
    if below.text[0] not in "、．.，,":
        return False
    size = number.glyphs[0].size
    lower = below.glyphs[0].base - number.glyphs[0].base
    inside = below.box[0] - size <= number.box[0] and number.box[2] <= below.box[2] + size
    return lower <= LEADING * size and inside
