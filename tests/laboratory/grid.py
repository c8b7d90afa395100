"""The statutory tables as grids with merged cells, before any layout prints them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from converters.form import Column, FormTable
from converters.form import Row as FormRow
from laboratory.figures import Number, tables_of_form

Said = Number | Literal["blank", "dash", "absent"]
Role = Literal["band", "header", "group", "label", "number", "surplus"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid. A number cell knows its id, what the copy says there, and what was lost of it."""

    text: str
    role: Role
    id: str | None = None
    said: Said | None = None
    hidden: Number | None = None
    width: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the cells that begin in it, and lines of the page printed before it."""

    cells: tuple[Cell, ...]
    before: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[Cell, ...]:
        """The cells with ids."""
        return tuple(cell for cell in self.cells if cell.id)

    @property
    def is_header(self) -> bool:
        """Whether the row holds column headings or a band only."""
        return all(cell.role in ("header", "band") for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table; `lost` holds the numbers whose row or cell is gone from this copy."""

    id: str
    width: int
    rows: tuple[Row, ...]
    lost: Mapping[str, Number] = field(default_factory=dict)

    def map_rows(self, change: Callable[[int, Row], Row]) -> "Table":
        """The table with every row changed; the change gets the row's index too."""
        return replace(self, rows=tuple(change(index, row) for index, row in enumerate(self.rows)))


def map_cells(table: Table, change: Callable[[Cell], Cell]) -> Table:
    """The table with every cell changed."""
    return table.map_rows(lambda _index, row: replace(row, cells=tuple(change(cell) for cell in row.cells)))


Where = Literal["here", "above", "left"]


def positions(table: Table) -> list[list[tuple[Cell, Where]]]:
    """Every grid position with its cell: begun here, or covered from the row above or from the left."""
    hanging: dict[int, tuple[Cell, int]] = {}
    lines = []
    for row in table.rows:
        line, hanging = _line(row, hanging, table.width)
        lines.append(line)
    return lines


def _line(
    row: Row, hanging: Mapping[int, tuple[Cell, int]], width: int
) -> tuple[list[tuple[Cell, Where]], dict[int, tuple[Cell, int]]]:
    line: list[tuple[Cell, Where]] = []
    below = {at: (cell, rows - 1) for at, (cell, rows) in hanging.items() if rows > 1}
    waiting = list(row.cells)
    while waiting or len(line) < width:
        if len(line) in hanging:
            line.append((hanging[len(line)][0], "above"))
        elif waiting:
            cell = waiting.pop(0)
            for step in range(cell.width):
                if cell.height > 1:
                    below[len(line)] = (cell, cell.height - 1)
                line.append((cell, "left" if step else "here"))
        else:
            break
    return line, below


def tables_of(forms: Mapping[str, str], figures: Mapping[str, Number]) -> dict[str, Table]:
    """The three tables of a report, printed whole."""
    makers = {"disclosure": _disclosure, "applications": _applications, "reviews": _reviews}
    return {form.id: makers[form.id](form, figures) for form in tables_of_form(forms)}


def number_text(value: Number) -> str:
    """A number as offices print it: no trailing zeros."""
    return str(value) if isinstance(value, int) else f"{value:.2f}".rstrip("0").rstrip(".")


def _number(
    table: FormTable, row: FormRow, column: Column, figures: Mapping[str, Number], width: int = 1
) -> Cell:
    cell = f"{table.id}.{row.key}.{column.key}"
    return Cell(number_text(figures[cell]), "number", id=cell, said=figures[cell], width=width)


def _disclosure(table: FormTable, figures: Mapping[str, Number]) -> Table:
    width = 1 + max(len(row.columns) for row in table.rows)
    rows: list[Row] = []
    band = ""
    for row in table.rows:
        if row.under[0] != band:
            band = row.under[0]
            rows += [Row((Cell(band, "band", width=width),)), _disclosure_header(table, row, width)]
        rows.append(Row((Cell(row.label, "label"), *_stretched(table, row, figures, width))))
    return Table(table.id, width, tuple(rows))


def _disclosure_header(table: FormTable, row: FormRow, width: int) -> Row:
    last = width - len(row.columns)
    unit = {column.key: f"（单位：{column.unit}）" if column.unit else "" for column in row.columns}
    labels = [Cell(column.label + unit[column.key], "header") for column in row.columns]
    return Row((Cell(table.headers[0], "header"), *labels[:-1], replace(labels[-1], width=last)))


def _stretched(table: FormTable, row: FormRow, figures: Mapping[str, Number], width: int) -> list[Cell]:
    """The row's numbers; the last one reaches to the table's edge, as its heading does."""
    cells = [_number(table, row, column, figures) for column in row.columns]
    return [*cells[:-1], replace(cells[-1], width=width - len(row.columns))]


def _applications(table: FormTable, figures: Mapping[str, Number]) -> Table:
    rows = list(_applications_header(table))
    opened: set[tuple[str, ...]] = set()
    for row in table.rows:
        cells = []
        for depth in range(1, len(row.under) + 1):
            path = row.under[:depth]
            if path not in opened:
                opened.add(path)
                height = sum(other.under[:depth] == path for other in table.rows)
                cells.append(Cell(path[-1], "group", height=height))
        cells.append(Cell(row.label, "label", width=3 - len(row.under)))
        rows.append(Row((*cells, *(_number(table, row, column, figures) for column in row.columns))))
    return Table(table.id, 3 + len(table.columns), tuple(rows))


def _applications_header(table: FormTable) -> Sequence[Row]:
    note, applicants, organisations = table.headers
    first, *middle, last = (column.label for column in table.columns)
    return (
        Row((Cell(note, "header", width=3, height=3), Cell(applicants, "header", width=len(table.columns)))),
        Row(
            (
                Cell(first, "header", height=2),
                Cell(organisations, "header", width=len(middle)),
                Cell(last, "header", height=2),
            )
        ),
        Row(tuple(Cell(label, "header") for label in middle)),
    )


def _reviews(table: FormTable, figures: Mapping[str, Number]) -> Table:
    others = table.rows[1:]
    wide = len(table.columns)
    results = tuple(Cell(column.label, "header") for column in table.columns)
    kinds = tuple(Cell(row.label, "header", width=wide) for row in others)
    numbers = tuple(_number(table, row, column, figures) for row in table.rows for column in row.columns)
    title, courts = table.headers
    rows = (
        Row((Cell(title, "header", width=wide), Cell(courts, "header", width=wide * len(others)))),
        Row((*(replace(cell, height=2) for cell in results), *kinds)),
        Row(results * len(others)),
        Row(numbers),
    )
    return Table(table.id, wide * len(table.rows), rows)
