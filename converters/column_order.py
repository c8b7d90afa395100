"""Whether the columns of a table are headed in another order than the form's: then its numbers stand in that order."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from converters.atoms import Atom, Kind
from converters.entries import plain
from converters.form import forms
from converters.labels import fold
from converters.printed import PrintedRow, printed_table
from converters.standing import Standing, standing

_SHORT = 2
"""Characters of headings that are looked for only as whole words: 其他 stands within others."""
_LEAST_WORDS = 3


def are_reordered(atoms: Sequence[Atom], folded: str, form: str, table: str) -> bool:
    """Whether the columns that all rows of a table have are headed in another order than the form's.

    The total stands over two lines of headings, and may be told before its parts. So where it comes too early that
    speaks only where no row adds up as the form has it.

    Args:
        atoms: those of the table.
        folded: the folded text of its area.
        form: the form's id.
        table: the table's id.
    """
    row = _common_row(form, table)
    if row is None:
        return False
    totals = {column for left, _ in row.within for column in left}
    parts = [fold(column.label) for at, column in enumerate(row.columns) if at not in totals]
    places = [_places(line, parts) for line in _lines(atoms)]
    places.append([place for part in parts if len(part) > _SHORT and (place := folded.find(part)) >= 0])
    if any(len(found) >= _LEAST_WORDS and found != sorted(found) for found in places):
        return True
    early = any(_is_early(folded, fold(row.columns[total].label), parts, form, table) for total in totals)
    return early and _none_adds_up(atoms, row)


@cache
def _common_row(form: str, table: str) -> PrintedRow | None:
    """A row of a table whose rows have the same columns; none where rows have columns of their own."""
    rows = printed_table(form, table).rows
    return rows[0] if len(rows) > 1 and len({row.columns for row in rows}) == 1 else None


def _places(line: Sequence[str], words: Sequence[str]) -> list[int]:
    return [line.index(word) for word in words if line.count(word) == 1]


def _lines(atoms: Sequence[Atom]) -> Iterator[list[str]]:
    """The folded words that head columns together: of a line, of a grid's row, or in lines without a number between."""
    bands = {id(atom.band): atom for atom in atoms if atom.meaning and atom.meaning.heading}
    for atom in bands.values():
        yield [fold(cell) for cell in _cells(atom)]
    for labels, own in groupby(atoms, key=lambda atom: atom.kind in (Kind.LABEL, Kind.BREAK)):
        if labels and len(words := list(own)) >= _LEAST_WORDS:
            yield [fold(atom.text) for atom in words]


def _cells(atom: Atom) -> list[str]:
    """The words of the line, or the cells of the row, that an atom stands in."""
    if atom.row:
        return [cell.text for cell in atom.row]
    return re.split(r"[\s|｜│]+", atom.line.text) if atom.line else []


def _is_early(folded: str, total: str, parts: Sequence[str], form: str, table: str) -> bool:
    """Whether the total is headed before the first part, or before the second with no heading over several between."""
    first, second, place = (folded.find(word) for word in (*parts[:2], total))
    if place < 0 or first < 0:
        return False
    over = (fold(header) for header in forms()[form].table(table).headers)
    return place < first or (place < second and not any(word in folded[first:place] for word in over))


def _stretches(atoms: Sequence[Atom]) -> Iterator[list[Atom]]:
    """The numbers and blanks that stand together."""
    for numbers, own in groupby(atoms, key=lambda atom: atom.kind in (Kind.VALUE, Kind.BLANK)):
        if numbers:
            yield list(own)


def _none_adds_up(atoms: Sequence[Atom], row: PrintedRow) -> bool:
    """Whether there are rows of this width with numbers, not all nought, and none of them adds up."""
    readings = [plain(numbers) for numbers in _stretches(atoms) if len(numbers) == row.width]
    speaking = [reading for reading in readings if any(entry.value for entry in reading)]
    return bool(speaking) and all(standing(own, row.within) is Standing.REFUTED for own in speaking)
