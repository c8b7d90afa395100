r"""Texts as JSON holds them: `\n` written out for a line's end, `\t` for a tab, `\u653f` for 政."""

import re
from collections.abc import Iterator, Sequence

from converters.sheet import Line

_ESCAPED = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|(?P<sign>[nrt\"/\\]))")
_MEANINGS = {"n": "\n", "r": "\n", "t": "\t"}
_LINE_END = re.compile(r"\\r\\n|\\[nr]")
_HALF = r"\n"
"""At the beginning of a line the second half of its end, where only this half of each is written out."""
_LEAST = 12
"""So many line ends that are written out are no accident; and most are, if there are as many as real ones."""


def without_escapes(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines that are meant, if their ends are written out."""
    written = sum(line.text.count("\\") for line in lines)
    real = max(_LEAST, len(lines) - 1)
    if written < _LEAST or sum(len(_LINE_END.findall(line.text)) for line in lines) < real:
        return lines
    return [
        _meant(part)
        for number, line in enumerate(lines)
        for part in _parts(line, len(_HALF) if number and line.text.startswith(_HALF) else 0)
    ]


def _parts(line: Line, begin: int) -> Iterator[Line]:
    """What stands from there on in a line between the line ends that are written out."""
    ends = list(_LINE_END.finditer(line.text, begin))
    starts = [begin, *(end.end() for end in ends)]
    stops = [*(end.start() for end in ends), len(line.text)]
    return (line.part(start, stop) for start, stop in zip(starts, stops, strict=True))


def _meant(line: Line) -> Line:
    """A line whose other signs are written out, too."""
    text, offsets, here = "", list[int](), 0
    for match in _ESCAPED.finditer(line.text):
        meant = _character(match["code"]) if match["code"] else _MEANINGS.get(match["sign"], match["sign"])
        text += line.text[here : match.start()] + meant
        offsets += [*range(here, match.start()), match.start()]
        here = match.end()
    if not here:
        return line
    offsets += range(here, len(line.text))
    if line.offsets:
        offsets = [line.offsets[offset] for offset in offsets]
    return Line(text + line.text[here:], line.at, tuple(offsets))


def _character(code: str) -> str:
    """The character of this code; that of one written in two is not told, none in a report is."""
    number = int(code, 16)
    return "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)
