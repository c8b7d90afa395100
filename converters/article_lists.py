"""The lines of a copied page that list other articles: their titles with the days on which those were published.

Works on compact lines (blanks taken out, except one between two digits). A menu of all years' reports, the news beside
and below a report: nothing in them tells its title, year, day or agency.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from converters.agency import agency_from, is_agency
from converters.dates import edge_day

_EDGE = "[]()（）【】|•·*>#-—_:： \t"
_LONGEST, _SHORTEST = 60, 4
"""Characters of a title."""
_LEAST_OUTERMOST = 8
"""Characters of one that only its place tells: the heading of a list has fewer."""
_NO_TITLE = re.compile(
    r"[，。；！？]|(?:日期|时间|来源|机构|单位|部门|次数)[】\]）)]?(?:[:：|]|$)|[号字页][:：|]"
    r"|[自至到从截于在]$|^[起至止]"
)
"""Sentences, what a page says of the article itself, and periods cut by the end of a line."""
_NEAR = 2
"""From the line of one day to that of the next, where a title stands between."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line that tells a day at one of its ends: which one, as printed, and what else it says."""

    line: int
    day: str
    title: str


def listed(texts: Sequence[str]) -> set[int]:
    """The numbers of the lines that list articles: those of several days near each other with their titles."""
    entries = [entry for line in range(len(texts)) if (entry := _entry(texts, line))]
    found: set[int] = set()
    first: _Entry | None = None
    for entry, following in pairwise(entries):
        between = range(entry.line + 1, following.line)
        titles = [entry.title, following.title, *(texts[line] for line in between)]
        titled = any(titles) and all(map(_is_title, filter(None, titles)))
        if entry.day != following.day and following.line - entry.line <= _NEAR and titled:
            found.update(range(entry.line, following.line + 1))
            first = first or entry
        elif first is not None:
            found.update(_outermost(texts, first, entry))
            first = None
    if first is not None:
        found.update(_outermost(texts, first, entries[-1]))
    return found


def _outermost(texts: Sequence[str], first: _Entry, last: _Entry) -> Iterator[int]:
    """The title above the first of days that stand alone, or below the last, if only one of the two can be one."""
    if not first.title and not last.title:
        ends = (first.line - 1, last.line + 1)
        titles = [
            line for line in ends if 0 <= line < len(texts) and _is_title(texts[line], _LEAST_OUTERMOST)
        ]
        if len(titles) == 1 and agency_from(texts[titles[0]], 0) is None:
            yield titles[0]


def _entry(texts: Sequence[str], line: int) -> _Entry | None:
    """What a line tells of an article, if it does; the day with which the report is signed is none of an article."""
    text = texts[line].strip(_EDGE)
    day = edge_day(text) if len(text) <= _LONGEST else None
    if day is None:
        return None
    title = text.replace(day, "", 1).strip(_EDGE)
    above = texts[line - 1] if line and not title else title
    signed = is_agency(above) or above.endswith(("。", "；"))
    return None if signed else _Entry(line, day, title)


def _is_title(text: str, least: int = _SHORTEST) -> bool:
    bare = text.strip(_EDGE)
    return least <= len(bare) <= _LONGEST and _NO_TITLE.search(bare) is None and not is_agency(bare)
