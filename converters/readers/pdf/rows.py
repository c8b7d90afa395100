"""Lines of a page → rows of tables: one line each, but several where rules across the page hold them together."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from converters.readers.pdf.lines import PrintedLine, Word
from converters.readers.pdf.page import Page

_LEAST_BANDS = 3
_BELOW = 0.4
"""Of a word's width: so much of it must stand below another one; numbers side by side may touch."""
_BROKEN = 1.3
"""Of a character's height: a number that is broken goes on no farther below; rows are set at least 1.33 apart."""
_HIGHEST = 150.0
"""Points between two rules that still make a row; a page of prose between two rules does not."""


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of a page that are one row of a table: several where rules across the page hold them together."""

    lines: tuple[PrintedLine, ...]
    banded: bool = False
    blank: bool = False
    """Whether it has a label and as much room as any row, but no number."""
    numbers: tuple[Word, ...] = field(init=False)
    """Its numbers, from left to right."""

    def __post_init__(self) -> None:
        found = [word for line in self.lines for word in line.words if word.is_number]
        object.__setattr__(self, "numbers", tuple(sorted(found, key=lambda word: word.box[0])))

    @property
    def words(self) -> list[Word]:
        """All words of the row, line by line."""
        return [word for line in self.lines for word in line.words]


def stacks_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand below one another together, from left to right."""
    stacks: list[list[Word]] = []
    right = float("-inf")
    for word in sorted(words, key=lambda word: word.box[0]):
        if stacks and right - word.box[0] > _BELOW * (word.box[2] - word.box[0]):
            stacks[-1].append(word)
            right = max(right, word.box[2])
        else:
            stacks.append([word])
            right = word.box[2]
    return [sorted(stack, key=lambda word: (word.box[1], word.box[0])) for stack in stacks]


def rows_of_lines(page: Page, lines: Sequence[PrintedLine]) -> list[Row]:
    """The lines of a page, those between two rules across it together in one row."""
    heights = _heights(page)
    bands = groupby(lines, key=lambda line: bisect_right(heights, line.base - 0.3 * line.size))
    rows: list[Row] = []
    for band, together in bands:
        held = tuple(together)
        inside = 0 < band < len(heights) and heights[band] - heights[band - 1] <= _HIGHEST
        rows.append(Row(held, banded=inside and _is_row(held)))
    counted = sum(row.banded and row.numbers != () for row in rows)
    parted = counted >= _LEAST_BANDS and 2 * counted >= len(heights) - 1
    return [part for row in rows for part in ([row] if row.banded and parted else _unbroken(row.lines))]


def _unbroken(lines: Sequence[PrintedLine]) -> Iterator[Row]:
    """Each line a row; where numbers go on in the next line of their cells, these lines and what is between are one."""
    start = 0
    while start < len(lines):
        end = next(
            (
                last
                for last in (start + 1, start + 2)
                if last < len(lines) and _breaks(*lines[start : last + 1])
            ),
            start,
        )
        yield Row(tuple(lines[start : end + 1]), banded=end > start)
        start = end + 1


def _breaks(upper: PrintedLine, *others: PrintedLine) -> bool:
    """Whether all numbers of the last line stand close below numbers of the first, and nothing between the two."""
    *between, lower = others
    if not (lower.is_numbers and lower.base - upper.base <= _BROKEN * lower.size):
        return False
    numbers = [word for word in upper.words if word.is_number]
    others_words = [word for line in between for word in line.words]
    return all(
        any(_overlap(word, number) for number in numbers)
        and not any(_overlap(word, other) for other in others_words)
        for word in lower.words
    )


def _overlap(one: Word, other: Word) -> bool:
    return one.box[0] < other.box[2] and other.box[0] < one.box[2]


def _heights(page: Page) -> list[float]:
    """The heights of the rules across a page that are about as long as the longest of them."""
    longest = max((stroke.end - stroke.start for stroke in page.across), default=0.0)
    return sorted(stroke.at for stroke in page.across if stroke.end - stroke.start > 0.8 * longest)


def _is_row(lines: Sequence[PrintedLine]) -> bool:
    """Whether what stands between two rules is one row: nothing above a number or below it."""
    stacks = stacks_of([word for line in lines for word in line.words])
    return all(len(stack) == 1 for stack in stacks if any(word.is_number for word in stack))
