"""What parts the cells of one line of text: bars, else tabs, else commas, else wide gaps."""

import re

BARS = re.compile(r"[|｜│]")
_TABS = re.compile(r"\t")
_COMMAS = re.compile(r"[,，]")
_PLAIN_CELL = re.compile(r"\s*+[-+]?\d*+(?:\.\d++)?\s*+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


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
