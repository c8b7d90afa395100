"""Lines that only number a page or a table: `- 4 -`, `第 4 页 共 6 页`, `4 / 6`, `续表3`.

The first and the third may be rows of cells.
"""

import re
from collections.abc import Sequence

_PAGE_MARK = re.compile(
    r"\s*[-—–－]+\s*(?!0+\b)\d{1,3}\s*[-—–－]+\s*|\s*第\s*\d{1,3}\s*页.{0,12}|\s*[续附]?表\s*\d{1,2}\s*|\s*\d{1,3}\s*/\s*\d{1,3}\s*"
)
_ROWS = {
    "-": re.compile(r"\s*[-—–－]+\s+\d{1,3}\s+[-—–－]+\s*"),
    "/": re.compile(r"\s*\d{1,3}\s+/\s+\d{1,3}\s*"),
}
"""What may be a row of three where the sign is a cell for nothing."""
_OF_PAGES = re.compile(r"\s*(\d{1,3})\s*/\s*(\d{1,3})\s*")
_SLASHES = re.compile(r"(?:\s*\d+\s)*\s*/(?:\s+(?:/|\d+))*\s*")
"""A line of cells of which one at least is a slash."""
_LONGEST_ROW_OF_THREE = 40
_WITHIN = re.compile(
    r"""(?<=[\u4e00-\u9fff）)\s])\s
        (?:[-—–－]+\s+ (?P<page>(?!0+\b)\d{1,3}) \s+[-—–－]+ | (?P<of>\d{1,3}\s*/\s*\d{1,3}))
        (?=\s+[\u4e00-\u9fff（(])""",
    re.VERBOSE,
)
"""What may be a page's number between words, where the lines of a report were joined."""


def is_page_mark(text: str, signs: frozenset[str]) -> bool:
    """Whether the line numbers a page; where these signs are cells of rows, `- 4 -` or `4 / 6` need not."""
    return _PAGE_MARK.fullmatch(text) is not None and not any(_ROWS[sign].fullmatch(text) for sign in signs)


def numbers_of_pages(text: str) -> list[tuple[int, int]]:
    """Where numbers stand in a line with words before and behind them that may be those of pages: `— 5 —`, `4 / 6`."""
    return [found.span(found.lastgroup or 0) for found in _WITHIN.finditer(text)]


def signs_of_cells(lines: Sequence[str]) -> frozenset[str]:
    """Which of `-` and `/` are cells here: `5 - 5` is a row, so `- 2 -` may be one; `/` is, so `2 / 3` may be one."""
    short = [line for line in lines if len(line) <= _LONGEST_ROW_OF_THREE]
    dash = any(map(_is_dashed_row_of_three, short))
    slash = any(map(_has_slash, short)) and not _count_pages(short)
    return frozenset(sign for sign, there in (("-", dash), ("/", slash)) if there)


def _count_pages(lines: Sequence[str]) -> bool:
    """Whether all lines like `2 / 3` count the pages of one document, the last page by itself apart."""
    pairs = [(int(found[1]), int(found[2])) for found in map(_OF_PAGES.fullmatch, lines) if found]
    numbers = [number for number, _ in pairs]
    ascending = numbers == sorted(set(numbers))
    return ascending and len({of for _, of in pairs}) == 1 and (len(pairs) > 1 or pairs[0][0] < pairs[0][1])


def _has_slash(text: str) -> bool:
    return "/" in text and _SLASHES.fullmatch(text) is not None and _PAGE_MARK.fullmatch(text) is None


def _is_dashed_row_of_three(text: str) -> bool:
    parts = text.split()
    if len(parts) != 3:
        return False
    dashes = [not part.strip("-—–－") for part in parts]
    shown = all(dash or part.isdecimal() for dash, part in zip(dashes, parts, strict=True))
    return shown and any(dashes) and dashes not in ([True] * 3, [True, False, True])
