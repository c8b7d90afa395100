"""The rules of the audits: cells that the forms have, ids that are used once, warnings that exist."""

import tomllib
from collections import Counter

import pytest
from conftest import ROOT

from converters.audits.rules import Equation, rules
from converters.form import forms

CELLS = {form.id: {slot.id for table in form.tables for slot in table.slots} for form in forms().values()}
EQUATIONS = rules().equations


@pytest.mark.parametrize("equation", EQUATIONS, ids=lambda equation: equation.id)
def test_a_sum_over_years_speaks_of_cells_that_all_its_forms_have(equation: Equation) -> None:
    assert equation.forms
    for form in equation.forms:
        cells = {*equation.earlier, *equation.plus, *equation.minus, equation.equals}
        assert cells <= CELLS[form]
        assert {cell.split(".")[0] for cell in cells} == {equation.table}
    # without a cell of the year before it would be a sum of one report, which is the form's business
    assert equation.earlier


def test_a_sum_over_years_has_an_id_of_its_own() -> None:
    assert max(Counter(equation.id for equation in EQUATIONS).values()) == 1
    assert all(equation.id.startswith("years.") for equation in EQUATIONS)


def test_the_columns_of_applications_are_all_carried_over() -> None:
    columns = {column.key for column in forms()["2021"].table("applications").columns}
    assert {e.equals.rpartition(".")[2] for e in EQUATIONS if e.family == "years.carried_over"} == columns


def test_watched_numbers_exist_in_their_forms_once_each() -> None:
    watched = [(cell, form) for cell, named in rules().leaps.numbers for form in named]
    assert max(Counter(watched).values()) == 1
    assert all(cell in CELLS[form] for cell, form in watched)


def test_public_in_total_is_never_held_against_in_force() -> None:
    for cell, named in rules().leaps.numbers:
        assert not (cell.endswith(".in_force") and len(named) > 1)


def test_warnings_that_forbid_following_exist() -> None:
    known = tomllib.loads((ROOT / "converters/data/warnings.toml").read_text("utf-8"))
    assert rules().doubted_by <= known.keys()
