"""`gongkai export`: the reports that a search finds, whole or not at all."""

import csv
import json
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from invented import REGIONS, cell, generated, report

from converters.canonical import dumps
from converters.errors import GongkaiError, OutputError, UsageError
from converters.report import Fact, Report
from converters.sheet import TextPlace
from indexer import load, open_index
from search_cli.commands.export import command
from search_cli.commands.search import command as search
from search_cli.exporting import workbook
from search_cli.exporting.formats import FORMATS
from search_cli.main import main

COUNT = 60
TOTAL = "applications.received.total"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of canonical JSON, `json`, and an index of the same reports, `index`."""
    folder = tmp_path_factory.mktemp("export")
    reports = list(generated(COUNT, seed=11, words=6))
    written(folder / "json", reports)
    load(open_index(str(folder / "index")), reports)
    return folder


def written(folder: Path, reports: Sequence[Report]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for one in reports:
        (folder / f"{one.id}.json").write_bytes(dumps(one))
    return folder


def export(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(command, list(map(str, arguments)), standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    assert int(result.return_value) == code, result.stderr
    return result


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ((), ()),
        (("信访",), ()),
        (("信访 -培训",), ("--section", "problems")),
        ((), ("--year", "2020..2022")),
        ((), ("--region", "洛阳")),
        ((), ("--region", "河南", "--region", "110101", "--year", "2021..")),
        ((), ("--agency", "第1")),
        ((), ("--where", f"{TOTAL}>=5 and form=2021")),
        ((), ("--where", "本年新收.总计=unresolved")),
        (("A股 OR 3.04亿",), ("--where", "rates.disclosure<50%", "--where", "warnings=year_from_path")),
        ((), ("--where", "disclosure.procurement.amount>100万")),
        (("没有这样的话",), ()),
    ],
)
def test_an_export_is_what_a_search_finds(
    place: Path, tmp_path: Path, text: tuple[str, ...], options: tuple[str, ...]
) -> None:
    found = CliRunner().invoke(
        search, [*text, *options, "--index", str(place / "index"), "--limit", "1000", "--format", "ndjson"]
    )
    wanted = sorted(json.loads(line)["id"] for line in found.stdout.splitlines())
    words = ("--text", *text) if text else ()
    said = export("--index", place / "index", *words, *options, "-o", tmp_path / "index.csv").stderr
    export(place / "json", *words, *options, "-o", tmp_path / "folder.csv", "--jobs", 1)
    assert [row["id"] for row in lines(tmp_path / "index.csv")] == wanted
    assert (tmp_path / "index.csv").read_bytes() == (tmp_path / "folder.csv").read_bytes()
    assert f"{len(wanted)} row" in said


def test_the_number_of_workers_changes_nothing(place: Path, tmp_path: Path) -> None:
    for jobs in (1, 2):
        export(place / "json", "--shape", "facts", "-o", tmp_path / f"{jobs}.csv", "--jobs", jobs)
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()


def test_a_report_in_two_files_is_one_row_as_in_an_index(tmp_path: Path) -> None:
    written(tmp_path / "a", [report("same", year=2020), report("other")])
    written(tmp_path / "b", [report("same", year=2021)])
    said = export(tmp_path / "a", tmp_path / "b", "-o", tmp_path / "out.csv").stderr
    assert "2 reports, 2 rows" in said
    load(index := open_index(str(tmp_path / "index")), [report("same", year=2020), report("other")])
    load(index, [report("same", year=2021)])
    export("--index", tmp_path / "index", "-o", tmp_path / "index.csv")
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "index.csv").read_bytes()


def test_inputs_that_fail_are_told_and_the_others_exported(tmp_path: Path) -> None:
    folder = written(tmp_path / "json", [report("good")])
    (folder / "bad.json").write_text("{")
    said = export(folder, "-o", tmp_path / "out.csv", code=3).stderr
    assert "1 input failed" in said
    assert "bad.json: no canonical report" in said
    assert [row["id"] for row in lines(tmp_path / "out.csv")] == ["good"]
    export(folder, "-o", tmp_path / "none.csv", "--year", "1999", code=3)
    assert not lines(tmp_path / "none.csv")


def test_nothing_but_failed_inputs_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    export(tmp_path / "bad.json", "-o", tmp_path / "out.csv", code=1)


def nasty() -> Report:
    """A report with text that a spreadsheet would run."""
    bare = report("r1", title='=HYPERLINK("http://a","b")', agency="@SUM(1)", values={TOTAL: 3})
    place = TextPlace(1, 1)
    facts = tuple(
        Fact(None, -5, "件", text, place) for text in ("+1", "-2", "\t=1", "＝1", "＠a", "plain", "\r\n=1")
    )
    return replace(bare, facts=facts, cells=(*bare.cells, cell("disclosure.licensing.change", -18)))


def test_text_in_csv_is_never_run_and_numbers_are_left_alone(tmp_path: Path) -> None:
    folder = written(tmp_path / "json", [nasty()])
    export(folder, "-o", tmp_path / "wide.csv")
    (row,) = lines(tmp_path / "wide.csv")
    assert (row["title"], row["agency"]) == ('\'=HYPERLINK("http://a","b")', "'@SUM(1)")
    assert (row["disclosure.licensing.change"], row[TOTAL]) == ("-18", "3")
    export(folder, "--shape", "facts", "-o", tmp_path / "facts.csv")
    sentences = [(row["value"], row["sentence"]) for row in lines(tmp_path / "facts.csv")]
    told = ["'+1", "'-2", "'\t=1", "'＝1", "'＠a", "plain", "'\r\n=1"]
    assert sentences == [("-5", text) for text in told]


def test_raw_text_on_request(tmp_path: Path) -> None:
    folder = written(tmp_path / "json", [nasty()])
    export(folder, "-o", tmp_path / "raw.csv", "--raw")
    assert lines(tmp_path / "raw.csv")[0]["agency"] == "@SUM(1)"


def test_a_byte_order_mark_on_request(tmp_path: Path) -> None:
    folder = written(tmp_path / "json", [report()])
    for option, start in (("--raw", b"id,agency"), ("--bom", b"\xef\xbb\xbfid,agency")):
        export(folder, "-o", tmp_path / "out.csv", option)
        assert (tmp_path / "out.csv").read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "out.xls"), "its ending names no format; choose one of .csv"),
        (("json", "--index", "index", "-o", "out.csv"), "--index: goes without PATH"),
        (
            ("json", "-o", "out.csv", "--texts", "--shape", "long"),
            "--texts: goes with --shape wide, not long",
        ),
        (("json", "-o", "out.csv", "--no-basis", "--shape", "facts"), "--shape panel or wide, not facts"),
        (
            ("json", "-o", "out.csv", "--balanced", "2019..2021"),
            "--balanced: goes with --shape panel, not wide",
        ),
        (("json", "-o", "out.csv", "--growth", "公开率"), "--growth: goes with --shape panel"),
        (("json", "-o", "out.csv", "--shape", "panel", "--growth", "year"), "is no number that grows"),
        (
            ("json", "-o", "out.csv", "--shape", "panel", "--growth", "disclosure.licensing.change"),
            "is no number that grows",
        ),
        (("json", "-o", "out.xlsx", "--bom"), "--bom: goes with a file .csv"),
        (("json", "-o", "out.ndjson", "--raw"), "--raw: goes with a file .csv"),
        (("json", "-o", "out.csv", "--where", "nonsense=1"), "there is no such field"),
        (("json", "-o", "out.csv", "--region", "大西洋"), "there is no region of this name"),
    ],
)
def test_requests_that_make_no_sense(
    place: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(place)
    with pytest.raises(UsageError) as caught:
        export(*arguments)
    assert said in str(caught.value)
    assert not list(place.glob("out.*"))


@pytest.mark.parametrize("years", ["2020", "2021..2020", "20..21", "x"])
def test_a_span_that_is_none(
    place: Path, tmp_path: Path, years: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out.csv")
    assert main(["export", str(place / "json"), "--shape", "panel", "--balanced", years, "-o", out]) == 2
    assert "is no span of years such as 2019..2023" in capsys.readouterr().err


@pytest.mark.parametrize(("ending", "package"), [("parquet", "pyarrow"), ("duckdb", "duckdb")])
def test_a_package_that_is_missing_is_told_with_its_extra(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    for name in [name for name in sys.modules if name.startswith("search_cli.exporting.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(OutputError) as caught:
        export(place / "json", "-o", tmp_path / f"out.{ending}")
    assert package in str(caught.value)
    assert str(caught.value).endswith(f"pip install 'gongkai[{ending}]'")


def test_every_extra_is_one_of_the_project() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    for form in FORMATS.values():
        assert form.extra is None or f"\n{form.extra} = [" in project


def test_what_a_sheet_cannot_hold_is_an_error_and_the_old_file_stays(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.xlsx"
    export(place / "json", "-o", out)
    before = out.read_bytes()
    long = written(tmp_path / "long", [report(sections={"problems": "长" * 32_768})])
    export(written(tmp_path / "fits", [report(sections={"problems": "长" * 32_767})]), "--texts", "-o", out)
    out.write_bytes(before)
    with pytest.raises(
        OutputError, match=r"text.problems, row 3: more than a cell holds \(32,767 characters\)"
    ):
        export(long, "--texts", "-o", out)
    # a character beyond the sixteen bits of UTF-16 counts twice
    wide = written(tmp_path / "wide", [report(sections={"problems": "𠮷" * 16_384})])
    with pytest.raises(OutputError, match="more than a cell holds"):
        export(wide, "--texts", "-o", out)
    few = ("--index", place / "index", "--shape", "long", "--year", "2020")
    rows = int(export(*few, "-o", tmp_path / "out.csv").stderr.split()[3])
    monkeypatch.setattr(workbook, "MOST_ROWS", rows + 1)
    with pytest.raises(OutputError, match="more rows than a sheet has"):
        export(*few, "-o", out)
    monkeypatch.setattr(workbook, "MOST_ROWS", rows + 2)
    export(*few, "-o", out)
    monkeypatch.setattr(workbook, "MOST_COLUMNS", 100)
    with pytest.raises(OutputError, match="100 columns at most"):
        export(place / "json", "-o", out)
    assert not list(tmp_path.glob(".gongkai*"))


def test_a_cell_that_no_column_has_is_an_error_where_rows_are_reports(tmp_path: Path) -> None:
    folder = written(tmp_path / "json", [report(values={"applications.new_row.total": 3})])
    with pytest.raises(
        OutputError, match=r"applications\.new_row\.total is in no form known here; export it"
    ):
        export(folder, "-o", tmp_path / "out.csv")
    export(folder, "--shape", "long", "-o", tmp_path / "out.csv")
    assert [row["cell"] for row in lines(tmp_path / "out.csv")] == ["applications.new_row.total"]
    twice = (cell(TOTAL, 3), cell(TOTAL, 4))
    folder = written(tmp_path / "twice", [report(cells=twice)])
    with pytest.raises(OutputError, match="stands there twice"):
        export(folder, "-o", tmp_path / "out.csv")


def test_a_number_beyond_what_a_column_holds_is_an_error(tmp_path: Path) -> None:
    folder = written(tmp_path / "json", [report(values={TOTAL: 2**53 + 1})])
    with pytest.raises(OutputError, match="too large for a column of numbers"):
        export(folder, "--shape", "long", "-o", tmp_path / "out.csv")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_full_disk_leaves_the_old_file_and_one_line(place: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out{ending}"
    out.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-m", "search_cli", "export", "--index", place / "index", "-o", out],
        cwd=ROOT,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert len(said.splitlines()) == 1, said
    assert "cannot be written" in said
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


WRITING = """
import sys, time
from pathlib import Path
from search_cli.exporting.whole import whole_file
from search_cli.main import main
import search_cli.exporting.lines as lines

def write(path, shape, reports, manner):
    path.write_bytes(b"half")
    print("half", flush=True)
    time.sleep(600)

lines.write = write
sys.exit(main(["export", *sys.argv[1:]]))
"""
"""The command with a format that takes its time."""


def writing(*arguments: object) -> "subprocess.Popen[bytes]":
    """A process in the middle of an export."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITING, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"half\n"
    return process


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_run_that_is_ended_leaves_nothing(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ndjson"
    out.write_bytes(b"old")
    process = writing("--index", place / "index", "-o", out)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert names(tmp_path) == ["out.ndjson"]
    assert out.read_bytes() == b"old"


def test_what_a_killed_run_leaves_is_swept_by_the_next_but_not_what_another_writes(
    place: Path, tmp_path: Path
) -> None:
    killed, going = (writing("--index", place / "index", "-o", tmp_path / f"{n}.ndjson") for n in "ab")
    killed.kill()
    killed.communicate(timeout=60)
    assert len(names(tmp_path)) == 2
    export("--index", place / "index", "-o", tmp_path / "out.csv")
    assert len(names(tmp_path)) == 3
    going.kill()
    going.communicate(timeout=60)
    export("--index", place / "index", "-o", tmp_path / "out.csv")
    assert names(tmp_path) == ["datapackage.json", "out.csv"]


def test_the_temporary_folder_is_full(place: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "search_cli", "export", place / "json", "-o", tmp_path / "out.csv"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert done.returncode == 1
    assert "TMPDIR" in done.stderr.decode()
    assert not list(tmp_path.glob("out*"))


def test_a_report_of_every_region_is_found_by_its_name(tmp_path: Path) -> None:
    reports = [report(f"r{number}", region=region) for number, region in enumerate(REGIONS)]
    folder = written(tmp_path / "json", reports)
    export(folder, "--region", "吉林市", "-o", tmp_path / "out.csv")
    assert [row["region_code"] for row in lines(tmp_path / "out.csv")] == ["220200"]


def test_errors_are_of_the_tree() -> None:
    with pytest.raises(GongkaiError):
        export("nowhere", "--index", "index", "-o", "out.csv")
