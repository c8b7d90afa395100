"""The text that other programs take out of the laboratory's PDF files and web pages, judged by what these show.

No reader of ours sees the documents: the programs make the damage. They are named in tools.toml and are no part of the
project; those that are not installed are left out and said.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from converters.conversion import convert_bytes
from converters.errors import InputError
from laboratory.judge import judge
from laboratory.paper.specimens import pdf_specimen
from laboratory.specimens import Specimen
from laboratory.web.specimens import html_specimen

TOOLS = Path(__file__).with_name("tools.toml")
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that prints the text of files with this ending: a command, or the source of a Python program."""

    name: str
    reads: str
    command: tuple[str, ...] = ()
    python: str = ""

    def run(self, file: Path, interpreter: str) -> bytes | None:
        """What it prints of the file; None where it is not installed. Nothing where it fails.

        Args:
            file: the document.
            interpreter: that of Python programs, for which their libraries are installed.
        """
        command = [word.format(file=file) for word in self.command]
        command = command or [interpreter, "-c", f"import sys; file = sys.argv[1]\n{self.python}", str(file)]
        if shutil.which(command[0]) is None:
            return None
        environment = {**os.environ, "PYTHONUTF8": "1"}
        ran = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, env=environment)
        return None if b"ModuleNotFoundError" in ran.stderr else ran.stdout


@dataclass(frozen=True, slots=True)
class Drawn:
    """What became of one document through one tool: verdicts by their names, and each wrong cell in words."""

    tool: str
    document: str
    counts: Counter[str]
    said: tuple[str, ...] = ()


@cache
def tools() -> tuple[Tool, ...]:
    """The tools of tools.toml."""
    listed = tomllib.loads(TOOLS.read_text("utf-8"))["tool"]
    return tuple(Tool(**{**entry, "command": tuple(entry.get("command", ()))}) for entry in listed)


def drawn(
    seeds: Sequence[int], names: Sequence[str] = (), interpreter: str = sys.executable
) -> Iterator[Drawn]:
    """Every document of these seeds through every tool, or those of these names, that is installed."""
    with tempfile.TemporaryDirectory() as folder:
        for specimen in (specimen for seed in seeds for specimen in documents(seed)):
            file = Path(folder, specimen.name)
            file.write_bytes(specimen.data)
            for tool in tools():
                if file.suffix == tool.reads and (not names or tool.name in names):
                    text = tool.run(file, interpreter)
                    if text is not None:
                        yield judged(tool.name, specimen, text)


def documents(seed: int) -> Iterator[Specimen]:
    """The page and the PDF file of a seed, without those that show a person and a program something else."""
    for specimen in (html_specimen(seed), pdf_specimen(seed)):
        truth = specimen.truth
        locked = truth.get("password") or truth.get("unreadable")
        hides = "hidden_pieces" in truth["classes"] or "absent" in truth["cells"].values()
        if not locked and not hides and specimen.name.endswith((".html", ".pdf")):
            yield specimen


def judged(tool: str, specimen: Specimen, text: bytes) -> Drawn:
    """The verdicts on every cell of a document, converted from the text that a tool printed of it."""
    try:
        report = convert_bytes(text, path=f"{specimen.name}.txt")
    except InputError as error:
        return Drawn(tool, specimen.name, Counter({error.reason: 1}))
    got = {cell.id: (cell.value, cell.basis.value) for cell in report.cells}
    verdicts = judge(specimen.truth, got)
    said = tuple(
        f"{cell}: {specimen.truth['cells'][cell]} {got[cell][1]} {got[cell][0]:g}"
        for cell, verdict in verdicts.items()
        if verdict == "wrong"
    )
    return Drawn(tool, specimen.name, Counter(verdicts.values()), said)


def table(found: Sequence[Drawn]) -> str:
    """A line for each tool: documents, and cells right, open and wrong; and one for each tool that is not installed."""
    counts: dict[str, Counter[str]] = {tool.name: Counter() for tool in tools()}
    for each in found:
        counts[each.tool] += each.counts
        counts[each.tool]["documents"] += 1
    lines = [f"{'':32}documents   right %    open   wrong"]
    for name, own in counts.items():
        cells = own["right"] + own["open"] + own["wrong"]
        share = 100 * own["right"] / cells if cells else 0.0
        told = f"{own['documents']:9} {share:9.2f} {own['open']:7} {own['wrong']:7}"
        lines.append(f"{name:32}{told if own else 'not installed, or not asked for'}")
    return "\n".join(lines)
