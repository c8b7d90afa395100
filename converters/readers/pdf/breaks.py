"""Numbers that go on in other lines of their cells: these lines and what is between are one row.

A number has two halves, one below the other or around the middle of its row, or three parts; or a remark that goes on.
Where lines may be halves as well as rows, their numbers are in doubt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

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
_MOST_PARTS = 5
"""Lines over which the numbers of a row are broken around its middle: some in two parts, some in three."""
_MANY = 5
"""Numbers of a row that are hardly all broken."""


def unbroken(lines: Sequence[PrintedLine]) -> Iterator[Row]:
    """Each line a row; where numbers go on in the next line of their cells, these lines and what is between are one."""
    start = 0
    while start < len(lines):
        if parts := _around(lines[start : start + 5]):
            yield from _with_parts(parts)
            start += len(parts)
            continue
        if _may_go_on(*lines[start : start + 2]):
            yield from _in_doubt(*lines[start : start + 2])
            start += 2
            continue
        end = next(
            (
                last
                for last in (start + 1, start + 2)
                if last < len(lines) and _breaks(*lines[start : last + 1])
            ),
            _end_of_remark(lines, start),
        )
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
    if len(lines) == _MOST_PARTS:
        outer, inner = (lines[0], lines[2], lines[4]), lines[1:4]
        beside = [word for line in (lines[1], lines[3]) for word in line.words]
        ends = [word for line in (lines[0], lines[4]) for word in line.words if word.is_number]
        apart = not any(overlap(end, word) for end in ends for word in beside)
        if apart and _is_around(*inner) and _is_around(*outer, through=True):
            return lines
    for through in (False, True):
        if _is_around(*lines[:3], through=through):
            return lines[:3]
    return ()


def _with_parts(lines: Sequence[PrintedLine]) -> Iterator[Row]:
    """The row of the middle line with the parts of numbers around it, and what labels there are beside these."""
    middle = len(lines) // 2
    parted = [_parted(line) for line in lines]
    for labels, line in zip((labels for labels, _ in parted[:middle]), lines, strict=False):
        if labels:
            yield Row((line_of(labels, line),))
    upper, lower = (
        [line_of(numbers, line) for (_, numbers), line in zip(parted[part], lines[part], strict=True)]
        for part in (slice(middle), slice(middle + 1, None))
    )
    yield Row((*upper, lines[middle], *lower))
    for (labels, _), line in zip(parted[middle + 1 :], lines[middle + 1 :], strict=True):
        if labels:
            yield Row((line_of(labels, line),))


def _may_be_rows(lines: Sequence[PrintedLine], below: Sequence[PrintedLine]) -> bool:
    """Whether the last numbers of a page stand below others each, as halves of them do, or those of a row it cuts."""
    counts = {sum(word.is_number for word in line.words) for line in lines}
    last = not any(word.is_number for line in below for word in line.words)
    return last and len(counts) == 1 and counts.pop() >= _MANY


def _is_half(upper: Word, lower: Word) -> bool:
    """Whether two numbers may be one, broken: none begins with a nought before another digit."""
    return upper.text not in ("0", "０") or not lower.text[0].isdecimal()


def _may_go_on(upper: PrintedLine, *others: PrintedLine) -> bool:
    """Whether a line of a label has numbers that may be ends of some in the line above it: too near for a row."""
    if not others:
        return False
    (labels, ends), (_, numbers) = _parted(others[0]), _parted(upper)
    if not labels or not 0 < len(ends) < len(numbers):
        return False
    first = ends[0].glyphs[0]
    return (
        first.base - numbers[0].glyphs[0].base <= _BROKEN * first.size
        and not _are_rows((upper, others[0]))
        and all(any(overlap(end, number) for number in numbers) for end in ends)
        and all(word.box[2] <= numbers[0].box[0] for word in labels)
    )


def _in_doubt(upper: PrintedLine, lower: PrintedLine) -> Iterator[Row]:
    """The two lines, the numbers in doubt that may go on in the second one, of which its labels are left."""
    labels, ends = _parted(lower)
    words = [
        replace(word, text=word.text + REPLACEMENT) if any(overlap(word, end) for end in ends) else word
        for word in upper.words
    ]
    yield Row((line_of(words, upper),))
    if labels:
        yield Row((line_of(labels, lower),))


def _parted(line: PrintedLine) -> tuple[list[Word], list[Word]]:
    """The other words of a line, and its numbers."""
    return [word for word in line.words if not word.is_number], [
        word for word in line.words if word.is_number
    ]


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
    numbers = [word for word in upper.words if word.is_number]
    others_words = [word for line in between for word in line.words]
    return all(
        any(overlap(word, number) and _is_half(number, word) for number in numbers)
        and not any(overlap(word, other) for other in others_words)
        for word in lower.words
    )


def _is_around(upper: PrintedLine, *others: PrintedLine, through: bool = False) -> bool:
    """Whether the numbers of two lines are parts of some, in whose middle the line between them stands, a row's.

    `through` if these have a third part in that line, which has whole numbers besides; otherwise they are halves.
    """
    if len(others) != 2:
        return False
    middle, lower = others
    tops, bottoms, between = (
        [word for word in line.words if word.is_number] for line in (upper, lower, middle)
    )
    if not (0 < len(tops) == len(bottoms) and between) or _are_rows((upper, middle, lower)):
        return False
    labels = [word for line in (upper, lower) for word in line.words if not word.is_number]
    first = min(word.box[0] for word in (*tops, *between))
    parts = [[word for word in middle.words if overlap(half, word)] for half in (*tops, *bottoms)]
    inside = all(len(part) == 1 and part[0].is_number for part in parts) and len(tops) < len(between)
    return (
        bottoms[0].glyphs[0].base - tops[0].glyphs[0].base
        <= (2 * _BROKEN if through else HALVES) * lower.size
        and all(
            overlap(top, bottom) and _is_half(top, bottom) for top, bottom in zip(tops, bottoms, strict=True)
        )
        and (inside if through else not any(parts))
        and all(word.box[2] <= first for word in labels)
    )


def _are_rows(lines: Sequence[PrintedLine]) -> bool:
    """Whether labels of one column begin beside the numbers of the first of these lines, and of another."""
    first, *others = (_label_beside(line) for line in lines)
    return first is not None and any(other and overlap(first, other) for other in others)


def _label_beside(line: PrintedLine) -> Word | None:
    """What stands next to the numbers of a line, left of them, if a label begins there."""
    labels, numbers = _parted(line)
    before = [word for word in labels if numbers and word.box[2] <= numbers[0].box[0]]
    return before[-1] if before and begins_label(before[-1]) else None
