"""What a reader saw, with nothing understood: lines of text and grids of cells, each with its place.

Every reader gives a `Sheet`; everything behind the readers knows only this. A wrecked text table is
lines whose separators (tabs, bars, blanks, line ends) are left in the text: they are evidence.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A place in a text: line and column count from 1, in characters of the decoded text."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A place on a page: pages count from 1; the box is x0, top, x1, bottom in points from the top left."""

    page: int
    bbox: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class NodePlace:
    """A place in a web page, as an XPath that a browser's console finds."""

    xpath: str


Place = TextPlace | PagePlace | NodePlace


def place_text(place: Place | None) -> str | None:
    """A place as editors and people write it: line:column, page, or path in a web page."""
    match place:
        case TextPlace(line, column):
            return f"{line}:{column}"
        case PagePlace(page, (x0, top, _, _)):
            return f"page {page} at {x0:.0f},{top:.0f}"
        case NodePlace(xpath):
            return xpath
        case None:
            return None


class Line(NamedTuple):
    """One line of text as it stands in the copy, separators and blanks included."""

    text: str
    at: Place
    offsets: tuple[int, ...] | None = None
    """Where each character stands behind the line's place, if something was left out of the copy's text."""
    pieces: tuple[tuple[int, Place], ...] = ()
    """Offsets and places from which on the text goes on in another printed line than its first."""
    row: "tuple[GridCell, ...] | None" = None
    """The row of a grid, if the line is the text of one of its cells."""

    def place(self, offset: int) -> Place:
        """The place of the character at this offset of the line (the line's own where it has no finer one)."""
        match self.at:
            case TextPlace(line, column):
                return TextPlace(line, column + self._stands(offset))
            case _ if not self.pieces:
                return self.at
            case _:
                return next((place for start, place in reversed(self.pieces) if start <= offset), self.at)

    def part(self, start: int, end: int | None = None) -> "Line":
        """The stretch of this line from start to end, with its own place."""
        place = self.place(start)
        if self.offsets is None:
            pieces = tuple((at - start, piece) for at, piece in self.pieces if at > start)
            return Line(self.text[start:end], place, pieces=pieces)
        first = self._stands(start)
        return Line(self.text[start:end], place, tuple(at - first for at in self.offsets[start:end]))

    def without(self, stretches: Sequence[tuple[int, int]]) -> "Line":
        """The line without these stretches, each of a start and an end, in order."""
        starts = [0, *(end for _, end in stretches)]
        ends = [*(start for start, _ in stretches), len(self.text)]
        kept = [at for start, end in zip(starts, ends, strict=True) for at in range(start, end)]
        text = "".join(self.text[at] for at in kept)
        pieces = tuple((bisect_left(kept, at), place) for at, place in self.pieces)
        return Line(text, self.at, tuple(map(self._stands, kept)), pieces)

    def _stands(self, offset: int) -> int:
        if not self.offsets:
            return offset
        beyond = max(0, offset - len(self.offsets) + 1)
        return self.offsets[offset - beyond] + beyond


class GridCell(NamedTuple):
    """One raw cell of a ruled table; spans count the rows and columns that it covers."""

    text: str
    at: Place
    rowspan: int = 1
    colspan: int = 1
    meant: str | None = None
    """What it says in the form's table where that is not its text; empty where it is none of the table's cells."""

    @property
    def said(self) -> str:
        """What it says in the form's table."""
        return self.text if self.meant is None else self.meant


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that the reader saw as one: rows of raw cells, spanned places left out."""

    rows: tuple[tuple[GridCell, ...], ...]
    at: Place

    def of_the_table(self) -> Iterator[tuple[GridCell, ...]]:
        """The rows without the cells that are none of the form's table."""
        return (tuple(cell for cell in row if cell.meant != "") for row in self.rows)


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a reader noticed and the report should say; the code stands in data/warnings.toml."""

    code: str
    message: str
    at: Place | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """Something that a page says of itself in a meta tag or behind a label: its kind (data/pages.toml), as printed."""

    key: str
    label: str
    value: str
    at: Place


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a page links to; `url` is its absolute address, where the page's own is known."""

    name: str
    href: str
    url: str | None
    at: Place


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself beside its text: title, ISO times of making and of the last change, programs."""

    title: str | None = None
    created: str | None = None
    modified: str | None = None
    creator: str | None = None
    producer: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as its reader saw it: blocks in reading order."""

    blocks: Sequence[Block]
    media_type: str
    pages: int | None = None
    notices: tuple[Notice, ...] = ()
    title: str | None = None
    """The title that the file itself names (PDF information, HTML title), where there is one."""
    url: str | None = None
    """The document's address, where it tells it."""
    stated: tuple[Stated, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    properties: Properties | None = None
    recognised: frozenset[int] = frozenset()
    """The pages whose text a program recognised in a picture."""
