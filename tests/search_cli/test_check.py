import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Run
from handmade import sample, text

from converters.canonical import dumps
from converters.report import Basis, Cell
from converters.sheet import PagePlace


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/good.txt").write_text(text(), "utf-8")
    (tmp_path / "in/wrong.txt").write_text(text(received=34, printed=43), "utf-8")
    return tmp_path / "in"


def test_a_broken_sum_is_shown_with_its_cells_numbers_and_places(gongkai: Run, reports: Path) -> None:
    run = gongkai("check", "in")
    assert run.returncode == 0
    assert run.stderr.decode() == (
        "gongkai: 2 reports, 84 checks: 2 failed, 0 undecided; 0 cells in doubt\n"
        # 白鹭 is no division
        "gongkai: 2 reports were compared with no other: agency, region or year is not certain\n"
    )
    out = run.stdout.decode()
    assert "good.txt" not in out
    assert "in/wrong.txt  白鹭市人民政府办公室 2023\n" in out
    assert "failed  applications.balance.total: 43 + 0 = 43 is not 34 + 0 = 34\n" in out
    assert "failed  applications.applicants.received: 43 is not 34 + 0 + 0 + 0 + 0 + 0 = 34\n" in out
    place = _place(reports / "wrong.txt", "\t43")
    assert f"{place}        43  applications.received.total  本年新收 · 总计\n" in out


def _place(path: Path, printed: str) -> str:
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if printed in line:
            return f"{number}:{line.index(printed) + 2}"
    raise AssertionError(printed)


def test_canonical_json_is_checked_like_its_source(gongkai: Run, reports: Path) -> None:
    gongkai("convert", "in", "-o", "out")
    from_source = json.loads(gongkai("check", "in", "--format", "json").stdout)
    from_json = json.loads(gongkai("check", "out", "--format", "json").stdout)
    assert from_source["summary"] == from_json["summary"]
    for left, right in zip(from_source["findings"], from_json["findings"], strict=True):
        assert left | {"source": ""} == right | {"source": ""}
    assert reports.is_dir()


def test_strict_is_exit_code_5_where_a_check_failed(gongkai: Run, reports: Path) -> None:
    assert gongkai("check", "in", "--strict").returncode == 5
    assert gongkai("check", "in/good.txt", "--strict").returncode == 0
    (reports / "empty.txt").write_bytes(b"")
    assert gongkai("check", "in", "--strict").returncode == 5
    assert gongkai("check", "in").returncode == 3
    assert gongkai("check", "in/empty.txt", "--strict").returncode == 1


def test_the_formats_agree(gongkai: Run, reports: Path) -> None:
    listed = json.loads(gongkai("check", reports, "--format", "json").stdout)["findings"]
    lines = gongkai("check", reports, "--format", "ndjson").stdout.decode().splitlines()
    assert [json.loads(line) for line in lines] == listed
    table = gongkai("check", reports, "--format", "csv").stdout.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["id"] for row in rows] == [finding["id"] for finding in listed]
    assert [int(row["found"]) for row in rows] == [43, 43]
    assert "applications.received.total=43" in rows[0]["cells"]


def test_a_number_that_the_prose_contradicts_is_shown_with_its_sentence(gongkai: Run, tmp_path: Path) -> None:
    report = text().replace("及时回应社会关切。", "全年共收到政府信息公开申请21件。")
    (tmp_path / "prose.txt").write_text(report, "utf-8")
    out = gongkai("check", "prose.txt").stdout.decode()
    assert "the prose says 21, the table 12" in out
    assert "全年共收到政府信息公开申请21件。" in out


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    place = PagePlace(3, (10.0, 20.4, 30.0, 40.0))
    open_cell = Cell(
        "applications.granted.total", None, Basis.UNRESOLVED, "1２", None, place, candidates=(1, 12)
    )
    path = tmp_path / "doubt.json"
    path.write_bytes(dumps(replace(sample(2), cells=(open_cell,), checks=(), title="=1+1")))
    return path


def test_doubts_and_warnings_are_listed_when_asked_for(gongkai: Run, doubtful: Path) -> None:
    assert gongkai("check", doubtful).stdout == b""
    run = gongkai("check", doubtful, "--doubts", "--strict")
    assert run.returncode == 0
    out = run.stdout.decode()
    assert "doubt  page 3 at 10,20  applications.granted.total: more than one reading fits: 1 or 12" in out
    assert "unresolved printed “1２”  applications.granted.total  予以公开 · 总计" in out
    assert "warning  12:5  date_doubt: …" in out
    assert "1 cell in doubt" in run.stderr.decode()


def test_a_spreadsheet_gets_no_formula(gongkai: Run, doubtful: Path) -> None:
    report = replace(sample(2), agency=replace(sample(2).agency, name="=HYPERLINK(1)"))
    doubtful.write_bytes(dumps(report))
    (row,) = csv.DictReader(io.StringIO(gongkai("check", doubtful, "--format", "csv").stdout.decode()))
    assert row["agency"] == "'=HYPERLINK(1)"
    assert row["expected"] == "12"


def test_nothing_found_is_valid_in_every_format(gongkai: Run, reports: Path) -> None:
    good = reports / "good.txt"
    assert gongkai("check", good).stdout == b""
    assert gongkai("check", good, "--format", "ndjson").stdout == b""
    assert json.loads(gongkai("check", good, "--format", "json").stdout)["findings"] == []
    assert len(gongkai("check", good, "--format", "csv").stdout.splitlines()) == 1
