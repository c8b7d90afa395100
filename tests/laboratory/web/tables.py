"""Grids as markup: what becomes of merged cells, tables of other elements, tables cut in two."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from random import Random

from laboratory.grid import Cell, Row, Table, positions
from laboratory.layouts import LAYOUTS
from laboratory.web.content import CELL_ODDITIES, Content, content_of
from laboratory.web.editors import Editor, inside


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell as it is written, with the spans that the page claims."""

    cell: Cell
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Writing:
    """How cells are written: the editor, and names and strength of what befalls their text."""

    editor: Editor
    oddities: tuple[str, ...]
    strength: float

    def inside(self, cell: Cell, rng: Random) -> str:
        """What stands in a cell."""
        content: Content = content_of(cell.text)
        for name in (name for name in CELL_ODDITIES if name in self.oddities):
            content = CELL_ODDITIES[name](content, cell, rng, self.strength)
        return inside(content, cell, self.editor, rng)


Spans = Callable[[Table, Random, float], list[list[Slot]]]
Shape = Callable[[Table, Writing, Random], str]

_EMPTY = Cell("", "label")


def true_spans(table: Table, _rng: Random, _strength: float) -> list[list[Slot]]:
    """Colspan and rowspan as the form has them."""
    return [[Slot(cell, cell.width, cell.height) for cell in row.cells] for row in table.rows]


def no_spans(table: Table, _rng: Random, _strength: float) -> list[list[Slot]]:
    """The cells that begin in a row, and no spans: rows are of different length."""
    return [[Slot(cell) for cell in row.cells] for row in table.rows]


def spans_filled(table: Table, _rng: Random, _strength: float) -> list[list[Slot]]:
    """No spans: where a merged cell reaches to stands an empty cell."""
    return [[Slot(cell if where == "here" else _EMPTY) for cell, where in line] for line in positions(table)]


def labels_filled(table: Table, _rng: Random, _strength: float) -> list[list[Slot]]:
    """No spans: a merged label is printed wherever it reaches to, a merged number once."""
    return [
        [Slot(cell if where == "here" or not cell.id else _EMPTY) for cell, where in line]
        for line in positions(table)
    ]


def wrong_spans(table: Table, rng: Random, strength: float) -> list[list[Slot]]:
    """Spans that contradict each other: some too long, some too short, the order of cells in rows right."""

    def bent(size: int) -> int:
        if size == 1 or rng.random() > strength * 0.5:
            return size
        return max(1, size + rng.choice((-1, 1, 5)))

    return [[Slot(cell, bent(cell.width), bent(cell.height)) for cell in row.cells] for row in table.rows]


def _written(spans: Spans) -> Shape:
    """The shape of a true <table> with these spans."""

    def shape(table: Table, writing: Writing, rng: Random) -> str:
        editor = writing.editor
        rows = [
            editor.row(at) + "".join(_box(slot, writing, rng) for slot in slots) + "</tr>"
            for at, slots in enumerate(spans(table, rng, writing.strength))
        ]
        end = "</tbody></table>" if editor.table.endswith("<tbody>") else "</table>"
        return "\n".join((editor.table, *rows, editor.after_rows(table.width) + end))

    return shape


def headed(table: Table, writing: Writing, rng: Random) -> str:
    """True spans, the headings in a <thead>: where the page is printed they stand on every sheet."""
    first = next((at for at, row in enumerate(table.rows) if not row.is_header), 0)
    rows = _written(true_spans)(table, writing, rng).split("\n")
    top, heads, body = rows[0], rows[1 : 1 + first], rows[1 + first :]
    return "\n".join((top.removesuffix("<tbody>"), "<thead>", *heads, "</thead>", *_in_body(body, top)))


def _in_body(rows: Sequence[str], top: str) -> Sequence[str]:
    """The rows after the headings: in the <tbody> that the editor opens, or in none."""
    return ("<tbody>", *rows) if top.endswith("<tbody>") else rows


def _box(slot: Slot, writing: Writing, rng: Random) -> str:
    spans = [
        (name, str(size)) for name, size in (("colspan", slot.across), ("rowspan", slot.down)) if size > 1
    ]
    tag = writing.editor.box(slot.cell, spans)
    return f"{tag}{writing.inside(slot.cell, rng)}</{tag[1:3]}>"


def divisions(table: Table, writing: Writing, rng: Random) -> str:
    """A table of <div>: rows and cells by class or by style."""
    classes = rng.random() < 0.5
    row = '<div class="tr">' if classes else '<div style="display:table-row">'
    cell = '<div class="td">' if classes else '<div style="display:table-cell;border:1px solid #000">'
    rows = (
        row
        + "".join(f"{cell}{writing.inside(one, rng)}</div>" for one, where in line if where == "here")
        + "</div>"
        for line in positions(table)
    )
    outer = '<div class="table">' if classes else '<div style="display:table">'
    return "\n".join((outer, *rows, "</div>"))


def preformatted(table: Table, _writing: Writing, rng: Random) -> str:
    """The table as text in <pre>."""
    layout = rng.choice(("tab_grid", "tab_cells", "pipe_rows", "bare_pipe_rows"))
    return "<pre>\n" + escape("\n".join(LAYOUTS[layout](table, rng)), quote=False) + "\n</pre>"


def picture(table: Table, rng: Random) -> str:
    """What stands where the table is a picture."""
    return f'<p align="center"><img src="./W0{rng.randint(10**11, 10**12)}_{table.id}.jpg" width="600" alt=""></p>'


SHAPES: Mapping[str, Shape] = {
    **{
        spans.__name__: _written(spans)
        for spans in (true_spans, no_spans, spans_filled, labels_filled, wrong_spans)
    },
    "headed": headed,
    "divisions": divisions,
    "preformatted": preformatted,
}


def parts_of(table: Table, rng: Random, *, heading_apart: bool) -> list[Table]:
    """The table as two: behind the headings, or between two rows, with or without the headings again.

    A merged label that is cut stands in the upper part, and an empty cell or the label in the lower.
    """
    first = next((at for at, row in enumerate(table.rows) if not row.is_header), 0)
    if heading_apart:
        return [part for part in _cut(table, first, again=False) if part.rows]
    if len(table.rows) - first < 4:
        return [table]
    at = rng.randrange(first + 2, len(table.rows) - 1)
    upper, lower = _cut(table, at, again=rng.random() < 0.5)
    if rng.random() < 0.5 and table.id == "applications":
        lower = replace(lower, rows=(*table.rows[:first], *lower.rows))
    return [upper, lower]


def _cut(table: Table, at: int, *, again: bool) -> tuple[Table, Table]:
    upper = tuple(
        Row(tuple(replace(cell, height=min(cell.height, at - index)) for cell in row.cells), row.before)
        for index, row in enumerate(table.rows[:at])
    )
    begun = list(_reaching(table, at))
    rest = [replace(cell, text=cell.text if again else "", height=left) for cell, left in begun]
    lower = table.rows[at:]
    if lower and rest:
        lower = (Row((*rest, *lower[0].cells), lower[0].before), *lower[1:])
    return replace(table, rows=upper), replace(table, rows=lower)


def _reaching(table: Table, at: int) -> Iterator[tuple[Cell, int]]:
    """The cells begun above a row that reach into it, and how far they go on."""
    for index, row in enumerate(table.rows[:at]):
        for cell in row.cells:
            if index + cell.height > at:
                yield cell, index + cell.height - at


def drawn_tables(tables: Sequence[Table], shape: str, writing: Writing, rng: Random) -> str:
    """The parts of a table one below the other."""
    return "\n<br>\n".join(SHAPES[shape](table, writing, rng) for table in tables)
