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
    return StoodIn(slot.row.label, slot.column.label, _best(raw, slot.row, shown, cell))


def _best(table: RawTable | None, row: Row, shown: Counter[str], cell: Cell) -> tuple[str, ...]:
    if table is None or cell.raw is None:
        return ()
    labels = [fold(label) for label in (row.label, *row.aliases)]
    scored = [(_score(texts, labels, shown), texts) for texts in table.rows if _holds(texts, cell.raw)]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best else ()


def _score(texts: Sequence[str], labels: Sequence[str], shown: Counter[str]) -> int:
    words = fold("".join(texts))
    common = Counter(text.strip() for text in texts) & shown
    return common.total() + _LABEL * any(label in words for label in labels)


def _holds(texts: Sequence[str], raw: str) -> bool:
    """Whether a row shows the text; blanks aside, and perhaps among others."""
    wanted = "".join(raw.split())
    return any(wanted in "".join(text.split()) for text in texts)
