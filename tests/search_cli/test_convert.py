import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from conftest import Run
from handmade import sample, text

from converters.bulk.ledger import Ledger
from converters.canonical import dumps, loads


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of reports, in folders."""
    for number, name in enumerate(("a.txt", "b/c.txt", "b/深/d.txt")):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(received=10 + number), "utf-8")
    return tmp_path / "in"


def written(folder: Path) -> list[str]:
    """The files below a folder; what is in the hidden room counts for none."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if ".gongkai" not in path.parts)


def lines(stderr: bytes) -> list[str]:
    return stderr.decode().splitlines()


def test_one_file_goes_to_standard_output(gongkai: Run, reports: Path) -> None:
    run = gongkai("convert", reports / "a.txt")
    assert (run.returncode, run.stderr) == (0, b"")
    report = loads(run.stdout)
    assert dumps(report) == run.stdout
    assert (report.source.path, report.year, report.form) == ("a.txt", 2023, "2021")
    values = {cell.id: cell.value for cell in report.cells}
    assert values["applications.received.total"] == 10
    assert values["disclosure.fees.amount"] == 36.5


def test_standard_input_gives_the_same_report(gongkai: Run, reports: Path) -> None:
    data = (reports / "a.txt").read_bytes()
    run = gongkai("convert", "-", input=data)
    assert run.returncode == 0
    record = json.loads(run.stdout)
    assert record["source"]["path"] == "stdin"
    assert record["cells"] == json.loads(gongkai("convert", reports / "a.txt").stdout)["cells"]


@pytest.mark.parametrize("paths", [["in"], ["in/a.txt", "in/b/c.txt"]])
def test_many_need_a_folder_to_be_written_to(gongkai: Run, reports: Path, paths: list[str]) -> None:
    run = gongkai("convert", *paths, cwd=reports.parent)
    assert (run.returncode, run.stdout) == (2, b"")
    assert lines(run.stderr)[0].endswith("standard output takes one report; add --output DIR")


def test_a_folder_is_written_below_the_output_as_it_lies_below_the_path(gongkai: Run, reports: Path) -> None:
    run = gongkai("convert", reports, "--output", "out/json")
    assert (run.returncode, run.stdout) == (0, b"")
    assert lines(run.stderr) == ["gongkai: 3 reports written to out/json"]
    out = reports.parent / "out/json"
    assert written(out) == ["a.txt.json", "b/c.txt.json", "b/深/d.txt.json"]
    report = loads((out / "b/深/d.txt.json").read_bytes())
    assert report.source.path == "b/深/d.txt"
    assert (out / "a.txt.json").read_bytes() == gongkai("convert", reports / "a.txt").stdout


def test_one_file_has_its_name_below_the_output(gongkai: Run, reports: Path) -> None:
    assert gongkai("convert", reports / "b/c.txt", "-o", "out", "-q").stderr == b""
    assert written(reports.parent / "out") == ["c.txt.json"]


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8", "jobs": "3"},
        {"jobs": "1"},
    ],
)
def test_the_bytes_are_the_same_whoever_converts(
    gongkai: Run, reports: Path, surroundings: dict[str, str]
) -> None:
    first = reports.parent / "first"
    gongkai("convert", reports, "-o", first)
    jobs = surroundings.pop("jobs", "2")
    second = reports.parent / "second"
    run = gongkai("convert", reports, "-o", second, "-j", jobs, env=os.environ | surroundings)
    assert run.returncode == 0
    assert written(first) == written(second)
    for name in written(first):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_bad_files_cost_one_line_each_and_the_others_are_done(gongkai: Run, reports: Path) -> None:
    (reports / "empty.txt").write_bytes(b"")
    (reports / "rubbish.txt").write_bytes(bytes(range(256)) * 40)
    (reports / "paper.pdf").write_bytes(b"%PDF-1.7 \x00\xff")
    os.mkfifo(reports / "pipe")
    (reports / "link.txt").symlink_to(reports / "a.txt")
    run = gongkai("convert", reports, "missing.txt", "-o", "out")
    assert run.returncode == 3
    assert len(written(reports.parent / "out")) == 3
    *errors, summary = lines(run.stderr)
    assert (
        summary
        == "gongkai: 3 reports written to out, 4 failed (1 binary, 1 damaged, 1 empty, 1 unreadable), 2 passed over"
    )
    assert [error.split(":")[1].rsplit("/", 1)[-1].strip() for error in errors] == [
        "empty.txt",
        "link.txt",
        "missing.txt",
        "paper.pdf",
        "pipe",
        "rubbish.txt",
    ]
    assert all("; " in error for error in errors)


@pytest.mark.parametrize(
    ("name", "content"), [("empty.txt", b""), ("zip.txt", b"PK\x03\x04" + bytes(100)), ("none.txt", None)]
)
def test_one_file_that_fails_is_all_that_fails(
    gongkai: Run, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    for more in ([], ["-o", "out", "-q"]):
        run = gongkai("convert", name, *more)
        assert (run.returncode, run.stdout) == (1, b"")
        assert len(lines(run.stderr)) == 1
        assert lines(run.stderr)[0].startswith(f"gongkai: {name}: ")


def test_a_text_that_is_no_report_becomes_sections_and_text(gongkai: Run, tmp_path: Path) -> None:
    (tmp_path / "poem.txt").write_text("床前明月光，\n疑是地上霜。\n")
    run = gongkai("convert", "poem.txt")
    assert run.returncode == 0
    report = loads(run.stdout)
    assert report.form is None
    assert report.cells == ()


def test_two_results_never_take_one_place(gongkai: Run, reports: Path) -> None:
    other = reports.parent / "other"
    other.mkdir()
    (other / "a.txt").write_text(text(received=99), "utf-8")
    (other / "b").write_text(text(received=98), "utf-8")
    (other / "b.json").mkdir()
    (other / "b.json/x.txt").write_text(text(received=97), "utf-8")
    run = gongkai("convert", reports, other, "-o", "out")
    assert run.returncode == 3
    out = reports.parent / "out"
    assert written(out) == ["a.txt.json", "b.json", "b/c.txt.json", "b/深/d.txt.json"]
    assert loads((out / "a.txt.json").read_bytes()).cells[10].value == 10
    errors = lines(run.stderr)
    assert f"{other}/a.txt: its result would take the place of that of {reports}/a.txt" in errors[0]
    assert f"{other}/b.json/x.txt: its result would take the place of that of {other}/b" in errors[1]
    # The same file named twice is no quarrel.
    assert gongkai("convert", reports, reports, "-o", "twice").returncode == 0


def test_results_within_the_inputs_are_not_converted_again(gongkai: Run, reports: Path) -> None:
    for _ in range(2):
        assert gongkai("convert", reports, "-o", reports / "json").returncode == 0
        assert gongkai("convert", reports, "-o", reports).returncode == 0
    assert len(written(reports)) == 9


def test_an_output_that_is_a_file_is_one_line(gongkai: Run, reports: Path) -> None:
    (reports.parent / "out").write_text("mine")
    for output in ("out", "out/below"):
        run = gongkai("convert", reports, "-o", output)
        assert run.returncode == 1
        assert len(lines(run.stderr)) == 1
        assert lines(run.stderr)[0].startswith(f"gongkai: {output}: it cannot be written: ")
    assert (reports.parent / "out").read_text() == "mine"


def test_a_full_disk_is_one_line_and_leaves_no_half_file(gongkai: Run, reports: Path) -> None:
    gongkai("convert", reports / "a.txt", "-o", "out")
    out = reports.parent / "out"
    before = (out / "a.txt.json").read_bytes()
    (reports / "a.txt").write_text(text(received=77) + "多\n" * 200_000, "utf-8")
    run = gongkai("convert", reports, "-o", "out", "-j", "1", preexec_fn=partial(disk_of, 300_000))
    assert run.returncode == 1
    remedy = "make room or name another --output, and run the same command again"
    assert lines(run.stderr) == [f"gongkai: out/a.txt.json: it cannot be written: file too large; {remedy}"]
    assert written(out) == ["a.txt.json"]
    assert (out / "a.txt.json").read_bytes() == before
    assert gongkai("convert", reports, "-o", "out").returncode == 0
    assert (out / "a.txt.json").read_bytes() != before


def disk_of(room: int) -> None:
    """No file of this process and its children can hold more bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


def test_a_disk_without_room_for_the_ledger_is_one_line(gongkai: Run, reports: Path) -> None:
    run = gongkai("convert", reports, "-o", "out", preexec_fn=partial(disk_of, 4_096))
    assert run.returncode == 1
    (line,) = lines(run.stderr)
    assert line.startswith("gongkai: out/.gongkai/ledger.sqlite: it cannot be written: ")
    assert written(reports.parent / "out") == []
    assert gongkai("convert", reports, "-o", "out").returncode == 0


def test_a_name_too_long_for_the_disk_costs_its_file_only(gongkai: Run, reports: Path) -> None:
    name = "长" * 83 + ".txt"  # 253 bytes; with .json it is 258
    (reports / name).write_text(text(), "utf-8")
    run = gongkai("convert", reports, "-o", "out")
    assert run.returncode == 3
    assert len(written(reports.parent / "out")) == 3
    assert "its result cannot be written: file name too long" in lines(run.stderr)[0]


def test_a_full_standard_output_is_one_line(gongkai: Run, reports: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        run = gongkai("convert", reports / "a.txt", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert run.returncode == 1
    assert lines(run.stderr) == [
        "gongkai: standard output: it cannot be written: no space left on device; write it elsewhere"
    ]


def test_a_reader_that_leaves_early_is_no_error(reports: Path) -> None:
    (reports / "long.txt").write_text(text() + "多\n" * 100_000, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "search_cli", "convert", reports / "long.txt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_names_that_would_rule_the_terminal_are_tamed(gongkai: Run, tmp_path: Path) -> None:
    name = "x\x1b]8;;http:e\x07y\x1b[31m\nz\u202e.txt"
    (tmp_path / name).write_bytes(b"")
    run = gongkai("convert", name)
    assert run.returncode == 1
    assert lines(run.stderr) == ["gongkai: xy z\ufffd.txt: the file is empty; get a copy with content"]


def test_a_name_that_is_no_unicode_is_converted(gongkai: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / os.fsdecode(b"\xb0\xd7.txt")).write_text(text(), "utf-8")
    run = gongkai("convert", "in", "-o", "out")
    assert (run.returncode, lines(run.stderr)) == (0, ["gongkai: 1 report written to out"])
    (result,) = (tmp_path / "out").glob("*.json")
    assert os.fsencode(result.name) == b"\xb0\xd7.txt.json"
    assert loads(result.read_bytes()).source.path == "\ufffd\ufffd.txt"


def test_canonical_json_is_read_back_as_it_is(gongkai: Run, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(dumps(sample(3)))
    assert gongkai("convert", "r.json").stdout == dumps(sample(3))
    (tmp_path / "r.json").write_text("{}")
    run = gongkai("convert", "r.json")
    assert run.returncode == 1
    assert len(lines(run.stderr)) == 1


def test_strays_of_a_killed_run_are_swept_away_and_a_running_one_is_not_disturbed(
    gongkai: Run, reports: Path
) -> None:
    out = reports.parent / "out"
    assert gongkai("convert", reports, "-o", out).returncode == 0
    (out / ".gongkai/dead.tmp").write_text("half")
    assert gongkai("convert", reports, "-o", out).returncode == 0
    assert [path.name for path in (out / ".gongkai").iterdir()] == ["ledger.sqlite"]
    with closing(Ledger(out / ".gongkai/ledger.sqlite")):
        (out / ".gongkai/alive.tmp").write_text("half")
        run = gongkai("convert", reports, "-o", out)
    assert run.returncode == 1
    assert "another gongkai is writing there; wait until it is done" in lines(run.stderr)[0]
    assert (out / ".gongkai/alive.tmp").exists()


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", [0, 0.1, 0.4])
def test_an_interrupt_ends_it_at_once_without_half_files(
    gongkai: Run, tmp_path: Path, blow: signal.Signals, moment: float
) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(150):
        (many / f"{number:03}.txt").write_text(text(received=number + 3), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "search_cli", "convert", many, "-o", tmp_path / "out"],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not (tmp_path / "out").exists():
        time.sleep(0.01)
    time.sleep(moment)
    # The whole group, as a terminal does: workers must leave it to their supervisor.
    os.killpg(process.pid, blow) if blow == signal.SIGINT else process.send_signal(blow)
    sent = time.monotonic()
    _, stderr = process.communicate(timeout=20)
    assert time.monotonic() - sent < 2
    assert (process.returncode, stderr.decode().strip()) == (130, "gongkai: interrupted")
    for name in written(tmp_path / "out"):
        loads((tmp_path / "out" / name).read_bytes())
    _gone(process.pid)
    assert gongkai("convert", many, "-o", "out", "-q").returncode == 0
    assert len(written(tmp_path / "out")) == 150


def _gone(group: int) -> None:
    """Waits until no process of the group is left."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a worker outlived its supervisor")
