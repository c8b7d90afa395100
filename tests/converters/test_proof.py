"""The prover against brute force: what it infers is implied, what is printed stays, doubt is never hidden.

Promised: soundness always, where lost cells showed nothing or nought. Completeness only for cells that follow one
by one (`small_tables.chained`): the only unknown of a sum, and the noughts below a total that its known parts reach.
A cell that only several sums taken together force may stay open, and so may an empty cell that is forced to be more
than nought: rather is the total wrong than that.
"""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import CELLS, COLUMNS, ROWS, Figures, chained, figures, row_atoms, small_table, solutions

from converters.atoms import Atom
from converters.inference import Finding, infer
from converters.proof import prove
from converters.report import Basis

TABLE = small_table()
small = st.integers(0, 5)
tables = st.builds(figures, small, small, small, small)
wide = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 300))
wide_tables = st.builds(figures, wide, wide, wide, wide)
hidden_cells = st.sets(st.sampled_from(CELLS))

Printer = Callable[[list[str]], list[str]]


def proved(rows: list[list[Atom]]) -> dict[str, Finding]:
    return prove([atom for row in rows for atom in row], TABLE).findings


def printed(table: Figures, hidden: set[str]) -> list[list[Atom]]:
    """The table with these cells empty, every row with its label and all its borders."""
    texts = {cell: "" if cell in hidden else str(number) for cell, number in table.items()}
    return [list(row_atoms(n, [texts[f"{row}.{c}"] for c in COLUMNS])) for n, row in enumerate(ROWS)]


def values(findings: dict[str, Finding]) -> dict[str, float]:
    return {cell: finding.value for cell, finding in findings.items() if finding.value is not None}


@settings(deadline=None)
@given(tables, hidden_cells)
def test_what_is_inferred_is_implied_and_what_is_printed_is_the_printed_number(
    table: Figures, hidden: set[str]
) -> None:
    findings = proved(printed(table, hidden))
    shown = {cell: number for cell, number in table.items() if cell not in hidden}
    possible = solutions(shown)
    for cell, finding in findings.items():
        if cell in shown:
            assert finding.basis is Basis.PRINTED
            assert finding.value == shown[cell]
            assert finding.atom is not None
            assert finding.atom.text == str(shown[cell])
        elif finding.value is not None:
            assert finding.basis is Basis.INFERRED
            assert {solution[cell] for solution in possible} == {finding.value}
            assert finding.because
        else:
            assert finding.basis in {Basis.BLANK, Basis.MISSING}


@settings(deadline=None)
@given(tables, hidden_cells)
def test_cells_that_follow_one_by_one_are_inferred(table: Figures, hidden: set[str]) -> None:
    shown = {cell: number for cell, number in table.items() if cell not in hidden}
    if not shown:
        return
    findings = proved(printed(table, hidden))
    for cell, number in chained(shown).items():
        may_stay_open = cell in hidden and number
        assert findings[cell].value in ({number, None} if may_stay_open else {number}), cell


@settings(deadline=None)
@given(tables, hidden_cells)
def test_an_inferred_cell_names_identities_that_force_it(table: Figures, hidden: set[str]) -> None:
    findings = proved(printed(table, hidden))
    by_id = {identity.id: identity for identity in TABLE.identities}
    for cell, finding in findings.items():
        if finding.basis is Basis.INFERRED:
            assert any(cell in by_id[reason].cells for reason in finding.because)


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), min_size=9, max_size=9))
def test_what_is_printed_stays_even_where_no_sum_holds(numbers: list[int]) -> None:
    table = dict(zip(CELLS, numbers, strict=True))
    findings = proved(printed(table, set()))
    assert {cell: (finding.value, finding.basis) for cell, finding in findings.items()} == {
        cell: (number, Basis.PRINTED) for cell, number in table.items()
    }


def all_cells(texts: list[str]) -> list[str]:
    return texts


def noughts_empty(texts: list[str]) -> list[str]:
    return ["" if text == "0" else text for text in texts]


def noughts_dashed(texts: list[str]) -> list[str]:
    return ["—" if text == "0" else text for text in texts]


def noughts_lost(texts: list[str]) -> list[str]:
    return [text for text in texts if text != "0"]


def glued(texts: list[str]) -> list[str]:
    return ["".join(texts)]


def half_glued(texts: list[str]) -> list[str]:
    return [texts[0] + texts[1], texts[2]]


def total_only(texts: list[str]) -> list[str]:
    return ["", "", texts[2]]


PRINTERS = [all_cells, noughts_empty, noughts_dashed, noughts_lost, glued, half_glued, total_only]
printers = st.tuples(*[st.sampled_from(PRINTERS)] * 3)


def damaged(
    table: Figures, ways: tuple[Printer, ...], labels: tuple[bool, ...] = (True,) * 3
) -> list[list[Atom]]:
    rows = []
    for number, row in enumerate(ROWS):
        texts = ways[number]([str(table[f"{row}.{column}"]) for column in COLUMNS])
        rows.append(list(row_atoms(number, texts, labelled=labels[number], firm=False)))
    return rows


@settings(deadline=None)
@given(wide_tables, printers)
def test_no_damage_of_cells_makes_a_wrong_number(table: Figures, ways: tuple[Printer, ...]) -> None:
    for cell, number in values(proved(damaged(table, ways))).items():
        assert number == table[cell], cell


@settings(deadline=None)
@given(wide_tables, printers, st.tuples(*[st.booleans()] * 3))
def test_no_lost_label_makes_a_wrong_number(
    table: Figures, ways: tuple[Printer, ...], labels: tuple[bool, ...]
) -> None:
    """But for a row without numbers before one without a label, which everybody would read as one."""
    ways = tuple(all_cells if way is noughts_lost else way for way in ways)
    for cell, number in values(proved(damaged(table, ways, labels))).items():
        assert number == table[cell], cell


@settings(deadline=None)
@given(wide_tables, printers)
def test_doubt_names_the_truth_among_its_candidates(table: Figures, ways: tuple[Printer, ...]) -> None:
    """Where candidates are given, the number that was glued or cut is one of them, or shows as nothing."""
    for cell, finding in proved(damaged(table, ways)).items():
        if finding.basis is Basis.UNRESOLVED and finding.candidates and table[cell]:
            assert table[cell] in finding.candidates, cell


def test_the_sums_over_rows_choose_among_the_cuts_of_a_numeral() -> None:
    """1 and 11 make 12, and so do 11 and 1; the columns tell which."""
    table = figures(1, 11, 2, 3)
    findings = proved(damaged(table, (glued, all_cells, all_cells)))
    assert values(findings) == table
    assert findings["a.x"].basis is Basis.INFERRED
    assert findings["b.x"].basis is Basis.PRINTED


def test_two_rows_run_together_stay_open_where_their_cuts_can_be_exchanged() -> None:
    table = figures(1, 11, 11, 1)
    findings = proved(damaged(table, (glued, glued, all_cells)))
    for cell in ("a.x", "a.y", "b.x", "b.y"):
        assert findings[cell].basis is Basis.UNRESOLVED
        assert set(findings[cell].candidates) == {1, 11}
    assert findings["a.sum"].value == findings["b.sum"].value == 12


def test_a_total_reached_by_its_known_parts_proves_the_rest_to_be_nought() -> None:
    findings = proved(damaged(figures(3, 0, 0, 0), (noughts_empty,) * 3))
    assert values(findings) == figures(3, 0, 0, 0)
    assert findings["a.y"].basis is Basis.INFERRED
    assert "rows.a" in findings["a.y"].because


def test_a_blank_stays_blank_where_two_numbers_fit() -> None:
    hidden = {"a.x", "a.y", "b.x", "b.y"}
    findings = proved(printed(figures(1, 2, 2, 1), hidden))
    assert {findings[cell].basis for cell in hidden} == {Basis.BLANK}


def test_nothing_is_inferred_from_a_sum_that_shares_a_cell_with_a_broken_one() -> None:
    """3 + 4 is printed as 9: whether the 9 or its parts are wrong nobody can say."""
    table = {**figures(3, 4, 1, 1), "a.sum": 9}
    findings = proved(printed(table, {"total.sum"}))
    assert findings["a.sum"].basis is Basis.PRINTED
    assert findings["a.sum"].value == 9
    assert findings["total.sum"].value in {None, 9}
    assert findings["total.sum"].value is None


def test_no_number_is_forced_upon_a_cell_that_may_show_another() -> None:
    """A row shows 24 as its total or as a part, and the sums over rows ask for 25: rather is one of them wrong."""
    shown = figures(25, 0, 1, 0)
    known = {cell: Finding(number, Basis.PRINTED) for cell, number in shown.items()}
    known |= {f"a.{column}": Finding(None, Basis.MISSING) for column in ("x", "y")}

    doubtful = {**known, "a.sum": Finding(None, Basis.UNRESOLVED, candidates=(24, None))}
    assert infer(doubtful, TABLE.identities, (), ())[0]["a.sum"].value is None
    lost = {**known, "a.sum": Finding(None, Basis.MISSING)}
    assert infer(lost, TABLE.identities, (), ())[0]["a.sum"].value == 25


def test_a_table_without_any_number_is_missing() -> None:
    findings = proved([list(row_atoms(number, [])) for number in range(3)])
    assert {finding.basis for finding in findings.values()} == {Basis.MISSING}


@pytest.mark.parametrize("row", range(3))
def test_a_row_that_is_gone_is_inferred_from_the_others(row: int) -> None:
    table = figures(4, 1, 0, 7)
    rows = printed(table, set())
    del rows[row]
    findings = proved(rows)
    assert values(findings) == table
    for column in COLUMNS:
        assert findings[f"{ROWS[row]}.{column}"].basis is Basis.INFERRED
