"""The title of a report among the lines around it: split, doubled, behind menus of other years, or absent.

Works on compact lines (blanks taken out). Every mention of the words of a title is weighed: what precedes and
follows it, whether it names a year and an agency, and whether its year is the one that the prose speaks of; a
cited title (《…》) and a menu entry weigh less.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from converters.agency import is_agency, is_placed, strip_leads
from converters.dates import find_years
from converters.place import place_at
from converters.region import generic_kind

_Y = r"[2二]\s?[0〇○零Oo]\s?[\d〇○零Oo一二三四五六七八九]\s?[\d〇○零Oo一二三四五六七八九]"
_CORE = re.compile(
    rf"(?:政府信息(?:与政务)?公开|政务公开|信息公开)(?:和政务公开|与政务公开|及政务公开)?(?:工作)?(?:情况)?的?(?:[（(]?{_Y}年?度?[)）]?)?的?"
    rf"(?:年度|年)?(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:报告|年报|总结)(?!如下|制度|编制|的编制|格式|的通知|事项|有关)"
    rf"(?P<after>[（(]{_Y}年?度?[)）])?"
)
_BARE_YEAR = re.compile(rf"(?<!\d)({_Y})(?:年度?|度)?(?!\d)")
_PROSE = re.compile(r"[，。；：！？]")
_VERBS = re.compile(
    r"现将|现就|公布|编制|做好|根据|结合|印发|报送|撰写|按照|要求|通知|形成|查看|上一[篇条]|下一[篇条]|分类|栏目"
)
_FOLLOWS = re.compile(
    r"[一1][、.．]|第一|根据|按照|为|本报告|本年度报告|目录|发布|来源|信息|字号|字体|索引|日期|时间|浏览|[-_—－|（(【\[》]"
)
_CHROME = re.compile(
    r"首页|位置|导航|[>＞›»]|网站|浏览|字号|打印|来源|时间|日期|索引|政务公开$|信息公开$|年报|报告|正文$|标题"
)
_OPENING = re.compile(r"(?:正文|标题[:：]?|[-—－]?\d{1,2}[-—－])+")
_EDGE = "-—－_·•.、|>《【[ 　的"
_HEAD, _MENTIONS, _ABOVE, _BELOW = 70, 200, 3, 3
_LONGEST = 45
"""Characters of a line that may be a part of a title, or of the page around one."""
_MENU = 3
_ENOUGH = 6
"""The least weight of a title: 政府信息公开年度报告 alone on a line has 10, in a sentence -6."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed (blanks out), the year and agency it names, and the line (from 0) it begins on."""

    text: str
    year: int | None
    agency: str | None
    line: int
    weight: int


@dataclass(frozen=True, slots=True)
class _Mention:
    """The fixed words of a title in a text: what stands before and behind them, on which lines they stand."""

    words: str
    head: str
    tail: str
    first: int
    last: int


def find_title(lines: Sequence[str], body: int, year: int | None) -> Title | None:
    """The weightiest title; `body` is the line where the report proper begins, `year` what its prose says."""
    mentions = list(_mentions(lines))
    menu = _menu_lines(mentions, lines)
    found = (_weighed(mention, lines, body, year) for mention in mentions if mention.first not in menu)
    best = max(found, key=lambda title: title.weight, default=None)
    return best if best and best.weight >= _ENOUGH else None


def is_chrome(line: str) -> bool:
    """Whether a line is one of the page around a report: its path, a menu of other years, a label."""
    return len(line) <= _LONGEST and _CHROME.search(line) is not None and not line.endswith(("。", "；"))


def _menu_lines(mentions: Sequence[_Mention], lines: Sequence[str]) -> set[int]:
    """The lines of menus: titles of several years in a row, with nothing but empty lines between them."""
    menu: set[int] = set()
    row: list[tuple[int, int]] = []
    for mention in mentions:
        year = next(_years(mention.head + mention.words), None)
        apart = row and any(lines[line] for line in range(row[-1][0] + 1, mention.first))
        if year is None or apart or any(year == known for _, known in row):
            row = []
        if year is not None:
            row.append((mention.last, year))
        if len(row) >= _MENU:
            menu.update(line for line, _ in row)
    return menu


def parse_head(head: str) -> tuple[int | None, str | None]:
    """The year and the agency that a title names in front of its fixed words, in either order."""
    year = next(_years(head), None)
    rest = strip_leads(_BARE_YEAR.sub("", head).strip(_EDGE))
    rest = re.sub(r"(?:关于|的|年度|本级|·)+$", "", rest).strip(_EDGE)
    if rest[: len(rest) // 2] * 2 == rest:
        rest = rest[: len(rest) // 2]  # a label's value run together with the title (来源：X X2021年…)
    return year, rest if is_agency(rest) or _is_place(rest) or is_placed(rest) else None


def _begins_well(name: str) -> bool:
    """Whether nothing of the name is missing in front: it begins with a place, or with 市 in its stead."""
    return bool(generic_kind(name)) or place_at(name, 0, None) is not None


def _is_place(text: str) -> bool:
    place = place_at(text, 0, None) if len(text) > 1 else None
    return place is not None and place.end == len(text)


def _mentions(lines: Sequence[str]) -> Iterator[_Mention]:
    """Every mention of a title; its words may run over line ends."""
    flow = "".join(lines)
    starts = [0, *accumulate(len(line) for line in lines)]
    before = 0
    for match in islice(_CORE.finditer(flow), _MENTIONS):
        first = bisect_right(starts, match.start()) - 1
        last = bisect_right(starts, match.end() - 1) - 1
        head = flow[max(starts[first], before, match.start() - _HEAD) : match.start()]
        before = match.end()
        tail = flow[match.end() : min(starts[last + 1], match.end() + 8)]
        yield _Mention(match[0], head, tail, first, last)


def _weighed(mention: _Mention, lines: Sequence[str], body: int, year: int | None) -> Title:
    """The title that a mention may be, with its weight."""
    cut = max((found.end() for found in _PROSE.finditer(mention.head)), default=0)
    head, first, agency = mention.head[cut:], mention.first, None
    named = next(_years(mention.words), None)
    weight = _setting(mention, cut) + (2 if first <= body else -3)
    if weight > 0:
        first, head_year, agency, head = _with_lines_above(lines, first, head, named)
        named, agency = named or head_year, agency or _below(lines, mention.last)
    weight += (3 if named else 0) + (3 if agency else 0)
    weight += 0 if not named or not year else (3 if named == year else -3)
    return Title(_without_opening(head + mention.words), named, agency, first, weight)


def _setting(mention: _Mention, cut: int) -> int:
    """How much a mention stands like a title: by itself, not in a sentence and not in a citation."""
    own = mention.head[cut:]
    weight = -6 if cut or _VERBS.search(own) else 3
    weight -= 4 if "《" in own else 0
    weight += 4 if not mention.tail else (2 if _FOLLOWS.match(mention.tail) else -3)
    return weight + (1 if "年度报告" in mention.words or "年报" in mention.words else 0)


def _without_opening(title: str) -> str:
    """The title without a page number or a label in front of it."""
    opening = _OPENING.match(title)
    return title[opening.end() if opening else 0 :].strip(_EDGE)


def _years(text: str) -> Iterator[int]:
    """The years of a title, where 年 may be missing (2021政府信息公开…)."""
    for match in _BARE_YEAR.finditer(text):
        yield from (each.year for each in find_years(f"{match[1]}年"))


def _with_lines_above(
    lines: Sequence[str], first: int, head: str, named: int | None
) -> tuple[int, int | None, str | None, str]:
    """The head completed from the lines above it, as far as they add the year or the agency that it lacks."""
    year, agency = parse_head(head)
    for index in range(first - 1, max(-1, first - 1 - _ABOVE), -1):
        above = lines[index]
        if (
            (agency and _begins_well(agency) and (year or named))
            or len(above) > _LONGEST
            or _PROSE.search(above)
            or _CHROME.search(above)
        ):
            break
        more_year, more_agency = parse_head(above + head)
        more = year or more_year, more_agency or agency
        if more == (year, agency):
            break
        first, head, (year, agency) = index, above + head, more
    return first, year, agency, head


def _below(lines: Sequence[str], last: int) -> str | None:
    """The agency on a line of its own just below the title."""
    for line in lines[last + 1 : last + 1 + _BELOW]:
        name = strip_leads(line.strip("（）() "))
        if is_agency(name) and len(line) - len(name) < 4:
            return name
        if len(line) > 30:
            break
    return None
