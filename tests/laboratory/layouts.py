"""Printing layouts: how a copy sets a grid as lines of text. Each is a pure function of the table and a Random."""

from collections.abc import Callable, Iterable, Mapping
from random import Random

from laboratory.grid import Cell, Row, Table, Where, positions

Layout = Callable[[Table, Random], list[str]]
_Line = list[tuple[Cell, Where]]


def tab_grid(table: Table, rng: Random) -> list[str]:
    """One row a line, fields between tabs; label columns often closed up to the left, so that rows are shifted."""
    return _one_row_a_line(table, lambda row, line: "\t".join(_tab_fields(row, line, rng)))


def tab_cells(table: Table, _rng: Random) -> list[str]:
    """One row a line, only the cells that begin in the row, between tabs."""
    return _one_row_a_line(table, lambda row, _line: "\t".join(cell.text for cell in row.cells))


def bars_below(table: Table, rng: Random) -> list[str]:
    """One cell a line, ended by a bar; what merged cells leave over stands as a run of bars on a line of its own."""
    extra = 1 if table.id == "disclosure" else rng.choice((0, 0, 1))
    return _bars(table, lambda count: [f"{'|' * (count + extra)}"] if count + extra else [])


def bars_behind(table: Table, rng: Random) -> list[str]:
    """One cell a line, ended by a bar; what merged cells leave over stands behind the last bar of the row."""
    torn = rng.random() < 0.5
    lines: list[str] = []
    for row, line in _rows(table):
        texts = [f"{cell.text} |" for cell in row.cells]
        count = _leftovers(line)
        if count:
            texts[-1] += " " + (" ".join("|" * count) if torn and count == 2 else "|" * count)
        lines += [*row.before, *texts]
    return [*lines[:-1], lines[-1].split(" |")[0] + " |"] if lines else []


def tab_led(table: Table, _rng: Random) -> list[str]:
    """One cell a line behind a tab; a blank line ends a row; the lower part of a merged label is a lone tab."""
    lines: list[str] = []
    for row, line in _rows(table):
        lines += [*row.before, *(f"\t{text}" for text in _html_cells(line)), ""]
    return lines


def plain_lines(table: Table, _rng: Random) -> list[str]:
    """One cell a line and nothing else: a blank cell leaves no trace."""
    return [text for row in table.rows for text in (*row.before, *(c.text for c in row.cells)) if text]


def _bars(table: Table, tail: Callable[[int], list[str]]) -> list[str]:
    lines: list[str] = []
    for index, (row, line) in enumerate(_rows(table)):
        last = index == len(table.rows) - 1
        lines += [*row.before, *(f"{cell.text} |" for cell in row.cells)]
        lines += [] if last and table.id != "disclosure" else tail(_leftovers(line))
    return lines


def _rows(table: Table) -> Iterable[tuple[Row, _Line]]:
    return zip(table.rows, positions(table), strict=True)


def _one_row_a_line(table: Table, show: Callable[[Row, _Line], str]) -> list[str]:
    return [text for row, line in _rows(table) for text in (*row.before, show(row, line))]


def _leftovers(line: _Line) -> int:
    return sum(where != "here" for _cell, where in line)


def _html_cells(line: _Line) -> list[str]:
    """The cells as an HTML table gives them, with one empty cell for each merged cell that hangs in from above."""
    return [
        "" if where == "above" else cell.text
        for at, (cell, where) in enumerate(line)
        if where == "here" or (where == "above" and (at == 0 or line[at - 1][0] is not cell))
    ]


def _tab_fields(row: Row, line: _Line, rng: Random) -> list[str]:
    fields = [cell.text if where == "here" else "" for cell, where in line]
    if row.is_header or not any(cell.id for cell in row.cells) or len(line) < 10 or not _has_labels(line):
        return fields
    cut = next(at for at, (cell, _) in enumerate(line) if cell.role in ("number", "surplus"))
    if any(cell.role == "surplus" for cell in row.cells):
        return [*(text for text in fields[:cut] if text), *fields[cut:], ""]
    return _shifted(fields[:cut], fields[cut:], rng)


def _has_labels(line: _Line) -> bool:
    return any(cell.role in ("label", "group") for cell, _ in line)


def _shifted(labels: list[str], numbers: list[str], rng: Random) -> list[str]:
    """The row as it is, or closed up by one field, or with its label in the first field."""
    way = rng.random()
    if labels[-1] == "" and way < 0.6:
        return [*labels[:-1], *numbers, ""]
    if labels[0] == "" and way > 0.9:
        return [*(text for text in labels if text), "", *numbers, ""]
    return labels + numbers


LAYOUTS: Mapping[str, Layout] = {
    function.__name__: function
    for function in (tab_grid, tab_cells, bars_below, bars_behind, tab_led, plain_lines)
}
