"""What was printed twice to look bold, as programs hand it on: 政政府府 and 1122, or 政府政府 and 1212."""

import re
from collections.abc import Callable, Iterator, Sequence

from converters.sheet import Line

_TOKEN = re.compile(r"[^\s|｜│]+")
_NUMBER = re.compile(r"[-+－\d.,，%]*\d%*")
"""A number of a table, once or twice; 1. before a label is none."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST_HAN = 4
_PAGE = re.compile(r"[\s第共页/－—-]*(?P<page>\d{1,3})[\s第共页/－—\d-]*")
_IN_HEADINGS = ("公公开开", "信信息息", "情情况况", "申申请请")
"""What stands in any report of which headings are printed twice, character by character."""
_LEAST_NUMBERS = 12
_MOST_TWICE = 0.3
"""Of the numbers of a report look as if they were printed twice, and are not: 11, 1212."""

_Twice = Callable[[str], range | None]
"""The places of a text that hold it once, if it is printed twice."""


def without_second_print(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines as they were meant.

    Numbers count where all but those of pages are printed twice. Where some may be, nobody knows whether 11 is 1, and
    all stays as it is. Where none is, words are read whose characters come in pairs.
    """
    for twice in (_in_pairs, _in_halves):
        if _is_all_twice(lines, twice):
            return [_once(line, twice) for line in lines]
    text = "\n".join([line.text for line in lines])
    if any(word in text for word in _IN_HEADINGS):
        numbers = [number for line in lines for number in _numbers(line)]
        if sum(_in_pairs(number) is not None for number in numbers) <= _MOST_TWICE * len(numbers):
            return [_once(line, _words_in_pairs) for line in lines]
    return lines


def _in_pairs(text: str) -> range | None:
    return range(0, len(text), 2) if text[::2] == text[1::2] else None


def _in_halves(text: str) -> range | None:
    half, rest = divmod(len(text), 2)
    return range(half) if not rest and text[:half] == text[half:] else None


def _words_in_pairs(text: str) -> range | None:
    return _in_pairs(text) if len(_HAN.findall(text)) >= _LEAST_HAN else None


def _numbers(line: Line) -> list[str]:
    return [token for token in _TOKEN.findall(line.text) if _NUMBER.fullmatch(token)]


def _is_all_twice(lines: Sequence[Line], twice: _Twice) -> bool:
    """Whether all numbers are printed twice but those of pages, one after the other, each alone in its line."""
    count = 0
    before: int | None = None
    for line in lines:
        numbers = _numbers(line)
        if all(twice(number) is not None for number in numbers):
            count += len(numbers)
            continue
        page = _PAGE.fullmatch(line.text)
        if page is None or before not in (None, int(page["page"]) - 1):
            return False
        before = int(page["page"])
    return count >= _LEAST_NUMBERS


def _once(line: Line, twice: _Twice) -> Line:
    second = [stretch for token in _TOKEN.finditer(line.text) for stretch in _second(token, twice)]
    return line.without(second) if second else line


def _second(token: re.Match[str], twice: _Twice) -> Iterator[tuple[int, int]]:
    """From where to where a token is printed for the second time."""
    places = twice(token[0])
    if places is not None:
        kept = {token.start() + place for place in places}
        yield from ((at, at + 1) for at in range(*token.span()) if at not in kept)
