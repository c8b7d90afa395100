"""Names of agencies in print: where one begins and ends in a sentence, its kind, its fullest form.

The kinds and their endings are data (data/agency_kinds.toml). A name is short by its place where it begins
with 市 or 县 alone (市教育局) or with none at all (公共资源交易中心); `fullest` looks for the place that the
report prints in front of it elsewhere.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from converters.place import place_at
from converters.region import VERTICAL, generic_kind, locate

SHORTEST, LONGEST = 3, 45
"""Characters of an agency's name: 审计署 is the shortest; the longest seen are about 40."""
_OCCURRENCES = 300
"""How many mentions of a name are looked at for its place; a report has a few dozen."""

_LEADS = re.compile(
    r"(?:(?:现)?结合|现将|现就|现对|现把|根据|按照|依照|关于(?:报送|印发|公布|发布|做好|我)?|公布|发布|制作|编制|本年?度?报告(?:是|系)?由?|请与|请向|请(?:直接)?联系"
    r"|请咨询|联系|以下[是为]|全文|一年来|年来|以来|同时|其中|过去|报告|标题|名称|题目|来源|正文|当前位置|首页|索引号|的)+"
)
_LEAD = re.compile(r"[由与向对是为经和将就及现在的【\[]")
_BOUNDARY = re.compile(r"[，。；：！？…《》〈〉“”‘’\"',;:!?|>＞\n\t＊*#_【】\[\]]|\d年度?|\d")
_ALLOWED = re.compile(r"[\u3400-\u9fff（）()·•—\-－A-Za-z]+")
_NOT_AGENCY = re.compile(
    r"^[我本各该此其全]|网站|门户|首页|导航|栏目|专栏|平台$|公开指南|公开制度|依申请|主动公开|公开年报|年度报告|信息公开(?!办|中心|处|领导)|情况$|工作$|党组$|领导小组"
    r"|^.?(?:相关|有关|上级|同级|其他|下级|所属|各级|国务院)|报告|通知|条例|办法|数量|结果|申请|^(?:市|县|区|省|州)(?:委|委和|级|直|本级).{0,3}$"
)
_GROUP = re.compile(r"[（(][^（()）]{1,14}[）)]$")
_TAIL = re.compile(r"(?:管理)?办公室|[\u4e00-\u9fff]{2,6}(?:分局|支队)(?=[（(，。；、：])")
_NOT_END = re.compile(
    r"(?<=局)[部限面势域长]|(?<=中心)[城组任主思环区点镇]|(?<=厅)[局级长]|(?<=会)议|(?<=街道)[办、各上]|(?<=公室)[主副]"
)


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """A kind of agency, with the endings of its names; `prose` are those trusted inside a sentence."""

    key: str
    zh: str
    en: str
    endings: tuple[str, ...]
    prose: tuple[str, ...]


@cache
def agency_kinds() -> tuple[AgencyKind, ...]:
    """All kinds, in the order of data/agency_kinds.toml."""
    data = tomllib.loads((files("converters") / "data" / "agency_kinds.toml").read_text("utf-8"))
    return tuple(
        AgencyKind(kind["key"], kind["zh"], kind["en"], tuple(kind["endings"]), tuple(kind["prose"]))
        for kind in data["kinds"]
    )


def kind_of(name: str) -> str | None:
    """The key of the kind whose longest ending the name has; None where it has none."""
    bare = _GROUP.sub("", name)
    endings = _ending_kinds()
    return next((endings[tail] for length in range(12, 0, -1) if (tail := bare[-length:]) in endings), None)


def is_agency(name: str) -> bool:
    """Whether a text that stands by itself is the name of an agency."""
    return (
        SHORTEST <= len(name) <= LONGEST
        and _ALLOWED.fullmatch(name) is not None
        and kind_of(name) is not None
        and not _NOT_AGENCY.search(name)
    )


def is_placed(name: str) -> bool:
    """Whether a text begins with a place and reads like a name, though it has no known ending."""
    place = place_at(name, 0, None, shorts=False)
    return (
        place is not None
        and place.end + 2 <= len(name) <= LONGEST
        and _ALLOWED.fullmatch(name) is not None
        and not _NOT_AGENCY.search(name)
        and sum(map(name.count, "（(")) == sum(map(name.count, "）)"))
    )


def agency_from(text: str, start: int) -> str | None:
    """The agency whose name begins there in running prose; None where no sure ending follows."""
    stretch = text[start : start + LONGEST]
    if cut := _BOUNDARY.search(stretch):
        stretch = stretch[: cut.start()]
    for match in _prose_endings().finditer(stretch):
        if _NOT_END.match(stretch, match.end()):
            continue
        tail = _TAIL.match(stretch, match.end())
        name = stretch[: tail.end() if tail else match.end()]
        return name if is_agency(name) else None
    return None


def agency_before(text: str, end: int) -> str | None:
    """The agency whose name ends right there in running prose, without the words that lead to it."""
    stretch = text[max(0, end - LONGEST) : end]
    cut = max((match.end() for match in _BOUNDARY.finditer(stretch)), default=0)
    name = strip_leads(stretch[cut:].rsplit("、", 1)[-1])
    return name if is_agency(name) else None


def strip_leads(name: str) -> str:
    """The name without what leads to it in a sentence or on a web page."""
    name = name.strip("-—－·•.、 ")
    while True:
        if match := _LEADS.match(name):
            name = name[match.end() :]
        elif _LEAD.match(name) and not place_at(name, 0, None, shorts=False) and _begins(name[1:]):
            name = name[1:]
        else:
            break
    return name[_place_within(name) :]


def fullest(name: str, text: str, year: int | None) -> str:
    """The name with the fullest place that the text prints before; a province over a city is left out."""
    location = locate(name, year)
    kind = "" if location.end > location.start else generic_kind(name)
    skipped = 3 if name.startswith("自治区") else len(kind)
    own, core = name[location.start : location.end], name[location.end or skipped :]
    if location.start or len(core) < 2:
        return name
    printed = Counter(
        place
        for place in _places_before(core, text, year)
        if _extends(place, own, kind, year) and place != own
    )
    if not printed:
        return name
    best = max(
        printed, key=lambda place: (len(place), printed[place]) if own else (printed[place], len(place))
    )
    return best + core


def _extends(place: str, own: str, kind: str, year: int | None) -> bool:
    """Whether a printed place is a fuller form of the one the name has: its own, or its kind alone."""
    if kind:
        return place.endswith(("省", "自治区") if kind == "省" else kind)
    return place.endswith(own) or (
        len(place) > len(own) and locate(place, year).division == locate(own, year).division
    )


def _places_before(core: str, text: str, year: int | None) -> Iterator[str]:
    """The places printed directly in front of the core of a name, each without its province."""
    at = -1
    for _ in range(_OCCURRENCES):
        at = text.find(core, at + 1)
        if at < 0:
            return
        left = text[max(0, at - 24) : at]
        for start in range(len(left) - 1):
            place = place_at(left, start, year, shorts=False)
            if place and place.end == len(left):
                yield _without_province(left[start:], year)
                break


def _without_province(place: str, year: int | None) -> str:
    for end in range(2, min(len(place) - 1, 12)):
        first = locate(place[:end], year)
        if first.end == end and place[:end].endswith(("省", "自治区")) and place_at(place, end, year):
            return place[end:]
    return place


def _begins(name: str) -> bool:
    """Whether a name of an agency could begin here: with a place or with 市, 县, 区 in its stead."""
    return bool(generic_kind(name)) or place_at(name, 0, None, shorts=False) is not None


def _place_within(name: str) -> int:
    """Where the place begins, when other words stand before it; 0 where it comes first or there is none."""
    if VERTICAL.match(name) or place_at(name, 0, None) or generic_kind(name):
        return 0
    return next((at for at in range(1, len(name) - 4) if place_at(name, at, None, shorts=False)), 0)


@cache
def _ending_kinds() -> dict[str, str]:
    return {ending: kind.key for kind in reversed(agency_kinds()) for ending in kind.endings}


@cache
def _prose_endings() -> re.Pattern[str]:
    endings = sorted({ending for kind in agency_kinds() for ending in kind.prose}, key=len, reverse=True)
    return re.compile("|".join(endings))
