"""Bulk runs through the real command: what is kept, what is done again, what is told."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from handmade import text

from converters.canonical import loads


def write(folder: Path, name: str, **said: Any) -> Path:  # noqa: ANN401 - what handmade.text takes
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(**said), "utf-8")
    return path


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    for number in range(6):
        write(tmp_path / "in", f"{number % 2}/{number}.txt", received=10 + number)
    (tmp_path / "in/empty.txt").write_bytes(b"")
    return tmp_path / "in"


def results(folder: Path) -> dict[str, str]:
    """The hash of every result by its name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.json"))
        if path.is_file()
    }


def last_line(run: subprocess.CompletedProcess[bytes]) -> str:
    return run.stderr.decode().splitlines()[-1]


@pytest.fixture
def counted(gongkai: Run, tmp_path: Path) -> Run:
    """Runs convert into `out` and gives the summary."""

    def run(*arguments: object, code: int = 3) -> dict[str, Any]:
        done = gongkai("convert", *arguments, "-o", "out", "--summary", "summary.json")
        assert done.returncode == code, done.stderr.decode()
        counts: dict[str, Any] = json.loads((tmp_path / "summary.json").read_text("utf-8"))
        return counts

    return run


def times_of(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.json")}


def test_what_has_not_changed_is_not_written_again(counted: Run, reports: Path, tmp_path: Path) -> None:
    first = counted("in")
    assert (first["converted"], first["unchanged"], first["failed"]) == (6, 0, {"empty": 1})
    before = times_of(tmp_path / "out")
    for path in reports.rglob("*.txt"):
        os.utime(path, (2**31, 2**31))  # the clock says nothing: the bytes do
    again = counted("in")
    assert (again["converted"], again["unchanged"], again["failed"]) == (0, 6, {"empty": 1})
    assert times_of(tmp_path / "out") == before


def test_what_has_changed_is_converted_again_and_nothing_else(
    counted: Run, reports: Path, tmp_path: Path
) -> None:
    counted("in")
    before = times_of(tmp_path / "out")
    write(reports, "0/2.txt", received=99)
    write(reports, "0/new.txt", received=7)
    assert (tmp_path / "out/1/3.txt.json").unlink() is None
    with (tmp_path / "out/1/5.txt.json").open("ab") as result:
        result.write(b"\n")  # no longer what was written
    counts = counted("in")
    assert (counts["converted"], counts["unchanged"]) == (4, 3)
    after = times_of(tmp_path / "out")
    assert {name for name in after if after[name] != before.get(name)} == {
        "2.txt.json",
        "new.txt.json",
        "3.txt.json",
        "5.txt.json",
    }
    shutil.copytree(tmp_path / "out", tmp_path / "kept")
    shutil.rmtree(tmp_path / "out")
    counted("in")
    assert results(tmp_path / "out") == results(tmp_path / "kept")


def test_an_input_that_has_broken_loses_its_old_result(counted: Run, reports: Path, tmp_path: Path) -> None:
    counted("in")
    (reports / "0/2.txt").write_bytes(bytes(range(256)) * 40)
    counts = counted("in")
    assert counts["failed"] == {"binary": 1, "empty": 1}
    assert "0/2.txt.json" not in results(tmp_path / "out")
    assert len(results(tmp_path / "out")) == 5


def test_inputs_that_are_gone_are_told_of_and_their_results_stay(
    counted: Run, gongkai: Run, reports: Path, tmp_path: Path
) -> None:
    write(tmp_path / "other", "x.txt")
    counted("in")
    counted("other", code=0)
    (reports / "0/2.txt").unlink()
    (reports / "empty.txt").unlink()  # nothing was made of it
    write(reports, "1/empty.txt").write_bytes(b"")
    counts = counted("in")
    assert (counts["vanished"], counts["vanished_inputs"]) == (1, ["0/2.txt"])
    assert "0/2.txt.json" in results(tmp_path / "out")
    assert (
        last_line(gongkai("convert", "in", "-o", "out"))
        == "gongkai: 1 input of earlier runs is no longer there, the results stay: 0/2.txt"
    )
    # What another command converted into the folder has not vanished, and one file says nothing of the others.
    assert counted("in/1/1.txt", code=0)["vanished"] == 0


def test_a_changed_converter_converts_everything_again(counted: Run, reports: Path, tmp_path: Path) -> None:
    """A copy of the package with another word in a data file stands for the next version."""
    counted("in")
    package = tmp_path / "next"
    source = Path(__file__).resolve().parents[2]
    for name in ("converters", "indexer", "search_cli"):
        shutil.copytree(source / name, package / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (package / "converters/data/sections.toml").open("a") as data:
        data.write("\n# another version\n")
    run = subprocess.run(
        [sys.executable, "-m", "search_cli", "convert", reports, "-o", tmp_path / "out"],
        cwd=package,
        env=os.environ | {"PYTHONPATH": str(package)},
        capture_output=True,
        check=False,
    )
    assert last_line(run).startswith("gongkai: 6 reports written to ")


def test_failures_are_told_again_and_taken_up_on_demand(gongkai: Run, counted: Run, reports: Path) -> None:
    first = gongkai("convert", "in", "-o", "out")
    again = gongkai("convert", "in", "-o", "out")
    assert first.stderr.decode().splitlines()[0] == again.stderr.decode().splitlines()[0]
    counts = counted("in", "--retry", code=1)
    assert (counts["converted"], counts["unchanged"], counts["failed"]) == (0, 0, {"empty": 1})
    write(reports, "empty.txt")
    write(reports, "0/0.txt", received=3)  # changed, but it had not failed
    counts = counted("in", "--retry", code=0)
    assert (counts["converted"], counts["unchanged"], counts["failed"]) == (1, 0, {})
    assert counted("in", code=0)["converted"] == 1
    assert counted("in", "--retry", code=0)["converted"] == 0  # nothing failed: nothing to do


def explained(gongkai: Run, file: object, code: int = 0) -> dict[str, str]:
    run = gongkai("convert", "--explain", file, "-o", "out")
    assert run.returncode == code
    return {line[:11].strip(): line[11:] for line in run.stdout.decode().splitlines()}


def test_what_became_of_a_file_is_explained(gongkai: Run, reports: Path, tmp_path: Path) -> None:
    gongkai("convert", "in", "-o", "out")
    told = explained(gongkai, "in/empty.txt")
    assert told["state"] == "failed: empty"
    assert told["problem"] == "the file is empty"
    assert told["to do"] == "get a copy with content"
    assert "--retry" in told["next"]
    told = explained(gongkai, reports / "0/2.txt")
    assert told == explained(gongkai, "0/2.txt") == explained(gongkai, "out/0/2.txt.json")
    assert told["state"] == "converted"
    assert told["sha256"] == hashlib.sha256((reports / "0/2.txt").read_bytes()).hexdigest()
    assert told["result"].startswith("out/0/2.txt.json, ")
    write(reports, "0/2.txt", received=99)
    assert "has changed" in explained(gongkai, "in/0/2.txt")["since then"]
    (reports / "0/2.txt").unlink()
    assert "no longer there" in explained(gongkai, "in/0/2.txt")["since then"]
    assert explained(gongkai, "in/nothing.txt", code=1) == {}
    run = gongkai("convert", "--explain", "in/empty.txt", "-o", "elsewhere")
    assert (run.returncode, (tmp_path / "elsewhere").exists()) == (2, False)


@pytest.mark.parametrize("option", [["--retry"], ["--summary", "x"], ["--links", "x"], ["--explain", "x"]])
def test_what_is_about_a_folder_of_results_needs_one(gongkai: Run, reports: Path, option: list[str]) -> None:
    run = gongkai("convert", reports / "0/0.txt", *option)
    assert run.returncode == 2
    assert run.stderr.decode().strip().endswith("add --output DIR")


def test_the_same_bytes_under_two_names_are_one_report_with_two_sources(
    counted: Run, gongkai: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    write(folder, "a.txt", agency="洛阳市水利局", received=20)
    shutil.copy(folder / "a.txt", folder / "copy.txt")
    page = text(agency="洛阳市水利局", received=20).replace("\t140", "\t141")
    (folder / "page.html").write_text(f"<html><body><pre>{page}</pre></body></html>", "utf-8")
    write(folder, "alone.txt", agency="洛阳市财政局", received=20)
    counts = counted("in", "--links", "links.ndjson", code=0)
    assert (counts["results"], counts["reports"]) == (4, 3)
    ids = {
        name: loads((tmp_path / f"out/{name}.json").read_bytes()).id
        for name in ("a.txt", "copy.txt", "page.html")
    }
    assert ids["a.txt"] == ids["copy.txt"] != ids["page.html"]
    (link,) = map(json.loads, (tmp_path / "links.ndjson").read_text("utf-8").splitlines())
    assert link["year"] == 2023
    assert link["reports"] == [
        {"id": ids["a.txt"], "sources": ["a.txt", "copy.txt"], "same_as": [ids["page.html"]]},
        {"id": ids["page.html"], "sources": ["page.html"], "same_as": [ids["a.txt"]]},
    ]
    assert [told["cell"] for told in link["contradictions"]] == ["disclosure.licensing.decisions"]
    assert gongkai("convert", "in", "-o", "out", "--links", "again", "-q").returncode == 0
    assert (tmp_path / "again").read_bytes() == (tmp_path / "links.ndjson").read_bytes()


def test_a_zip_is_converted_without_being_unpacked(counted: Run, tmp_path: Path, reports: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in reports.rglob("*.txt"):
            archive.write(path, path.relative_to(reports))
    counts = counted("all.zip")
    assert (counts["converted"], counts["failed"]) == (6, {"empty": 1})
    assert next(iter(results(tmp_path / "out"))) == "all.zip/0/0.txt.json"
    report = loads((tmp_path / "out/all.zip/0/0.txt.json").read_bytes())
    assert report.source.path == "all.zip/0/0.txt"
    assert counted("all.zip")["unchanged"] == 6
    assert not (tmp_path / "all").exists()


def test_what_a_manifest_tells_wins_and_a_changed_manifest_counts(
    counted: Run, reports: Path, tmp_path: Path
) -> None:
    counted("in")
    (reports / "manifest.csv").write_bytes(
        "路径,机关,地区,年度,发布日期,备注\n0/2.txt,洛阳市水利局,410300,2021,2022-01-05,x\n".encode("gb18030")
    )
    counts = counted("in")
    assert (counts["converted"], counts["unchanged"]) == (1, 5)
    report = loads((tmp_path / "out/0/2.txt.json").read_bytes())
    assert (report.agency.name, report.agency.kind) == ("洛阳市水利局", "department")
    assert (report.region.code, report.region.city) == ("410300", "洛阳市")
    assert (report.year, report.published) == (2021, "2022-01-05")
    messages = {warning.code: warning.message for warning in report.warnings}
    assert messages["year_told"] == "the manifest says 2021, the copy 2023"
    assert {"agency_told", "region_told", "published_told"} <= messages.keys()


def killed_at(command: list[object], seconds: float) -> None:
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_kills_at_random_moments_lose_nothing_and_double_nothing(gongkai: Run, tmp_path: Path) -> None:
    rng = random.Random()  # the moments are never the same anyway
    for number in range(120):
        write(tmp_path / "in", f"{number % 5}/{number:03}.txt", received=number + 3)
    for number in range(0, 120, 10):
        (tmp_path / f"in/{number % 5}/{number:03}.txt").write_bytes(b"")
    assert gongkai("convert", "in", "-o", "whole", "-q").returncode == 3
    command = [sys.executable, "-m", "search_cli", "convert", tmp_path / "in", "-o", tmp_path / "out", "-q"]
    for _kill in range(6):
        killed_at(command, rng.uniform(0.2, 1.5))
        for path in (tmp_path / "out").rglob("*.json"):
            loads(path.read_bytes())
    run = gongkai("convert", "in", "-o", "out", "--summary", "summary.json")
    assert run.returncode == 3
    assert results(tmp_path / "out") == results(tmp_path / "whole")
    assert len(run.stderr.decode().splitlines()) == 12 + 1
    counts = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert counts["converted"] + counts["unchanged"] == 108
    deadline = time.monotonic() + 10  # orphans of the last kill end what they are at
    while list((tmp_path / "out/.gongkai").glob("*.tmp")) and time.monotonic() < deadline:
        gongkai("convert", "in", "-o", "out", "-q")
    assert [path.name for path in (tmp_path / "out/.gongkai").iterdir()] == ["ledger.sqlite"]


@pytest.mark.usefixtures("reports")
def test_a_damaged_ledger_is_one_line(gongkai: Run, tmp_path: Path) -> None:
    gongkai("convert", "in", "-o", "out")
    (tmp_path / "out/.gongkai/ledger.sqlite").write_bytes(b"no ledger at all " * 100)
    run = gongkai("convert", "in", "-o", "out")
    assert run.returncode == 1
    assert "remove it, and run the same command again" in last_line(run)
    (tmp_path / "out/.gongkai/ledger.sqlite").unlink()
    assert last_line(gongkai("convert", "in", "-o", "out")).startswith("gongkai: 6 reports written to out")
