"""Which form each table follows: what it prints decides, the year only where it prints nothing that tells."""

import pytest
from handmade import text as clean_report

from converters.conversion import convert_bytes
from converters.form import forms
from converters.outline import Area
from converters.report import Report
from converters.sheet import Grid, GridCell, Line, NodePlace, TextPlace
from converters.tables import cell_ids, raw_rows, read_tables

NOUGHTS = "\t0" * 7


def area(table: str, *lines: str) -> Area:
    return Area(table, [Line(line, TextPlace(number, 1)) for number, line in enumerate(lines, 1)])


def rows_of(form: str, table: str, texts: str = NOUGHTS) -> list[str]:
    return [row.label + texts for row in forms()[form].table(table).rows]


def report(text: str) -> Report:
    return convert_bytes(text.encode(), path="a.txt")


def mixed_report() -> str:
    """Section 二 of 2021 over a section 三 of 2019, with its one row （六）其他处理."""
    lines = clean_report().split("\n")
    start = next(n for n, line in enumerate(lines) if "逾期不补正" in line)
    lines[start : start + 3] = ["（六）其他处理" + NOUGHTS]
    return "\n".join(lines)


@pytest.mark.parametrize("form", forms())
@pytest.mark.parametrize("year", [2019, 2020, 2021, 2024, None])
def test_the_words_of_a_table_decide_its_form_whatever_the_year(form: str, year: int | None) -> None:
    found = read_tables({"applications": area("applications", *rows_of(form, "applications"))}, year)
    assert found["applications"].form == form


@pytest.mark.parametrize(
    ("year", "form"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2030, "2021"), (None, "2021")]
)
def test_the_year_decides_where_both_forms_print_the_same(year: int | None, form: str) -> None:
    numbers = "\t".join(["1", "0", "0", "0", "1"] * 3)
    found = read_tables(
        {"reviews": area("reviews", "结果维持\t结果纠正\t其他结果\t尚未审结\t总计", numbers)}, year
    )
    assert found["reviews"].form == form


def test_a_table_without_a_number_is_no_table() -> None:
    assert (
        read_tables({"applications": area("applications", *rows_of("2021", "applications", ""))}, 2023) == {}
    )


def test_mixed_forms_are_named_table_by_table_and_warned_about() -> None:
    found = report(mixed_report())
    assert found.form == "2021"
    assert found.forms == {"disclosure": "2021", "applications": "2019", "reviews": "2021"}
    assert "mixed_forms" in [warning.code for warning in found.warnings]
    values = {cell.id: cell.value for cell in found.cells}
    assert values["applications.other_handling.total"] == 0
    assert values["applications.received.total"] == 12


def test_mixed_forms_show_the_ids_of_both_in_the_order_of_print() -> None:
    ids = cell_ids(forms()["2021"], {"applications": "2019"})
    own = [slot.id for table in forms()["2021"].tables for slot in table.slots]
    assert [cell for cell in ids if cell in own] == own
    assert len(set(ids)) == len(ids)
    extra = [cell for cell in ids if cell not in own]
    assert extra == [
        f"applications.other_handling.{column.key}"
        for column in forms()["2019"].table("applications").columns
    ]
    before = ids[ids.index(extra[0]) - 1]
    assert before == "applications.not_processed.reconfirm.total"


@pytest.mark.parametrize("form", forms())
def test_a_form_alone_shows_its_own_ids(form: str) -> None:
    tables = dict.fromkeys(("disclosure", "applications", "reviews"), form)
    assert cell_ids(forms()[form], tables) == [s.id for t in forms()[form].tables for s in t.slots]


@pytest.mark.parametrize(
    ("header", "printed", "value", "unit"),
    [
        ("本年收费金额（单位：万元）", "36.5", 36.5, "万元"),
        ("本年收费金额（单位：元）", "365000", 365000, "元"),
        ("本年收费金额", "3.04亿元", 3.04, "亿元"),
        ("本年收费金额（单位：万元）", "230300元", 230300, "元"),
    ],
)
def test_an_amount_has_the_unit_that_the_copy_prints(
    header: str, printed: str, value: float, unit: str
) -> None:
    text = (
        clean_report()
        .replace("本年收费金额（单位：万元）", header)
        .replace("行政事业性收费\t36.5", f"行政事业性收费\t{printed}")
    )
    cell = next(cell for cell in report(text).cells if cell.id == "disclosure.fees.amount")
    assert (cell.value, cell.unit, cell.raw) == (value, unit, printed)


def test_raw_rows_are_the_cells_as_they_stand() -> None:
    place = NodePlace("/table")
    lines = area("applications", "|一、本年新收| 1 ||", "", "自然人\t 12\t")
    lines.blocks.append(Grid(((GridCell("总计", place), GridCell("3", place)),), place))
    assert raw_rows(lines) == [("", "一、本年新收", "1", "", ""), ("自然人", "12", ""), ("总计", "3")]
