"""Bytes in, a report out: what is refused, what is said in doubt, and that damage changes no number silently."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from handmade import text as clean_report
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from laboratory.specimens import Recipe, specimen

from converters.canonical import dumps
from converters.conversion import convert_bytes
from converters.errors import InputError
from converters.form import forms
from converters.report import Basis, Cell, Report
from converters.sheet import TextPlace

# Of the real reports beside the repository, what is right today; lowered only with a reason.
RIGHT_TODAY = {
    "000_63445b350afa0601.txt": 198,
    "001_b4c18668b68e0443.txt": 198,
    "002_384974d2e2d35c17.txt": 200,
    "003_4b309371d3f10fe3.txt": 198,
    "004_fb3348bfed7ae378.txt": 198,
    "shanghai-office-2025.txt": 194,
}


def convert(text: str) -> Report:
    return convert_bytes(text.encode(), path="a/b.txt")


def cells(report: Report) -> dict[str, Cell]:
    return {cell.id: cell for cell in report.cells}


def codes(report: Report) -> list[str]:
    return [warning.code for warning in report.warnings]


# --- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "damaged"),
        (b"\n\n%PDF-1.4", "damaged"),
        (b"PK\x03\x04\x14\x00", "unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "unsupported"),
        (b"\x89PNG\r\n\x1a\n", "unsupported"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "unsupported"),
        (b"{\\rtf1\\ansi", "unsupported"),
        (b"<!DOCTYPE html><html>", "empty"),
        (b"\xef\xbb\xbf<html lang=zh><body><p>&nbsp;</p>", "empty"),
        (b"<?xml version='1.0'?>", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (Random(3).randbytes(5000), "binary"),
        (b"x\n" * 25_000_000, "too_large"),
        (b"x" * 1_000_001, "line_too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:12]),
)
def test_what_is_no_text_is_refused_with_a_reason_and_a_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        convert_bytes(data, path="a/b.txt")
    assert (caught.value.subject, caught.value.reason) == ("a/b.txt", reason)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


# --- what is no report, and what is in doubt --------------------------------------------------------------------


def test_a_text_that_is_no_report_becomes_sections_and_text() -> None:
    report = convert(
        "关于召开会议的通知\n一、总体情况\n会议于3月1日召开，共120人参加。\n二、其他事项\n请准时。\n"
    )
    assert report.form is None
    assert set(report.forms.values()) == {None}
    assert (report.cells, report.checks, report.tables) == ((), (), ())
    assert [(section.kind, section.text) for section in report.sections] == [
        ("front", "关于召开会议的通知"),
        ("overview", "会议于3月1日召开，共120人参加。"),
        ("other", "请准时。"),
    ]
    assert "no_form" in codes(report)


@pytest.mark.parametrize("sign", ["O", "l2", "abc", "***", "??", "一二", "1O", "#REF!", "1.2.3"])
def test_letters_for_a_number_are_never_a_number(sign: str) -> None:
    row = "（一）予以公开\t10\t0\t0\t0\t0\t0\t10"
    assert row in clean_report()
    spoiled = row.replace("\t10\t0", f"\t{sign}\t0", 1)
    found = cells(convert(clean_report().replace(row, spoiled)))
    cell = found["applications.granted.natural_person"]
    assert cell.basis is not Basis.PRINTED
    assert cell.value in {None, 10}
    assert cell.value is None or cell.because


def test_a_table_of_letters_has_no_number_at_all() -> None:
    lines = clean_report().split("\n")
    spoiled = ["\t".join("x" if part.isdigit() else part for part in line.split("\t")) for line in lines]
    found = cells(convert("\n".join(spoiled)))
    assert {cell.value for cell in found.values()} <= {None, 36.5}


def test_a_missing_table_is_missing_and_said() -> None:
    text = clean_report()
    start, end = text.index("三、收到和处理"), text.index("四、政府信息公开行政复议")
    report = convert(text[:start] + text[end:])
    assert "table_missing" in codes(report)
    assert report.forms["applications"] is None
    missing = {cell.basis for cell in report.cells if cell.id.startswith("applications.")}
    assert missing == {Basis.MISSING}


# --- the shape of a report --------------------------------------------------------------------------------------


def test_cells_are_those_of_the_form_in_the_order_of_print() -> None:
    report = convert(clean_report())
    assert [cell.id for cell in report.cells] == [
        slot.id for table in forms()["2021"].tables for slot in table.slots
    ]
    assert {cell.basis for cell in report.cells} == {Basis.PRINTED}


def test_printed_cells_show_their_text_and_place() -> None:
    lines = clean_report().split("\n")
    for cell in convert(clean_report()).cells:
        assert isinstance(cell.at, TextPlace)
        assert cell.raw
        assert lines[cell.at.line - 1][cell.at.column - 1 :].startswith(cell.raw)


def test_cells_without_a_value_have_a_basis_that_says_so() -> None:
    for seed in range(12):
        for cell in convert_bytes(specimen(seed).data, path="x.txt").cells:
            assert (cell.value is not None) == (cell.basis in {Basis.PRINTED, Basis.INFERRED})
            assert not cell.candidates or cell.basis is Basis.UNRESOLVED
            if cell.basis is Basis.INFERRED:
                assert cell.because, cell.id


def test_an_identity_that_the_agency_broke_is_reported_and_its_numbers_stay() -> None:
    report = convert(clean_report(received=12, printed=21))
    assert cells(report)["applications.received.total"].value == 21
    broken = {check.id: (check.expected, check.found) for check in report.checks if check.holds is False}
    assert broken["applications.applicants.received"] == (12, 21)
    assert "applications.balance.total" in broken


def test_the_same_bytes_give_the_same_json_whatever_the_hash_seed_and_locale(
    tmp_path: Path, root: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(specimen(3).data)
    script = (
        "import sys; from converters.canonical import dumps; from converters.conversion import convert_bytes;"
        "data = open(sys.argv[1], 'rb').read();"
        "sys.stdout.buffer.write(dumps(convert_bytes(data, path='a.txt')))"
    )
    outputs = {dumps(convert_bytes(path.read_bytes(), path="a.txt")) for _ in range(2)}
    for seed, place in (("0", "C"), ("1", "C.UTF-8"), ("4242", "C")):
        settings_there = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": place, "TZ": "Asia/Shanghai"}
        run = subprocess.run(
            [sys.executable, "-c", script, path],
            cwd=root,
            env=settings_there,
            capture_output=True,
            check=True,
        )
        outputs.add(run.stdout)
    assert len(outputs) == 1


# --- damage that must change nothing ----------------------------------------------------------------------------

LAYOUTS = ("tab_grid", "tab_cells", "pipe_rows", "plain_lines", "bare_pipe_rows", "label_then_row")


@cache
def clean(layout: str, seed: int) -> tuple[str, dict[str, Cell]]:
    """A report without damage, and its cells."""
    text = specimen(seed, Recipe(layout), size="medium").data.decode()
    return text, cells(convert(text))


@st.composite
def disturbed(draw: st.DrawFn) -> tuple[str, str, dict[str, Cell]]:
    """What was done, the disturbed text, and the cells of the undisturbed one."""
    text, before = clean(draw(st.sampled_from(LAYOUTS)), draw(st.integers(1, 4)))
    how = draw(
        st.sampled_from(["page breaks", "page numbers", "blank lines", "stray spaces", "CRLF", "form feeds"])
    )
    lines = text.split("\n")
    places = draw(st.sets(st.integers(1, len(lines) - 1), max_size=6))
    for place in sorted(places, reverse=True):
        match how:
            case "page breaks":
                lines[place:place] = ["", "\f", ""]
            case "page numbers":
                lines[place:place] = [f"— {place % 9 + 1} —"]
            case "blank lines":
                lines[place:place] = [""] * 2
            case "form feeds":
                lines[place] = "\f" + lines[place]
            case "stray spaces":
                lines[place] = f"\u3000 {lines[place]} "
    return how, ("\r\n" if how == "CRLF" else "\n").join(lines), before


@settings(max_examples=120, deadline=None)
@given(disturbed())
def test_page_breaks_and_blanks_change_no_number_unless_it_is_flagged(
    case: tuple[str, str, dict[str, Cell]],
) -> None:
    how, text, before = case
    after = cells(convert(text))
    assert list(after) == list(before)
    for name, cell in after.items():
        if cell.value != before[name].value:
            assert cell.basis is Basis.UNRESOLVED, (how, name, before[name].value, cell)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.data())
def test_a_digit_that_is_changed_in_a_full_table_breaks_a_sum(seed: int, data: st.DataObject) -> None:
    text, before = clean("tab_grid", seed)
    covered = sorted({cell for check in convert(text).checks if check.holds for cell in check.cells})
    cell = before[data.draw(st.sampled_from(covered))]
    assume(cell.basis is Basis.PRINTED and isinstance(cell.at, TextPlace) and cell.raw == str(cell.value))
    assert isinstance(cell.at, TextPlace)
    assert cell.raw is not None
    place = data.draw(st.integers(0, len(cell.raw) - 1))
    lowest = 1 if place == 0 and len(cell.raw) > 1 else 0
    digit = str(data.draw(st.integers(lowest, 9)))
    assume(digit != cell.raw[place])
    lines = text.split("\n")
    line, start = lines[cell.at.line - 1], cell.at.column - 1 + place
    lines[cell.at.line - 1] = line[:start] + digit + line[start + 1 :]
    report = convert("\n".join(lines))
    assert any(check.holds is False and cell.id in check.cells for check in report.checks)


# --- real reports -----------------------------------------------------------------------------------------------


@cache
def truth_of(folder: Path, name: str) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((folder / "truth" / f"{name}.json").read_text("utf-8"))
    return truth


def verdict(want: float | str, cell: Cell | None, hidden: float | None) -> str:
    """As ../shared/score.py has it: right, missed or wrong."""
    value = cell.value if cell else None
    inferred = cell is not None and cell.basis is Basis.INFERRED
    if not isinstance(want, str):
        return "missed" if value is None else "right" if abs(value - want) < 1e-9 else "wrong"
    if value is None or want.startswith("text:") or (want == "dash" and value == 0):
        return "right"
    return "right" if inferred and (hidden is None or abs(value - hidden) < 1e-9) else "wrong"


@pytest.mark.parametrize("name", RIGHT_TODAY)
def test_real_reports_have_no_wrong_number_and_as_many_right_as_ever(shared: Path, name: str) -> None:
    truth = truth_of(shared, name)
    source = next(path for path in (shared / "seeds" / name, shared / "cases" / name) if path.exists())
    report = convert_bytes(source.read_bytes(), path=name)
    found = cells(report)
    verdicts = {}
    for cell, want in truth["cells"].items():
        if cell in truth.get("uncertain", {}):
            continue
        open_rightly = cell in truth.get("undecidable", {}) and (
            cell not in found or found[cell].value is None
        )
        hidden = truth.get("hidden", {}).get(cell)
        verdicts[cell] = "right" if open_rightly else verdict(want, found.get(cell), hidden)
    assert [cell for cell, said in verdicts.items() if said == "wrong"] == []
    assert sum(said == "right" for said in verdicts.values()) >= RIGHT_TODAY[name]
    assert (report.year, report.form) == (truth["year"], truth["form"])
    assert report.region.code in {truth["region"]["code"], *truth.get("region_also", [])}
    assert report.agency.name in {truth["agency"], *truth.get("agency_also", [])}


@pytest.mark.parametrize("rest", ["\t".join("-" * 10), "\t" * 9])
def test_reviews_whose_last_kinds_are_empty_are_read(rest: str) -> None:
    report = convert(
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议\t行政诉讼\n"
        "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t复议后起诉\n"
        f"3\t1\t0\t0\t4\t{rest}\n五、存在的主要问题及改进情况\n无。\n"
    )
    shown = [(cell.value, cell.basis.value) for cell in report.cells if cell.id.startswith("reviews.")]
    assert shown == [(value, "printed") for value in (3, 1, 0, 0, 4)] + [(None, "blank")] * 10
