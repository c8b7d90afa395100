"""What the shapes make of reports: numbers as in the JSON, doubt said, every cell in its column."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import HERE, cell, generated, report

from converters.canonical import dumps
from converters.report import Basis, Check, Fact, Report
from converters.sheet import NodePlace, PagePlace
from indexer.catalogue import fields
from indexer.datasets.codebook import codebook
from indexer.datasets.column import Shape
from indexer.datasets.shapes import SHAPES
from indexer.datasets.statements import checks
from indexer.datasets.wide import wide

TOTAL, GRANTED, AMOUNT = "applications.received.total", "applications.granted.total", "disclosure.fees.amount"


def rows(shape: Shape, reports: Sequence[Report]) -> list[dict]:
    names = [column.name for column in shape.columns]
    return [dict(zip(names, row, strict=True)) for row in shape.rows(reports)]


@pytest.mark.parametrize("name", SHAPES)
def test_columns_are_named_once_and_told_in_both_languages(name: str) -> None:
    shape = SHAPES[name]()
    names = [column.name for column in shape.columns]
    assert len(set(names)) == len(names)
    assert set(shape.key) <= set(names)
    assert all(column.zh and column.en for column in shape.columns)
    assert [row["name"] for row in rows(codebook(shape), ())] == names


def test_a_wide_row_has_a_column_for_every_number_and_a_basis_for_every_cell() -> None:
    names = {column.name for column in wide().columns}
    numbers = {name for name, field in fields().items() if field.is_number and name != "year"}
    assert numbers <= names
    assert {f"{name}.basis" for name in numbers if fields()[name].forms} <= names
    assert not any(name.endswith(".basis") for name in (column.name for column in wide(basis=False).columns))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_sums_are_those_of_the_canonical_json(seed: int) -> None:
    reports = list(generated(8, seed=seed, words=1))
    cells = [one for report in reports for one in json.loads(dumps(report))["cells"]]
    wide_rows, long_rows = rows(SHAPES["wide"](), reports), rows(SHAPES["long"](), reports)
    assert [(row["cell"], row["value"], row["basis"]) for row in long_rows] == [
        (one["id"], one["value"], one["basis"]) for one in cells
    ]
    yuan = {None: 1, "元": 1, "万元": 10_000}
    for name in {one["id"] for one in cells}:
        wanted = sum((one["value"] or 0) * yuan[one["unit"]] for one in cells if one["id"] == name)
        assert sum(row[name] or 0 for row in wide_rows) == pytest.approx(wanted, rel=1e-12)
        assert sum(row["number"] or 0 for row in long_rows if row["cell"] == name) == pytest.approx(
            wanted, rel=1e-12
        )
        bases = sorted(one["basis"] for one in cells if one["id"] == name)
        assert sorted(row[f"{name}.basis"] for row in wide_rows if row[f"{name}.basis"]) == bases


def test_doubt_is_said_and_no_doubtful_number_shown() -> None:
    open_ = replace(cell(TOTAL, None, Basis.UNRESOLVED), candidates=(3, None, 35))
    unitless = cell(AMOUNT, 12.5)
    one = report(
        cells=(open_, unitless, cell(GRANTED, None, Basis.MISSING)), warnings=("open_doubt", "open_doubt")
    )
    one = replace(one, checks=(Check("a.b", False, (TOTAL,), 3, 4), Check("c", None, (), None, None)))
    (row,) = rows(wide(), [one])
    assert (row[TOTAL], row[AMOUNT], row[GRANTED]) == (None, None, None)
    assert row["doubt"] == f"{TOTAL} {AMOUNT}"
    assert (row["warnings"], row["failed_checks"]) == ("open_doubt", "a.b")
    bases = [row[f"{name}.basis"] for name in (TOTAL, AMOUNT, GRANTED, "disclosure.licensing.change")]
    assert bases == ["unresolved", "printed", "missing", None]
    long = rows(SHAPES["long"](), [one])
    assert [(row["value"], row["number"], row["candidates"]) for row in long] == [
        (None, None, "3 none 35"),
        (12.5, None, None),
        (None, None, None),
    ]


def test_a_cell_is_called_as_the_form_calls_it_that_its_table_follows() -> None:
    name = "disclosure.regulations.in_force"
    labels = {
        form: rows(SHAPES["long"](), [report(form=form, values={name: 1})])[0]["label"]
        for form in ("2019", "2021")
    }
    assert labels == {"2019": "规章.对外公开总数量", "2021": "规章.现行有效件数"}


def test_facts_and_checks_are_numbered_and_placed() -> None:
    places = (HERE, PagePlace(3, (10.4, 20.6, 30, 40)), NodePlace("/html/body/p[2]"), None)
    told = tuple(Fact(TOTAL if at == HERE else None, 34, "件", "收到申请34件", at, True) for at in places)
    one = replace(
        report(), facts=told, checks=(Check("a", True, (TOTAL, GRANTED), 3, 3), Check("b", False, (), 3, 4))
    )
    found = rows(SHAPES["facts"](), [one])
    assert [(row["fact"], row["place"], row["label"]) for row in found] == [
        (1, "1:1", "本年新收.总计"),
        (2, "page 3 at 10,21", None),
        (3, "/html/body/p[2]", None),
        (4, None, None),
    ]
    assert {row["approximate"] for row in found} == {True}
    assert [(row["check"], row["holds"], row["cells"]) for row in rows(SHAPES["checks"](), [one])] == [
        ("a", True, f"{TOTAL} {GRANTED}"),
        ("b", False, None),
    ]
    assert [row["check"] for row in rows(checks(failed=True), [one])] == ["b"]


def test_days_and_texts() -> None:
    one = report(published="2024-01-25", sections={"problems": "人员不足"})
    (row,) = rows(wide(texts=True), [one])
    assert row["published"] == dt.date(2024, 1, 25)
    assert (row["text.problems"], row["text.overview"]) == ("人员不足", None)
    assert rows(wide(), [replace(one, published="2024年1月")])[0]["published"] is None
