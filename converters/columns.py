"""Numbers drawn column by column, page after page → the cells that sums prove in whatever order columns were drawn.

pdfminer gives each column of a page as a box, all labels before them. If there are just as many numbers as the table
has cells, and all sums hold over them, they are its cells, and each box has them from top to bottom. Which box is
which column nothing tells but for the totals: so they are known, and the cells of rows in which all parts are alike.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

from converters.atoms import Atom, Kind
from converters.inference import Finding
from converters.printed import PrintedRow, PrintedTable
from converters.report import Basis

_CUTS = 2
"""A table of 25 rows goes over so many page breaks at most."""
_LEAST_ROWS = 5
"""A smaller table may be read otherwise, with all its sums, by chance."""

_Grid = list[list[Atom]]


def by_columns(atoms: Sequence[Atom], table: PrintedTable) -> dict[str, Finding]:
    """The cells that are certain if the numbers are the table's, drawn by columns; empty where they are not."""
    rows = table.rows
    numbers = [atom for atom in atoms if atom.shown]
    width = rows[0].width
    drawn = len(numbers) == len(rows) * width and all(map(_is_alone, numbers))
    if not drawn or len(rows) < _LEAST_ROWS or not table.across or any(row.width != width for row in rows):
        return {}
    found: dict[str, Finding] = {}
    for grid in _grids(numbers, width):
        if not _adds_up(grid, table):
            continue
        known = {
            cell: finding for row, own in zip(rows, grid, strict=True) for cell, finding in _told(row, own)
        }
        found = {cell: finding for cell, finding in (found or known).items() if _is_in(cell, finding, known)}
        if not found:
            return {}
    return found


def _is_alone(atom: Atom) -> bool:
    """Whether a number is the whole of its line, and surely one."""
    alone = atom.line is not None and atom.line.row is None and atom.line.text.strip() == atom.text
    return alone and atom.kind is Kind.VALUE and not (atom.torn or atom.unsure or atom.unparted)


def _grids(numbers: Sequence[Atom], width: int) -> Iterator[_Grid]:
    """The rows that the numbers are, if pages break the table at some of them, or nowhere."""
    count = len(numbers) // width
    for cuts in combinations_with_replacement(range(1, count + 1), _CUTS):
        grid: _Grid = []
        for begin, end in zip((0, *cuts), (*cuts, count), strict=True):
            block = numbers[begin * width : end * width]
            grid.extend(list(block[row :: end - begin]) for row in range(end - begin))
        yield grid


def _adds_up(grid: _Grid, table: PrintedTable) -> bool:
    values = [[atom.printed.value if atom.printed else 0 for atom in row] for row in grid]
    for row, own in zip(table.rows, values, strict=True):
        if any(sum(own[c] for c in left) != sum(own[c] for c in right) for left, right in row.within):
            return False
    return all(
        sum(sign * values[row][column] for row, column, sign in terms) == 0 for _, terms in table.across
    )


def _told(row: PrintedRow, own: Sequence[Atom]) -> Iterator[tuple[str, Finding]]:
    """The cells of a row that are the same in whatever order its parts stand: their sum, and they if all are alike."""
    for identity, (left, right) in zip(row.identities, row.within, strict=True):
        parts = {printed.value for column in right if (printed := own[column].printed)}
        for column in (*left, *(right if len(parts) == 1 else ())):
            printed = own[column].printed
            if printed is not None:
                yield row.ids[column], Finding(printed.value, Basis.INFERRED, own[column], (identity.id,))


def _is_in(cell: str, finding: Finding, known: dict[str, Finding]) -> bool:
    return cell in known and known[cell].value == finding.value
