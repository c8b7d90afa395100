"""What stands on every page and belongs to none of the text: running heads, feet, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from converters.readers.pdf.lines import PrintedLine
from converters.readers.pdf.page import Page

_EDGE = 0.11
"""The share of a page's height, above and below, in which such lines stand."""
_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／共]\s*(?:共\s*)?\d{1,3}\s*页?)?[-—–－·\s]*"
)
_DIGITS = re.compile(r"\d+")

Lines = Sequence[PrintedLine]


def without_furniture(pages: Sequence[tuple[Page, Lines]]) -> list[list[PrintedLine]]:
    """The lines of each page without its furniture: numbers of pages, and what is printed on several alike."""
    seen = Counter(
        key for page, lines in pages for key in {_key(line) for line in lines if _at_edge(line, page)}
    )
    return [
        [line for line in lines if not (_at_edge(line, page) and _is_furniture(line, seen[_key(line)]))]
        for page, lines in pages
    ]


def _is_furniture(line: PrintedLine, times: int) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None or times > 1


def _at_edge(line: PrintedLine, page: Page) -> bool:
    height = page.frame.height
    return not _EDGE * height < line.base < (1 - _EDGE) * height


def _key(line: PrintedLine) -> tuple[str, int]:
    """Text and height of the line, whatever numbers it has."""
    return _DIGITS.sub("0", line.text), round(line.base / 6)
