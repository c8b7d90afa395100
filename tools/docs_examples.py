"""Runs the examples of the manual: every command in a `console` block, with its output put below it.

A page's commands run in order in one new folder that holds the samples' texts as `samples/` and their web pages as
`pages/`, so a page reads as one session. What a command prints on standard output comes first, then standard error.
A command that ends with another code than 0 is an error of the page; where failing is the point, the page says
`; echo $?`.
"""  # noqa: INP001 - scripts, not a package

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
PROMPT = "$ "

_BLOCK = re.compile(r"^```(?P<kind>console|sh)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"export (?P<name>[A-Z_]+)=(?P<value>\S+)")
_SECONDS = 60


class ExampleError(Exception):
    """A command of a page failed."""


def refreshed(page: str) -> str:
    """The page with the output of its `console` blocks as it is now; `gongkai` in `sh` blocks is run too.

    Raises:
        ExampleError: a command did not end with exit code 0.
    """
    with TemporaryDirectory(prefix="gongkai-docs-") as folder:
        session = Session(Path(folder))
        return _BLOCK.sub(lambda block: _block(block, session), page)


def commands(page: str) -> Iterator[str]:
    """Every command that `refreshed` runs."""
    for block in _BLOCK.finditer(page):
        yield from _commands(block["kind"], block["body"])


class Session:
    """A folder with the samples in it, and the environment that commands run in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "samples").mkdir()
        for text in sorted((ROOT / "samples").glob("*.txt")):
            shutil.copy(text, folder / "samples")
        (folder / "pages").mkdir()
        for ending in ("htm", "html", "mht", "pdf"):
            for page in sorted((ROOT / "samples").glob(f"*.{ending}")):
                shutil.copy(page, folder / "pages")
        self.environment = {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "PYTHONUTF8": "1",
        }

    def run(self, command: str) -> str:
        """What a command prints, without blanks at the ends of lines."""
        export = _EXPORT.fullmatch(command)
        if export:
            self.environment[export["name"]] = export["value"]
            return ""
        done = subprocess.run(  # noqa: S603 - our own manual's commands
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise ExampleError(f"{command}: exit code {done.returncode}: {said}")
        lines = (done.stdout + done.stderr).decode("utf-8").splitlines()
        return "".join(f"{line.rstrip()}\n" for line in lines)


def _commands(kind: str, body: str) -> Iterator[str]:
    for line in body.splitlines():
        if kind == "console" and line.startswith(PROMPT):
            yield line.removeprefix(PROMPT)
        elif kind == "sh" and line.startswith("gongkai "):
            yield line


def _block(block: re.Match[str], session: Session) -> str:
    ran = [(command, session.run(command)) for command in _commands(block["kind"], block["body"])]
    if block["kind"] == "sh":
        return block[0]
    shown = "".join(
        f"{PROMPT}{command}\n{output.rstrip()}\n" if output else f"{PROMPT}{command}\n"
        for command, output in ran
    )
    return f"```console\n{shown}```"
