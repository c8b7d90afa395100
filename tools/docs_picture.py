"""The terminal picture of the README: the command is run in a terminal of its own, its colours become an SVG.

The SVG loads nothing: no fonts, no addresses. Every piece of text is set to the width that it has on a
terminal, so Chinese and Latin columns line up in whatever font the reader has.
"""  # noqa: INP001 - a script, not a package

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from tools.docs_examples import Session

COLUMNS = 100
PREPARATION = "gongkai index samples --index index"
COMMAND = (
    "gongkai search 移民 OR 补偿 --year 2021.. --sort -本年新收.总计 --limit 3"
    " --facet region.province --stats 本年新收.总计 --stats 公开率"
)

CELL, LINE, MARGIN, FONT = 8.4, 22, 16, 16
"""Width of a column, height of a line, margin and size of type, in pixels."""

_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{label}">
<style>
text {{ font: {font}px "Sarasa Mono SC", "Noto Sans Mono CJK SC", Menlo, Consolas, "Microsoft YaHei", monospace;
  fill: #d8d8d8; white-space: pre }}
.bold {{ font-weight: bold }} .dim {{ fill: #9a9a9a }} .cyan {{ fill: #5fb3c8 }} .yellow {{ fill: #e6c34a }}
</style>
<rect width="100%" height="100%" rx="8" fill="#22262b"/>
{lines}
</svg>
"""
_COLORS = {3: "yellow", 6: "cyan"}
_STRETCH = re.compile(r"(?P<blank> +)|(?P<bar>█+)|(?P<latin>[!-~]+(?: [!-~]+)*)|(?P<wide>[^ -~█]+)")


def picture() -> str:
    """The SVG of the search as it is answered now."""
    with TemporaryDirectory(prefix="gongkai-docs-") as folder:
        session = Session(Path(folder))
        session.run(PREPARATION)
        session.environment |= {"GONGKAI_INDEX": "index", "TERM": "xterm-256color"}
        screen = in_terminal(COMMAND, session)
    console = Console(width=COLUMNS, file=StringIO(), force_terminal=True, color_system="standard")
    shown = Text.assemble((f"$ {COMMAND}", "bold"), "\n\n", Text.from_ansi(screen))
    lines = console.render_lines(shown, pad=False)
    marks = [mark for number, line in enumerate(lines) for mark in _marks(number, line)]
    return _SVG.format(
        width=COLUMNS * CELL + 2 * MARGIN,
        height=len(lines) * LINE + 2 * MARGIN,
        label=escape(f"The answer to {COMMAND}", {'"': "&quot;"}),
        font=FONT,
        lines="\n".join(marks),
    )


def _marks(number: int, line: list[Segment]) -> Iterator[str]:
    """One line as SVG: each stretch of one script at its own column, as wide as on a terminal."""
    column = 0
    for segment in line:
        for stretch in _STRETCH.finditer(segment.text):
            width = cell_len(stretch[0])
            yield from _mark(stretch, column, number, _classes(segment.style))
            column += width


def _mark(stretch: re.Match[str], column: int, number: int, classes: str) -> Iterator[str]:
    x, y = MARGIN + column * CELL, MARGIN + number * LINE
    wide = cell_len(stretch[0]) * CELL
    if stretch["bar"]:
        yield f'<rect class="{classes}" x="{x:g}" y="{y + 3}" width="{wide:g}" height="{LINE - 5}"/>'
    elif not stretch["blank"]:
        adjust = ' lengthAdjust="spacingAndGlyphs"' if stretch["latin"] else ""
        yield (
            f'<text class="{classes}" x="{x:g}" y="{y + FONT}" textLength="{wide:g}"{adjust}>'
            f"{escape(stretch[0])}</text>"
        )


def _classes(style: Style | None) -> str:
    if style is None:
        return ""
    color = _COLORS.get(style.color.number or 0) if style.color else None
    return " ".join(filter(None, ["bold" if style.bold else "", "dim" if style.dim else "", color]))


def in_terminal(command: str, session: Session) -> str:
    """What a command writes to a terminal, escape sequences included."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    with subprocess.Popen(  # noqa: S603 - our own manual's command
        ["/bin/sh", "-c", command], cwd=session.folder, env=session.environment, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        data = bytearray()
        while piece := _read(ours):
            data += piece
    os.close(ours)
    return data.decode("utf-8").replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    """What comes next; nothing where the other end has closed, which Linux tells by an error."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
