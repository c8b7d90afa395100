"""Lines of running text → paragraphs: a line that is full goes on in the next."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from converters.readers.pdf.frame import Box
from converters.readers.pdf.lines import BETWEEN_WORDS, PrintedLine
from converters.readers.pdf.page import Page
from converters.sheet import Line, Place

_RAGGED = 2.2
"""Characters by which a full line may end before the right edge of the text: punctuation is not broken off."""
_INDENT = 1.2
"""Characters by which a new paragraph is set in."""
_LEADING = 2.6
"""Of a character's height: lines of one paragraph lie no farther apart."""
_LONG = 15
"""Characters of a line that may tell where the edge of the text is; labels in tables without rules are shorter."""
_ENDS = ("。", "；", "：", "！", "？")
_NUMBERED = re.compile(r"第?[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[)）]")
"""How headings and items begin: behind the end of a sentence they open a paragraph, however full the line was."""


def paragraphs(
    lines: Sequence[tuple[Page, PrintedLine]], edges: Mapping[int, tuple[float, float]]
) -> Iterator[Line]:
    """The paragraphs of the lines, which stand below one another on one page or on pages that follow.

    Args:
        lines: lines with nothing else between them.
        edges: the left and right edge of the text on each page.
    """
    together: list[tuple[Page, PrintedLine]] = []
    for page, line in lines:
        if together and not _goes_on(together[-1], (page, line), edges):
            yield _paragraph(together)
            together = []
        together.append((page, line))
    if together:
        yield _paragraph(together)


def edges_of_text(lines: Iterable[tuple[Page, PrintedLine]]) -> dict[int, tuple[float, float]]:
    """The left and right edge of the text on each page, of all its lines that stand in no table."""
    boxes: dict[int, list[Box]] = {}
    for page, line in lines:
        if len(line.words) == 1 and len(line.text) >= _LONG:
            boxes.setdefault(page.number, []).append(line.box)
    return {
        number: (min(box[0] for box in found), max(box[2] for box in found))
        for number, found in boxes.items()
    }


def _goes_on(
    before: tuple[Page, PrintedLine],
    after: tuple[Page, PrintedLine],
    edges: Mapping[int, tuple[float, float]],
) -> bool:
    (page, line), (next_page, following) = before, after
    if page.number not in edges or len(line.words) != 1:
        return False
    if line.text.endswith(_ENDS) and _NUMBERED.match(following.text):
        return False
    if len(following.words) > 1 and following.words[-1].is_number:
        # The row of a table below a label that happens to be as long as a line.
        return False
    left, right = edges[page.number]
    full = line.box[2] >= right - _RAGGED * line.size
    outset = following.box[0] <= edges.get(next_page.number, (left, right))[0] + _INDENT * line.size
    alike = abs(line.size - following.size) < 0.2 * line.size
    near = page.number != next_page.number or following.base - line.base <= _LEADING * line.size
    return full and outset and alike and near


def _paragraph(lines: Sequence[tuple[Page, PrintedLine]]) -> Line:
    pieces: list[tuple[int, Place]] = []
    text = ""
    for page, line in lines:
        offset = len(text)
        for word in line.words:
            pieces.append((offset, page.place(word.box)))
            offset += len(word.text) + len(BETWEEN_WORDS)
        text += line.text
    return Line(text, pieces[0][1], pieces=tuple(pieces[1:]))
