"""What holds of every alignment: numbers are accounted for, costs make sense, what means nothing changes nothing."""

from collections.abc import Callable, Iterable, Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laboratory.copies import copy_of
from laboratory.layouts import LAYOUTS as PRINTINGS
from laboratory.truth import draw
from small_tables import blank, label, row_atoms, value

from converters.alignment import BESIDE, LAYOUTS, Alignment, Layout, align, runs_and_gaps
from converters.atoms import BREAK, Atom, Kind, atoms_of
from converters.lattice import Choice, Lattice, State
from converters.numerals import read_number
from converters.printed import PrintedRow, printed_table
from converters.proof import prove
from converters.sheet import Line, TextPlace
from converters.vocabulary import vocabulary

ROWS = printed_table("2021", "applications").rows
DISCLOSURE = printed_table("2019", "disclosure").rows
PLAIN = LAYOUTS[0]

layouts = st.sampled_from(LAYOUTS)
forms_rows = st.sampled_from([ROWS[:4], ROWS, DISCLOSURE])
property_test = settings(deadline=None, max_examples=60)


@st.composite
def areas(draw: st.DrawFn, rows: Sequence[PrintedRow]) -> list[Atom]:
    """Labels, numbers, empty cells, bars and row ends in any order."""
    pieces = draw(
        st.lists(st.sampled_from(["label", "label", "row", "row", "number", "blank", "bar", "end"]))
    )
    found: list[Atom] = []
    for number, piece in enumerate(pieces, 1):
        line = Line("x" * 60, TextPlace(number, 1))
        if piece == "label":
            strength = draw(st.sampled_from([0.5, 0.8, 1.0]))
            found.append(label(draw(st.integers(0, len(rows) - 1)), line, strength))
        elif piece == "row":
            width = draw(st.sampled_from([row.width for row in rows]))
            found += [value(str(draw(st.integers(0, 999))), line, at) for at in range(width)]
        elif piece == "number":
            found.append(value(str(draw(st.integers(0, 99))), line, 0))
        elif piece == "end":
            found.append(BREAK)
        else:
            found.append(blank(line, 0) if piece == "blank" else Atom(Kind.SOFT, "", line, 0))
    return found


def position(atoms: Sequence[Atom]) -> dict[int, int]:
    return {id(atom): at for at, atom in enumerate(atoms) if atom is not BREAK}


def shape(found: Sequence[Alignment], atoms: Sequence[Atom]) -> list[tuple[float, list[list[int]]]]:
    """Costs, and for each row which of the area's numbers it has, counted without row ends."""
    where = position([atom for atom in atoms if atom is not BREAK])
    return [(a.cost, [[where[id(atom)] for atom in row] for row in a.rows]) for a in found]


@property_test
@given(st.data(), forms_rows, layouts)
def test_a_run_of_numbers_is_used_whole_or_left_over_whole(
    data: st.DataObject, rows: Sequence[PrintedRow], layout: Layout
) -> None:
    """Every number stands in one run, and every run in rows or among the left over: none is lost on the way."""
    atoms = data.draw(areas(rows))
    runs, gaps = runs_and_gaps(atoms, min(row.width for row in rows))
    numbers = [id(atom) for atom in atoms if atom.kind is Kind.VALUE]
    assert [id(atom) for run in runs for atom in run.atoms if atom.kind is Kind.VALUE] == numbers
    assert len(gaps) == len(runs) + 1
    for alignment in align(atoms, rows, layout):
        placed = [id(atom) for row in alignment.rows for atom in row]
        assert len(placed) == len(set(placed))
        for run in runs:
            own = [id(atom) for atom in run.atoms if atom.kind is Kind.VALUE]
            assert sum(atom in set(placed) for atom in own) in {0, len(own)}


@property_test
@given(st.data(), forms_rows, layouts)
def test_costs_are_not_negative_and_hold_those_of_missing_rows(
    data: st.DataObject, rows: Sequence[PrintedRow], layout: Layout
) -> None:
    for alignment in align(data.draw(areas(rows)), rows, layout):
        assert 0 <= alignment.missing <= alignment.cost + 1e-9
        assert alignment.named <= set(range(len(rows)))


@property_test
@given(st.data(), forms_rows, layouts)
def test_a_row_end_said_twice_says_no_more(
    data: st.DataObject, rows: Sequence[PrintedRow], layout: Layout
) -> None:
    atoms = data.draw(areas(rows))
    doubled = [again for atom in atoms for again in ((atom, BREAK) if atom is BREAK else (atom,))]
    assert shape(align(doubled, rows, layout), doubled) == shape(align(atoms, rows, layout), atoms)
    assert shape(align([*atoms, BREAK], rows, layout), atoms) == shape(align(atoms, rows, layout), atoms)


@property_test
@given(st.data(), forms_rows, layouts)
def test_what_the_numbers_are_does_not_matter(
    data: st.DataObject, rows: Sequence[PrintedRow], layout: Layout
) -> None:
    """Order and labels decide between rows; arithmetic is for the prover."""
    atoms = data.draw(areas(rows))

    def changed(atom: Atom) -> Atom:
        if atom.kind is not Kind.VALUE:
            return atom
        text = "".join("9" if digit == "1" else "1" for digit in atom.text)
        return atom._replace(text=text, printed=read_number(text))

    others = [changed(atom) for atom in atoms]
    assert shape(align(others, rows, layout), others) == shape(align(atoms, rows, layout), atoms)


@property_test
@given(st.data(), forms_rows, st.sampled_from([*LAYOUTS, BESIDE]))
def test_what_is_given_up_as_too_dear_before_it_is_worked_out_would_not_have_been_followed(
    data: st.DataObject, rows: Sequence[PrintedRow], layout: Layout
) -> None:
    atoms = data.draw(areas(rows))
    found = shape(align(atoms, rows, layout), atoms)
    grow = Lattice.grow

    def grow_of_all(lattice: Lattice, choices: Callable[[State, float], Iterable[Choice]]) -> None:
        grow(lattice, lambda state, _: choices(state, float("inf")))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lattice, "grow", grow_of_all)
        patch.setattr("converters.alignment.BEAM", float("inf"))
        assert shape(align(atoms, rows, layout), atoms) == found


def clean(
    rows: Sequence[PrintedRow], bare: set[int] = frozenset(), gone: set[int] = frozenset()
) -> list[Atom]:
    """The table as printed, some rows without their labels, some not there."""
    return [
        atom
        for number, row in enumerate(rows)
        if number not in gone
        for atom in row_atoms(number, [str(number)] * row.width, labelled=number not in bare)
    ]


def cost(atoms: Sequence[Atom], rows: Sequence[PrintedRow]) -> float:
    return align(atoms, rows, PLAIN)[0].cost


@property_test
@given(st.data(), forms_rows)
def test_the_more_labels_are_torn_off_the_more_it_costs(
    data: st.DataObject, rows: Sequence[PrintedRow]
) -> None:
    numbers = list(range(len(rows)))
    bare = data.draw(st.sets(st.sampled_from(numbers)))
    more = bare | data.draw(st.sets(st.sampled_from(numbers)))
    assert cost(clean(rows), rows) == 0
    assert cost(clean(rows, bare), rows) <= cost(clean(rows, more), rows) + 1e-9


@property_test
@given(st.data(), forms_rows)
def test_the_more_rows_are_gone_the_more_it_costs(data: st.DataObject, rows: Sequence[PrintedRow]) -> None:
    """While no long stretch of them is gone: then it costs less to leave the rows behind it over."""
    numbers = [number for number in range(len(rows)) if number % 4]
    gone = data.draw(st.sets(st.sampled_from(numbers)))
    more = gone | data.draw(st.sets(st.sampled_from(numbers)))
    assert cost(clean(rows, gone=gone), rows) <= cost(clean(rows, gone=more), rows) + 1e-9


@property_test
@given(forms_rows, st.integers(0, 30))
def test_a_page_number_between_rows_costs_something_and_moves_nothing(
    rows: Sequence[PrintedRow], at: int
) -> None:
    whole = [list(row_atoms(n, [str(n)] * row.width)) for n, row in enumerate(rows)]
    at %= len(rows)
    page = [value("77", Line("77", TextPlace(99, 1)), 0), BREAK]
    with_page = [atom for n, row in enumerate(whole) for atom in (*row, *(page if n == at else ()))]
    best = align(with_page, rows, PLAIN)[0]
    assert best.cost > 0
    assert [[atom.text for atom in row] for row in best.rows] == [
        [str(n)] * r.width for n, r in enumerate(rows)
    ]


def table_lines(layout: str, name: str, seed: int) -> tuple[list[str], str]:
    """A laboratory table as printed, and its form."""
    copy = copy_of(draw(seed, size="medium", slips=0))
    return PRINTINGS[layout](copy.tables[name], Random(seed)), copy.truth.forms[name]


def read(lines: Sequence[str], form: str, name: str) -> dict[str, tuple[float | None, str]]:
    blocks = [Line(text, TextPlace(number, 1)) for number, text in enumerate(lines, 1)]
    findings = prove(atoms_of(blocks, vocabulary(form, name)), printed_table(form, name)).findings
    return {cell: (finding.value, finding.basis.value) for cell, finding in findings.items()}


@pytest.mark.parametrize("name", ["disclosure", "applications", "reviews"])
@pytest.mark.parametrize("layout", ["tab_grid", "tab_cells", "pipe_rows", "bare_pipe_rows", "space_rows"])
@pytest.mark.parametrize("seed", [1, 2])
def test_empty_lines_between_the_lines_of_rows_mean_nothing(layout: str, name: str, seed: int) -> None:
    lines, form = table_lines(layout, name, seed)
    rng = Random(seed)
    loose = [again for line in lines for again in ((line, "") if rng.random() < 0.4 else (line,))]
    assert read(["", *loose, "", ""], form, name) == read(lines, form, name)
    assert read([f"{line} " for line in lines], form, name) == read(lines, form, name)


@pytest.mark.parametrize("name", ["disclosure", "applications", "reviews"])
@pytest.mark.parametrize("layout", ["tab_grid", "bars_below", "tab_led", "pipe_rows", "label_then_row"])
def test_real_forms_printed_whole_are_read_whole(layout: str, name: str) -> None:
    lines, form = table_lines(layout, name, 3)
    figures = draw(3, size="medium", slips=0).figures
    found = read(lines, form, name)
    assert found == {cell: (figures[cell], "printed") for cell in found}
