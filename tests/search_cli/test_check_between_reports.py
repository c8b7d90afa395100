"""`gongkai check` over several reports of one agency: real files through the real command."""

import csv
import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from several_years import AGENCY, applications, text

from converters.canonical import dumps
from converters.conversion import convert_bytes
from converters.report import Agency, Basis, Cell, Report, Warning  # noqa: A004 - the contract's word
from converters.sheet import PagePlace

# Two years that follow from each other: 5 carried over, 7 rules in force, one more and none repealed.
FIRST = applications(12, carried_out=5) | {"disclosure.regulations.in_force": 7}
SECOND = applications(20, carried_in=5) | {
    "disclosure.regulations.issued": 1,
    "disclosure.regulations.in_force": 8,
}
CARRIED_IN = "applications.carried_in.total"
CARRIED_OUT = "applications.carried_out.total"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a text into the folder `in`."""
    folder = tmp_path / "in"
    folder.mkdir()

    def one(name: str, content: str | Report) -> Path:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else dumps(content))
        return path

    return one


def report(content: str) -> Report:
    return convert_bytes(content.encode(), path="a.txt")


def with_cells(base: Report, *cells: Cell) -> Report:
    new = {cell.id: cell for cell in cells}
    return replace(base, cells=tuple(new.get(cell.id, cell) for cell in base.cells))


def listed(gongkai: Run, *arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gongkai("check", "in", "--format", "json", *arguments).stdout)
    return found


def line_of(path: Path, label: str) -> int:
    return next(n for n, line in enumerate(path.read_text().splitlines(), 1) if line.startswith(label))


def ids(found: dict[str, Any]) -> list[str]:
    return [finding["id"] for finding in found["findings"]]


def test_years_that_follow_from_each_other_give_no_finding(gongkai: Run, write: Write) -> None:
    write("2022.txt", text(2022, FIRST))
    write("2023.txt", text(2023, SECOND))
    run = gongkai("check", "in", "--strict")
    assert (run.returncode, run.stdout) == (0, b"")
    # seven columns of 上年结转, and regulations and normative documents in force
    assert run.stderr.decode().splitlines()[1] == (
        "gongkai: 1 pair of neighbouring years, 9 sums over them: 0 failed, 0 undecided; 0 leaps"
    )


def test_what_one_year_carries_over_is_what_the_next_one_starts_with(gongkai: Run, write: Write) -> None:
    write("2022.txt", text(2022, FIRST))
    second = write("2023.txt", text(2023, SECOND | applications(20, carried_in=3)))
    run = gongkai("check", "in")
    assert run.returncode == 0
    out = run.stdout.decode()
    assert f"{AGENCY} (410300) 2022 and 2023\n" in out
    assert "  failed  years.carried_over.total: 3 (2023) is not 5 (2022)\n" in out
    assert (
        f"    in/2023.txt:{line_of(second, '二、上年')}:30  2023         3  {CARRIED_IN}  上年结转 · 总计\n"
        in out
    )
    assert gongkai("check", "in", "--strict").returncode == 5
    findings = listed(gongkai)["findings"]
    assert [finding["id"] for finding in findings] == [
        "years.carried_over.natural_person",
        "years.carried_over.total",
    ]
    assert (findings[1]["expected"], findings[1]["found"]) == (5, 3)
    assert (findings[1]["years"], findings[1]["across"]) == ([2022, 2023], "years")
    assert [(cell["source"], cell["year"], cell["value"]) for cell in findings[1]["cells"]] == [
        ("in/2023.txt", 2023, 3),
        ("in/2022.txt", 2022, 5),
    ]


def test_rules_in_force_follow_from_those_of_last_year(gongkai: Run, write: Write) -> None:
    write("2022.txt", text(2022, FIRST))
    write("2023.txt", text(2023, SECOND | {"disclosure.regulations.repealed": 2}))
    (finding,) = listed(gongkai)["findings"]
    assert finding["id"] == "years.in_force.regulations"
    assert finding["message"] == "8 (2023) is not 7 (2022) + 1 (2023) - 2 (2023) = 6"
    assert (finding["expected"], finding["found"]) == (6, 8)


def test_items_of_form_2019_follow_from_those_of_last_year(gongkai: Run, write: Write) -> None:
    first = {"disclosure.licensing.prior_items": 20, "disclosure.licensing.change": -3}
    write("2019.txt", text(2019, first, form="2019"))
    right = {"disclosure.licensing.prior_items": 17}
    write("2020.txt", text(2020, right, form="2019"))
    found = listed(gongkai)
    assert ids(found) == []
    assert found["summary"]["compared"]["sums"] == 12  # seven columns, five rows of items
    write("2020.txt", text(2020, {"disclosure.licensing.prior_items": 20}, form="2019"))
    (finding,) = listed(gongkai)["findings"]
    assert finding["id"] == "years.items.licensing"
    assert finding["message"] == "20 (2020) is not 20 (2019) - 3 (2019) = 17"


def test_from_form_2019_to_2021_only_what_both_mean_is_compared(gongkai: Run, write: Write) -> None:
    # 对外公开总数量 and 现行有效件数 have the same id and count different things: neither a sum nor a leap
    old = applications(12, carried_out=5) | {
        "disclosure.regulations.in_force": 4000,
        "disclosure.licensing.prior_items": 20,
        "disclosure.licensing.decisions": 3000,
    }
    write("2020.txt", text(2020, old, form="2019"))
    new = applications(20, carried_in=4) | {
        "disclosure.regulations.in_force": 3,
        "disclosure.licensing.decisions": 100,
    }
    write("2021.txt", text(2021, new))
    found = listed(gongkai)
    assert ids(found) == [
        "years.carried_over.natural_person",
        "years.carried_over.total",
        "leaps.tenfold.disclosure.licensing.decisions",
    ]
    assert found["summary"]["compared"]["sums"] == 7


def test_years_apart_are_not_compared(gongkai: Run, write: Write) -> None:
    write("2021.txt", text(2021, FIRST))
    write("2023.txt", text(2023, SECOND | applications(200)))
    found = listed(gongkai)
    assert found["findings"] == []
    assert found["summary"]["compared"]["pairs"] == 0


def test_a_leap_is_a_suspicion_and_fails_nothing(gongkai: Run, write: Write) -> None:
    write("2022.txt", text(2022, {"disclosure.licensing.decisions": 140, "disclosure.fees.amount": 136.5}))
    write("2023.txt", text(2023, {"disclosure.licensing.decisions": 1400, "disclosure.fees.amount": 1365}))
    run = gongkai("check", "in", "--strict")
    assert run.returncode == 0
    digit, scale = listed(gongkai)["findings"]
    assert (digit["kind"], digit["id"]) == ("suspicion", "leaps.digit.disclosure.licensing.decisions")
    assert digit["message"].startswith("1400 after 140 the year before: the same digits with one more")
    assert (scale["kind"], scale["id"]) == ("suspicion", "leaps.scale.disclosure.fees.amount")
    assert scale["message"].startswith("1365万元 after 136.5万元 the year before: the same digits at another")


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        (30, 311, "tenfold"),
        (311, 30, "tenfold"),
        (30, 310, "digit"),
        (1099, 199, "digit"),  # less than tenfold, and still a 0 that came or went
        (30, 290, None),
        (9, 95, None),
        (0, 1000, "tenfold"),
        (999, 0, None),
    ],
)
def test_what_leaps(gongkai: Run, write: Write, before: int, after: int, name: str | None) -> None:
    cell = "disclosure.licensing.decisions"
    write("2022.txt", text(2022, {cell: before}))
    write("2023.txt", text(2023, {cell: after}))
    assert ids(listed(gongkai)) == ([f"leaps.{name}.{cell}"] if name else [])


def test_small_numbers_do_not_leap(gongkai: Run, write: Write) -> None:
    small = applications(12) | {"disclosure.licensing.decisions": 999, "disclosure.penalties.decisions": 9}
    write("2022.txt", text(2022, {"disclosure.coercion.decisions": 90}))
    write("2023.txt", text(2023, small | {"disclosure.coercion.decisions": 9}))
    assert listed(gongkai)["findings"] == []


def test_copies_that_agree_are_no_finding(gongkai: Run, write: Write) -> None:
    write("page.txt", text(2023, SECOND))
    paged = (
        replace(cell, at=PagePlace(2, (1.0, 2.0, 3.0, 4.0))) for cell in report(text(2023, SECOND)).cells
    )
    write("file.pdf.json", with_cells(report(text(2023, SECOND)), *paged))
    run = gongkai("check", "in", "--strict", "--doubts")
    assert (run.returncode, run.stdout) == (0, b"")
    assert "1 report in several copies: 0 contradictions" in run.stderr.decode()


def test_copies_that_contradict_each_other_are_shown_with_both_places(gongkai: Run, write: Write) -> None:
    page = write("page.txt", text(2023, SECOND | {"disclosure.licensing.decisions": 104}))
    place = PagePlace(2, (10.0, 20.0, 30.0, 40.0))
    printed = Cell("disclosure.licensing.decisions", 140, Basis.PRINTED, "140", at=place)
    write("file.pdf.json", with_cells(report(text(2023, SECOND)), printed))
    run = gongkai("check", "in", "--strict")
    assert run.returncode == 5
    out = run.stdout.decode()
    assert f"{AGENCY} (410300) 2023, in copies\n" in out
    name = "copies.disclosure.licensing.decisions"
    assert f"  failed  {name}: the copies give different numbers: 140, 104\n" in out
    assert "    in/file.pdf.json page 2  2023       140  disclosure.licensing.decisions  行政许可" in out
    assert (
        f"    in/page.txt:{line_of(page, '行政许可')}:6  2023       104  disclosure.licensing.decisions  行政许可"
        in out
    )
    assert len(listed(gongkai)["findings"]) == 1


def test_amounts_of_copies_are_compared_in_one_unit(gongkai: Run, write: Write) -> None:
    write("page.txt", text(2023, {"disclosure.fees.amount": 36.5}))
    other = report(text(2023, {}))
    write("b.json", with_cells(other, Cell("disclosure.fees.amount", 365000, Basis.PRINTED, unit="元")))
    assert listed(gongkai)["findings"] == []
    write("b.json", with_cells(other, Cell("disclosure.fees.amount", 36.5, Basis.PRINTED, unit="元")))
    assert ids(listed(gongkai)) == ["copies.disclosure.fees.amount"]
    # without a unit nobody knows whether it is the same sum
    write("b.json", with_cells(other, Cell("disclosure.fees.amount", 365000, Basis.PRINTED)))
    assert listed(gongkai)["findings"] == []


def test_open_cells_contradict_nothing_and_are_told_as_help(gongkai: Run, write: Write) -> None:
    write("2022.txt", text(2022, FIRST))
    write("2023.txt", text(2023, SECOND))
    doubtful = (
        Cell(CARRIED_OUT, None, Basis.UNRESOLVED, "15", candidates=(1, 5)),
        Cell("applications.received.total", None, Basis.BLANK),
    )
    write("2022.json", with_cells(report(text(2022, FIRST)), *doubtful))
    found = listed(gongkai, "--strict")
    assert found["findings"] == []
    assert found["summary"]["compared"]["undecided"] == 0
    doubt, hint, lacking = listed(gongkai, "--doubts")["findings"]
    assert (doubt["kind"], doubt["id"]) == ("doubt", CARRIED_OUT)
    assert (hint["kind"], hint["id"]) == ("hint", f"copies.{CARRIED_OUT}")
    assert hint["source"] == "in/2022.json"
    assert hint["message"] == "open here, 5 in in/2022.txt"
    assert lacking["id"] == "copies.lacking"
    assert [cell["id"] for cell in lacking["cells"]] == ["applications.received.total"]


def test_a_sum_over_years_with_an_open_cell_is_undecided(gongkai: Run, write: Write) -> None:
    open_cell = Cell(CARRIED_OUT, None, Basis.UNRESOLVED, "15", candidates=(1, 15))
    write("2022.json", with_cells(report(text(2022, FIRST)), open_cell))
    write("2023.txt", text(2023, SECOND))
    found = listed(gongkai)
    assert found["findings"] == []
    assert found["summary"]["compared"]["undecided"] == 1


def test_a_number_that_copies_contradict_is_not_compared_over_years(gongkai: Run, write: Write) -> None:
    write("2022.txt", text(2022, FIRST))
    write("2023a.txt", text(2023, SECOND))
    write("2023b.txt", text(2023, SECOND | {CARRIED_IN: 6}))
    found = listed(gongkai)
    assert ids(found) == [
        "applications.balance.total",
        "applications.applicants.carried_in",
        f"copies.{CARRIED_IN}",
    ]
    assert found["summary"]["compared"]["undecided"] == 1


def test_who_is_not_certain_is_not_compared_and_counted(gongkai: Run, write: Write) -> None:
    base = report(text(2022, FIRST))
    write("2023.txt", text(2023, applications(300)))
    write("nobody.json", replace(base, agency=Agency(None)))
    write("nowhere.json", replace(base, region=replace(base.region, code=None)))
    write("never.json", replace(base, year=None))
    write("doubted.json", replace(base, warnings=(Warning("year_disagrees", "…"),)))
    run = gongkai("check", "in")
    assert run.stdout == b""
    assert run.stderr.decode().splitlines()[1] == (
        "gongkai: 4 reports were compared with no other: agency, region or year is not certain"
    )


def test_another_region_or_name_is_another_agency(gongkai: Run, write: Write) -> None:
    write("a.txt", text(2023, SECOND))
    write("b.txt", text(2023, applications(300), agency="南阳市水利局"))
    write("c.txt", text(2023, applications(400), agency="洛阳市教育局"))
    assert listed(gongkai)["findings"] == []


def test_two_reports_under_one_name_are_told_as_a_whole(gongkai: Run, write: Write) -> None:
    write("2022.txt", text(2022, FIRST))
    write("2023a.txt", text(2023, SECOND))
    other = {cell.id: number for number, cell in enumerate(report(text(2023, {})).cells[:20], 100)}
    write(
        "2023b.json",
        with_cells(report(text(2023, {})), *(Cell(c, n, Basis.PRINTED) for c, n in other.items())),
    )
    (finding,) = listed(gongkai)["findings"]
    # 20 cells of b less the amount, which has no unit there; and five of a that are zero in b: 上年结转 in all,
    # 予以公开 and 总计 of natural persons and in all
    assert finding["id"] == "copies.all"
    assert finding["message"].startswith("24 of 24 numbers differ between 2 files: rather two reports")
    assert len(finding["cells"]) == 48
    assert gongkai("check", "in", "--strict").returncode == 5


def test_a_crowd_under_one_name_is_told_and_not_compared(gongkai: Run, write: Write) -> None:
    base = report(text(2023, SECOND))
    for number in range(51):
        cell = Cell("disclosure.licensing.decisions", number, Basis.PRINTED)
        write(f"{number:02}.json", with_cells(base, cell))
    write("2022.json", report(text(2022, applications(500))))
    (finding,) = listed(gongkai)["findings"]
    assert (finding["kind"], finding["id"]) == ("suspicion", "copies.crowd")
    assert finding["message"].startswith("51 files bear this agency and year and were not compared")


def test_the_formats_agree_between_reports(gongkai: Run, write: Write) -> None:
    first = write("2022.txt", text(2022, FIRST))
    second = write("2023.txt", text(2023, SECOND | applications(200, carried_in=3)))
    findings = listed(gongkai)["findings"]
    lines = gongkai("check", "in", "--format", "ndjson").stdout.decode().splitlines()
    assert [json.loads(line) for line in lines] == findings
    rows = list(csv.DictReader(io.StringIO(gongkai("check", "in", "--format", "csv").stdout.decode())))
    assert [row["id"] for row in rows] == [finding["id"] for finding in findings]
    assert {(row["agency"], row["region"], row["years"], row["across"]) for row in rows} == {
        (AGENCY, "410300", "2022 2023", "years")
    }
    row = next(row for row in rows if row["id"] == "years.carried_over.total")
    assert (row["expected"], row["found"]) == ("5", "3")
    assert row["cells"] == (
        f"in/2023.txt:{line_of(second, '二、上年')}:30 {CARRIED_IN}=3; "
        f"in/2022.txt:{line_of(first, '四、结转')}:25 {CARRIED_OUT}=5"
    )


def test_neither_the_order_of_the_inputs_nor_the_workers_change_a_byte(gongkai: Run, write: Write) -> None:
    paths = [
        write("b.txt", text(2022, FIRST)),
        write("a.txt", text(2023, SECOND | applications(200, carried_in=3))),
        write("c.txt", text(2023, SECOND | applications(200, carried_in=4))),
        write("e.txt", text(2023, SECOND | applications(200, carried_in=3))),
    ]
    orders = (paths, paths[::-1], [paths[2], paths[0], paths[3], paths[1]])
    printed = {
        gongkai("check", *order, "--doubts", f"--jobs={jobs}").stdout for order in orders for jobs in (1, 3)
    }
    assert len(printed) == 1
    assert b"copies.applications.carried_in.total" in printed.pop()


def test_an_input_that_fails_stops_nothing(gongkai: Run, write: Write) -> None:
    write("2022.txt", text(2022, FIRST))
    write("2022b.txt", "")
    write("2023.txt", text(2023, SECOND | applications(20, carried_in=3)))
    run = gongkai("check", "in")
    assert run.returncode == 3
    assert b"years.carried_over.total" in run.stdout


def test_a_file_that_is_named_twice_is_no_copy_of_itself(gongkai: Run, write: Write) -> None:
    write("2023.txt", text(2023, SECOND))
    run = gongkai("check", ".", "in")
    assert "copies" not in run.stderr.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are Unicode elsewhere")
def test_a_file_whose_name_is_no_unicode_is_compared_too(gongkai: Run, write: Write) -> None:
    first = write("2022.txt", text(2022, FIRST))
    first.rename(os.fsdecode(os.fsencode(first.parent) + b"/\xb9.txt"))
    write("2023.txt", text(2023, SECOND | applications(20, carried_in=3)))
    for form in ("table", "json", "ndjson", "csv"):
        run = gongkai("check", "in", "--format", form)
        assert (run.returncode, b"years.carried_over.total" in run.stdout) == (0, True), form
