"""The page as pieces in reading order: lines, tables, pictures, each with the element it stands in and its links."""

from collections.abc import Iterator
from dataclasses import dataclass

from converters.readers.html.flow import Stretch, preformatted, shown, stretches
from converters.readers.html.grids import grid_of, grid_of_divisions
from converters.readers.html.nodes import Element
from converters.readers.text import blocks_of
from converters.sheet import Grid, Line, Place

_PREFORMATTED = frozenset({"pre", "xmp", "listing", "plaintext"})


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
    grids: dict[int, Grid] = {}

    def single(element: Element) -> bool:
        if element.tag == "img" or element.tag in _PREFORMATTED:
            return True
        grid = (
            grid_of(element) if element.tag == "table" else grid_of_divisions(element) if divisions else None
        )
        if grid is not None:
            grids[id(element)] = grid
        return grid is not None

    found: list[Piece] = []
    for stretch in stretches(root, single):
        if isinstance(stretch, Stretch):
            if text := stretch.text:
                linked = len(shown("".join(stretch.linked))) / len(text) if stretch.linked else 0.0
                found.append(Piece(Line(text, stretch.element.place()), stretch.element, linked))
        elif stretch.tag == "img":
            found.append(Piece(Picture(stretch.attribute("src"), stretch.place()), stretch))
        elif stretch.tag in _PREFORMATTED:
            found.extend(_of_text(stretch))
        else:
            found.append(Piece(grids[id(stretch)], stretch, _linked(stretch, grids[id(stretch)])))
    return found


def _of_text(element: Element) -> Iterator[Piece]:
    """The lines of preformatted text, and the tables drawn in it."""
    text, place = preformatted(element).strip("\r\n"), element.place()
    lines = [Line(line, place) for line in text.splitlines()]
    yield from (Piece(block, element) for block in blocks_of(lines))


def _linked(table: Element, grid: Grid) -> float:
    links = sum(
        len(shown("".join(child for child in below.children if isinstance(child, str))))
        for below in table.descendants()
        if below.tag == "a" and below.attribute("href")
    )
    return links / max(1, sum(len(cell.text) for row in grid.rows for cell in row))
