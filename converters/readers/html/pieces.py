"""The page as pieces in reading order: lines, tables, pictures, each with the element it stands in and its links."""

from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in one place of the page. `linked` is the share of its characters that are links."""

    what: Line | Grid | Picture
    element: Element
    linked: float = 0.0

    @property
    def text(self) -> str:
        """The text, a table's cells parted by blanks."""
        match self.what:
            case Line(text):
                return text
            case Grid(rows):
                return " ".join(cell.text for row in rows for cell in row)
            case _:
                return ""


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
            line = Line(stretch.text, stretch.element.place())
            found.append(Piece(line, stretch.element, stretch.linked))
        elif id(stretch) in tables:
            linked = _linked(stretch)
            found.extend(Piece(block, stretch, linked) for block in tables[id(stretch)])
        elif stretch.tag == "img":
            found.append(Piece(Picture(stretch.attribute("src"), stretch.place()), stretch))
        else:
            found.extend(_of_text(stretch))
    return found


def _of_text(element: Element) -> Iterator[Piece]:
    """The lines of preformatted text, and the tables drawn in it."""
    text, place = preformatted(element).strip("\r\n"), element.place()
    lines = [Line(line, place) for line in text.splitlines()]
    yield from (Piece(block, element) for block in blocks_of(lines))


def _linked(table: Element) -> float:
    """The share of a table's text that is links."""
    links = [
        sum(len(shown(text)) for text in below.children if isinstance(text, str))
        for below in table.descendants()
        if below.tag == "a" and below.attribute("href")
    ]
    return sum(links) / max(1, len(text_of(table))) if links else 0.0
