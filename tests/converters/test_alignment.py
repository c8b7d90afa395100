"""Alignment keeps the order of print: whatever stands in an area, rows take their numbers from above to below."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import blank, label, row_atoms, value

from converters.alignment import LAYOUTS, Alignment, align
from converters.atoms import BREAK, Atom, Kind
from converters.printed import printed_table
from converters.runs import runs_and_gaps
from converters.sheet import Line, TextPlace

ROWS = printed_table("2021", "applications").rows[:8]
PLAIN = LAYOUTS[0]
layouts = st.sampled_from(LAYOUTS)


@st.composite
def areas(draw: st.DrawFn) -> list[Atom]:
    """Labels, numbers, blanks, leftovers and row ends in any order, each on a line of its own."""
    pieces = draw(
        st.lists(
            st.one_of(
                st.tuples(st.just("label"), st.integers(0, len(ROWS) - 1), st.sampled_from([0.5, 0.8, 1.0])),
                st.tuples(st.just("values"), st.lists(st.integers(0, 99), min_size=1, max_size=9)),
                st.tuples(st.just("blanks"), st.integers(1, 7)),
                st.tuples(st.just("dash")),
                st.tuples(st.just("soft"), st.integers(1, 3)),
                st.tuples(st.just("break")),
            ),
            max_size=25,
        )
    )
    found: list[Atom] = []
    for number, piece in enumerate(pieces, 1):
        line = Line("x" * 40, TextPlace(number, 1))
        match piece:
            case ("label", row, strength):
                found.append(label(row, line, strength))
            case ("values", numbers):
                found += [value(str(n), line, at) for at, n in enumerate(numbers)]
            case ("blanks", count):
                found += [blank(line, at) for at in range(count)]
            case ("dash",):
                found.append(blank(line, 0, "—"))
            case ("soft", count):
                found += [Atom(Kind.SOFT, "", line, at) for at in range(count)]
            case _:
                found.append(BREAK)
    return found


def placed(alignment: Alignment, atoms: Sequence[Atom]) -> list[tuple[int, int]]:
    """(position in the area, row) of every atom that belongs to a row."""
    where = {id(atom): position for position, atom in enumerate(atoms)}
    return sorted((where[id(atom)], row) for row, taken in enumerate(alignment.rows) for atom in taken)


@settings(deadline=None)
@given(areas(), layouts)
def test_every_atom_lands_in_one_row_at_most(atoms: list[Atom], layout: object) -> None:
    for alignment in align(atoms, ROWS, layout):
        positions = [position for position, _ in placed(alignment, atoms)]
        assert len(positions) == len(set(positions))
        assert all(atom.kind in {Kind.VALUE, Kind.BLANK, Kind.SOFT} for row in alignment.rows for atom in row)


@settings(deadline=None)
@given(areas(), layouts)
def test_within_a_row_atoms_stand_as_printed(atoms: list[Atom], layout: object) -> None:
    where = {id(atom): position for position, atom in enumerate(atoms)}
    for alignment in align(atoms, ROWS, layout):
        for row in alignment.rows:
            positions = [where[id(atom)] for atom in row]
            assert positions == sorted(positions)


@settings(deadline=None)
@given(areas(), layouts)
def test_rows_go_down_the_page_unless_a_label_names_one_that_is_further_up(
    atoms: list[Atom], layout: object
) -> None:
    for alignment in align(atoms, ROWS, layout):
        for (before, row), (here, next_row) in pairwise(placed(alignment, atoms)):
            if next_row < row:
                between = atoms[before + 1 : here]
                assert next_row in {atom.meaning.sole for atom in between if atom.meaning}


@settings(deadline=None)
@given(areas(), layouts)
def test_alignments_come_best_first_and_differ(atoms: list[Atom], layout: object) -> None:
    found = align(atoms, ROWS, layout)
    assert [alignment.cost for alignment in found] == sorted(alignment.cost for alignment in found)
    ways = [placed(alignment, atoms) for alignment in found]
    assert all(way not in ways[:number] for number, way in enumerate(ways))
    assert all(len(alignment.rows) == len(ROWS) for alignment in found)


@settings(deadline=None)
@given(areas())
def test_numbers_are_in_runs_with_a_gap_on_either_side(atoms: list[Atom]) -> None:
    runs, gaps = runs_and_gaps(atoms, 7)
    assert len(gaps) == len(runs) + 1
    shown = [atom for run in runs for atom in run.atoms if atom.kind is Kind.VALUE]
    assert shown == [atom for atom in atoms if atom.kind is Kind.VALUE]
    for run in runs:
        assert run.values <= run.core <= len(run.atoms)
        assert run.values <= run.solid <= run.stretch


def full(row: int, number: int, *, labelled: bool = True) -> list[Atom]:
    """A row of numbers as printed in full."""
    return list(row_atoms(row, [str(number)] * 7, labelled=labelled))


def first_numbers(rows: list[list[Atom]]) -> list[str | None]:
    """For each row of the form the first number that the best alignment gives it."""
    best = align([atom for row in rows for atom in row], ROWS, PLAIN)[0]
    return [taken[0].text if taken else None for taken in best.rows]


@settings(deadline=None)
@given(st.sets(st.integers(0, 7), min_size=1))
def test_labelled_rows_find_their_places_whichever_are_lost(kept: set[int]) -> None:
    rows = [full(row, 10 + row) for row in sorted(kept)]
    expected = [str(10 + row) if row in kept else None for row in range(8)]
    assert first_numbers(rows) == expected


@settings(deadline=None)
@given(st.sets(st.integers(0, 7), max_size=4))
def test_rows_without_labels_are_told_by_their_order(bare: set[int]) -> None:
    rows = [full(row, 10 + row, labelled=row not in bare) for row in range(8)]
    assert first_numbers(rows) == [str(10 + row) for row in range(8)]


@pytest.mark.parametrize("first", [12, 20])
def test_rows_that_labels_tell_are_certain_though_most_of_the_table_before_them_is_lost(first: int) -> None:
    """The page before is a picture: so many rows lost would else cost more than labels that are ignored."""
    rows = printed_table("2021", "applications").rows
    atoms = [atom for row in range(first, len(rows)) for atom in row_atoms(row, [str(row)] * 7)]
    found = align(atoms, rows, PLAIN)
    assert [taken[0].text if taken else None for taken in found[0].rows] == [
        str(row) if row >= first else None for row in range(len(rows))
    ]
    assert found[0].cost < 2


def test_a_clean_table_costs_nothing_and_has_one_alignment() -> None:
    found = align([atom for row in range(8) for atom in full(row, row)], ROWS, PLAIN)
    assert found[0].cost == 0
    assert len([alignment for alignment in found if alignment.cost < 1]) == 1


def test_a_row_printed_further_down_is_taken_by_its_label() -> None:
    order = [0, 2, 3, 1, 4, 5, 6, 7]
    assert first_numbers([full(row, 10 + row) for row in order]) == [str(10 + row) for row in range(8)]


def test_a_page_number_between_rows_belongs_to_none() -> None:
    page = [value("4", Line("4", TextPlace(99, 1)), 0), BREAK]
    rows = [full(row, 10 + row) for row in range(8)]
    best = align([atom for row in (*rows[:3], page, *rows[3:]) for atom in row], ROWS, PLAIN)[0]
    assert page[0] not in [atom for row in best.rows for atom in row]
    assert [row[0].text for row in best.rows] == [str(10 + row) for row in range(8)]


@pytest.mark.parametrize("count", [1, 3])
def test_rows_more_than_the_form_has_are_left_over(count: int) -> None:
    strange = Atom(Kind.LABEL, "其中：乡镇", Line("其中：乡镇", TextPlace(50, 1)), 0)
    extra = [atom for _ in range(count) for atom in (strange, *full(0, 77, labelled=False))]
    rows = [full(row, 10 + row) for row in range(8)]
    best = align(
        [*(atom for row in rows[:5] for atom in row), *extra, *(a for r in rows[5:] for a in r)], ROWS, PLAIN
    )
    assert [row[0].text for row in best[0].rows] == [str(10 + row) for row in range(8)]


def test_values_before_their_labels_are_read_by_the_layout_for_them() -> None:
    atoms = [
        atom
        for row in range(8)
        for atom in (*full(row, 10 + row, labelled=False), label(row, Line("x", TextPlace(1, 1))))
    ]
    best = min((align(atoms, ROWS, layout)[0] for layout in LAYOUTS), key=lambda alignment: alignment.cost)
    assert [row[0].text for row in best.rows] == [str(10 + row) for row in range(8)]


def test_an_area_without_numbers_has_no_alignment() -> None:
    assert align([label(0, Line("x", TextPlace(1, 1))), BREAK], ROWS, PLAIN) == []
    assert align([], ROWS, PLAIN) == []
