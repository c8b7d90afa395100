"""A table that goes on over pages is one: headings printed again are dropped, cells that the page cut are joined.

Only what print itself shows is used: whether two pieces make one label is told by the numbering of labels (`（四）`,
`5.`), never by their words.
"""

import re
from collections.abc import Iterator, Sequence
from functools import reduce

from converters.readers.pdf.tables import FilledMesh, Placed
from converters.sheet import Grid, GridCell

_SAME_COLUMN = 4.0
"""Points by which the columns of a table may lie elsewhere on its next page."""
_NUMBERED = re.compile(r"\s*[（(]?\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）、.．，,]")
_DIGIT = re.compile(r"\d|[-—–/]")

Rows = list[list[Placed]]


def joined(tables: Sequence[FilledMesh]) -> Iterator[Grid]:
    """Tables between which nothing stands as grids, those that go on over pages as one."""
    parts: list[FilledMesh] = []
    for table in tables:
        if parts and not _goes_on(parts[-1], table):
            yield _grid(parts)
            parts = []
        parts.append(table)
    yield _grid(parts)


def _grid(parts: Sequence[FilledMesh]) -> Grid:
    xs = reduce(_all_lines, [part.mesh.xs for part in parts])
    alike = all(len(part.mesh.xs) == len(xs) for part in parts)
    rows = reduce(_continued, [part.rows() if alike else _on_lines(part, xs) for part in parts])
    return Grid(tuple(tuple(one.cell for one in row) for row in rows if row), parts[0].place)


def _all_lines(xs: Sequence[float], others: Sequence[float]) -> tuple[float, ...]:
    """The lines between columns of both; where cells are merged all over a page, some are not drawn there."""
    return tuple(sorted((*xs, *(x for x in others if not _has(xs, x)))))


def _has(xs: Sequence[float], line: float) -> bool:
    return any(abs(x - line) <= _SAME_COLUMN for x in xs)


def _on_lines(part: FilledMesh, xs: Sequence[float]) -> Rows:
    """The rows of a part of the table, their columns counted by the lines of the whole."""
    lines = [min(range(len(xs)), key=lambda index: abs(xs[index] - x)) for x in part.mesh.xs]
    return [
        [
            Placed(
                lines[one.column],
                one.cell._replace(colspan=lines[one.column + one.cell.colspan] - lines[one.column]),
            )
            for one in row
        ]
        for row in part.rows()
    ]


def _goes_on(before: FilledMesh, after: FilledMesh) -> bool:
    """Whether a table on the next page may be the one before it: as wide, with no line between columns elsewhere."""
    fewer, more = sorted((before.mesh.xs, after.mesh.xs), key=len)
    return (
        after.page.number == before.page.number + 1
        and abs(fewer[0] - more[0]) <= _SAME_COLUMN
        and abs(fewer[-1] - more[-1]) <= _SAME_COLUMN
        and all(_has(more, x) for x in fewer)
    )


def _continued(upper: Rows, lower: Rows) -> Rows:
    lower = lower[_repeated(upper, lower) :]
    if not upper or not lower:
        return [*upper, *lower]
    upper, lower = _with_joined_spans(upper, lower)
    if _is_cut_row(upper[-1], lower[0]):
        pairs = zip(upper[-1], lower[0], strict=True)
        row = [Placed(one.column, _joined_cell(one.cell, other.cell)) for one, other in pairs]
        return [*_one_row_less(upper[:-1], len(upper)), row, *lower[1:]]
    return [*upper, *lower]


def _one_row_less(rows: Rows, end: int) -> Rows:
    """The rows, cells that span beyond this end one row less high: what was two rows there is one."""
    return [
        [
            one._replace(cell=one.cell._replace(rowspan=one.cell.rowspan - 1))
            if number + one.cell.rowspan > end
            else one
            for one in row
        ]
        for number, row in enumerate(rows)
    ]


def _repeated(upper: Rows, lower: Rows) -> int:
    """How many rows at the top are the headings of the table, printed again."""
    count = 0
    for first, again in zip(upper, lower, strict=False):
        if _texts(first) != _texts(again) or any(_holds_number(one.cell) for one in again):
            break
        count += 1
    return count


def _texts(row: Sequence[Placed]) -> list[tuple[int, str]]:
    return [(one.column, "".join(one.cell.text.split())) for one in row]


def _holds_number(cell: GridCell) -> bool:
    return len(cell.text) < 12 and _DIGIT.match(cell.text.strip()) is not None


def _with_joined_spans(upper: Rows, lower: Rows) -> tuple[Rows, Rows]:
    """The rows, a cell over several rows that the page cut made one where its pieces are one label."""
    upper = [list(row) for row in upper]
    first = list(lower[0])
    for below in lower[0]:
        at = _open_above(upper, below)
        if at is None:
            continue
        row, index = at
        above = upper[row][index]
        spans = above.cell.rowspan > 1 and (below.cell.rowspan > 1 or not below.cell.text)
        if not spans or not _is_one_label(above.cell, below.cell):
            continue
        upper[row][index] = above._replace(cell=_joined_cell(above.cell, below.cell))
        first.remove(below)
    return upper, [first, *lower[1:]]


def _open_above(upper: Rows, below: Placed) -> tuple[int, int] | None:
    """Row and index of the cell of several rows that reaches the end of the page in the same columns."""
    for row in range(len(upper) - 1, -1, -1):
        for index, one in enumerate(upper[row]):
            if one.column == below.column and one.cell.colspan == below.cell.colspan:
                return (row, index) if row + one.cell.rowspan == len(upper) else None
    return None


def _is_one_label(above: GridCell, below: GridCell) -> bool:
    numbered = _NUMBERED.match(below.text) is not None
    return not numbered or not above.text or "".join(above.text.split()) == "".join(below.text.split())


def _is_cut_row(above: Sequence[Placed], below: Sequence[Placed]) -> bool:
    """Whether a row was cut: its numbered label goes on below, and its numbers stand on one side only."""
    if [(one.column, one.cell.colspan) for one in above] != [(one.column, one.cell.colspan) for one in below]:
        return False
    pairs = [(one.cell.text, other.cell.text) for one, other in zip(above, below, strict=True)]
    labels = [pair for pair in pairs if all(pair)]
    goes_on = all(_NUMBERED.match(upper) and not _NUMBERED.match(lower) for upper, lower in labels)
    sides = {bool(upper) for upper, lower in pairs if not (upper and lower) and _DIGIT.match(upper or lower)}
    return bool(labels) and goes_on and len(sides) == 1


def _joined_cell(above: GridCell, below: GridCell) -> GridCell:
    """One cell of two pieces; the place is that of the first piece that shows something."""
    same = "".join(above.text.split()) == "".join(below.text.split())
    text = above.text if same else "\n".join(filter(None, (above.text, below.text)))
    at = above.at if above.text or not below.text else below.at
    rowspan = above.rowspan + below.rowspan if above.rowspan > 1 else above.rowspan
    return above._replace(text=text, at=at, rowspan=rowspan)
