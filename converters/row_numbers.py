"""A column of the table that only counts its rows (行次, 序号) → words: no row of the form has such a cell."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from converters.atoms import Atom, Kind, as_word

_LEAST_ROWS = 5
"""Rows that count on one after another by one, none left out: no column of a report does."""
_SOLID = (Kind.VALUE, Kind.BLANK)


def without_row_numbers(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms, the numbers that count the rows as words: each the first behind its label, or the last before it."""
    stretches = list(_stretches(atoms))
    behind = [cells[0] for label, cells in stretches if label and len(cells) > 1]
    before = [cells[-1] for (_, cells), (label, _) in pairwise(stretches) if label and cells]
    counting = {id(atom) for atom in next(filter(_counts, (behind, before)), ())}
    return [as_word(atom) if id(atom) in counting else atom for atom in atoms]


def _stretches(atoms: Sequence[Atom]) -> Iterator[tuple[bool, list[Atom]]]:
    """The cells that stand together; whether a label stands before them."""
    label = False
    cells: list[Atom] = []
    for atom in atoms:
        if atom.kind is Kind.LABEL:
            if cells:
                yield label, cells
                cells = []
            label = True
        elif atom.kind in _SOLID:
            cells.append(atom)
    yield label, cells


def _counts(column: Sequence[Atom]) -> bool:
    """Whether the numbers are 1, 2, 3, … or any such from another on."""
    numbers = [atom.printed.value for atom in column if atom.printed and atom.printed.plain]
    return (
        len(column) >= _LEAST_ROWS
        and len(numbers) == len(column)
        and numbers[0] >= 1
        and all(number == numbers[0] + step for step, number in enumerate(numbers))
    )
