"""Which cells of a wrecked copy can be decided at all: the yardstick for "right".

A *world* is a number for every cell of a table. It fits a copy if every row of it may be printed as the row stands
there (`prints.py`), and if it keeps the identities that can be leaned upon: those of the families that the agency's
own numbers keep throughout. (Nobody may lean on a kind of sum that the report itself breaks elsewhere.) Which row
of the form a line belongs to is taken as known, and so is how the layout parts cells and which sums fail: that a
reader did not see it is no excuse. A column that shows nothing may hide any number from nought up.

A cell is **decidable** if it has the same number in all worlds that fit. It is called undecidable only with a
world in hand that fits and differs from the truth there: where the search for one is given up, the cell counts as
decidable. Tables as small as those of the tests can be judged by trying all worlds, and are.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from converters.form import Identity, forms
from laboratory.copies import Copy
from laboratory.figures import Number, broken, identities_of_form
from laboratory.grid import Cell, Row
from laboratory.layouts import GLUED, SPACED
from laboratory.prints import Bare, Bordered, Glued, Print
from laboratory.worlds import Line, Worlds

OTHER_WORLD = "another reading fits layout and sums"

_GLUED = frozenset(layout.__name__ for layout in GLUED)
_SPACED = frozenset(layout.__name__ for layout in SPACED)


def undecidable(copy: Copy, layout: str, asked: Collection[str]) -> dict[str, str]:
    """Those of the asked cells that no reader can decide, with the reason.

    Args:
        copy: the copy as `wreck` leaves it.
        layout: the name of the layout that printed it.
        asked: the cells to judge: those that a reader left open, say.
    """
    found: dict[str, str] = {}
    identities = identities_of_form(copy.truth.forms)
    failing = set(broken(identities, copy.truth.figures))
    families = {identity.family for identity in identities if identity.id in failing}
    for table in copy.tables:
        wanted = sorted(cell for cell in asked if cell.startswith(f"{table}."))
        if wanted:
            sound = [i for i in identities if i.table == table and i.family not in families]
            found |= _of_table(lines_of(copy, table, layout), sound, copy.truth.figures, wanted)
    return found


def lines_of(copy: Copy, table: str, layout: str) -> list[Line]:
    """The rows of one table as this layout prints them; the cells that the copy lost come last."""
    rows = [row for row in copy.tables[table].rows if row.numbers]
    lines = [Line(tuple(cell.id or "" for cell in row.numbers), print_of(row, layout)) for row in rows]
    gone = tuple(sorted(copy.tables[table].lost))
    return [*lines, Line(gone, None)] if gone else lines


def print_of(row: Row, layout: str) -> Print:
    """The row as this layout prints it."""
    cells = [cell for cell in row.cells if cell.id or cell.role == "surplus"]
    kinds = tuple(kinds_of_cells()[cell.id or ""] for cell in row.numbers)
    if layout in _GLUED:
        return Glued(kinds, "".join(cell.text for cell in cells))
    shown = tuple(_shown(cell) for cell in cells)
    if layout in _SPACED:
        return Bare(kinds, tuple(number for number in shown if number is not None))
    return Bordered(len(row.numbers), shown)


@cache
def kinds_of_cells() -> Mapping[str, str]:
    """The kind of number of every cell of every form."""
    tables = [table for form in forms().values() for table in form.tables]
    return {slot.id: slot.column.kind for table in tables for slot in table.slots}


def _shown(cell: Cell) -> Number | None:
    """What a cell says: its number, nought for a dash, nothing for an empty cell."""
    if cell.said == "dash" or cell.role == "surplus":
        return 0
    return None if cell.said is None or isinstance(cell.said, str) else cell.said


def _of_table(
    lines: Sequence[Line],
    identities: Sequence[Identity],
    truth: Mapping[str, Number],
    asked: Sequence[str],
) -> dict[str, str]:
    summed = {cell for identity in identities for cell in identity.cells}
    alone = [line for line in lines if summed.isdisjoint(line.ids)]
    lines = [line for line in lines if line not in alone]
    worlds = Worlds(lines, identities, truth)
    found = {cell for line in alone for cell in _varying(line, truth)}
    for cell in asked:
        if cell in found or cell not in worlds.ids or worlds.settled(cell):
            continue
        other = worlds.another(cell)
        if other is not None:
            assert is_world(lines, identities, other), f"no world: {other}"
            found |= {differing for differing, number in other.items() if number != truth[differing]}
    return dict.fromkeys((cell for cell in asked if cell in found), OTHER_WORLD)


def _varying(line: Line, truth: Mapping[str, Number]) -> list[str]:
    """The cells of a row without sums that have another number, or show nothing, in some reading."""
    readings = line.print.readings(()) if line.print else []
    return [
        cell
        for column, cell in enumerate(line.ids)
        if not line.print or any(reading[column] != truth[cell] for reading in readings)
    ]


def is_world(lines: Sequence[Line], identities: Sequence[Identity], numbers: Mapping[str, Number]) -> bool:
    """Whether these numbers, one for each cell, fit the prints and keep the identities."""
    printed = all(line.print is None or line.print.allows([numbers[c] for c in line.ids]) for line in lines)
    return printed and not broken(identities, numbers) and min(numbers.values(), default=0) >= 0
