"""Columns of the table of applications in another order than the form's: in doubt, and never another's numbers."""

import re
from collections.abc import Callable, Sequence

import pytest
from handmade import text as tidy

from converters.conversion import convert_bytes

HEADINGS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ORDERS = {
    "total first": [6, 0, 1, 2, 3, 4, 5],
    "total second": [0, 6, 1, 2, 3, 4, 5],
    "enterprises first": [1, 0, 2, 3, 4, 5, 6],
    "others first": [5, 0, 1, 2, 3, 4, 6],
    "backwards": [6, 5, 4, 3, 2, 1, 0],
    "lawyers before researchers": [0, 1, 4, 2, 3, 5, 6],
}


def reordered(text: str, order: Sequence[int]) -> str:
    """The report with the columns of its second table in this order, headed in one line."""
    lines = []
    for line in text.split("\n"):
        label, cells = line.split("\t")[:-7], line.split("\t")[-7:]
        if len(cells) == 7 and all(map(str.isdigit, cells)) and label:
            lines.append("\t".join([*label, *(cells[at] for at in order)]))
        elif line.startswith(HEADINGS[0]):
            lines.append("\t".join(HEADINGS[at] for at in order))
        else:
            lines.append(re.sub(r"申请人情况\t总计$", "申请人情况", line))
    return "\n".join(lines)


def values(text: str) -> dict[str, float | None]:
    return {cell.id: cell.value for cell in convert_bytes(text.encode(), path="a.txt").cells}


@pytest.mark.parametrize("separator", ["\t", " ", " | ", "\n"])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("received", [2, 12, 345])
def test_no_number_is_taken_for_another_columns(received: int, order: str, separator: str) -> None:
    truth = values(tidy(received=received))
    read = values(reordered(tidy(received=received), ORDERS[order]).replace("\t", separator))
    assert {
        cell: (value, truth[cell]) for cell, value in read.items() if value not in (None, truth[cell])
    } == {}


@pytest.mark.parametrize(
    "separated", [str, lambda text: text.replace("\t", " "), lambda text: text.replace("\t", "\n")]
)
def test_in_their_order_they_are_read(separated: Callable[[str], str]) -> None:
    text = tidy(received=12)
    assert values(separated(reordered(text, range(7)))) == values(text)
