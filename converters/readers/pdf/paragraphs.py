"""Lines of running text → paragraphs: a line that is full goes on in the next."""

from collections.abc import Iterator, Sequence

from converters.readers.pdf.lines import PrintedLine
from converters.readers.pdf.page import Page
from converters.sheet import Line, Place

_RAGGED = 2.2
"""Characters by which a full line may end before the right edge of the text: punctuation is not broken off."""
_INDENT = 1.2
"""Characters by which a new paragraph is set in."""
_LEADING = 2.6
"""Of a character's height: lines of one paragraph lie no farther apart."""


def paragraphs(lines: Sequence[tuple[Page, PrintedLine]]) -> Iterator[Line]:
    """The paragraphs of the lines, which stand below one another on one page or on pages that follow."""
    if not lines:
        return
    left = min(line.box[0] for _, line in lines)
    right = max(line.box[2] for _, line in lines)
    together: list[tuple[Page, PrintedLine]] = []
    for page, line in lines:
        if together and not _goes_on(together[-1], (page, line), left, right):
            yield _paragraph(together)
            together = []
        together.append((page, line))
    yield _paragraph(together)


def _goes_on(
    before: tuple[Page, PrintedLine], after: tuple[Page, PrintedLine], left: float, right: float
) -> bool:
    (page, line), (next_page, following) = before, after
    size = line.size
    full = line.box[2] >= right - _RAGGED * size and len(line.words) == 1
    outset = following.box[0] <= left + _INDENT * size
    alike = abs(line.size - following.size) < 0.2 * size
    near = page.number != next_page.number or following.base - line.base <= _LEADING * size
    return full and outset and alike and near


def _paragraph(lines: Sequence[tuple[Page, PrintedLine]]) -> Line:
    pieces: list[tuple[int, Place]] = []
    text = ""
    for page, line in lines:
        pieces.append((len(text), page.place(line.box)))
        text += line.text
    return Line(text, pieces[0][1], pieces=tuple(pieces[1:]))
