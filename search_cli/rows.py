"""The row of a raw table that a cell stands in: found by what the cells of its row show, and by the row's label."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from converters.form import Row, forms
from converters.labels import fold
from converters.report import Cell, RawTable, Report

_LABEL = 3
"""What the label of a row in print is worth, in numbers found there: rows of noughts are told by it."""


@dataclass(frozen=True, slots=True)
class StoodIn:
    """A row of a raw table, and how the form calls row and column."""

    row: str
    column: str
    texts: tuple[str, ...]


def row_of(report: Report, cell: Cell) -> StoodIn:
    """The row that the cell stands in; without texts where the copy shows none."""
    table = cell.id.split(".", 1)[0]
    form = forms()[report.forms.get(table) or report.form or next(iter(forms()))].table(table)
    slot = next(slot for slot in form.slots if slot.id == cell.id)
    same_row = {each.id for each in form.slots if each.row == slot.row}
    shown = Counter(each.raw for each in report.cells if each.id in same_row and each.raw)
    raw = next((raw for raw in report.tables if raw.caption == table), None)
    texts: tuple[str, ...] = ()
    if raw is not None and cell.raw is not None:
        texts = _best(raw, slot.row, shown, cell.raw, _expected(raw, form.rows, slot.row))
    return StoodIn(slot.row.label, slot.column.label, texts)


def _best(table: RawTable, row: Row, shown: Counter[str], raw: str, expected: int) -> tuple[str, ...]:
    """The row that shows most of what it should; of several alike (rows of noughts) the one nearest to its place."""
    held = [(index, texts) for index, texts in enumerate(table.rows) if _holds(texts, raw)]
    scored = [(_score(texts, row, shown), -abs(index - expected), texts) for index, texts in held]
    return max(scored, default=(0, 0, ()))[2]


def _expected(table: RawTable, rows: Sequence[Row], row: Row) -> int:
    """Where the row should stand: so far behind the nearest row above it whose label is printed once."""
    words = [fold("".join(texts)) for texts in table.rows]
    at = rows.index(row)
    for before in range(at, -1, -1):
        found = [index for index, text in enumerate(words) if _is_named(rows[before], text)]
        if len(found) == 1:
            return found[0] + at - before
    return at


def _score(texts: Sequence[str], row: Row, shown: Counter[str]) -> int:
    common = Counter(text.strip() for text in texts) & shown
    return common.total() + _LABEL * _is_named(row, fold("".join(texts)))


def _is_named(row: Row, words: str) -> bool:
    return any(fold(label) in words for label in (row.label, *row.aliases))


def _holds(texts: Sequence[str], raw: str) -> bool:
    """Whether a row shows the text; blanks aside, and perhaps among others."""
    wanted = "".join(raw.split())
    return any(wanted in "".join(text.split()) for text in texts)
