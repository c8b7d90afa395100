"""What stands on every page and belongs to none of the text: running heads, feet, page numbers.

Only the outermost lines of a page can be that, and never a line of several numbers: that is a row of a table.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from converters.readers.pdf.lines import PrintedLine
from converters.readers.pdf.page import Page

_EDGE = 0.11
"""The share of a page's height, above and below, in which such lines stand."""
_OUTERMOST = 2
"""So many lines, above and below, are a head or a foot and its page number."""
_MARKED = re.compile(
    r"[-—–－·]\s*\d{1,3}\s*[-—–－·]|第\s*\d{1,3}\s*页.{0,12}|\d{1,3}\s*[/／]\s*\d{1,3}|(?:Page|P\.)\s*\d{1,3}"
)
_LETTER = re.compile(r"[^\W\d]")

Lines = Sequence[PrintedLine]


def without_furniture(pages: Sequence[tuple[Page, Lines]]) -> list[list[PrintedLine]]:
    """The lines of each page without its furniture: numbers of pages, and what is printed on several alike."""
    outer = [(page, list(_outer(page, lines))) for page, lines in pages]
    texts = Counter(key for page, lines in outer for key in {_key(page, line) for line in lines})
    numbers = Counter(
        int(line.text) - page.number for page, lines in outer for line in lines if _is_bare(line)
    )
    return [
        [
            line
            for line in lines
            if not any(line is other and _is_furniture(page, line, texts, numbers) for other in out)
        ]
        for (page, lines), (_, out) in zip(pages, outer, strict=True)
    ]


def _outer(page: Page, lines: Lines) -> Iterator[PrintedLine]:
    """The first and the last lines of a page, as far as they stand near its edges."""
    height = page.frame.height
    yield from (line for line in lines[:_OUTERMOST] if line.base < _EDGE * height)
    yield from (line for line in lines[-_OUTERMOST:] if line.base > (1 - _EDGE) * height)


def _is_furniture(
    page: Page, line: PrintedLine, texts: Counter[tuple[str, int]], numbers: Counter[int]
) -> bool:
    """Whether it is marked as a page's number, counts like one, or stands on another page in the same place."""
    if _is_bare(line):
        return numbers[int(line.text) - page.number] > 1
    repeated = texts[_key(page, line)] > 1 and _LETTER.search(line.text) is not None
    return repeated or _MARKED.fullmatch(line.text) is not None


def _is_bare(line: PrintedLine) -> bool:
    return len(line.text) <= 3 and line.text.isdecimal()


def _key(page: Page, line: PrintedLine) -> tuple[str, int]:
    """Text and height of the line, whatever the number of the page."""
    return re.sub(rf"(?<!\d){page.number}(?!\d)", "#", line.text), round(line.base / 6)
