"""What holds of every reading of a row: it gives back what stands there, within the row's width, and no more."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import blank, value

from converters.atoms import Atom, Kind
from converters.printed import PrintedRow, printed_table
from converters.readings import LOST, Reading, RowReadings, read_row
from converters.sheet import Line, TextPlace

ROW = printed_table("2021", "applications").rows[0]
REVIEWS = printed_table("2021", "reviews").rows[0]
ISSUED = printed_table("2021", "disclosure").rows[0]
CHANGES = next(row for row in printed_table("2019", "disclosure").rows if row.key == "licensing")
AMOUNT = next(row for row in printed_table("2019", "disclosure").rows if row.key == "procurement")

property_test = settings(deadline=None, max_examples=150)
rows = st.sampled_from([ROW, REVIEWS, ISSUED, CHANGES, AMOUNT])
numerals = st.one_of(
    st.integers(0, 99).map(str),
    st.text("0123456789", min_size=1, max_size=9),
    st.builds("{}{}".format, st.sampled_from(["-", "+", "减", "增"]), st.integers(1, 99)),
    st.builds("{}.{}".format, st.integers(0, 99), st.integers(1, 99)),
    st.builds("{}{}".format, st.integers(0, 99), st.sampled_from(["件", "万元"])),
)


@st.composite
def atoms(draw: st.DrawFn) -> list[Atom]:
    """Numbers, empty cells, signs for nothing and bars of one row."""
    line = Line("x" * 80, TextPlace(1, 1))
    found: list[Atom] = []
    for at in range(draw(st.integers(0, 17))):
        kind = draw(st.sampled_from(["number", "number", "number", "empty", "dash", "bar"]))
        if kind == "number":
            found.append(value(draw(numerals), line, at, firm=draw(st.booleans())))
        elif kind == "bar":
            found.append(Atom(Kind.SOFT, "", line, at))
        else:
            found.append(blank(line, at, "—" if kind == "dash" else ""))
    return found


def read(row: PrintedRow, found: Sequence[Atom]) -> RowReadings:
    return read_row(row, found, row.within)


def shown(atoms: Sequence[Atom]) -> list[str]:
    return [atom.text for atom in atoms if atom.kind is Kind.VALUE]


def lists(readings: RowReadings) -> list[Reading]:
    """The readings, without the one that says that nothing could be read."""
    return [reading for reading in readings.readings if any(entry is not LOST for entry in reading)]


@property_test
@given(rows, atoms())
def test_every_reading_has_the_width_of_the_row(row: PrintedRow, found: list[Atom]) -> None:
    readings = read(row, found)
    assert readings.readings
    assert {len(reading) for reading in readings.readings} == {row.width}
    assert not (readings.exact and len(readings.readings) > 1)
    assert len(set(readings.readings)) == len(readings.readings)


@property_test
@given(rows, atoms())
def test_every_reading_gives_back_the_digits_in_their_order(row: PrintedRow, found: list[Atom]) -> None:
    """Nothing is lost, nothing twice; of more than there are columns some are left out, or blanks part their digits."""
    texts = shown(found)
    printed = sum(atom.shown for atom in found)
    for reading in lists(read(row, found)):
        given_back = "".join(entry.text for entry in reading if entry.value is not None)
        if printed <= row.width:
            assert given_back == "".join(texts)
        else:
            kept = iter(texts)
            parts = (part for entry in reading if entry.value is not None for part in entry.text.split())
            assert all(part in kept for part in parts)


@property_test
@given(rows, atoms())
def test_an_atom_stands_in_one_column_unless_it_is_cut(row: PrintedRow, found: list[Atom]) -> None:
    where = {id(atom): at for at, atom in enumerate(found)}
    for reading in lists(read(row, found)):
        entries = [entry for entry in reading if entry.atom is not None]
        order = [where[id(entry.atom)] for entry in entries]
        assert order == sorted(order)
        for entry in entries:
            same = [other for other in entries if other.atom is entry.atom]
            assert len(same) == 1 or all(other.cut for other in same)
            assert entry.cut or entry.atom is None or entry.text == entry.atom.text


@property_test
@given(rows, atoms())
def test_no_piece_of_a_cut_numeral_starts_with_a_nought(row: PrintedRow, found: list[Atom]) -> None:
    for reading in read(row, found).readings:
        for entry in reading:
            digits = entry.text.lstrip("-+减增")
            if entry.cut and len(digits) > 1 and digits[1].isdigit():
                assert digits[0] != "0"


@property_test
@given(rows, atoms())
def test_a_firm_number_is_never_cut(row: PrintedRow, found: list[Atom]) -> None:
    for reading in read(row, found).readings:
        assert not any(entry.cut for entry in reading if entry.atom is not None and entry.atom.firm)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 9_999), min_size=6, max_size=6))
def test_where_the_list_of_cuts_is_not_said_to_be_cut_short_the_truth_is_in_it(parts: list[int]) -> None:
    numbers = (*parts, sum(parts))
    line = Line("x" * 80, TextPlace(1, 1))
    readings = read(ROW, [value("".join(map(str, numbers)), line, 0)])
    found = {tuple(entry.value for entry in reading) for reading in readings.readings}
    assert readings.overflow or numbers in found


@pytest.mark.parametrize("digits", ["1" * 60, "12" * 30, "9" * 45 + "0" * 15])
def test_a_bound_that_is_reached_is_said(digits: str) -> None:
    readings = read(ROW, [value(digits, Line("x", TextPlace(1, 1)), 0)])
    assert readings.overflow


def test_numbers_that_stand_apart_may_be_whole_beside_an_empty_cell() -> None:
    """15, an empty cell that hides 2, and 17: cut up it would be 1, 5, 0, 0, 0, 1 and 7."""
    line = Line("15 0 0 0 17", TextPlace(1, 1))
    readings = read(ROW, [value(text, line, at) for at, text in enumerate(["15", "0", "0", "0", "17"])])
    assert any(reading[0].value == 15 and reading[6].value == 17 for reading in readings.readings)
