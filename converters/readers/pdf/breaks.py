"""Numbers that go on in other lines of their cells: these lines and what is between are one row.

A number has two halves, one below the other or around the middle of its row, or three parts; or a remark that goes on.
Where lines may be halves as well as rows, their numbers are in doubt.
"""

import re
from collections.abc import Iterator, Sequence

from converters.readers.pdf.glyphs import REPLACEMENT
from converters.readers.pdf.lines import PrintedLine, Word, line_of, overlap
from converters.readers.pdf.numbering import begins_label
from converters.readers.pdf.rows import Row

_BROKEN = 1.3
"""Of a character's height: a number that is broken goes on no farther below; rows are set at least 1.33 apart,
or 1.19 in print of web pages without any room around cells."""
_REMARK = re.compile(r"[-+－＋]?\d[\d,，.]*[^\d（()）]{0,2}[（(][^（()）]*")
"""A number with a remark that goes on in the next line of its cell."""
_REMARK_END = re.compile(r"[^（()）]*[）)][^（()）]*")
_MOST_REMARK = 5
"""Lines from the beginning of a remark to its end, those of the label and of the other numbers among them."""
HALVES = 1.7
"""Of a character's height: the halves of a number lie no farther apart, for rows lie farther than half of that."""
_LEAST_PARTS = 3
_MOST_PARTS = 5
"""Lines over which the numbers of a row are broken around its middle: some in two parts, some in three."""
_MANY = 5
"""Numbers of a row that are hardly all broken."""


def unbroken(lines: Sequence[PrintedLine]) -> Iterator[Row]:
    """Each line a row; where numbers go on in the next line of their cells, these lines and what is between are one."""
    start = 0
    while start < len(lines):
        if parts := _around(lines[start : start + _MOST_PARTS]):
            yield from _with_parts(parts)
            start += len(parts)
            continue
        if start + 1 < len(lines) and _may_go_on(lines[start], lines[start + 1]):
            yield from _in_doubt(lines[start], lines[start + 1])
            start += 2
            continue
        end = _end_of_numbers(lines, start)
        while start < end < len(lines) - 1 and _breaks(*lines[end : end + 2]):
            end += 1
        if end > start and _may_be_rows(lines[start : end + 1], lines[end + 1 :]):
            yield from _in_doubt(lines[start], lines[end])
        else:
            yield Row(tuple(lines[start : end + 1]), banded=end > start)
        start = end + 1


def _around(lines: Sequence[PrintedLine]) -> Sequence[PrintedLine]:
    """The first three or five of these lines, if numbers of the middle one's row are broken over them; else nothing.

    Two halves of a number stand around the middle, the first and last of three parts farther out.
    """
    if len(lines) < _LEAST_PARTS or not (lines[0].numbers and lines[1].numbers):
        return ()
    if len(lines) == _MOST_PARTS:
        first, upper, middle, lower, last = lines
        if _is_around(upper, middle, lower) and _is_around(first, middle, last, through=True):
            beside = (*upper.words, *lower.words)
            if not any(overlap(end, word) for end in (*first.numbers, *last.numbers) for word in beside):
                return lines
    upper, middle, lower = lines[:_LEAST_PARTS]
    if _is_around(upper, middle, lower) or _is_around(upper, middle, lower, through=True):
        return lines[:_LEAST_PARTS]
    return ()


def _with_parts(lines: Sequence[PrintedLine]) -> Iterator[Row]:
    """The row of the middle line with the parts of numbers around it, and what labels there are beside these."""
    middle = len(lines) // 2
    above, below = lines[:middle], lines[middle + 1 :]
    yield from _labels_of(above)
    upper, lower = ([line_of(line.numbers, line) for line in part] for part in (above, below))
    yield Row((*upper, lines[middle], *lower))
    yield from _labels_of(below)


def _may_be_rows(lines: Sequence[PrintedLine], below: Sequence[PrintedLine]) -> bool:
    """Whether the last numbers of a page stand below others each, as halves of them do, or those of a row it cuts."""
    counts = {len(line.numbers) for line in lines}
    last = not any(line.numbers for line in below)
    return last and len(counts) == 1 and counts.pop() >= _MANY


def _is_half(upper: Word, lower: Word) -> bool:
    """Whether two numbers may be one, broken: none begins with a nought before another digit."""
    return upper.text not in ("0", "０") or not lower.text[0].isdecimal()


def _may_go_on(upper: PrintedLine, lower: PrintedLine) -> bool:
    """Whether a line of a label has numbers that may be ends of some in the line above it: too near for a row."""
    ends, numbers = lower.numbers, upper.numbers
    if not 0 < len(ends) < min(len(numbers), len(lower.words)):
        return False
    first = ends[0].glyphs[0]
    return (
        first.base - numbers[0].glyphs[0].base <= _BROKEN * first.size
        and not _are_rows((upper, lower))
        and all(any(overlap(end, number) for number in numbers) for end in ends)
        and all(word.box[2] <= numbers[0].box[0] for word in lower.labels)
    )


def _in_doubt(upper: PrintedLine, lower: PrintedLine) -> Iterator[Row]:
    """The two lines, the numbers in doubt that may go on in the second one, of which its labels are left."""
    words = [
        word._replace(text=word.text + REPLACEMENT)
        if any(overlap(word, end) for end in lower.numbers)
        else word
        for word in upper.words
    ]
    yield Row((line_of(words, upper),))
    yield from _labels_of((lower,))


def _labels_of(lines: Sequence[PrintedLine]) -> Iterator[Row]:
    """Rows of the labels of these lines alone."""
    for line in lines:
        if labels := line.labels:
            yield Row((line_of(labels, line),))


def _end_of_numbers(lines: Sequence[PrintedLine], start: int) -> int:
    """The line in which numbers of this line end, or a remark behind one; this one if none goes on."""
    for end in (start + 1, start + 2) if lines[start].numbers else ():
        if end < len(lines) and _breaks(*lines[start : end + 1]):
            return end
    return _end_of_remark(lines, start)


def _end_of_remark(lines: Sequence[PrintedLine], start: int) -> int:
    """The line in which a remark behind a number of this line ends, this one if there is no such remark."""
    for word in (word for word in lines[start].words if _REMARK.fullmatch(word.text)):
        for at in range(start + 1, min(start + _MOST_REMARK, len(lines))):
            if lines[at].base - lines[at - 1].base > _BROKEN * lines[at].size:
                break
            if any(_REMARK_END.fullmatch(end.text) and overlap(end, word) for end in lines[at].words):
                return at
    return start


def _breaks(upper: PrintedLine, *others: PrintedLine) -> bool:
    """Whether all numbers of the last line stand close below numbers of the first, and nothing between the two."""
    *between, lower = others
    if not (lower.is_numbers and lower.base - upper.base <= _BROKEN * lower.size):
        return False
    others_words = [word for line in between for word in line.words]
    return all(
        any(overlap(word, number) and _is_half(number, word) for number in upper.numbers)
        and not any(overlap(word, other) for other in others_words)
        for word in lower.words
    )


def _is_around(upper: PrintedLine, middle: PrintedLine, lower: PrintedLine, *, through: bool = False) -> bool:
    """Whether the numbers of two lines are parts of some, in whose middle the line between them stands, a row's.

    `through` if these have a third part in that line, which has whole numbers besides; otherwise they are halves.
    """
    tops, bottoms, between = upper.numbers, lower.numbers, middle.numbers
    if not (0 < len(tops) == len(bottoms) and between):
        return False
    apart = bottoms[0].glyphs[0].base - tops[0].glyphs[0].base
    if apart > (2 * _BROKEN if through else HALVES) * lower.size or _are_rows((upper, middle, lower)):
        return False
    first = min(word.box[0] for word in (*tops, *between))
    parts = [[word for word in middle.words if overlap(half, word)] for half in (*tops, *bottoms)]
    inside = all(len(part) == 1 and part[0].is_number for part in parts) and len(tops) < len(between)
    return (
        all(overlap(top, bottom) and _is_half(top, bottom) for top, bottom in zip(tops, bottoms, strict=True))
        and (inside if through else not any(parts))
        and all(word.box[2] <= first for line in (upper, lower) for word in line.labels)
    )


def _are_rows(lines: Sequence[PrintedLine]) -> bool:
    """Whether labels of one column begin beside the numbers of the first of these lines, and of another."""
    first, *others = (_label_beside(line) for line in lines)
    return first is not None and any(other and overlap(first, other) for other in others)


def _label_beside(line: PrintedLine) -> Word | None:
    """What stands next to the numbers of a line, left of them, if a label begins there."""
    before = [word for word in line.labels if line.numbers and word.box[2] <= line.numbers[0].box[0]]
    return before[-1] if before and begins_label(before[-1]) else None
