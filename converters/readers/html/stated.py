"""What a page says of itself: meta tags, and the labels with values in lines and tables around the report."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from converters.labels import plain
from converters.readers.html.flow import shown
from converters.readers.html.furniture import compact, furniture
from converters.readers.html.pieces import Piece
from converters.sheet import Grid, NodePlace, Place, Stated

_LEAST_PAIRS = 2
_MOST_ROWS = 30
_LONGEST_VALUE = 300
_LONGEST_LINE = 400
_LONGEST_LABEL = 20
_DATE = re.compile(
    r"\s*20\d\d\s?[-/.年]\s?[01]?\d\s?[-/.月]\s?[0-3]?\d(?!\d)\s?日?(?:\s*[012]?\d:[0-5]\d(?::[0-5]\d)?)?"
)
_OTHER_ENDS = "浏览|点击|访问|阅读|查看|字号|字体|文字大小|打印|分享|收藏|关闭|纠错|【"


def meta_tags(document: LexborHTMLParser) -> Iterator[Stated]:
    """What the meta tags say that are known."""
    for number, node in enumerate(document.css("meta"), start=1):
        name = (node.attrs.sget("name", "") or node.attrs.sget("property", "") or "").strip()
        key = furniture().metas.get(name.lower())
        value = shown(node.attrs.sget("content", "") or "")
        if key and value:
            yield Stated(key, name, value, NodePlace(f"(//meta)[{number}]"))


def of_pieces(pieces: Sequence[Piece]) -> tuple[list[tuple[int, Stated]], set[int]]:
    """What labels say in these pieces, each with its piece's number, and the numbers of those that say nothing else."""
    found: list[tuple[int, Stated]] = []
    taken: set[int] = set()
    for number, piece in enumerate(pieces):
        if number in taken:
            continue
        if isinstance(piece.what, Grid):
            pairs = list(_of_grid(piece.what))
            if len(pairs) >= _LEAST_PAIRS:
                found.extend((number, pair) for pair in pairs)
                taken.add(number)
        elif isinstance(piece.what, str) and _may_say(piece.what):
            below = pieces[number + 1] if number + 1 < len(pieces) else None
            said = list(_of_line(piece.what, below))
            found.extend(
                (number, _stated(each.label, each.value, (each.below or piece).place)) for each in said
            )
            if said and _opens(piece.text):
                taken.add(number)
            if said and said[-1].below is not None:
                taken.add(number + 1)
    return found, taken


def date_alone(piece: Piece) -> Stated | None:
    """The date that a line between title and report begins with, where nothing says what it is."""
    match = _DATE.match(piece.text) if isinstance(piece.what, str) else None
    rest = piece.text[match.end() :] if match else ""
    if match is None or (rest.strip() and not (_opens(rest) or re.match(_OTHER_ENDS, rest.strip()))):
        return None
    return Stated("published", "", match[0].strip(), piece.place)


@cache
def _label() -> re.Pattern[str]:
    """A label with its colon, at the start of a line or behind something that is no word."""
    labels = "|".join(r"\s*".join(label) for label in sorted(furniture().labels, key=len, reverse=True))
    return re.compile(rf"(?<![\u4e00-\u9fff])[\[【(（]?\s*(?P<label>{labels})\s*[\]】)）]?\s*[:：]")


@cache
def _end() -> re.Pattern[str]:
    """Where the value of a label ends at the latest."""
    return re.compile(rf"{_label().pattern.replace('?P<label>', '?:')}|{_OTHER_ENDS}|[|｜]|\s{{4,}}")


def _opens(text: str) -> bool:
    return _label().match(plain(text).lstrip(" \u00a0\u3000【[（(|")) is not None


@dataclass(frozen=True, slots=True)
class _Said:
    """A label with its value, and the line below where this stands there."""

    label: str
    value: str
    below: Piece | None


def _stated(label: str, value: str, place: Place) -> Stated:
    return Stated(furniture().labels[label], label, value, place)


def _may_say(line: str) -> bool:
    """Whether a line is short, and has a colon: most have none."""
    return (":" in line or "：" in line) and len(line) <= _LONGEST_LINE


def _of_line(text: str, below: Piece | None) -> Iterator[_Said]:
    folded = plain(text)  # character for character
    for match in _label().finditer(folded):
        end = _end().search(folded, match.end())
        value = text[match.end() : end.start() if end else len(text)].strip(" \u00a0\u3000[]【】()（）")
        label = "".join(match["label"].split())
        holder = None
        if not value and match.end() == len(text.rstrip()) and below is not None and _is_value(below):
            value, holder = below.text, below
        if value and len(value) <= _LONGEST_VALUE:
            yield _Said(label, value, holder)


def _is_value(piece: Piece) -> bool:
    return isinstance(piece.what, str) and len(piece.text) <= _LONGEST_VALUE and not _opens(piece.text)


def _of_grid(grid: Grid) -> Iterator[Stated]:
    """Labels in cells with their values in the next ones; a cell may also hold both."""
    if len(grid.rows) > _MOST_ROWS:
        return
    for row in grid.rows:
        label: str | None = None
        for cell in row:
            bare = "" if cell.text.isascii() else _bare(cell.text)  # most cells are numbers
            if label is not None:
                if cell.text and bare not in furniture().labels:
                    yield _stated(label, cell.text, cell.at)
                label = None
            elif bare in furniture().labels:
                label = bare
            elif _may_say(cell.text):
                said = _of_line(cell.text, None)
                yield from (_stated(each.label, each.value, cell.at) for each in said)


def _bare(text: str) -> str:
    """What may be a label: a short text without blanks and brackets."""
    return compact(text).strip(":：[]【】") if len(text) < _LONGEST_LABEL else ""
