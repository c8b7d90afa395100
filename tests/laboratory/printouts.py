"""Ways in which programs print the tables that they hold: data frames, worksheets, documents of Word, terminals.

Pure functions of the table, like the layouts; they are no part of what a seed draws, so that they may become more
without any seed's report becoming another one.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

from laboratory.copies import Copy, copy_of, record
from laboratory.grid import Table, positions
from laboratory.pages import lines_of, page_of
from laboratory.readings import place_doubts
from laboratory.specimens import WOUNDS, Specimen, compatible
from laboratory.truth import draw

Printout = Callable[[Table], list[str]]


def comma_separated(table: Table) -> list[str]:
    """A CSV file: merged cells once, the cells that they cover empty."""
    return _csv(_texts(table), csv.QUOTE_MINIMAL)


def quoted(table: Table) -> list[str]:
    """The same, every cell in quotes."""
    return _csv(_texts(table), csv.QUOTE_ALL)


def comma_separated_repeated(table: Table) -> list[str]:
    """A CSV file, merged cells in every place that they cover: pandas reads pages so."""
    return _csv(_texts(table, repeated=True), csv.QUOTE_MINIMAL)


def tabs_repeated(table: Table) -> list[str]:
    """Tabs between cells, merged ones repeated: what python-docx gives, copied to a sheet."""
    return ["\t".join(row) for row in _texts(table, repeated=True)]


def pipes_repeated(table: Table) -> list[str]:
    """A table of Markdown, merged cells repeated."""
    rows = ["| " + " | ".join(row) + " |" for row in _texts(table, repeated=True)]
    return [rows[0], "|" + "---|" * table.width, *rows[1:]]


def numbered_rows(table: Table) -> list[str]:
    """Tabs between cells, each row behind its number: a worksheet's, or a data frame's index."""
    return ["\t".join((str(number), *row)) for number, row in enumerate(_texts(table), start=1)]


def numbered_blanks(table: Table) -> list[str]:
    """Blanks between cells, each row behind its number; an empty cell leaves no trace."""
    return [" ".join((str(number), *_filled(row))) for number, row in enumerate(_texts(table))]


def numbered_cells(table: Table) -> list[str]:
    """One cell a line behind the line's number, as `nl` and editors print them."""
    cells = (text for row in _texts(table) for text in _filled(row))
    return [f"{number:6}\t{text}" for number, text in enumerate(cells, start=1)]


def json_rows(table: Table) -> list[str]:
    """A list of JSON for each row."""
    return ["[", *(json.dumps(row, ensure_ascii=False) + "," for row in _texts(table)), "]"]


def json_records(table: Table) -> list[str]:
    """An object of JSON for each row, by the numbers of its columns, nothing in empty cells: pandas writes them so."""
    rows = ({str(column): text or None for column, text in enumerate(row)} for row in _texts(table))
    return [json.dumps(row, ensure_ascii=False) for row in rows]


def data_frame(table: Table) -> list[str]:
    """A data frame as Markdown: its rows and columns numbered, nan in the places that merged cells cover."""
    head = "|    | " + " | ".join(map(str, range(table.width))) + " |"
    rule = "|---:|" + ":---|" * table.width
    rows = (
        f"| {number:2} | " + " | ".join(text or "nan" for text in row) + " |"
        for number, row in enumerate(_texts(table))
    )
    return [head, rule, *rows]


def page_of_data_frame(table: Table) -> list[str]:
    """The table of a page that pandas writes, its rows numbered and merged cells repeated."""
    rows = (
        f"<tr><th>{number}</th>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>"
        for number, row in enumerate(_texts(table, repeated=True))
    )
    return ['<table border="1" class="dataframe">', *rows, "</table>"]


def drawn_boxes(table: Table) -> list[str]:
    """Lines of box drawing around every cell."""
    rows = ["│" + "│".join(row) + "│" for row in _texts(table)]
    rule = "├" + "┼".join("───" for _ in range(table.width)) + "┤"
    return [rule, *(line for row in rows for line in (row, rule))]


def tags_without_table(table: Table) -> list[str]:
    """The rows of a page's table, cut out of it with their tags."""
    return ["<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in _texts(table)]


def wide_columns(table: Table) -> list[str]:
    """Columns of twelve places on the screen, labels broken within them: a terminal's, pdftotext's."""
    return [line for row in _texts(table) for line in _wrapped(row, 12)]


def broken_rows(table: Table) -> list[str]:
    """Blanks between cells; a row goes on in another line behind its sixth cell."""
    rows = (_filled(row) for row in _texts(table))
    return [" ".join(part) for row in rows for part in (row[:6], row[6:]) if part]


def full_width_commas(table: Table) -> list[str]:
    """Full-width commas between cells; an empty cell leaves no trace."""
    return ["，".join(_filled(row)) for row in _texts(table)]


def labels_behind(table: Table) -> list[str]:
    """Blanks between cells, the numbers of a row before its labels."""
    return [
        " ".join([*(c.text for c in row.cells if c.id), *(c.text for c in row.cells if not c.id)])
        for row in table.rows
    ]


BORDERED: Sequence[Printout] = (
    comma_separated,
    quoted,
    comma_separated_repeated,
    tabs_repeated,
    pipes_repeated,
    numbered_rows,
    json_rows,
    json_records,
    data_frame,
    page_of_data_frame,
    drawn_boxes,
    tags_without_table,
)
"""An empty cell can be seen."""
BORDERLESS: Sequence[Printout] = (
    numbered_blanks,
    numbered_cells,
    wide_columns,
    broken_rows,
    full_width_commas,
    labels_behind,
)
PRINTOUTS: Mapping[str, Printout] = {one.__name__: one for one in (*BORDERED, *BORDERLESS)}

_UNFIT = frozenset({"missing_table", "dripping_header", "page_breaks", "misprints"})
_UNFIT_WITHOUT_BORDERS = frozenset(
    {"surplus_zeros", "spaced_digits", "lost_labels", "extra_row", "blank_rows"}
)


def printout(name: str, seed: int, wounds: Sequence[str] = (), strength: float = 0.5) -> Specimen:
    """The report of a seed with such wounds, as a program prints it; without any the agency made no slip either."""
    rng = Random(f"printout {seed}")
    copy = copy_of(draw(seed, slips=0.1 if wounds else 0))
    for wound in (wound for wound in WOUNDS if wound in wounds):
        copy = WOUNDS[wound](copy, rng, strength)
    if PRINTOUTS[name] in BORDERLESS:
        copy = _doubted(copy)
    printed = {table: PRINTOUTS[name](grid) for table, grid in copy.tables.items()}
    data = "\n".join(lines_of(page_of(copy, printed, rng))).encode()
    document = f"{name}-{seed:07d}.txt"
    return Specimen(document, data, record(copy, document), name, copy)


def wounds_of(name: str, seed: int) -> tuple[str, ...]:
    """One to three kinds of damage for a seed, that leave a copy which people could read."""
    rng = Random(f"wounds {name} {seed}")
    unfit = _UNFIT | (_UNFIT_WITHOUT_BORDERS if PRINTOUTS[name] in BORDERLESS else frozenset())
    return compatible(rng.sample(tuple(WOUNDS), rng.choice((1, 2, 3))), unfit)


def _doubted(copy: Copy) -> Copy:
    undecidable, uncertain = place_doubts(copy)
    return replace(
        copy,
        undecidable={**copy.undecidable, **undecidable},
        uncertain={**copy.uncertain, **uncertain},
    )


def _texts(table: Table, *, repeated: bool = False) -> list[list[str]]:
    """The text of every place of the grid; where a merged cell reaches, nothing, or that cell's once more."""
    return [
        [cell.text if repeated or where == "here" else "" for cell, where in line]
        for line in positions(table)
    ]


def _filled(row: Sequence[str]) -> list[str]:
    return [text for text in row if text]


def _csv(rows: Sequence[Sequence[str]], quoting: int) -> list[str]:
    written = io.StringIO()
    csv.writer(written, quoting=quoting).writerows(rows)  # type: ignore[arg-type]  # the stubs want a Literal
    return written.getvalue().splitlines()


def _wrapped(row: Sequence[str], width: int) -> list[str]:
    columns = [list(_pieces(text, width)) for text in row]
    lines = (
        [column[line] if line < len(column) else "" for column in columns]
        for line in range(max(map(len, columns)))
    )
    return ["  ".join(text + " " * (width - _places(text)) for text in line).rstrip() for line in lines]


def _pieces(text: str, width: int) -> Iterable[str]:
    piece = ""
    for char in text:
        if _places(piece + char) > width:
            yield piece
            piece = ""
        piece += char
    yield piece


def _places(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
