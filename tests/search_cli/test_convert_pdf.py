"""`gongkai convert` on PDF files: piped, locked, and such as end the process that reads them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Run
from laboratory.paper import fonts
from laboratory.paper.bombs import BOMBS
from laboratory.paper.specimens import PdfRecipe, pdf_specimen
from laboratory.paper.veils import PASSWORD

pytestmark = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs the Debian packages {' '.join(fonts.missing_packages())}"
)


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    path = tmp_path / "locked.pdf"
    path.write_bytes(pdf_specimen(2, PdfRecipe("lines", veil="locked")).data)
    return path


def test_a_file_from_standard_input_is_the_same_report(gongkai: Run, tmp_path: Path) -> None:
    data = pdf_specimen(3).data
    (tmp_path / "a.pdf").write_bytes(data)
    piped = json.loads(gongkai("convert", "-", input=data).stdout)
    named = json.loads(gongkai("convert", "a.pdf").stdout)
    assert piped["source"].pop("path") == "stdin"
    assert named["source"].pop("path") == "a.pdf"
    assert piped == named


def test_the_password_opens_it_as_an_option_and_from_the_environment(gongkai: Run, locked: Path) -> None:
    asked = gongkai("convert", locked)
    assert (asked.returncode, asked.stdout) == (1, b"")
    assert asked.stderr.decode() == (
        f"gongkai: {locked}: it is locked with a password; give it with --password, or in GONGKAI_PASSWORD\n"
    )
    given = gongkai("convert", locked, "--password", PASSWORD)
    told = gongkai("convert", locked, env=os.environ | {"GONGKAI_PASSWORD": PASSWORD})
    assert (given.returncode, given.stdout) == (0, told.stdout)
    assert PASSWORD.encode() not in given.stdout + given.stderr
    wrong = gongkai("convert", locked, "--password", "sesame")
    assert (wrong.returncode, b"sesame" in wrong.stderr) == (1, False)


@pytest.mark.parametrize("command", [["check"], ["index", "--index", "index"], ["convert", "-o", "out"]])
def test_every_command_that_reads_documents_takes_it(gongkai: Run, locked: Path, command: list[str]) -> None:
    (locked.parent / "open.pdf").write_bytes(pdf_specimen(3).data)
    paths = [locked, locked.parent / "open.pdf"]
    assert gongkai(*command, *paths).returncode == 3
    assert gongkai(*command, *paths, "--password", PASSWORD).returncode == 0


def test_a_cell_of_a_locked_file_is_shown_and_drawn(gongkai: Run, locked: Path) -> None:
    drawn = ["show", locked, "--cell", "applications.received.total", "--picture", "cell.png"]
    assert gongkai(*drawn).returncode == 1
    assert gongkai(*drawn, env=os.environ | {"GONGKAI_PASSWORD": PASSWORD}).returncode == 0
    assert (locked.parent / "cell.png").read_bytes().startswith(b"\x89PNG")


def test_a_file_alone_that_needs_too_much_memory_costs_one_line(gongkai: Run, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(BOMBS["exponential_forms"]())
    run = gongkai("convert", bomb)
    assert (run.returncode, run.stdout) == (1, b"")
    assert run.stderr.decode().splitlines() == [
        f"gongkai: {bomb}: it needs more than 1,024 MB of memory (SIGABRT); leave it out, or print it to a new PDF file"
    ]


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM])
def test_a_file_alone_can_be_interrupted_and_leaves_no_process(tmp_path: Path, blow: signal.Signals) -> None:
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(BOMBS["exponential_forms"]())
    process = subprocess.Popen(
        [sys.executable, "-m", "search_cli", "convert", bomb], stderr=subprocess.PIPE, start_new_session=True
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not children.read_text("ascii"):
        time.sleep(0.01)
    worker = int(children.read_text("ascii").split()[0])
    process.send_signal(blow)
    _, stderr = process.communicate(timeout=20)
    assert (process.returncode, stderr.decode().strip()) == (130, "gongkai: interrupted")
    assert not Path(f"/proc/{worker}").exists()


def test_a_worker_ends_with_a_supervisor_that_is_killed() -> None:
    """One that has nothing to read hears that nobody speaks to it any more."""
    script = (
        "import os, signal; from pathlib import Path; from converters import batch, supervisor;"
        "context = supervisor._context(batch.Limits(), 'converters.batch', fork=True);"
        "assert context.get_start_method() == 'fork';"
        "worker = supervisor._Worker(batch.Conversion(), batch.Limits(), context); worker.start();"
        "print(worker.process.pid, flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, timeout=20)
    worker = Path(f"/proc/{int(run.stdout)}")
    deadline = time.monotonic() + 10
    while worker.exists() and "Z" not in (worker / "stat").read_text("ascii").rsplit(")", 1)[1]:
        assert time.monotonic() < deadline, "the worker outlived its supervisor"
        time.sleep(0.02)
