"""Where on its page the report stands: from its title to its signature, without menus and buttons in between.

The tables of the form and the headings of its sections are what is certainly the report's. The lowest element that
holds them all is where it stands; the title is looked for before it, the signature behind it. No table of the form
is ever left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from converters.anchors import is_word
from converters.readers.html.furniture import compact, is_border, is_furniture
from converters.readers.html.grids import LEAST_WORDS
from converters.readers.html.nodes import Element, common
from converters.readers.html.pieces import Picture, Piece
from converters.sheet import Grid

_HEADING = re.compile(
    r"(?:第?[一二三四五六七八](?:部分)?[、.．,，:：]?|[(（][一二三四五六]{1,2}[)）])?(?:政府信息公开)?(?:工作)?"
    r"(?:总体(?:工作)?情况|概述|概况|基本情况|(?:行政机关)?主动公开政府信息的?(?:具体)?情况"
    r"|(?:行政机关)?收到和处理(?:的)?政府信息公开申请的?情况|因?政府信息公开工作?被申请行政复议[、和]?提起行政诉讼的?情况"
    r"|存在的?(?:主要)?问题[及和、].{0,12}|其[他它]需要(?:报告|说明)的?.{0,6})[。:：]?"
)
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八](?:部分|章)|[一二三四五六七八][、.．,，:：])[^。；！？]{2,45}[。:：]?"
)
_ABOUT = re.compile(
    r"主动公开|申请|复议|诉讼|问题|不足|改进|其[他它]|总体|概[述况]|工作情况|基本情况|需要|收费"
)
_TITLE = re.compile(r"(?:政府信息公开|政务公开|信息公开).{0,16}(?:报告|年报|总结)")
_DATE = re.compile(
    r"[（(]?[12〇○零一二三四五六七八九\d]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日[)）]?"
)
_AGENCY = re.compile(r"[\u4e00-\u9fff]{2,24}(?:局|厅|委|会|院|府|室|处|部|中心|办|署|校|行|所|社|公司|队|站)")
_ANNEX = re.compile(
    r"附[件表]?(?:\d|[一二三四五])?[:：]|附[件表]|注[:：]|[(（]?备注|[(（]?联系(?:人|电话|地址)|地址[:：]|邮编[:：]|电话[:：]"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_STOPS = re.compile(r"[。；！？]")

_MENU = 0.6
"""The share of links from which on a line or table is a menu; prose with a cited law linked has far less."""
_PROSE = 40
"""Han characters from which on a line is prose; names of articles in lists have up to 35."""
_LONGEST_TITLE = 90
_LEAST_NUMBERS = 8
_ABOVE, _BELOW = 60, 40
"""Pieces looked at before and behind the element that holds the report."""
_GAP = 6
"""Pieces that may stand between a title and another line of it: a label, a date."""
_FURNISHING = re.compile(
    r"nav|menu|crumb|footer|share|print|sidebar|toolbar|copyright|breadcrumb|weizhi|position|related|xgxx|search|banner",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Signs:
    """The numbers of the pieces that are certainly the report's, and what each other piece looks like."""

    pieces: Sequence[Piece]
    core: list[int] = field(default_factory=list)
    menus: set[int] = field(default_factory=set)
    furniture: set[int] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> "_Signs":
        signs = cls(pieces)
        labels: list[int] = []
        prose: list[int] = []
        for number, piece in enumerate(pieces):
            if piece.linked >= _MENU and not _is_filled(piece):
                signs.menus.add(number)
            elif is_section(piece) or (isinstance(piece.what, Grid) and is_form(piece)):
                signs.core.append(number)
            elif isinstance(piece.what, str) and is_furniture(piece.what):
                signs.furniture.add(number)
            elif is_title(piece.text):
                signs.titles.add(number)
            elif is_form(piece):
                labels.append(number)
            elif _is_prose(piece.text):
                prose.append(number)
        # Subjects of a site's menu are named like rows of the form: in lines these count where no table is seen.
        if not any(isinstance(pieces[number].what, Grid) for number in signs.core):
            signs.core = sorted(signs.core + labels)
        signs.core = signs.core or prose
        return signs


def _is_filled(piece: Piece) -> bool:
    """Whether a piece is a table with numbers: no menu, even if a link that was never closed runs through it."""
    if not isinstance(piece.what, Grid):
        return False
    return sum(cell.text.strip().isdecimal() for row in piece.what.rows for cell in row) >= _LEAST_NUMBERS


def is_form(piece: Piece) -> bool:
    """Whether a piece is a table of the form, or a line that is one of its labels."""
    if isinstance(piece.what, Grid):
        return piece.words >= LEAST_WORDS
    return isinstance(piece.what, str) and len(piece.text) <= _LONGEST_TITLE and is_word(piece.text)


def is_title(text: str) -> bool:
    """Whether a line may be the report's title."""
    line = compact(text[: 2 * _LONGEST_TITLE])
    return len(line) <= _LONGEST_TITLE and _TITLE.search(line) is not None and not _STOPS.search(line)


def is_section(piece: Piece) -> bool:
    """Whether a piece is the heading of one of the report's sections."""
    if not isinstance(piece.what, str) or piece.linked >= _MENU or len(piece.text) > _LONGEST_TITLE:
        return False
    line = compact(piece.text)
    numbered = _NUMBERED.fullmatch(line) is not None and _ABOUT.search(line) is not None
    return numbered or _HEADING.fullmatch(line) is not None


def _is_prose(text: str) -> bool:
    start = text[: 10 * _PROSE]
    return len(_HAN.findall(start)) >= _PROSE and _STOPS.search(start) is not None


def report_of(pieces: Sequence[Piece], left_out: set[int]) -> list[int]:
    """The numbers of the pieces that are the report; `left_out` are those that only say something of the page."""
    signs = _Signs.of(pieces)
    if not signs.core:  # perhaps all of it is one link, opened before it and never closed
        signs = _Signs.of([replace(piece, linked=0.0) for piece in pieces])
    if not signs.core:
        return [
            number for number in range(len(pieces)) if number not in signs.menus | signs.furniture | left_out
        ]
    holder = common(pieces[number].element for number in signs.core) or pieces[0].element
    first, last = signs.core[0], signs.core[-1]
    opens, ends = first, last
    while opens > 0 and holder in pieces[opens - 1].element.ancestors():
        opens -= 1
    while ends + 1 < len(pieces) and holder in pieces[ends + 1].element.ancestors():
        ends += 1
    kept = set(signs.core)
    kept.update(_within(range(first, last + 1), signs, holder))
    kept.update(_before(first, opens, signs) - left_out)
    kept.update(_behind(last, ends, signs) - left_out)
    return sorted(kept)


def _within(numbers: range, signs: _Signs, holder: Element) -> Iterator[int]:
    """What stands between headings and tables, menus and buttons apart."""
    safe = {id(at) for number in signs.core for at in signs.pieces[number].element.ancestors()}
    for number in numbers:
        if number in signs.menus or number in signs.furniture:
            continue
        piece = signs.pieces[number]
        furnished = any(id(at) not in safe and _is_furnishing(at) for at in _up_to(piece.element, holder))
        if not furnished:
            yield number


def _up_to(element: Element, holder: Element) -> Iterator[Element]:
    for at in element.ancestors():
        if at is holder:
            return
        yield at


def _is_furnishing(element: Element) -> bool:
    """Whether an element says by its tag or its names that it is a part of the page."""
    if element.tag in ("nav", "footer", "aside", "menu"):
        return True
    return element.tag in ("div", "ul", "section", "table") and bool(
        _FURNISHING.search(f"{element.attribute('class')} {element.attribute('id')}")
    )


def _before(first: int, opens: int, signs: _Signs) -> set[int]:
    """What leads to the first heading or table: in the report's element the introduction, above it the title."""
    kept: set[int] = set()
    above: set[int] = set()
    titled = False
    for number in range(first - 1, max(-1, opens - 1 - _ABOVE), -1):
        if number in signs.menus:
            if titled:
                break
            continue
        if number in signs.furniture:
            continue
        titled = titled or number in signs.titles
        if number >= opens:
            kept.add(number)
        elif titled and number + _GAP < min(kept | above, default=first):
            break
        elif number in signs.titles or _signs_off(signs.pieces[number]):
            above.add(number)
    return kept | above if titled else kept


def _behind(last: int, inside: int, signs: _Signs) -> set[int]:
    """What follows the last heading or table: in the report's own element all, beyond it what signs or annexes."""
    kept: set[int] = set()
    for number in range(last + 1, min(len(signs.pieces), max(inside, last) + 1 + _BELOW)):
        piece = signs.pieces[number]
        if isinstance(piece.what, str) and is_border(piece.text):
            break
        if number in signs.menus or number in signs.furniture or number in signs.titles:
            if number > inside:
                break
            continue
        if number <= inside or _signs_off(piece):
            kept.add(number)
    return kept


def _signs_off(piece: Piece) -> bool:
    """Whether a piece beyond the report's element looks like its end: a date, an agency, prose, a note."""
    if not isinstance(piece.what, str):
        return isinstance(piece.what, Picture)
    line = compact(piece.text[: 2 * _LONGEST_TITLE])
    return bool(
        _DATE.fullmatch(line) or _AGENCY.fullmatch(line) or _is_prose(piece.text) or _ANNEX.match(line)
    )
