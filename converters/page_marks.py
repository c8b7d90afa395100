"""Lines that only number a page: `- 4 -`, `第 4 页 共 6 页`, `4 / 6`. The first and the last may be rows of cells."""

import re
from collections.abc import Sequence

_PAGE_MARK = re.compile(
    r"\s*[-—–－]+\s*(?!0+\b)\d{1,3}\s*[-—–－]+\s*|\s*第\s*\d{1,3}\s*页.{0,12}|\s*\d{1,3}\s*/\s*\d{1,3}\s*"
)
_ROW_OR_MARK = re.compile(r"\s*[-—–－]+\s+\d{1,3}\s+[-—–－]+\s*|\s*\d{1,3}\s+/\s+\d{1,3}\s*")
_SLASHES = re.compile(r"(?:\s*\d+\s)*\s*/(?:\s+(?:/|\d+))*\s*")
"""A line of cells of which one at least is a slash."""
_LONGEST_ROW_OF_THREE = 40


def is_page_mark(text: str, *, dashed: bool) -> bool:
    """Whether the line numbers a page; where signs are cells of rows (`dashed`), `- 4 -` and `4 / 6` need not."""
    return _PAGE_MARK.fullmatch(text) is not None and not (dashed and _ROW_OR_MARK.fullmatch(text))


def shows_dashed_rows_of_three(lines: Sequence[str]) -> bool:
    """Whether `5 - 5` is a row here, or a slash a cell: then `- 2 -` or `2 / 3` need not be the number of a page."""
    short = [line for line in lines if len(line) <= _LONGEST_ROW_OF_THREE]
    return any(_is_dashed_row_of_three(line) or _has_slash(line) for line in short)


def _has_slash(text: str) -> bool:
    return "/" in text and _SLASHES.fullmatch(text) is not None and _PAGE_MARK.fullmatch(text) is None


def _is_dashed_row_of_three(text: str) -> bool:
    parts = text.split()
    dashes = [not part.strip("-—–－") for part in parts]
    shown = all(dash or part.isdecimal() for dash, part in zip(dashes, parts, strict=True))
    return len(parts) == 3 and shown and any(dashes) and dashes not in ([True] * 3, [True, False, True])
