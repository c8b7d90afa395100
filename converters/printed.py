"""A form's table as it is printed: rows of numbers, and the identities by row and column.

Rows that stand side by side (行政复议 and 行政诉讼) are one printed line. Made once for each table of each form.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache

from converters.form import Column, Identity, forms

RowIdentity = tuple[tuple[int, ...], tuple[int, ...]]
"""Columns of the left and of the right side of an identity whose cells all stand in one row."""

Term = tuple[int, int, int]
"""Row, column and sign of one cell of an identity."""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as the form prints it: cell ids and columns from left to right, and its own identities."""

    key: str
    label: str
    ids: tuple[str, ...]
    columns: tuple[Column, ...]
    identities: tuple[Identity, ...]
    within: tuple[RowIdentity, ...]
    """The same identities, by column."""
    width: int = field(init=False)
    """How many numbers the row prints."""

    def __post_init__(self) -> None:
        """Count the cells, once."""
        object.__setattr__(self, "width", len(self.ids))

    def trusted(self, families: Collection[str]) -> list[RowIdentity]:
        """The row's identities, by column, without those of these families."""
        pairs = zip(self.identities, self.within, strict=True)
        return [columns for identity, columns in pairs if identity.family not in families]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as the form prints it: its rows, all its identities, and those over several rows as terms."""

    rows: tuple[PrintedRow, ...]
    identities: tuple[Identity, ...]
    across: tuple[tuple[Identity, tuple[Term, ...]], ...]


@cache
def printed_table(form: str, table: str) -> PrintedTable:
    """A form's table as it is printed."""
    definition = forms()[form].table(table)
    identities = forms()[form].identities_of(table)
    lines = [
        (
            row.key,
            row.label,
            tuple(slot.id for slot in definition.slots if slot.row is row),
            row.columns,
        )
        for row in definition.rows
    ]
    if definition.side_by_side:
        ids = tuple(cell for line in lines for cell in line[2])
        lines = [(table, definition.label, ids, tuple(column for line in lines for column in line[3]))]
    rows = tuple(_row(*line, identities) for line in lines)
    return PrintedTable(rows, identities, tuple(_across(rows, identities)))


def _row(
    key: str, label: str, ids: tuple[str, ...], columns: tuple[Column, ...], identities: Sequence[Identity]
) -> PrintedRow:
    place = {cell: column for column, cell in enumerate(ids)}
    own = tuple(identity for identity in identities if place.keys() >= set(identity.cells))
    within = tuple(
        (tuple(place[cell] for cell in identity.left), tuple(place[cell] for cell in identity.right))
        for identity in own
    )
    return PrintedRow(key, label, ids, columns, own, within)


def _across(
    rows: Sequence[PrintedRow], identities: Sequence[Identity]
) -> list[tuple[Identity, tuple[Term, ...]]]:
    place = {cell: (number, column) for number, row in enumerate(rows) for column, cell in enumerate(row.ids)}
    found = []
    for identity in identities:
        terms = tuple((*place[cell], 1) for cell in identity.left)
        terms += tuple((*place[cell], -1) for cell in identity.right)
        if len({row for row, _, _ in terms}) > 1:
            found.append((identity, terms))
    return found
