"""Small forms with every kind of sum, rows of them as copies print them, and brute force over all they may mean.

Brute force: every row is tried with all numbers that its print allows, and the rows with each other; what keeps the
sums is a world. A cell is implied if it has one number in all worlds.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod

from hypothesis import strategies as st
from laboratory.prints import Bare, Bordered, Glued
from small_tables import row_atoms, small_table

from converters.atoms import Atom
from converters.form import Identity, forms
from converters.printed import PrintedRow, PrintedTable, RowIdentity
from converters.proof import Finding, prove

Figures = dict[str, int]
MOST_WORLDS = 60_000

_COUNT = forms()["2021"].table("applications").columns[0]
FLOW_ROWS = ("received", "carried_in", "processed", "carried_out")


@dataclass(frozen=True, slots=True)
class Noughts:
    """Numbers in order; the cells that left no trace are noughts."""

    width: int
    numbers: tuple[int, ...]


Print = Bordered | Bare | Glued | Noughts


def flow_table(columns: Sequence[str]) -> PrintedTable:
    """Received + carried_in = processed + carried_out in every column; rows have a total where a column is `sum`."""
    parts = [column for column in columns if column != "sum"]
    sums = [
        Identity(f"rows.{row}", "rows", "t", (f"{row}.sum",), tuple(f"{row}.{c}" for c in parts), "")
        for row in FLOW_ROWS
        if "sum" in columns
    ]
    flows = [
        Identity(
            f"flow.{c}",
            "flow",
            "t",
            (f"received.{c}", f"carried_in.{c}"),
            (f"processed.{c}", f"carried_out.{c}"),
            "",
        )
        for c in columns
    ]
    return _table(FLOW_ROWS, columns, (*sums, *flows))


def _table(rows: Sequence[str], columns: Sequence[str], identities: tuple[Identity, ...]) -> PrintedTable:
    ids = [tuple(f"{row}.{column}" for column in columns) for row in rows]
    at = {cell: (row, column) for row, cells in enumerate(ids) for column, cell in enumerate(cells)}
    made = []
    for key, cells in zip(rows, ids, strict=True):
        own = tuple(identity for identity in identities if set(identity.cells) <= set(cells))
        within: tuple[RowIdentity, ...] = tuple(
            (tuple(at[cell][1] for cell in i.left), tuple(at[cell][1] for cell in i.right)) for i in own
        )
        made.append(PrintedRow(key, key, cells, (_COUNT,) * len(columns), own, within))
    across = tuple(
        (i, (*((*at[cell], 1) for cell in i.left), *((*at[cell], -1) for cell in i.right)))
        for i in identities
        if len({at[cell][0] for cell in i.cells}) > 1
    )
    return PrintedTable(tuple(made), identities, across)


TOTALS = small_table()
"""Three rows and three columns, sums both ways."""
FLOW = flow_table(("x", "y", "sum"))
WIDE_FLOW = flow_table(("x", "y", "z", "sum"))
BARE_FLOW = flow_table(("x", "y"))
"""Rows without totals."""


@st.composite
def figures_of(draw: st.DrawFn, table: PrintedTable, most: int) -> Figures:
    """Numbers that keep the table's sums, those that are no sums between 0 and `most`."""
    number = st.one_of(st.just(0), st.integers(0, most))
    keys = [row.key for row in table.rows]
    columns = [cell.split(".")[1] for cell in table.rows[0].ids]
    found: dict[str, list[int]] = {key: [] for key in keys}
    for column in columns:
        if column == "sum":
            own = [sum(found[key]) for key in keys]
        elif table is TOTALS:
            a, b = draw(number), draw(number)
            own = [a, b, a + b]
        else:
            received, carried_in = draw(number), draw(number)
            processed = draw(st.integers(0, received + carried_in))
            own = [received, carried_in, processed, received + carried_in - processed]
        for key, value in zip(keys, own, strict=True):
            found[key].append(value)
    return {f"{key}.{column}": n for key in keys for column, n in zip(columns, found[key], strict=True)}


@st.composite
def prints_of(draw: st.DrawFn, table: PrintedTable, figures: Figures, ways: Sequence[str]) -> list[Print]:
    """The rows, printed in these ways in any order; the other rows whole."""
    chosen = draw(st.permutations([*ways, *["whole"] * (len(table.rows) - len(ways))]))
    prints: list[Print] = []
    for row, way in zip(table.rows, chosen, strict=True):
        numbers = tuple(figures[cell] for cell in row.ids)
        left_out = [draw(st.booleans()) for _ in numbers]
        shown = tuple(n for n, out in zip(numbers, left_out, strict=True) if n or not out)
        match way:
            case "glued":
                prints.append(Glued(("count",) * row.width, "".join(map(str, numbers))))
            case "empty cells":
                cells = (None if out else n for n, out in zip(numbers, left_out, strict=True))
                prints.append(Bordered(row.width, tuple(cells)))
            case "lost noughts" if 0 < len(shown) < row.width:
                prints.append(Noughts(row.width, shown))
            case _:
                prints.append(Bordered(row.width, numbers))
    return prints


def atoms_of(prints: Sequence[Print], torn: Collection[int] = ()) -> list[Atom]:
    """The rows as atoms, each behind its label but for the rows whose labels are torn off."""
    return [atom for number, row in enumerate(prints) for atom in _atoms(number, row, number not in torn)]


def _atoms(number: int, row: Print, labelled: bool) -> Iterator[Atom]:
    if isinstance(row, Glued):
        return row_atoms(number, [row.text], labelled=labelled, firm=False)
    if isinstance(row, Noughts | Bare):
        return row_atoms(number, list(map(str, row.numbers)), labelled=labelled, firm=len(row.numbers) > 1)
    return row_atoms(number, ["" if n is None else str(n) for n in row.cells], labelled=labelled)


World = tuple[tuple[int, ...], ...]


class TooManyWorldsError(Exception):
    """The copy may mean more tables than can be tried."""


def worlds(
    table: PrintedTable, prints: Sequence[Print], most: int, broken: Collection[str] = ()
) -> list[World]:
    """Every table that the copy may mean. `most` bounds what an empty cell hides; families broken are left out.

    Raises:
        TooManyWorldsError: there are more than MOST_WORLDS to try.
    """
    rows = []
    for row, shown in zip(table.rows, prints, strict=True):
        sums = [s for i, s in zip(row.identities, row.within, strict=True) if i.family not in broken]
        rows.append(_rows(shown, tuple(sums), most))
    if prod(map(len, rows)) > MOST_WORLDS:
        raise TooManyWorldsError
    across = [terms for identity, terms in table.across if identity.family not in broken]
    return [
        world
        for world in product(*rows)
        if not any(sum(sign * world[row][column] for row, column, sign in terms) for terms in across)
    ]


@lru_cache(100_000)
def _rows(shown: Print, sums: tuple[RowIdentity, ...], most: int) -> list[tuple[int, ...]]:
    """All numbers that the print of a row allows and its own sums keep."""
    tried: Iterator[tuple[int, ...]]
    match shown:
        case Glued():
            tried = (tuple(int(n or 0) for n in cut) for cut in shown.readings(()))
        case Noughts():
            bare = Bare(("count",) * shown.width, shown.numbers).readings(())
            tried = iter(dict.fromkeys(tuple(int(n or 0) for n in reading) for reading in bare))
        case Bare():
            hidden = product(range(most + 1), repeat=len(shown.kinds))
            tried = (numbers for numbers in hidden if shown.allows(numbers))
        case _:
            tried = product(*(range(most + 1) if cell is None else (int(cell),) for cell in shown.cells))
    return [row for row in tried if all(sum(row[c] for c in a) == sum(row[c] for c in b) for a, b in sums)]


def implied(table: PrintedTable, found: Sequence[World]) -> dict[str, set[int]]:
    """The numbers that each cell has in some world."""
    return {
        cell: {world[row][column] for world in found}
        for row, printed in enumerate(table.rows)
        for column, cell in enumerate(printed.ids)
    }


def proved(table: PrintedTable, prints: Sequence[Print], torn: Collection[int] = ()) -> dict[str, Finding]:
    """What the prover makes of the copy."""
    return prove(atoms_of(prints, torn), table).findings


def unsound(found: Mapping[str, Finding], possible: Mapping[str, set[int]]) -> dict[str, Finding]:
    """The numbers given that some world contradicts."""
    return {c: f for c, f in found.items() if f.value is not None and possible[c] != {f.value}}


def left_open(found: Mapping[str, Finding], possible: Mapping[str, set[int]]) -> dict[str, Finding]:
    """The cells without a number that have the same in all worlds."""
    return {c: f for c, f in found.items() if f.value is None and len(possible[c]) == 1}
