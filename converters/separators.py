"""What parts cells: in a line bars, else tabs, else commas, else wide gaps; and lines of nothing else between lines."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from converters.numerals import is_blank_sign, is_void, read_number
from converters.sheet import Line

BARS = re.compile(r"[|｜│]")
_TABS = re.compile(r"\t")
_COMMAS = re.compile(r"[,，]")
_PLAIN_CELL = re.compile(r"\s*+[-+]?\d*+(?:\.\d++)?\s*+")
PART = re.compile(
    r"(?<!\S)\d{1,3}(?:,\d{3})*,(?:\d \d\d|\d\d \d| \d{3})(?!\S)|"
    r"[^\s（(]+(?:(?<=\d)\s[.．]\d+)?(?:\s+(?:[万亿]?元|件|次|项|个|条|宗|起|份)(?!\S))?(?:\s*(?![（(][一二三四五六七八九十]+[）)])[（(][^（(）)]*[）)])?|\S+"
)
"""Digits with their unit and remark, or whatever else stands between blanks."""
_GLUED = re.compile(r"[\u4e00-\u9fff）)”][\d.－−-]{2,}+")
DASHES = "-－−"
_TWO_DASHES = re.compile(r"[－−-]{2}")
_LINE_OF_DIGITS = re.compile(r" *+[-\d.]+")
_BROKEN = re.compile(r" *+(?:-|[1-9]\d*)(?: [\d.]+){1,2}")
_LEAST_ALONE = 5
_MOST_BROKEN = 5
"""Where a browser breaks every tenth number, for each line that seems to hold two there are more of one."""
_INDENTED = re.compile(r"\t{2,} ++[^\s|｜│][^\t|｜│]*+")
_LEAST_INDENTED = 3
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST_PARTED = 5
_LEAST_BETWEEN = 3


def cells_of(text: str) -> list[tuple[int, str]]:
    """The cells of a line with their offsets: cut at bars, else at tabs, else at wide gaps."""
    if BARS.search(text):
        return _split(text, BARS)
    if "\t" in text.lstrip():
        return _split(text, _TABS)
    if is_comma_separated(text):
        return _split(text, _COMMAS)
    if "\t" in text:
        return [(len(text) - len(text.lstrip("\t")), text.strip("\t"))]
    if _HAN.search(text):
        return [(0, text)]  # blanks stand within labels as well as between cells
    return [(match.start(), match[0]) for match in re.finditer(r"\S+(?:[ \xa0]\S+)*", text)]


def is_comma_separated(text: str) -> bool:
    """Whether commas part the cells of a row: several numbers stand alone between them."""
    cells = text.replace("，", ",").split(",")
    return (
        len(cells) > 3
        and sum(_PLAIN_CELL.fullmatch(cell) is not None for cell in cells[1:]) > len(cells) // 2
    )


def numbers_stand_alone(texts: Sequence[str]) -> bool:
    """Whether of these lines each number has one to itself: blanks between digits part no cells of a row then."""
    numbers = (text for text in texts if text[-1:].isdigit() and not text.strip(" 0123456789.-"))
    alone = Counter(_LINE_OF_DIGITS.fullmatch(text) is not None for text in numbers)
    return alone[True] > max(_LEAST_ALONE, _MOST_BROKEN * alone[False])


def may_be_broken(text: str) -> bool:
    """Whether a line is a number, with blanks among its digits, or several."""
    return _BROKEN.fullmatch(text) is not None


def glues_dashes(line: Line) -> bool:
    """Whether dashes that are printed for nothing run together with numbers and labels in this line."""
    runs = _GLUED.finditer(line.text) if any(dash in line.text for dash in DASHES) else ()
    return any(_TWO_DASHES.search(run[0]) or run[0].endswith(tuple(DASHES)) for run in runs)


def several(text: str) -> bool:
    """Whether blanks part whole numbers, as in `3 0 12`, rather than digits or a unit."""
    parts = PART.findall(text)
    return len(parts) > 1 and all(read_number(part) or is_blank_sign(part) or is_void(part) for part in parts)


def _split(text: str, separators: re.Pattern[str]) -> list[tuple[int, str]]:
    """Cut at each separator; the empty ends before an opening and behind a closing bar are no cells."""
    starts = [0, *(separator.end() for separator in separators.finditer(text))]
    ends = [start - 1 for start in starts[1:]] + [len(text)]
    cells = [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]
    if separators is _TABS:
        if len([cell for _, cell in cells if cell.strip()]) == 1 and len(cells) <= 3:
            return [pair for pair in cells if pair[1].strip()]
    else:
        if not cells[0][1].strip():
            cells = cells[1:]
        if cells and not cells[-1][1].strip():
            cells = cells[:-1]
    return cells


def tabs_part_cells(lines: Sequence[Line]) -> bool:
    """Whether lines with only a tab stand between each two cells, as many each time: they separate, and are none.

    Counted before numbers, and before hard blanks alone in a line: words may open a row.
    """
    before_cells: Counter[int] = Counter()
    between_cells: Counter[int] = Counter()
    tabs, words = 0, True
    for text in (line.text.strip(" ") for line in lines):
        if _is_number_or_hard_blank(text):
            before_cells[tabs] += 1
            between_cells[tabs] += not words
            tabs, words = 0, False
        elif text.strip("\t"):
            tabs, words = 0, True
        else:
            tabs += bool(text)
    usual, count = between_cells.most_common(1)[0] if between_cells else (0, 0)
    regular = count > _LEAST_BETWEEN and count > 4 * between_cells[0]
    return usual > 0 and regular and before_cells[usual] > max(_LEAST_PARTED, 4 * before_cells[0])


def tabs_indent(texts: Sequence[str]) -> bool:
    """Whether tabs only indent lines, as in the source of a page: with blanks before words, and never behind any."""
    indented = sum(_INDENTED.fullmatch(text) is not None for text in texts if text[:2] == "\t\t")
    return indented >= _LEAST_INDENTED and not any("\t" in text.strip() for text in texts)


def _is_number_or_hard_blank(text: str) -> bool:
    bare = text.strip("\t")
    return read_number(bare) is not None or (bare != "" and not bare.strip("\xa0\u3000"))


def double_spaced(lines: Sequence[Line]) -> bool:
    """Whether an empty line stands behind most cells, words and numbers alike: then it separates no rows."""
    followed = [not after.text for line, after in pairwise(lines) if line.text and line.text != "\f"]
    return sum(followed) * 10 > len(followed) * 9
