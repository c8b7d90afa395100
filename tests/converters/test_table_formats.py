"""Tables as programs write them into texts: lists over lines, values behind labels, quotes, signs between cells."""

import csv
import io
import json
import pprint
from collections.abc import Callable, Iterator
from itertools import groupby

import pytest
from handmade import text as tidy

from converters.conversion import convert_bytes
from converters.report import Basis
from converters.sheet import TextPlace

Rows = list[list[str]]
Write = Callable[[Rows], str]


def values(row: list[str]) -> list[str | int | None]:
    return [int(cell) if cell.isdigit() else cell or None for cell in row]


def listed(rows: Rows) -> str:
    return json.dumps([values(row) for row in rows], ensure_ascii=False, indent=2)


def recorded(rows: Rows) -> str:
    records = [{str(column): cell for column, cell in enumerate(values(row))} for row in rows]
    return json.dumps(records, ensure_ascii=False, indent=2)


def printed(rows: Rows) -> str:
    return pprint.pformat([values(row) for row in rows], width=40)


def quoted(rows: Rows) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


def behind_labels(rows: Rows) -> str:
    return "\n".join(f"{label}：{'，'.join(cells)}" for label, *cells in rows)


def between_slashes(rows: Rows) -> str:
    return "\n".join(" / ".join(row) for row in rows)


def itemised(rows: Rows) -> str:
    return "\n".join("- " + "\n  ".join(f"- {cell}" for cell in row) for row in rows)


def cell_by_cell(rows: Rows) -> str:
    cells = [{"row": at, "text": cell} for at, row in enumerate(rows) for cell in row]
    return json.dumps(cells, ensure_ascii=False)


PLAIN = tidy(received=345)


def written(write: Write) -> str:
    """The text, each of its tables as this function writes it."""
    return "\n".join(_blocks(write))


def _blocks(write: Write) -> Iterator[str]:
    for is_table, lines in groupby(PLAIN.splitlines(), key=lambda line: "\t" in line):
        if is_table:
            rows = [line.split("\t") for line in lines]
            yield write([row + [""] * (max(map(len, rows)) - len(row)) for row in rows])
        else:
            yield from lines


def read(text: str) -> dict[str, tuple[object, Basis]]:
    return {cell.id: (cell.value, cell.basis) for cell in convert_bytes(text.encode(), path="a.txt").cells}


@pytest.mark.parametrize("write", [listed, recorded, printed, quoted])
def test_cells_are_those_of_the_table_whatever_program_wrote_it(write: Write) -> None:
    assert read(written(write)) == read(PLAIN)


@pytest.mark.parametrize("write", [behind_labels, between_slashes, itemised, cell_by_cell])
def test_no_cell_is_said_to_be_another_or_empty(write: Write) -> None:
    known = read(PLAIN)
    certain = (Basis.PRINTED, Basis.INFERRED, Basis.BLANK)
    found = {cell: told for cell, told in read(written(write)).items() if told[1] in certain}
    assert {cell: value for cell, (value, _) in found.items()} == {cell: known[cell][0] for cell in found}


def test_a_number_of_a_list_over_lines_has_its_place() -> None:
    text = written(listed)
    report = convert_bytes(text.encode(), path="a.txt")
    place = next(cell.at for cell in report.cells if cell.id == "applications.received.natural_person")
    assert isinstance(place, TextPlace)
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith("345")
