"""Every way to read a row's atoms: against brute force over all cuts of glued digits, and by examples."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import blank, value

from converters.atoms import Atom, Kind
from converters.printed import PrintedRow, printed_table
from converters.readings import LOST, Reading, RowReadings, read_row
from converters.sheet import Line, TextPlace
from converters.standing import Standing, standing

APPLICATIONS = printed_table("2021", "applications").rows
ROW = APPLICATIONS[0]
REVIEWS = printed_table("2021", "reviews").rows[0]
CHANGES = next(row for row in printed_table("2019", "disclosure").rows if row.key == "licensing")

figures = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 400))
parts = st.lists(figures, min_size=6, max_size=6)


def atoms(*texts: str, firm: bool = False) -> list[Atom]:
    """Numbers, and an empty text or a dash for an empty cell."""
    line = Line("\t".join(texts), TextPlace(1, 1))
    return [
        value(text, line, offset, firm=firm) if text[-1:].isdigit() else blank(line, offset, text)
        for offset, text in enumerate(texts)
    ]


def soft(count: int) -> list[Atom]:
    return [Atom(Kind.SOFT, "", Line("|" * count, TextPlace(1, 1)), offset) for offset in range(count)]


def read(row: PrintedRow, found: Sequence[Atom]) -> RowReadings:
    return read_row(row, found, row.within)


def numbers(reading: Reading) -> tuple[float | None, ...]:
    return tuple(entry.value for entry in reading)


def all_numbers(readings: RowReadings) -> set[tuple[float | None, ...]]:
    return {numbers(reading) for reading in readings.readings}


def with_total(row: Sequence[int]) -> list[int]:
    return [*row, sum(row)]


def cuts(digits: str, width: int) -> Iterator[tuple[int, ...]]:
    """Every cut of the digits into so many numbers, none of them led by a nought but 0 itself."""
    for marks in combinations(range(1, len(digits)), width - 1):
        pieces = [digits[start:end] for start, end in zip((0, *marks), (*marks, len(digits)), strict=True)]
        if all(len(piece) == 1 or piece[0] != "0" for piece in pieces):
            yield tuple(map(int, pieces))


def sound_cuts(digits: str) -> set[tuple[int, ...]]:
    """The cuts into a row of applications whose total is the sum of its columns."""
    return {cut for cut in cuts(digits, 7) if sum(cut[:6]) == cut[6]}


@settings(deadline=None)
@given(parts)
def test_the_readings_of_glued_digits_are_the_cuts_that_add_up(row: list[int]) -> None:
    digits = "".join(map(str, with_total(row)))
    readings = read(ROW, atoms(digits))
    found = all_numbers(readings)
    if readings.overflow:
        assert found <= sound_cuts(digits)
    else:
        assert found == sound_cuts(digits)
        assert tuple(with_total(row)) in found


@settings(deadline=None)
@given(parts)
def test_a_cut_that_is_the_only_reading_is_the_only_one_that_adds_up(row: list[int]) -> None:
    readings = read(ROW, atoms("".join(map(str, with_total(row)))))
    if len(readings.readings) == 1 and not readings.overflow:
        assert sound_cuts("".join(map(str, with_total(row)))) == {tuple(with_total(row))}


@settings(deadline=None)
@given(parts, st.integers(1, 6))
def test_a_row_glued_in_two_halves_keeps_the_true_cut(row: list[int], mark: int) -> None:
    texts = list(map(str, with_total(row)))
    readings = read(ROW, atoms("".join(texts[:mark]), "".join(texts[mark:])))
    assert readings.overflow or tuple(with_total(row)) in all_numbers(readings)


@settings(deadline=None)
@given(parts)
def test_a_full_row_has_one_reading_whatever_its_sums(row: list[int]) -> None:
    readings = read(ROW, atoms(*map(str, [*row, 5]), firm=True))
    assert readings.exact
    assert all_numbers(readings) == {(*row, 5)}


@settings(deadline=None)
@given(parts)
def test_lost_noughts_leave_the_truth_among_the_readings(row: list[int]) -> None:
    whole = with_total(row)
    readings = read(ROW, atoms(*(str(number) for number in whole if number)))
    shown = {tuple(number or 0 for number in found) for found in all_numbers(readings)}
    assert readings.overflow or tuple(whole) in shown or not any(row)


@settings(deadline=None)
@given(parts)
def test_every_entry_of_a_reading_shows_its_own_text(row: list[int]) -> None:
    readings = read(ROW, atoms("".join(map(str, with_total(row)))))
    for reading in readings.readings:
        assert "".join(entry.text for entry in reading if entry is not LOST) in (
            "".join(map(str, with_total(row))),
            "",
        )


@pytest.mark.parametrize(
    ("digits", "found"),
    [
        ("230000023", {(23, 0, 0, 0, 0, 0, 23)}),
        ("0000000", {(0, 0, 0, 0, 0, 0, 0)}),
        ("120010013", {(12, 0, 0, 1, 0, 0, 13), (1, 2, 0, 0, 10, 0, 13)}),
        ("100000010", {(10, 0, 0, 0, 0, 0, 10)}),
    ],
)
def test_digits_run_together(digits: str, found: set[tuple[int, ...]]) -> None:
    readings = read(ROW, atoms(digits))
    assert all_numbers(readings) == found
    assert all(entry.cut for entry in readings.readings[0])


def test_fifteen_cells_run_together_are_cut_by_their_three_sums() -> None:
    readings = read(REVIEWS, atoms("10203120001200000"))
    assert not readings.exact
    for reading in readings.readings:
        assert standing(reading, REVIEWS.within) is Standing.PROVEN
    assert (1, 0, 2, 0, 3, 1, 2, 0, 0, 0, 12, 0, 0, 0, 0) not in all_numbers(readings)


def test_a_sign_stays_with_the_digits_behind_it() -> None:
    readings = read(CHANGES, atoms("35", "-15", "4"))
    assert all_numbers(readings) == {(35, -15, 4)}


@pytest.mark.parametrize(
    ("digits", "row"), [("6-6374", (6, -6, 374)), ("2+150", (2, 1, 50)), ("3-335", (3, -3, 35))]
)
def test_of_a_signed_numeral_that_is_cut_only_the_first_piece_has_the_sign(
    digits: str, row: tuple[int, ...]
) -> None:
    place = max(digits.find("-"), digits.find("+"))
    assert row in all_numbers(read(CHANGES, atoms(digits[:place], digits[place:])))


def test_no_count_is_negative_or_broken_or_money() -> None:
    line = Line("x", TextPlace(1, 1))
    for text in ("-1", "2.5", "3元"):
        readings = read(ROW, [value(text, line, 0), *atoms("0", "5")])
        assert not any(entry.text == text for reading in readings.readings for entry in reading[:7])


def test_empty_cells_at_the_ends_are_leftovers_before_those_between_numbers() -> None:
    readings = read(ROW, atoms("", "1", "", "0", "0", "0", "0", "1", ""))
    assert all_numbers(readings) == {(1, None, 0, 0, 0, 0, 1)}


def test_leftover_bars_are_no_cells_where_the_cells_suffice() -> None:
    readings = read(ROW, [*soft(3), *atoms(*"1000001"), *soft(2)])
    assert readings.exact
    assert all_numbers(readings) == {(1, 0, 0, 0, 0, 0, 1)}


def test_numbers_far_apart_are_two_rows_rather_than_one_with_noughts_too_many() -> None:
    readings = read(ROW, [*atoms(*"0000"), *soft(4), *atoms(*"000000")])
    assert readings.overflow
    assert read(ROW, [*atoms(*"0000"), *soft(1), *atoms(*"000000")]).overflow is False


def test_digits_that_must_be_several_numbers_are_no_cell_beside_others() -> None:
    row = printed_table("2019", "disclosure").rows[0]
    assert read(row, atoms("005", "-", "4")).overflow


def test_too_many_readings_are_said_to_be_too_many() -> None:
    readings = read(APPLICATIONS[0], atoms("1" * 40))
    assert readings.overflow


def test_a_row_without_atoms_is_lost() -> None:
    readings = read(ROW, [])
    assert readings == RowReadings(((LOST,) * 7,), exact=True)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1", "0", "0", "0", "0", "2", "3"), Standing.PROVEN),
        (("3", "", "", "", "", "", "3"), Standing.CLOSED),
        (("1", "", "", "", "", "", "3"), Standing.POSSIBLE),
        (("4", "", "", "", "", "", "3"), Standing.REFUTED),
        (("1", "0", "0", "0", "0", "0", "3"), Standing.REFUTED),
    ],
)
def test_standing_to_the_sums(texts: tuple[str, ...], expected: Standing) -> None:
    reading = read(ROW, atoms(*texts)).readings[0]
    assert standing(reading, ROW.within) is expected
