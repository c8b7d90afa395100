"""Texts as programs hand them on: quoted, compared, numbered, written out, bold; and signs nobody could read."""

from collections.abc import Callable, Sequence

import pytest
from handmade import text as tidy
from laboratory.specimens import specimen

from converters.conversion import convert_bytes
from converters.readers.decoding import decode
from converters.readers.line_marks import without_line_marks
from converters.report import Basis, Cell
from converters.sheet import Line, TextPlace


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def quoted_twice(text: str) -> str:
    return quoted(quoted(text))


def added(text: str) -> str:
    return "\n".join(f"+{line}" for line in text.splitlines())


def beside_a_bar(text: str) -> str:
    return "\n".join(f"│ {line}" for line in text.splitlines())


def indented(text: str) -> str:
    return "\n".join(f"\t{line}" for line in text.splitlines())


def listed(text: str) -> str:
    return "\n".join(f"{number:>6}\t{line}" for number, line in enumerate(text.splitlines(), 1))


def listed_with_colons(text: str) -> str:
    return "\n".join(f"{number}: {line}" for number, line in enumerate(text.splitlines(), 1))


def written_out(text: str) -> str:
    return "\\n".join(line.replace("\t", "\\t") for line in text.splitlines())


def half_written_out(text: str) -> str:
    return "\r\\n".join(text.splitlines())


def bold(text: str) -> str:
    return "\n".join("\t".join(f"**{cell}**" for cell in line.split("\t")) for line in text.splitlines())


def full_width(text: str) -> str:
    return text.translate({0x30 + digit: 0xFF10 + digit for digit in range(10)})


def cells(text: str) -> dict[str, tuple[object, Basis]]:
    return {cell.id: (cell.value, cell.basis) for cell in convert_bytes(text.encode(), path="a.txt").cells}


LAYOUTS = {
    layout: seed
    for seed in range(400, 0, -1)
    if not (made := specimen(seed)).recipe.wounds
    for layout in [made.recipe.layout]
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "program",
    [
        quoted,
        quoted_twice,
        added,
        beside_a_bar,
        indented,
        listed,
        listed_with_colons,
        written_out,
        half_written_out,
    ],
)
def test_what_stands_before_each_line_changes_no_cell(layout: str, program: Callable[[str], str]) -> None:
    text = "\n".join(decode(specimen(LAYOUTS[layout]).data, path="a.txt")[0].splitlines())
    assert cells(program(text)) == cells(text)


def test_characters_written_as_codes() -> None:
    codes = "".join(f"\\u{ord(sign):04x}" if sign > "~" else sign for sign in written_out(tidy()))
    assert cells(codes) == cells(tidy())
    assert cells(codes + "\\ud83d\\u0000") == cells(tidy())


def test_a_bar_before_every_line_of_a_table_is_its_border() -> None:
    rows = [Line(f"| | {number} | 4 | 5 |", TextPlace(number, 1)) for number in range(1, 30)]
    assert without_line_marks(rows) == rows


@pytest.mark.parametrize("program", [bold, full_width])
def test_how_numbers_are_printed_changes_no_cell(program: Callable[[str], str]) -> None:
    assert cells(program(tidy(received=345))) == cells(tidy(received=345))


def glued() -> dict[str, int]:
    return {layout: seed for layout, seed in LAYOUTS.items() if layout.startswith("glued")}


@pytest.mark.parametrize("layout", glued())
def test_full_width_digits_run_together_are_cut_as_others_are(layout: str) -> None:
    text = decode(specimen(LAYOUTS[layout]).data, path="a.txt")[0]
    assert cells(full_width(text)) == cells(text)


def penalties(printed: str) -> Cell:
    text = tidy().replace("行政处罚\t25", f"行政处罚\t{printed}")
    (cell,) = (
        cell
        for cell in convert_bytes(text.encode(), path="a.txt").cells
        if cell.id == "disclosure.penalties.decisions"
    )
    return cell


def test_a_footnote_s_mark_is_no_digit_and_is_told() -> None:
    cell = penalties("25①")
    assert (cell.value, cell.note) == (25, "①")


@pytest.mark.parametrize("printed", ["2□", "?5", "2■5", "口5", "2口", "25?"])
def test_a_number_with_a_sign_that_nobody_could_read_is_in_doubt(printed: str) -> None:
    cell = penalties(printed)
    assert (cell.value, cell.basis) == (None, Basis.UNRESOLVED)


def test_places_are_those_of_the_text_as_it_was_handed_on() -> None:
    report = convert_bytes(written_out(tidy()).encode(), path="a.txt")
    (cell,) = (cell for cell in report.cells if cell.id == "disclosure.penalties.decisions")
    assert cell.at is not None
    assert written_out(tidy())[cell.at.column - 1 :].startswith("25")


@pytest.mark.parametrize("printed", ["2S", "l5", "2O", "O", "2.S"])
def test_a_number_with_letters_in_it_is_in_doubt(printed: str) -> None:
    cell = penalties(printed)
    assert (cell.value, cell.basis) == (None, Basis.UNRESOLVED)


def test_a_letter_in_place_of_a_digit_costs_its_own_cell_alone() -> None:
    text = tidy().replace("\t", "  ").replace("规章  1  0  7", "规章  1  O  7")
    assert text != tidy().replace("\t", "  ")
    doubted = {cell for cell, (value, basis) in cells(text).items() if basis is Basis.UNRESOLVED}
    assert doubted == {"disclosure.regulations.repealed"}


@pytest.mark.parametrize(("letter", "digits"), [("l", (1, 7)), ("O", (0,)), ("S", (5,)), ("□", range(10))])
def test_a_letter_is_no_digit_that_it_does_not_look_like_though_a_wrong_total_says_so(
    letter: str, digits: Sequence[int]
) -> None:
    for total in range(10):
        row = "\t".join([letter, *"000", str(total), *("0" * 10)])
        text = tidy().replace("1\t0\t0\t0\t1" + "\t0" * 10, row)
        value, basis = cells(text)["reviews.reconsideration.upheld"]
        assert value in (*digits, None), total
        assert basis in (Basis.INFERRED, Basis.UNRESOLVED)
