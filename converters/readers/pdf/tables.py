"""Meshes and the characters in them → grids of cells, each with the place of what is printed in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from converters.readers.pdf.columns import LinedTable, ruled_down
from converters.readers.pdf.glyphs import REPLACEMENT, Glyph
from converters.readers.pdf.lines import PrintedLine, around, lines_of, median
from converters.readers.pdf.mesh import Mesh, MeshCell
from converters.readers.pdf.page import Page
from converters.sheet import GridCell, PagePlace

_HUGE = 2.2
"""Of the usual height in a table: a larger character is a watermark behind it."""
_STACK = 6
"""So many numbers below one another are a column of cells; one that is broken over lines of its cell has fewer."""
_NEAR = 0.1
"""Of a character's size: digits of one number stand no farther apart, those of two cells at least twice that."""
_PAGE = 60
"""Characters of a cell that may be a part of the page."""
_PAGE_LINES = 6
"""The same for lines; a note below a table has fewer."""


class Placed(NamedTuple):
    """A raw cell, and the column in which it begins."""

    column: int
    cell: GridCell


@dataclass(frozen=True, slots=True)
class FilledMesh:
    """A mesh of a page, and the lines of text in each of its cells."""

    page: Page
    mesh: Mesh
    texts: tuple[tuple[PrintedLine, ...], ...]

    @property
    def top(self) -> float:
        """How far down the page it begins."""
        return self.mesh.box[1]

    @property
    def parts_cells(self) -> bool:
        """Whether its rules part all cells: not where a column is ruled, but what stands below in it is not."""
        if len(self.mesh.ys) == 2:
            numbers = [(_numbers(lines), len(lines)) for lines in self.texts]
            return all(count in (0, 1) and count in (0, all_) for count, all_ in numbers)
        return sum(len(lines) >= _STACK and _numbers(lines) >= _STACK for lines in self.texts) < 2

    def rows(self) -> list[list[Placed]]:
        """Its rows of raw cells; a cell that spans rows stands in the first of them."""
        rows: list[list[Placed]] = [[] for _ in self.mesh.ys[1:]]
        for cell, lines in zip(self.mesh.cells, self.texts, strict=True):
            box = around([line.box for line in lines]) if lines else cell.box
            text = "\n".join([line.text for line in lines])
            rows[cell.row].append(
                Placed(cell.column, GridCell(text, self.page.place(box), cell.rowspan, cell.colspan))
            )
        return rows

    @property
    def place(self) -> PagePlace:
        """The place of the whole."""
        return self.page.place(self.mesh.box)


def _numbers(lines: Sequence[PrintedLine]) -> int:
    """How many of these lines are numbers alone."""
    return sum(line.is_numbers for line in lines)


def fill(page: Page) -> tuple[list[FilledMesh | LinedTable], list[Glyph]]:
    """The ruled tables of a page with what is written in them, and the characters that stand in none."""
    if not page.meshes:
        return [], list(page.glyphs)
    inside: list[list[Glyph]] = [[] for _ in page.meshes]
    outside: list[Glyph] = []
    areas = [(*mesh.box, found) for mesh, found in zip(page.meshes, inside, strict=True)]
    before = outside
    for glyph in page.glyphs:
        y, here = glyph.middle, outside
        for left, top, right, bottom, found in areas:
            if top <= y <= bottom and left <= (glyph.left + glyph.right) / 2 <= right:
                here = found
                break
        here.append(glyph)
        if here is not before:
            _doubt_cut_number(before, here)
            before = here
    tables: list[FilledMesh | LinedTable] = []
    for mesh, glyphs in zip(page.meshes, inside, strict=True):
        if lying := _layout_cells(mesh, glyphs):
            # Meshes that are left are filled as if they were all, and what stands in none of them is outside.
            others, beside = fill(replace(page, glyphs=tuple(glyphs), meshes=tuple(mesh.without(lying))))
            tables.extend(others)
            outside.extend(beside)
            continue
        usual = median([glyph.size for glyph in glyphs]) if glyphs else 0.0
        highest = _HUGE * usual
        small = [glyph for glyph in glyphs if glyph.bottom - glyph.top <= highest]
        if len(small) < len(glyphs):
            outside.extend([glyph for glyph in glyphs if glyph.bottom - glyph.top > highest])
        filled = _filled(page, mesh, small)
        tables.append(filled if filled.parts_cells or not small else ruled_down(page, mesh.xs, small))
    return tables, outside


def _doubt_cut_number(before: list[Glyph], behind: list[Glyph]) -> None:
    """Make the last characters of two places unreadable, if they are digits of one number that a rule cuts."""
    if not before or not behind[-1].text.isdecimal() or not before[-1].text.isdecimal():
        return
    last, first = before[-1], behind[-1]
    near = _NEAR * last.size
    if abs(first.left - last.end) < near and abs(first.base - last.base) < near:
        before[-1], behind[-1] = last._replace(text=REPLACEMENT), first._replace(text=REPLACEMENT)


def _layout_cells(mesh: Mesh, glyphs: Sequence[Glyph]) -> list[MeshCell]:
    """The cells that hold a part of the page rather than of a table: as wide as the mesh, and of many lines."""
    width = len(mesh.xs) - 1
    found = []
    for cell in (cell for cell in mesh.cells if cell.colspan == width and width > 1):
        left, top, right, bottom = cell.box
        held = [g for g in glyphs if top <= g.middle <= bottom and left <= (g.left + g.right) / 2 <= right]
        if len(held) >= _PAGE and len(lines_of(held)) >= _PAGE_LINES:
            found.append(cell)
    return found


def _filled(page: Page, mesh: Mesh, glyphs: Sequence[Glyph]) -> FilledMesh:
    places = mesh.places()
    texts: list[list[Glyph]] = [[] for _ in mesh.cells]
    before: list[Glyph] = []
    for glyph in glyphs:
        spot = mesh.spot((glyph.left + glyph.right) / 2, glyph.middle)
        if spot is not None:
            held = texts[places[spot]]
            held.append(glyph)
            if held is not before:
                _doubt_cut_number(before, held)
                before = held
    for glyph in page.askew:
        spot = mesh.spot((glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2)
        if spot is not None and glyph.text.isdecimal() and not texts[places[spot]]:
            # Nobody knows whether it is of a watermark, or the number of a cell that is not blank.
            texts[places[spot]].append(glyph._replace(text=REPLACEMENT))
    return FilledMesh(page, mesh, tuple(tuple(lines_of(found)) for found in texts))
