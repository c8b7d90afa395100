"""The laboratory's own soundness: reproducible, whole, and honest about what cannot be decided."""

from random import Random

import pytest

from converters.form import forms
from laboratory.copies import copy_of, expected_ids
from laboratory.doubt import doubts, misled
from laboratory.evaluation import table, tallies
from laboratory.figures import broken, identities_of_form
from laboratory.grid import Cell, Row, positions
from laboratory.judge import judge
from laboratory.layouts import LAYOUTS, bars_below, tab_led
from laboratory.readings import cuts_of, places_of
from laboratory.specimens import WOUNDS, Recipe, specimen
from laboratory.truth import draw
from laboratory.twins import TWINS

COLUMNS = ("natural_person", "enterprise", "research", "nonprofit", "legal_service", "other_org", "total")


def printed(row: str, *texts: str) -> list[Cell]:
    return [
        Cell(text, "number", id=f"applications.{row}.{column}", said=int(text) if text else "blank", hidden=0)
        for column, text in zip(COLUMNS, texts, strict=True)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_drawn_reports_keep_every_identity_unless_a_slip_is_named(seed: int) -> None:
    truth = draw(seed)
    assert truth.slips == broken(identities_of_form(truth.forms), truth.figures)
    assert draw(seed, slips=0).slips == ()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_seed_gives_the_same_bytes(layout: str) -> None:
    recipe = Recipe(layout, wounds=("half_width",), page=("web_chrome",))
    assert specimen(7, recipe).data == specimen(7, recipe).data


@pytest.mark.parametrize("wound", WOUNDS)
def test_the_truth_speaks_of_every_cell(wound: str) -> None:
    made = specimen(11, Recipe("tab_grid", wounds=(wound,), strength=1.0), size="small")
    assert list(made.truth["cells"]) == expected_ids(made.truth["forms"])
    assert set(made.truth["hidden"]) <= set(made.truth["cells"])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_undamaged_copy_prints_every_number(layout: str) -> None:
    made = specimen(5, Recipe(layout), size="medium")
    text = made.data.decode()
    assert all(str(said) in text for said in made.truth["cells"].values() if not isinstance(said, str))


def test_grids_are_as_wide_as_their_tables() -> None:
    for which in ("2019", "2021"):
        copy = copy_of(draw(3, form=which))
        for grid in copy.tables.values():
            assert {len(line) for line in positions(grid)} == {grid.width}


def test_merged_cells_leave_bars_or_lone_tabs_behind() -> None:
    copy = copy_of(draw(3, form="2019", size="small"))
    seed = Random(0)
    bars = bars_below(copy.tables["reviews"], seed)
    assert bars[2].strip("|") == ""
    assert len(bars[2]) >= 13
    led = tab_led(copy.tables["applications"], seed)
    assert led[3:6] == ["\t", "\t自然人", "\t法人或其他组织"]


def test_glued_digits_have_all_cuts_that_add_up() -> None:
    unique = cuts_of(printed("received", "23", "0", "0", "0", "0", "0", "23"))
    assert unique is not None
    assert len(unique) == 1
    several = cuts_of(printed("received", "1", "11", "0", "0", "0", "0", "12"))
    assert several is not None
    firsts = {tuple(reading.values())[:2] for reading in several}
    assert {(1, 11), (11, 1)} <= firsts


def test_bare_numbers_have_all_their_places() -> None:
    places = places_of(printed("received", "", "2", "", "", "", "", "2"))
    assert places is not None
    assert len(places) == 21  # two numbers in seven columns
    assert (0, 2, 0, 0, 0, 0, 2) in {tuple(reading.values()) for reading in places}


def test_column_identities_decide_between_readings_of_a_row() -> None:
    truth = draw(2, form="2019", size="empty", slips=0)
    row = {f"applications.granted.{column}": 0 for column in COLUMNS}
    other = row | {"applications.granted.natural_person": 3, "applications.granted.total": 3}
    identities = identities_of_form(truth.forms)
    assert doubts(identities, truth.figures, [[row, other]], "two readings") == ({}, {})
    assert doubts([], truth.figures, [[row, other]], "two readings")[0].keys() == {
        "applications.granted.natural_person",
        "applications.granted.total",
    }


def test_a_cell_hidden_beside_a_slip_is_not_scored_unless_a_sound_identity_fixes_it() -> None:
    truth = draw(2, form="2019", size="small", slips=0)
    figures = truth.figures | {"reviews.reconsideration.total": 99}
    identities = identities_of_form(truth.forms)
    assert misled(identities, figures, ["reviews.reconsideration.other"]).keys() == {
        "reviews.reconsideration.other"
    }
    assert misled(identities, truth.figures, ["reviews.reconsideration.other"]) == {}


@pytest.mark.parametrize(
    ("said", "hidden", "got", "verdict"),
    [
        (3, None, (3.0, "printed"), "right"),
        (3, None, (None, "unresolved"), "open"),
        (3, None, (4.0, "inferred"), "wrong"),
        ("dash", 0, (0.0, "printed"), "right"),
        ("blank", 0, (0.0, "inferred"), "right"),
        ("blank", 0, (0.0, "printed"), "wrong"),
        ("blank", 2, (0.0, "inferred"), "wrong"),
        ("absent", None, (None, "missing"), "right"),
    ],
)
def test_the_judge(
    said: float | str, hidden: float | None, got: tuple[float | None, str], verdict: str
) -> None:
    truth = {"cells": {"x": said}, "hidden": {"x": hidden}, "undecidable": {}, "uncertain": {}}
    assert judge(truth, {"x": got}) == {"x": verdict}


def test_doubt_is_right_where_nothing_can_be_decided() -> None:
    truth = {"cells": {"x": 3}, "hidden": {}, "undecidable": {"x": "why"}, "uncertain": {}}
    assert judge(truth, {"x": (None, "unresolved")}) == {"x": "right"}
    assert judge(truth, {"x": (4.0, "printed")}) == {"x": "wrong"}


@pytest.mark.parametrize("kind", TWINS)
def test_twins_hold_numbers(kind: str) -> None:
    text, copy = TWINS[kind](2)
    assert text.strip()
    assert sum(value != 0 for value in copy.truth.figures.values()) > 20


def test_an_empty_tally_prints() -> None:
    assert "all" in table(tallies([]))


def test_both_forms_are_drawn() -> None:
    assert {form for seed in range(40) for form in draw(seed).forms.values()} <= set(forms())
    assert Row(()).is_header
