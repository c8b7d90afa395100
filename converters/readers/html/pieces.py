"""The page as pieces in reading order: lines, tables, pictures, each with the element it stands in and its links."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from converters.anchors import count_words, row_words
from converters.readers.html.flow import Singles, Stretch, preformatted, shown, stretches, text_of
from converters.readers.html.grids import DIVISIONS, Blocks, blocks_of_divisions, blocks_of_table
from converters.readers.html.nodes import Element
from converters.readers.text import blocks_of
from converters.sheet import Grid, Line, Place

_WHOLE: Singles = dict.fromkeys(["img", "pre", "xmp", "listing", "plaintext"], lambda _: True)
"""Pictures and preformatted text are taken as they are."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, by the address that the page gives."""

    address: str
    at: Place


@dataclass(eq=False)  # not frozen: a page has thousands, and to make them frozen costs three times as much
class Piece:
    """What stands in one place of the page: a line by its text, a table, or a picture.

    `linked` is the share of its characters that are links. Most pieces are only looked at, so the place of a line is
    told when it is asked for; `stands` is it where it is not the element's.
    """

    what: str | Grid | Picture
    element: Element
    linked: float = 0.0
    stands: Place | None = None

    @property
    def text(self) -> str:
        """The text, a table's cells parted by blanks."""
        if isinstance(self.what, str):
            return self.what
        return (
            " ".join(cell.text for row in self.what.rows for cell in row)
            if isinstance(self.what, Grid)
            else ""
        )

    @cached_property
    def words(self) -> int:
        """How many words of the statutory tables stand in it."""
        return count_words(self.text)

    @cached_property
    def row_words(self) -> frozenset[str]:
        """The words of the tables' rows that stand in it."""
        return row_words(self.text)

    @property
    def place(self) -> Place:
        """Where it stands."""
        if self.stands is not None:
            return self.stands
        return self.element.place() if isinstance(self.what, str) else self.what.at

    @property
    def block(self) -> Line | Grid | None:
        """The piece as a part of a sheet, if it is text."""
        match self.what:
            case str(text):
                return Line(text, self.place)
            case Grid():
                return self.what
            case Picture():
                return None

    def moved(self, at: Place) -> "Piece":
        """The piece as it stands in a page that shows its own page in this place."""
        match self.what:
            case Grid(rows):
                moved = tuple(tuple(cell._replace(at=at) for cell in row) for row in rows)
                return replace(self, what=Grid(moved, at), stands=at)
            case Picture(address):
                return replace(self, what=Picture(address, at), stands=at)
            case _:
                return replace(self, stands=at)


def pieces_of(root: Element, *, divisions: bool = False) -> list[Piece]:
    """The pieces below an element; `divisions` looks for tables made of <div> too."""
    tables: dict[int, Blocks] = {}

    def has_blocks(element: Element) -> bool:
        blocks = blocks_of_table(element) if element.tag == "table" else blocks_of_divisions(element)
        if blocks is not None:
            tables[id(element)] = blocks
        return blocks is not None

    singles = {**_WHOLE, **dict.fromkeys(["table", *(DIVISIONS if divisions else ())], has_blocks)}
    found: list[Piece] = []
    for stretch in stretches(root, singles):
        if isinstance(stretch, Stretch):
            found.append(Piece(stretch.text, stretch.element, stretch.linked))
        elif id(stretch) in tables:
            linked = _linked(stretch)
            found.extend(_piece(block, stretch, linked) for block in tables[id(stretch)])
        elif stretch.tag == "img":
            found.append(Piece(Picture(stretch.attribute("src"), stretch.place()), stretch))
        else:
            found.extend(_of_text(stretch))
    return found


def _of_text(element: Element) -> Iterator[Piece]:
    """The lines of preformatted text, and the tables drawn in it."""
    text, place = preformatted(element).strip("\r\n"), element.place()
    lines = [Line(line, place) for line in text.splitlines()]
    yield from (_piece(block, element) for block in blocks_of(lines))


def _piece(block: Line | Grid, element: Element, linked: float = 0.0) -> Piece:
    what = block.text if isinstance(block, Line) else block
    return Piece(what, element, linked, block.at)


def _linked(table: Element) -> float:
    """The share of a table's text that is links."""
    if table.node.css_first("a[href]") is None:
        return 0.0
    links = [
        sum(len(shown(text)) for text in below.children if isinstance(text, str))
        for below in table.descendants()
        if below.tag == "a" and below.attribute("href")
    ]
    return sum(links) / max(1, len(text_of(table))) if links else 0.0
