"""A table of three rows and three columns with sums both ways, and atoms by hand: for tests of alignment and proof.

        x   y   sum
a
b
total
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from converters.atoms import BREAK, Atom, Kind
from converters.form import Identity, forms
from converters.numerals import read_number
from converters.printed import PrintedRow, PrintedTable
from converters.sheet import Line, TextPlace
from converters.vocabulary import Meaning

ROWS = ("a", "b", "total")
COLUMNS = ("x", "y", "sum")
CELLS = tuple(f"{row}.{column}" for row in ROWS for column in COLUMNS)
BOUND = 12
"""Numbers up to this are tried: in these tables a cell that can have two values has two below it."""

Figures = dict[str, int]


def identities() -> tuple[Identity, ...]:
    """Each row's sum, then each column's total."""
    by_row = [Identity(f"rows.{r}", "rows", "t", (f"{r}.sum",), (f"{r}.x", f"{r}.y"), "") for r in ROWS]
    by_column = [
        Identity(f"columns.{c}", "columns", "t", (f"total.{c}",), (f"a.{c}", f"b.{c}"), "") for c in COLUMNS
    ]
    return (*by_row, *by_column)


def _row(key: str) -> PrintedRow:
    count = forms()["2021"].table("applications").columns[0]
    own = tuple(identity for identity in identities() if identity.id == f"rows.{key}")
    ids = tuple(f"{key}.{column}" for column in COLUMNS)
    return PrintedRow(key, key, ids, (count,) * 3, own, (((2,), (0, 1)),))


def small_table() -> PrintedTable:
    """The table as the core sees one."""
    across = [
        (identity, ((2, column, 1), (0, column, -1), (1, column, -1)))
        for column, identity in enumerate(identities()[3:])
    ]
    return PrintedTable(tuple(map(_row, ROWS)), identities(), tuple(across))


def figures(ax: int, ay: int, bx: int, by: int) -> Figures:
    """The numbers of the whole table, from its four that are no sums."""
    a, b = (ax, ay, ax + ay), (bx, by, bx + by)
    total = tuple(first + second for first, second in zip(a, b, strict=True))
    return dict(zip(CELLS, (*a, *b, *total), strict=True))


def solutions(shown: Mapping[str, int]) -> list[Figures]:
    """Every table up to the bound that keeps the sums and has the numbers shown."""
    ranges = [
        range(shown[cell], shown[cell] + 1) if cell in shown else range(BOUND)
        for cell in ("a.x", "a.y", "b.x", "b.y")
    ]
    tables = (figures(*four) for four in product(*ranges))
    return [table for table in tables if all(table[cell] == number for cell, number in shown.items())]


def chained(shown: Mapping[str, int]) -> Figures:
    """The cells that follow one by one: the only unknown of a sum, or the noughts below a total that is reached."""
    known = dict(shown)
    while True:
        before = len(known)
        for identity in identities():
            (total,), parts = identity.left, identity.right
            unknown = [part for part in parts if part not in known]
            reached = sum(known.get(part, 0) for part in parts)
            if total not in known and not unknown:
                known[total] = reached
            elif total in known and unknown and known[total] == reached:
                known |= dict.fromkeys(unknown, 0)
            elif total in known and len(unknown) == 1:
                known[unknown[0]] = known[total] - reached
        if len(known) == before:
            return known


def label(row: int, line: Line, strength: float = 1.0) -> Atom:
    """A label that can mean this row only."""
    return Atom(Kind.LABEL, f"row {row}", line, 0, meaning=Meaning({row: strength}, known=True))


def value(text: str, line: Line, offset: int, *, firm: bool = False) -> Atom:
    """A number as printed."""
    return Atom(Kind.VALUE, text, line, offset, read_number(text), firm=firm)


def blank(line: Line, offset: int, text: str = "") -> Atom:
    """An empty cell, or a sign for nothing."""
    return Atom(Kind.BLANK, text, line, offset)


def row_atoms(
    number: int, texts: Sequence[str], *, labelled: bool = True, firm: bool = True
) -> Iterator[Atom]:
    """A row's label, its cells, and its end; an empty text is an empty cell."""
    line = Line("\t".join((f"row {number}", *texts)), TextPlace(number + 1, 1))
    if labelled:
        yield label(number, line)
    for offset, text in enumerate(texts, start=10):
        yield value(text, line, offset, firm=firm) if text.isdigit() else blank(line, offset, text)
    yield BREAK
