"""How far a command is: on a real terminal, and in a log."""

import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from handmade import text

from search_cli import progress
from search_cli.progress import counted


def on_a_terminal(folder: Path, *options: str, term: str = "xterm") -> str:
    """What a person sees of a conversion of the folder."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "search_cli", "convert", "in", "-o", "out", *options]
    with subprocess.Popen(
        command, cwd=folder, stderr=theirs, env=os.environ | {"TERM": term, "COLUMNS": "100"}
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 65536)
            except OSError:  # the other end was closed
                break
    os.close(ours)
    assert process.returncode == 3
    return shown.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(80):
        (tmp_path / f"in/{number:02}.txt").write_text(text(received=number + 3), "utf-8")
    (tmp_path / "in/00.txt").write_bytes(b"")
    return tmp_path


def test_a_terminal_shows_a_bar_with_rate_and_failures_and_then_the_summary(folder: Path) -> None:
    shown = on_a_terminal(folder)
    assert re.search(r"\d+/80", shown)
    assert "a second" in shown
    assert "1 failed" in shown
    assert "gongkai: in/00.txt: the file is empty" in shown
    assert shown.rstrip().endswith("gongkai: 79 reports written to out, 1 failed (1 empty)")


@pytest.mark.parametrize(("options", "term"), [(("--quiet",), "xterm"), ((), "dumb")])
def test_nothing_moves_where_that_is_not_wanted(folder: Path, options: tuple[str, ...], term: str) -> None:
    shown = on_a_terminal(folder, *options, term=term)
    assert "\x1b" not in shown
    assert "/80" not in shown
    assert len(shown.splitlines()) == 1 if options else 2


def test_a_log_gets_a_line_every_so_often(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_EVERY", 0.05)
    items = list(counted(map(slowly, range(9)), lambda: 1_000, is_failure=lambda item: item % 2 == 1))
    assert items == list(range(9))
    lines = capsys.readouterr().err.splitlines()
    assert 1 <= len(lines) <= 9
    assert re.fullmatch(r"gongkai: \d of 1,000, \d+ a second, \d:\d\d:\d\d left, \d failed", lines[0])


def slowly(number: int) -> int:
    time.sleep(0.02)
    return number


@pytest.mark.parametrize(("total", "quiet"), [(9, True), (1, False), (9, False)])
def test_what_is_quiet_or_short_says_nothing(
    capsys: pytest.CaptureFixture[str], total: int, quiet: bool
) -> None:
    assert list(counted(range(total), total, quiet=quiet)) == list(range(total))
    assert capsys.readouterr() == ("", "")
