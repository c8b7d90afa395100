"""A count in a cell of the form, printed in all the ways that people and programs find: that number, or doubt."""

from collections.abc import Callable

import pytest
from handmade import text as tidy

from converters.conversion import convert_bytes
from converters.report import Basis, Cell

READ = [
    "12",
    "１２",
    "12件",
    "12 件",
    "12（件）",
    "12.0",
    "12（上年13）",
    "1\u200b2",
    "12\u00a0",
    "12[1]",
    "12²",
    "12①",
    "12*",
    "**12**",
    "12※",
    "12注1",
]
NOT_ONE = [
    "约12",
    "超12",
    "≥12",
    "12+",
    "12余",
    "12/3",
    "12~15",
    "十二",
    "⑫",
    "12⑫3",
    "1O",
    "l2",
    "1?",
    "□",
    "12%",
]
ROUNDED = {"12万": 120_000, "1.2万": 12_000, "3.04万件": 30_400, "2亿": 200_000_000}
NO_COUNT = ["0.12", "12.5", "12．5", "-12", "负12"]


def a_line_each(text: str) -> str:
    return text.replace("\t", "\n")


layouts = pytest.mark.parametrize("laid_out", [str, a_line_each])


def cell(printed: str, laid_out: Callable[[str], str]) -> Cell:
    """The first cell of the table of applications, whose number is 12, printed so."""
    label = "一、本年新收政府信息公开申请数量"
    text = laid_out(tidy(received=12).replace(f"{label}\t12\t", f"{label}\t{printed}\t"))
    cells = convert_bytes(text.encode(), path="a.txt").cells
    return next(found for found in cells if found.id == "applications.received.natural_person")


@layouts
@pytest.mark.parametrize("printed", READ)
def test_a_number_with_what_belongs_to_it_is_read(printed: str, laid_out: Callable[[str], str]) -> None:
    assert (cell(printed, laid_out).value, cell(printed, laid_out).basis) == (12, Basis.PRINTED)


@layouts
@pytest.mark.parametrize("printed", NOT_ONE)
def test_what_is_no_number_becomes_none_but_that_which_the_sums_prove(
    printed: str, laid_out: Callable[[str], str]
) -> None:
    found = cell(printed, laid_out)
    assert found.value in (None, 12)
    assert found.basis is not Basis.PRINTED


@layouts
@pytest.mark.parametrize("printed", ROUNDED)
def test_tens_of_thousands_are_a_candidate_as_they_may_be_rounded(
    printed: str, laid_out: Callable[[str], str]
) -> None:
    assert (cell(printed, laid_out).value, cell(printed, laid_out).candidates) == (None, (ROUNDED[printed],))


@layouts
@pytest.mark.parametrize("printed", NO_COUNT)
def test_no_fraction_and_nothing_below_nought_is_a_count(
    printed: str, laid_out: Callable[[str], str]
) -> None:
    assert cell(printed, laid_out).basis is Basis.UNRESOLVED
