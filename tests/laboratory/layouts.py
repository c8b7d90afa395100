"""Printing layouts: how a copy sets a grid as lines of text; pure functions of the table and a Random."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random

from laboratory.grid import Cell, Row, Table, Where, positions

Layout = Callable[[Table, Random], list[str]]
_Line = list[tuple[Cell, Where]]


def tab_grid(table: Table, rng: Random) -> list[str]:
    """One row a line, fields between tabs; label columns often closed up, so that rows are shifted."""
    return _one_row_a_line(table, lambda row, line: "\t".join(_tab_fields(row, line, rng)))


def tab_cells(table: Table, _rng: Random) -> list[str]:
    """One row a line, only the cells that begin in the row, between tabs."""
    return _one_row_a_line(table, lambda row, _line: "\t".join(cell.text for cell in row.cells))


def bars_below(table: Table, rng: Random) -> list[str]:
    """One cell a line, ended by a bar; leftovers of merged cells stand as a run of bars on their own line."""
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
    """One cell a line behind a tab; a blank line ends a row; a merged label's lower part is a lone tab."""
    lines: list[str] = []
    for row, line in _rows(table):
        lines += [*row.before, *(f"\t{text}" for text in _html_cells(line)), ""]
    return lines


def plain_lines(table: Table, _rng: Random) -> list[str]:
    """One cell a line and nothing else: a blank cell leaves no trace."""
    return [text for row in table.rows for text in (*row.before, *(c.text for c in row.cells)) if text]


def pipe_rows(table: Table, rng: Random) -> list[str]:
    """Markdown rows, one a line, with a rule under the first row, under every row, or nowhere.

    Some copies keep empty cells for merged labels; some have empty cells too many, left and right.
    """
    rules = rng.choice(("first", "every", "none"))
    hanging = rng.random() < 0.5
    padding = rng.choice((0, 0, 2))
    lines: list[str] = []
    for index, (row, line) in enumerate(_rows(table)):
        texts = _html_cells(line) if hanging else [cell.text for cell in row.cells]
        texts = [*[""] * rng.randint(0, padding), *texts, *[""] * rng.randint(0, padding)]
        lines += [*row.before, "| " + " | ".join(texts) + " |"]
        if rules == "every" or (rules == "first" and index == 0):
            lines.append("|---" * len(texts) + "|")
    return lines


def bare_pipe_rows(table: Table, rng: Random) -> list[str]:
    """Pipe rows without blanks, the columns that merged cells cover left empty on both sides."""
    fill = rng.random() < 0.5

    def show(row: Row, line: _Line) -> str:
        texts = [cell.text if where == "here" else "" for cell, where in line] if fill else None
        return "|" + "|".join(texts or [cell.text for cell in row.cells]) + "|"

    return _one_row_a_line(table, show)


def space_rows(table: Table, rng: Random) -> list[str]:
    """One row a line, its cells between blanks: a blank cell leaves no trace."""
    gap = rng.choice((" ", " ", "  ", "　"))
    return _one_row_a_line(table, lambda row, _line: gap.join(cell.text for cell in row.cells if cell.text))


def label_then_row(table: Table, _rng: Random) -> list[str]:
    """Labels on lines of their own, the row's numbers below on one line."""
    return _apart(table, lambda labels, numbers: [*labels, " ".join(numbers)])


def row_then_label(table: Table, rng: Random) -> list[str]:
    """As text is drawn from a PDF: the line of numbers stands above its label, always or now and then."""
    share = rng.choice((1.0, 0.3))

    def show(labels: Sequence[str], numbers: Sequence[str]) -> list[str]:
        line = " ".join(numbers)
        return [line, *labels] if rng.random() < share else [*labels, line]

    return _apart(table, show)


def label_block(table: Table, rng: Random) -> list[str]:
    """The labels of a few rows together, then their rows of bare numbers."""
    size = rng.randint(2, 5)
    lines: list[str] = []
    labels: list[str] = []
    numbers: list[str] = []
    for row in table.rows:
        if row.is_header or len(numbers) == size:
            lines += [*labels, *numbers]
            labels, numbers = [], []
        labels += [*row.before, *_texts(row, numbers=False)]
        numbers += [] if row.is_header else [" ".join(_texts(row, numbers=True))]
    return [*lines, *labels, *numbers]


def section_line(table: Table, rng: Random) -> list[str]:
    """The whole table on one line, cells between blanks."""
    gap = rng.choice((" ", "  "))
    return [
        gap.join(text for row in table.rows for text in (*row.before, *(c.text for c in row.cells)) if text)
    ]


def glued_rows(table: Table, _rng: Random) -> list[str]:
    """One row a line, nothing between its cells: `二、上年结转政府信息公开申请数量230000023`."""
    return _one_row_a_line(table, lambda row, _line: "".join(cell.text for cell in row.cells))


def glued_numbers(table: Table, _rng: Random) -> list[str]:
    """Labels on lines of their own, the row's numbers below, glued."""
    return _apart(table, lambda labels, numbers: [*labels, "".join(numbers)])


def glued_section(table: Table, rng: Random) -> list[str]:
    """The whole table on one line with nothing between its cells."""
    return ["".join(plain_lines(table, rng))]


def _apart(table: Table, show: Callable[[Sequence[str], Sequence[str]], list[str]]) -> list[str]:
    lines: list[str] = []
    for row in table.rows:
        labels, numbers = _texts(row, numbers=False), _texts(row, numbers=True)
        lines += [*row.before, *(show(labels, numbers) if numbers else labels)]
    return lines


def _texts(row: Row, *, numbers: bool) -> list[str]:
    """The texts of the row that are numbers, or those that are not."""
    return [cell.text for cell in row.cells if cell.text and (cell.role in ("number", "surplus")) == numbers]


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
    """The cells as HTML gives them, with one empty cell for each merged cell that hangs in from above."""
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


TRACED = (tab_grid, tab_cells, bars_below, bars_behind, tab_led, pipe_rows, bare_pipe_rows)
"""Layouts in which an empty cell leaves a trace."""
SPACED = (plain_lines, space_rows, label_then_row, row_then_label, label_block, section_line)
"""Layouts in which an empty cell leaves none."""
GLUED = (glued_rows, glued_numbers, glued_section)
"""Layouts in which nothing stands between the cells."""

LAYOUTS: Mapping[str, Layout] = {function.__name__: function for function in (*TRACED, *SPACED, *GLUED)}
