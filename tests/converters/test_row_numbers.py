"""A column that numbers the rows (行次, 序号), behind their labels or before them, is none of the form's."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from handmade import text as tidy
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import value

from converters.atoms import Atom, Kind
from converters.conversion import convert_bytes
from converters.row_numbers import without_row_numbers
from converters.sheet import Line, TextPlace


def numbered(text: str, start: int, *, behind: bool) -> str:
    """The report with a number in every row of its second table, behind the label or before it."""
    lines = text.split("\n")
    first, last = (
        next(at for at, line in enumerate(lines) if line.startswith(of))
        for of in ("一、本年新收", "四、结转")
    )
    for number, at in zip(count(start), range(first, last + 1)):
        label, row = re.split(r"\t(?=\d)", lines[at], maxsplit=1)
        lines[at] = f"{label}\t{number}\t{row}" if behind else f"{number}\t{label}\t{row}"
    return "\n".join(lines)


def a_line_each(text: str) -> str:
    return text.replace("\t", "\n")


def with_bars(text: str) -> str:
    return text.replace("\t", " | ")


@pytest.mark.parametrize("laid_out", [str, a_line_each, with_bars])
@pytest.mark.parametrize("start", [1, 101])
@pytest.mark.parametrize("behind", [True, False])
def test_the_rows_are_read_as_without_it(behind: bool, start: int, laid_out: Callable[[str], str]) -> None:
    plain, counted = (
        {cell.id: cell.value for cell in convert_bytes(laid_out(text).encode(), path="a.txt").cells}
        for text in (tidy(), numbered(tidy(), start, behind=behind))
    )
    assert counted == plain


def label(text: str) -> Atom:
    return Atom(Kind.LABEL, text, Line(text, TextPlace(1, 1)), 0)


def table(rows: list[list[int]]) -> list[Atom]:
    line = Line("x" * 80, TextPlace(1, 1))
    return [atom for row in rows for atom in (label("行"), *(value(str(number), line, 0) for number in row))]


rows = st.lists(st.lists(st.integers(0, 50), min_size=2, max_size=8), min_size=1, max_size=12)


@settings(deadline=None, max_examples=200)
@given(rows.filter(lambda drawn: len(drawn) < 5))
def test_a_few_rows_may_count_on_by_chance(given_rows: list[list[int]]) -> None:
    assert without_row_numbers(table(given_rows)) == table(given_rows)


@settings(deadline=None, max_examples=100)
@given(rows.filter(lambda drawn: len(drawn) >= 5), st.integers(1, 300))
def test_a_number_before_each_row_is_taken_out_and_nothing_else(
    given_rows: list[list[int]], start: int
) -> None:
    counted = [[start + at, *row] for at, row in enumerate(given_rows)]
    left = [atom.text for atom in without_row_numbers(table(counted)) if atom.kind is Kind.VALUE]
    assert left == [str(number) for row in given_rows for number in row]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 60), min_size=6, max_size=6), st.sampled_from([str, a_line_each, with_bars]))
def test_in_rows_without_sums_a_column_of_whatever_numbers_makes_none_wrong(
    numbers: list[int], laid_out: Callable[[str], str]
) -> None:
    lines = tidy().split("\n")
    first, last = (
        next(at for at, line in enumerate(lines) if line.startswith(of)) for of in ("规章", "行政事业性")
    )
    left = iter(numbers)
    lines[first : last + 1] = [
        re.sub(r"\t(?=\d)", lambda _: f"\t{next(left)}\t", line, count=1) for line in lines[first : last + 1]
    ]
    truth, read = (
        {cell.id: cell.value for cell in convert_bytes(laid_out(text).encode(), path="a.txt").cells}
        for text in (tidy(), "\n".join(lines))
    )
    claimed = {cell: value for cell, value in read.items() if value is not None}
    assert claimed == {cell: truth[cell] for cell in claimed}
