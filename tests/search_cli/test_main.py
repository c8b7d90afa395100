import os
import resource
import subprocess
import sys
import time

import pytest
from conftest import Run

from search_cli.failures import batch_code, printable
from search_cli.main import COMMANDS

HEAVY = ("tantivy", "rich", "rapidfuzz", "charset_normalizer", "converters.conversion", "indexer")


def test_help_shows_every_command_and_the_exit_codes(gongkai: Run) -> None:
    run = gongkai("--help")
    assert (run.returncode, run.stderr) == (0, b"")
    for name, summary in COMMANDS.items():
        assert f"  {name}  " in run.stdout.decode()
        assert summary in run.stdout.decode()
    assert "Exit codes: 0 done" in run.stdout.decode()
    assert gongkai("-h").stdout == run.stdout


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from search_cli.main import main; code = main(['--help']); "
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert run.stderr == b"[]\n"


def test_help_is_quick(gongkai: Run) -> None:
    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        gongkai("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # Processor time, the least of several: the machine may be busy with other tests. Measured: 0.07 s.
    assert min(seconds() for _ in range(5)) < 0.3


def test_the_version_is_one_line(gongkai: Run) -> None:
    run = gongkai("--version")
    assert run.returncode == 0
    assert run.stdout.decode().startswith("gongkai ")
    assert len(run.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [["convrt"], ["convert"], ["convert", "--jobs", "0", "x"], ["check", "--format", "xml", "x"], ["--no"]],
)
def test_wrong_usage_is_one_line_that_says_where_help_is(gongkai: Run, arguments: list[str]) -> None:
    run = gongkai(*arguments)
    assert (run.returncode, run.stdout) == (2, b"")
    (line,) = run.stderr.decode().splitlines()
    assert line.startswith("gongkai: ")
    assert line.endswith(" --help")


def test_no_command_at_all_shows_the_help(gongkai: Run) -> None:
    run = gongkai()
    assert run.returncode == 2
    assert b"Commands:" in run.stderr


def test_the_console_script_is_the_same_command() -> None:
    script = os.path.join(os.path.dirname(sys.executable), "gongkai")  # noqa: PTH118, PTH120 - no link resolved
    run = subprocess.run([script, "--version"], capture_output=True, check=True)
    assert run.stdout.startswith(b"gongkai ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("政府信息 abc", "政府信息 abc"),
        ("a\x1b[1;31mred\x1b[0m", "ared"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x1b\\x", "x"),
        ("\x1b(Bx\x1b=y\x1bMz", "xyz"),
        ("a\nb\tc\rd", "a b c d"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("\x9b31m\x07\x00\udcff", "\ufffd31m\ufffd\ufffd\ufffd"),
        ("\x1b", "\ufffd"),
    ],
)
def test_what_a_terminal_would_obey_is_taken_out(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_hostile_line_is_tamed_in_linear_time() -> None:
    for unit in ("\x1b]", "\x1b[", "\x1b[;", "\x1b ", "\x1b]x"):
        hostile = unit * (1_000_000 // len(unit))
        started = time.perf_counter()
        printable(hostile)
        assert time.perf_counter() - started < 2


@pytest.mark.parametrize(("done", "failed", "code"), [(1, 0, 0), (1, 1, 3), (0, 1, 1), (0, 0, 1)])
def test_the_exit_code_of_a_batch(done: int, failed: int, code: int) -> None:
    assert batch_code(done, failed) == code
