"""CSV cells that no spreadsheet runs, and lines that every reader ends where we do."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_cli.spreadsheet import Lines, harmless

RUN = "=+-@\t\r\n＝＋－＠"


@given(st.text())
def test_no_text_begins_as_a_formula_does_and_nothing_is_lost(text: str) -> None:
    shown = harmless(text)
    assert not shown.startswith(tuple(RUN))
    assert shown in {text, f"'{text}"}
    assert (shown != text) == text.startswith(tuple(RUN))


@given(st.integers() | st.floats() | st.booleans() | st.none())
def test_numbers_are_left_alone(value: float | None) -> None:
    assert harmless(value) is value


CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])) | st.text(
    st.sampled_from('",\r\n ab')
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4).filter(lambda row: row != [""]), max_size=5))
def test_rows_are_read_as_they_were_written(rows: list[list[str]]) -> None:
    file = io.StringIO(newline="")
    lines = Lines(file)
    for row in rows:
        lines.writerow(row)
    assert list(csv.reader(io.StringIO(file.getvalue(), newline=""))) == rows


@pytest.mark.parametrize("text", ["a\rb", "\r", "a\n", "\r\n"])
def test_a_line_end_in_a_cell_is_quoted(text: str) -> None:
    file = io.StringIO(newline="")
    Lines(file).writerow([text, 1])
    assert file.getvalue() == f'"{text}",1\n'
