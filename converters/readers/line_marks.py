"""What a program put before every line of a text, or around every cell: `> ` of a mail, `+` of a comparison, quotes."""

import re
from collections.abc import Sequence

from converters.sheet import Line

_MARKS = re.compile(r"[\s>+|｜│#*]*")
_BARS = re.compile(r"[|｜│]")
_QUOTED = re.compile(r'(?:"[^"\t]*+")?(?:\t(?:"[^"\t]*+")?)++')
"""A line of a spreadsheet, all cells in quotes but the empty ones."""
_LEAST_LINES = 12
_LEAST_ALONE = 0.1
"""Of the lines have no other bar like that before them: else it is a table's border, with empty cells behind it."""


def without_line_marks(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without what all of them begin with, if that is marks and blanks; empty lines have less of it."""
    filled = [line.text for line in lines if _MARKS.fullmatch(line.text) is None]
    if len(filled) < _LEAST_LINES:
        return lines
    common = _MARKS.match(common_start(filled))
    mark = common[0] if common else ""
    bare = mark.rstrip()
    if not mark or not all(line.text.startswith(bare) or not line.text.strip() for line in lines):
        return lines
    bar = _BARS.search(mark)
    if bar and sum(text.count(bar[0]) == mark.count(bar[0]) for text in filled) < _LEAST_ALONE * len(filled):
        return lines
    return [line.part(len(common_start((mark, line.text))), len(line.text)) for line in lines]


def without_quotes(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the quotes around all their cells, where tabs part these."""
    return [
        line.without([match.span() for match in re.finditer('"', line.text)])
        if '"' in line.text and _QUOTED.fullmatch(line.text)
        else line
        for line in lines
    ]


def common_start(texts: Sequence[str]) -> str:
    """What all these texts begin with."""
    first, last = min(texts, default=""), max(texts, default="")
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    return first[:same]
