"""Agencies over the years: one row each, nothing joined that may be two, nothing counted twice."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import cell, generated, report

from converters.audits.copy import copy_of
from converters.report import Basis, Region, Report
from indexer.catalogue import fields
from indexer.datasets.panel import Panel
from indexer.datasets.succession import successions
from indexer.datasets.wide import wide

TOTAL, GRANTED, IN_FORCE = (
    "applications.received.total",
    "applications.granted.total",
    "disclosure.regulations.in_force",
)
AMOUNT = "disclosure.fees.amount"
LUOYANG = Region("410300", "河南省", "洛阳市", None)
KNOWN = successions()


def rows(reports: Sequence[Report], panel: Panel | None = None) -> list[dict]:
    shape = (panel or Panel(KNOWN)).shape
    names = [column.name for column in shape.columns]
    return [dict(zip(names, row, strict=True)) for row in shape.rows(reports)]


def made(year: int, total: int | None, agency: str = "洛阳市水利局", **more: object) -> Report:
    settings = {
        "region": LUOYANG,
        "values": {TOTAL: total},
        "form": "2021" if year > 2020 else "2019",
        **more,
    }
    return report(f"{agency}{year}{total}", agency=agency, year=year, **settings)


def test_years_of_an_agency_stand_together_whatever_it_is_called_and_however_they_come() -> None:
    reports = [
        made(2022, 12),
        made(2020, 10, "市水利局"),
        made(2021, 5, "水利局"),
        made(2021, 1, "洛阳市教育局"),
    ]
    found = [(row["key"], row["agency"], row["year"], row[TOTAL]) for row in rows(reports)]
    assert found == [
        ("410300 教育局", "洛阳市教育局", 2021, 1),
        ("410300 水利局", "市水利局", 2020, 10),
        ("410300 水利局", "水利局", 2021, 5),
        ("410300 水利局", "洛阳市水利局", 2022, 12),
    ]
    assert found == [(row["key"], row["agency"], row["year"], row[TOTAL]) for row in rows(reports[::-1])]


def test_a_renamed_agency_goes_on_under_its_last_name() -> None:
    reports = [made(2020, 1, "洛阳市扶贫开发办公室"), made(2021, 2, "洛阳市乡村振兴局")]
    found = rows(reports, Panel(KNOWN, growth=(TOTAL,)))
    assert [(row["key"], row["agency"], row[f"{TOTAL}.growth"]) for row in found] == [
        ("410300 乡村振兴局", "洛阳市扶贫开发办公室", None),
        ("410300 乡村振兴局", "洛阳市乡村振兴局", 1.0),
    ]
    assert [row["merged_into"] for row in found] == ["410300 农业农村局"] * 2


def test_two_names_in_one_year_are_two_agencies() -> None:
    names = ("洛阳市扶贫开发办公室", "洛阳市乡村振兴局")
    reports = [
        made(2020, 1, names[0]),
        made(2021, 7, names[0]),
        made(2021, 2, names[1]),
        made(2022, 3, names[1]),
    ]
    found = [
        (row["key"], row["year"], row["reports"]) for row in rows(reports, Panel(KNOWN, growth=(TOTAL,)))
    ]
    assert found == [
        ("410300 乡村振兴局", 2021, 1),
        ("410300 乡村振兴局", 2022, 1),
        ("410300 扶贫开发办公室", 2020, 1),
        ("410300 扶贫开发办公室", 2021, 1),
    ]


def test_agencies_that_were_merged_are_not_added_up() -> None:
    reports = [made(2019, 1, "洛阳市工商行政管理局"), made(2020, 9, "洛阳市市场监督管理局")]
    found = rows(reports, Panel(KNOWN, growth=(TOTAL,)))
    assert [(row["key"], row["merged_into"], row[f"{TOTAL}.growth"]) for row in found] == [
        ("410300 工商行政管理局", "410300 市场监督管理局", None),
        ("410300 市场监督管理局", None, None),
    ]


def test_a_division_of_another_code_is_followed() -> None:
    before = made(2020, 4, "偃师市水利局", region=Region("410381", "河南省", "洛阳市", "偃师市"))
    after = made(2021, 6, "偃师区水利局", region=Region("410307", "河南省", "洛阳市", "偃师区"))
    found = rows([before, after], Panel(KNOWN, growth=(TOTAL,)))
    assert [(row["key"], row["region_code"], row["county"]) for row in found] == [
        ("410307 水利局", "410381", "偃师市"),
        ("410307 水利局", "410307", "偃师区"),
    ]
    assert found[1][f"{TOTAL}.growth"] == 0.5


@pytest.mark.parametrize(
    ("old", "new", "grown"),
    [(10, 12, 0.2), (10, 0, -1.0), (0, 5, None), (None, 5, None), (5, None, None), (8, 8, 0.0)],
)
def test_growth_on_the_year_before(old: int | None, new: int | None, grown: float | None) -> None:
    found = rows([made(2021, old), made(2022, new)], Panel(KNOWN, growth=(TOTAL,)))
    assert [row[f"{TOTAL}.growth"] for row in found] == [None, grown]


def test_no_growth_over_a_gap_nor_where_the_form_counts_something_else() -> None:
    values = {TOTAL: 4, IN_FORCE: 4}
    reports = [made(year, 4, values=values) for year in (2018, 2020, 2021, 2022)]
    found = rows(reports, Panel(KNOWN, growth=(TOTAL, IN_FORCE)))
    assert [(row[f"{TOTAL}.growth"], row[f"{IN_FORCE}.growth"]) for row in found] == [
        (None, None),
        (None, None),
        (0.0, None),
        (0.0, 0.0),
    ]


def test_copies_are_one_row_of_what_they_agree_on() -> None:
    one = made(2021, 12, cells=(cell(GRANTED, 5), cell(IN_FORCE, None, Basis.UNRESOLVED)))
    other = replace(one, id="other", cells=(cell(TOTAL, 12), cell(GRANTED, 6), cell(IN_FORCE, 9)))
    (row,) = rows([one, other])
    assert (row["reports"], row["ids"], row["contested"]) == (2, f"other {one.id}", GRANTED)
    assert (row[TOTAL], row[GRANTED], row[IN_FORCE]) == (12, None, 9)
    bases = [row[f"{name}.basis"] for name in (TOTAL, GRANTED, IN_FORCE, AMOUNT)]
    assert bases == ["printed", "unresolved", "printed", None]


def test_two_reports_that_differ_all_over_give_no_number() -> None:
    names = [name for name, field in fields().items() if field.kind == "count"][:30]
    one = report("a", values=dict.fromkeys(names, 3), region=LUOYANG)
    other = report("b", values=dict.fromkeys(names, 4), region=LUOYANG)
    (row,) = rows([one, other])
    assert (row["reports"], row["contested"]) == (2, "all")
    assert {row[name] for name in names} == {None}
    assert {row[f"{name}.basis"] for name in names} == {"unresolved"}


def test_a_balanced_panel_has_every_year_of_every_agency() -> None:
    reports = [made(year, 1) for year in (2019, 2020, 2021)]
    reports += [made(year, 1, "洛阳市教育局") for year in (2020, 2021, 2022, 2023)]
    reports += [made(year, 2, "洛阳市民政局") for year in (2020, 2022)]
    panel = Panel(KNOWN, span=(2020, 2022), growth=(TOTAL,))
    found = rows(reports, panel)
    assert [(row["agency"], row["year"]) for row in found] == [
        ("洛阳市教育局", year) for year in (2020, 2021, 2022)
    ]
    assert panel.left.unbalanced == len(reports) - 3


def test_growth_of_the_first_year_of_a_span_knows_the_year_before() -> None:
    panel = Panel(KNOWN, span=(2021, 2022), growth=(TOTAL,))
    found = rows([made(2020, 2), made(2021, 3), made(2022, 3)], panel)
    assert [row[f"{TOTAL}.growth"] for row in found] == [0.5, 0.0]


def test_reports_that_cannot_be_followed_are_counted() -> None:
    panel = Panel(KNOWN)
    reports = [
        report("a", agency=None),
        report("b", year=None),
        report("c", warnings=("year_disagrees",)),
        made(2021, 1),
    ]
    assert len(rows(reports, panel)) == 1
    assert panel.left.unfollowed == 3


def test_too_many_files_of_one_agency_and_year_are_counted() -> None:
    panel = Panel(KNOWN)
    crowd = [replace(made(2021, 1), id=f"r{number}") for number in range(51)]
    assert [row["year"] for row in rows([*crowd, made(2022, 1)], panel)] == [2022]
    assert panel.left.crowded == 51


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), count=st.integers(0, 40))
def test_every_report_is_in_one_row_or_counted_and_sums_are_those_of_the_reports(
    seed: int, count: int
) -> None:
    reports = list(generated(count, seed=seed, words=1))
    panel = Panel(KNOWN)
    found = rows(reports, panel)
    assert sum(row["reports"] for row in found) + panel.left.unfollowed == count
    assert len({(row["key"], row["year"]) for row in found}) == len(found)
    shape = wide()
    at = [column.name for column in shape.columns].index(TOTAL)
    followed = [one for one in reports if copy_of(one, one.id) is not None]
    totals = [row[at] for row in shape.rows(followed)]
    assert all(row["reports"] == 1 for row in found)  # each is of an agency of its own
    assert sum(row[TOTAL] or 0 for row in found) == sum(total or 0 for total in totals)


def test_amounts_are_yuan() -> None:
    (row,) = rows([made(2021, 1, cells=(cell(AMOUNT, 476.92, unit="万元"),))])
    assert row[AMOUNT] == 4_769_200.0


def test_two_files_of_one_path_are_two_reports() -> None:
    one = made(2021, 1)
    assert [row["reports"] for row in rows([one, replace(one, id="other")])] == [2]
