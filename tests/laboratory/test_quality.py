"""The plan of the quality table, its measuring and its counting."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from converters.canonical import dumps, loads
from converters.conversion import convert_bytes
from laboratory import quality_run
from laboratory.__main__ import main
from laboratory.hostile import HOSTILE
from laboratory.layouts import LAYOUTS
from laboratory.quality_plan import KINDS, Case, case_of, every, make, meet, plan
from laboratory.quality_run import Measured, StaleError, measured, read, run
from laboratory.quality_table import groups_of, slow, spread, tabulated


def line(case: str, milliseconds: float = 10, right: int = 0, wrong: int = 0, left_open: int = 0) -> Measured:
    layout, kind = case.split("/")[1:3]
    classes = (f"layout {layout}", *([kind] if kind != "-" else []), "kinds 1", "strength 0.5")
    return Measured(
        case=case,
        classes=classes,
        right=right,
        wrong=wrong,
        open=left_open,
        undecided=0,
        unsearched=False,
        silent=0,
        unscored=0,
        said=(),
        masthead=(),
        milliseconds=milliseconds,
        failed=None,
    )


def told(text: str) -> dict[str, list[str]]:
    """The lines of a data file by their keys."""
    rows = [row.split("\t") for row in text.splitlines() if not row.startswith("#")]
    return {"/".join(row[:4]): row[4:] for row in rows}


def test_the_plan_is_large_and_no_two_cases_share_a_seed() -> None:
    assert len(plan()) >= 100_000
    assert len({case.seed for case in plan()}) == len(plan())


def test_every_kind_stands_alone_in_every_layout_that_can_have_it() -> None:
    there = {(case.kind, case.layout) for case in plan() if case.part == "alone"}
    assert there == {(kind, layout) for kind in KINDS for layout in LAYOUTS if meet(kind, layout)}
    assert {kind for kind, _layout in there} == set(KINDS)
    strengths = {case.strength for case in plan() if case.kind == "blanks"}
    assert strengths == {"0.2", "0.5", "1.0"}
    assert {case.strength for case in plan() if case.kind == "thousands"} == {"1.0"}


@pytest.mark.parametrize("case", every(9000), ids=lambda case: case.name)
def test_a_line_makes_the_case_again(case: Case) -> None:
    assert make(case_of(case.name)).data == make(case).data


@pytest.mark.parametrize("name", ["", "alone/tab_grid/blanks/0.5", "alone/grid/blanks/0.5/1", "x/-/-/-/1"])
def test_other_lines_are_no_cases(name: str) -> None:
    with pytest.raises(ValueError, match=r"not a case|no such"):
        case_of(name)


def test_a_report_is_counted_cell_by_cell() -> None:
    case = next(case for case in plan() if case.part == "undamaged" and case.layout == "tab_grid")
    truth = make(case).truth
    found = measured(case)
    assert (found.wrong, found.open, found.said, found.failed) == (0, 0, (), None)
    shown = sum(not isinstance(said, str) for said in truth["cells"].values())
    assert found.right == shown - found.unscored
    assert found.silent == len(truth["cells"]) - shown


def test_a_search_that_takes_too_long_leaves_cells_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality_run, "_PATIENCE", 0.001)
    given_up = measured(case_of("combined/-/-/-/1049969"))
    assert (given_up.unsearched, given_up.undecided) == (True, 0)
    assert given_up.open > 10


def test_a_broken_run_is_taken_up_again(tmp_path: Path) -> None:
    cases, out = every(9000)[:4], tmp_path / "lines"
    said: list[str] = []
    run(cases[:2], out, jobs=1, tell=said.append)
    out.write_text(out.read_text("utf-8") + '{"case": "alone/tab', encoding="utf-8")
    run(cases, out, jobs=1, tell=said.append)
    assert "4 reports, 2 to measure" in said
    assert [found.case for found in read(out)[1]] == [case.name for case in cases]


def test_a_run_with_another_converter_is_not_taken_up(tmp_path: Path) -> None:
    out = tmp_path / "lines"
    out.write_text(json.dumps({"documents": "0", "converter": "0"}) + "\n", encoding="utf-8")
    with pytest.raises(StaleError, match="give another file"):
        run([], out, jobs=1, tell=print)


def test_reports_are_added_up_by_part_layout_kind_and_strength() -> None:
    found = [
        line("alone/tab_grid/blanks/0.5/1", right=90, left_open=10),
        line("alone/tab_grid/blanks/0.5/2", right=99, wrong=1),
        line("alone/tab_led/blanks/0.5/3", right=100),
    ]
    rows = told(tabulated({"converter": "c", "documents": "d"}, found))
    header = rows["part/layout/kind/strength"]
    blanks = dict(zip(header, rows["alone/-/blanks/0.5"], strict=True))
    assert {name: blanks[name] for name in ("reports", "right", "open", "wrong", "reports_wrong")} == {
        "reports": "3",
        "right": "289",
        "open": "10",
        "wrong": "1",
        "reports_wrong": "1",
    }
    assert rows["alone/tab_grid/-/-"][:2] == ["2", "189"]
    assert rows["all/-/-/-"] == rows["alone/-/-/-"]


def test_drawn_reports_are_added_up_by_the_number_of_kinds_and_by_each_kind() -> None:
    drawn = replace(
        line("combined/-/-/-/1"), classes=("layout tab_led", "blanks", "masked", "kinds 2", "strength 0.2")
    )
    assert ("combined", "-", "2 kinds", "0.2") in groups_of(drawn)
    assert ("combined", "-", "masked", "0.2") in groups_of(drawn)
    assert ("combined", "tab_led", "-", "-") in groups_of(drawn)


def test_slow_reports_are_named() -> None:
    found = [line(f"alone/tab_grid/blanks/0.5/{seed}", milliseconds=10 + seed) for seed in range(9)]
    found.append(line("alone/tab_grid/units/0.5/9", milliseconds=140))
    assert spread(found)["p50"] == 14
    assert [text.split()[:2] for text in slow(found)] == [["alone/tab_grid/units/0.5/9", "10.0"]]


def test_parts_are_counted_together_and_strangers_are_not(tmp_path: Path) -> None:
    files = [tmp_path / name for name in "abc"]
    for number, path in enumerate(files):
        head = {"converter": "new" if number == 2 else "c", "documents": "d"}
        found = line(f"alone/tab_grid/blanks/0.5/{number}", right=5)
        path.write_text(f"{json.dumps(head)}\n{json.dumps(asdict(found))}\n", encoding="utf-8")
    into = tmp_path / "table.tsv"
    done = CliRunner().invoke(main, ["quality-table", *map(str, files[:2]), "--into", str(into)])
    assert done.exit_code == 0, done.output
    assert told(into.read_text("utf-8"))["all/-/-/-"][:2] == ["2", "10"]
    mixed = CliRunner().invoke(main, ["quality-table", *map(str, files), "--into", str(into)])
    assert "different converters" in mixed.output


def test_a_case_is_shown_and_written(tmp_path: Path) -> None:
    case = every(9000)[0]
    shown = CliRunner().invoke(main, ["quality-case", case.name, "--out", str(tmp_path)])
    assert shown.exit_code == 0, shown.output
    assert shown.output.startswith(case.name)
    [document] = (tmp_path / "docs").iterdir()
    assert document.read_bytes() == make(case).data


@pytest.mark.parametrize("part", ["0/2", "3/2", "x"])
def test_a_part_that_is_none_is_told(part: str) -> None:
    done = CliRunner().invoke(main, ["quality", "--out", "x", "--part", part])
    assert done.exit_code == 2
    assert "is no part" in done.output


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_get_a_report_that_can_be_told(name: str) -> None:
    report = convert_bytes(HOSTILE[name](1_000).encode(), path="hostile.txt")
    assert loads(dumps(report), path="hostile.json") == report


def test_a_number_of_many_digits_gets_a_report_too() -> None:
    assert convert_bytes(HOSTILE["digits"](5_000).encode(), path="hostile.txt").year == 2023


def test_the_account_of_a_report_tells_what_came_out_and_what_is_open() -> None:
    sample = Path(__file__).parents[2] / "samples" / "pujiang-nongye-2023.txt"
    told = CliRunner().invoke(main, ["account", str(sample)], catch_exceptions=False).output
    assert "inferred by" in told
    assert "open: disclosure.normative_documents." in told
    assert "wrong:" not in told
