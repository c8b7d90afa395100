"""Several readings of one table: no wrong number by any of their ways to differ."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.atoms import Atom, Kind
from converters.form import forms
from converters.inference import Finding
from converters.outline import Area
from converters.report import Basis
from converters.settlement import Reading, Settled, settle
from converters.sheet import Line, PagePlace
from converters.tables import TableReading

SLOTS = [slot.id for slot in forms()["2021"].table("disclosure").slots]
CELL, OTHER = SLOTS[:2]
REVIEWS = [slot.id for slot in forms()["2021"].table("reviews").slots]


def printed(value: int, left: float = 0.0) -> Finding:
    place = PagePlace(1, (left, 100.0, left + 10, 110.0))
    return Finding(value, Basis.PRINTED, Atom(Kind.VALUE, str(value), Line(str(value), place), 0))


BLANK, MISSING = Finding(None, Basis.BLANK), Finding(None, Basis.MISSING)


def doubt(*candidates: int) -> Finding:
    return Finding(None, Basis.UNRESOLVED, candidates=candidates)


def reading(method: str, findings: dict[str, Finding], *, straight: bool = True) -> Reading:
    """A witness's reading of one table; cells that are not named are nought."""
    table = next(iter(findings)).split(".")[0]
    cells = [slot.id for slot in forms()["2021"].table(table).slots]
    whole = {cell: findings.get(cell, printed(0, 20.0 * number)) for number, cell in enumerate(cells)}
    return Reading(method, {table: TableReading(table, "2021", whole, None, straight)}, {table: Area(table)})


def settled(*readings: Reading) -> Settled:
    return settle(readings)


def finding(of: Settled, cell: str = CELL) -> Finding:
    return of.tables[cell.split(".", maxsplit=1)[0]].findings[cell]


def test_what_one_reading_leaves_open_another_gives() -> None:
    of = settled(reading("a", {CELL: doubt(12, 21)}), reading("b", {CELL: printed(12, 900)}))
    assert finding(of) == printed(12, 900)
    assert of.methods[CELL] == "b"
    assert of.methods[OTHER] == "a"
    assert not of.disagreements


def test_two_certain_numbers_are_two_candidates() -> None:
    of = settled(reading("a", {CELL: printed(12)}), reading("b", {CELL: printed(13)}))
    assert (finding(of).value, finding(of).basis) == (None, Basis.UNRESOLVED)
    assert finding(of).candidates == (12, 13)
    (one,) = of.disagreements
    assert (one.cell, one.said) == (CELL, (("a", "12"), ("b", "13")))


def test_two_witnesses_do_not_outvote_the_first() -> None:
    others = [reading(name, {CELL: printed(13)}) for name in "bc"]
    assert finding(settled(reading("a", {CELL: printed(12)}), *others)).value is None


def test_a_number_where_another_sees_nothing_is_open() -> None:
    for pair in ((printed(12), BLANK), (BLANK, printed(12, 900))):
        of = settled(*(reading(name, {CELL: said}) for name, said in zip("ab", pair, strict=True)))
        assert finding(of).candidates == (12, None)


def test_a_bent_table_gives_nothing() -> None:
    of = settled(reading("a", {CELL: MISSING}), reading("b", {CELL: printed(12, 900)}, straight=False))
    assert finding(of) == MISSING


def test_what_a_straight_reading_takes_for_impossible_is_not_taken() -> None:
    of = settled(
        reading("a", {CELL: doubt()}),
        reading("b", {CELL: printed(12, 900)}),
        reading("c", {CELL: doubt(1, 2)}),
    )
    assert finding(of).value is None
    assert set(finding(of).candidates) == {12, 1, 2}


def test_what_is_printed_at_the_place_of_another_cell_is_not_taken() -> None:
    """A mesh that misses a column puts every number one cell too far."""
    first = reading("a", {CELL: doubt(), OTHER: printed(12, 900)})
    of = settled(first, reading("b", {CELL: printed(12, 900), OTHER: doubt()}))
    assert finding(of).value is None
    assert finding(of, OTHER).value == 12


def test_a_table_whose_sums_fail_gives_nothing_and_denies_nothing() -> None:
    row = "reviews.litigation_direct"
    right = {f"{row}.pending": printed(1), f"{row}.total": printed(1)}
    shifted = {f"{row}.pending": printed(0), f"{row}.other": printed(1, 900), f"{row}.total": printed(0)}
    of = settled(reading("a", right), reading("b", shifted))
    assert finding(of, f"{row}.pending").value == finding(of, f"{row}.total").value == 1
    of = settled(reading("a", right | {f"{row}.other": doubt()}), reading("b", shifted))
    assert finding(of, f"{row}.other").value is None


def test_a_sum_that_fails_between_readings_opens_what_was_taken() -> None:
    row = "reviews.litigation_direct"
    first = reading("a", {f"{row}.other": doubt(), f"{row}.total": printed(5)})
    second = reading("b", {f"{row}.other": printed(4, 900), f"{row}.total": doubt()})
    of = settled(first, second)
    assert finding(of, f"{row}.other").candidates == (4,)
    assert finding(of, f"{row}.total").value == 5


def test_a_table_that_only_a_witness_sees_is_shown_by_it() -> None:
    nothing = Reading("a", {}, {})
    of = settled(nothing, reading("b", {CELL: printed(12)}))
    assert finding(of).value == 12
    assert of.methods[CELL] == "b"
    assert not settled(nothing, reading("b", {CELL: printed(12)}, straight=False)).tables


SAID = st.one_of(
    st.integers(0, 3).map(lambda value: printed(value, 900)),
    st.just(BLANK),
    st.just(MISSING),
    st.lists(st.integers(0, 3), max_size=3, unique=True).map(lambda values: doubt(*values)),
)


@settings(deadline=None)
@given(st.lists(st.tuples(SAID, st.booleans()), min_size=1, max_size=4))
def test_a_number_is_said_by_a_witness_and_denied_by_none_that_counts(
    said: list[tuple[Finding, bool]],
) -> None:
    readings = [
        reading(str(number), {CELL: word}, straight=straight) for number, (word, straight) in enumerate(said)
    ]
    of = settled(*readings)
    found = finding(of)
    if found.value is None:
        return
    giver = readings[int(of.methods[CELL])].tables["disclosure"]
    assert giver.findings[CELL].value == found.value
    assert giver.straight or giver is readings[0].tables["disclosure"]
    counted = [word.value for word, straight in said if straight or not giver.straight]
    assert set(counted) <= {found.value, None}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_contradiction_does_not_depend_on_the_order(order: tuple[int, int]) -> None:
    both = [reading("a", {CELL: printed(1)}), reading("b", {CELL: printed(2)})]
    of = settled(*(both[index] for index in order))
    assert set(finding(of).candidates) == {1, 2}


def test_the_unit_is_that_of_whoever_prints_it() -> None:
    first, second = reading("a", {CELL: printed(1)}), reading("b", {CELL: printed(1)})
    told = replace(second, tables={"disclosure": replace(second.tables["disclosure"], unit="万元")})
    assert settled(first, told).tables["disclosure"].unit == "万元"
