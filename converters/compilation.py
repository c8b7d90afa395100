"""A sheet → the outline of the report in it; of the first one where it holds several.

Governments bind the reports of their offices into one file, and crawlers save pages one behind the other. Taken for one
report, such a file would give an agency the numbers of another.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from converters.labels import plain
from converters.masthead import read_masthead
from converters.outline import FRONT, TABLES, Area, Outline, outline
from converters.sheet import Grid, Line, Notice, Sheet
from converters.title import Title, find_title, is_chrome

_FIRST_KIND = "overview"
_FIRST_NUMBER = re.compile(r"第?[一1](?:部分|章)?")
_LEAST_SECTIONS = 2
"""Sections with a body that a report has before another one can begin: a table of contents has none. Annexed tables
may be numbered anew, but not those that a section has shown."""
_BODY = 10
"""Characters below a heading that are a body, and no number of a page."""
_LEAST_NUMBERS = 8
"""Numbers of a table that stands there; its words alone are prose."""
_MOST_TRIED = 5
"""Sections that may begin another report and do not: those of an annex, of a list in the prose."""
_NUMBER = re.compile(r"\d+")


def first_report(sheet: Sheet) -> tuple[Outline, tuple[Notice, ...]]:
    """The outline of the sheet, or of the first of its reports, and a notice if there are several."""
    whole = outline(sheet)
    for restart in islice(_restarts(whole), _MOST_TRIED):
        begin, title = _beginning(whole, restart)
        first = outline(replace(sheet, blocks=whole.stretches[:begin]))
        rest = outline(replace(sheet, blocks=whole.stretches[begin:]))
        if _is_another(title, first) or _shows_again(first, rest):
            named = read_masthead(first.prose).title or "without a title"
            message = f"several reports stand in this file; read is the first: {named}"
            return first, (Notice("several_reports", message, whole.stretches[begin].at),)
    return whole, ()


def _restarts(whole: Outline) -> Iterator[int]:
    """The sections with which a report may begin behind the sections of another."""
    bounds = pairwise((*whole.starts, len(whole.stretches)))
    bodies: list[str | None] = []
    for number, (section, (start, end)) in enumerate(zip(whole.sections, bounds, strict=True)):
        if section.kind == FRONT:
            continue
        again = section.kind in bodies and _FIRST_NUMBER.fullmatch(section.number or "")
        # The last body may be the introduction of the next report.
        begun = sum(kind is not None for kind in bodies[:-1]) >= _LEAST_SECTIONS
        if begun and (again or section.kind == _FIRST_KIND):
            yield number
        filled = _has_body(whole.stretches[start + 1 : end])
        bodies.append(section.kind if filled else None)


def _has_body(blocks: Sequence[Line | Grid]) -> bool:
    size = 0
    for block in blocks:
        size += len(block.text.strip()) if isinstance(block, Line) else sum(map(len, _texts(block)))
        if size >= _BODY:
            return True
    return False


def _beginning(whole: Outline, restart: int) -> tuple[int, Title | None]:
    """The stretch with which the report begins whose first section this is, and its title, if it has one.

    What a page has above its title is the next one's, too: its date would be taken for that of the report before.
    """
    start, end = whole.starts[restart - 1] + 1, whole.starts[restart]
    lines = [(at, line.text) for at in range(start, end) if isinstance(line := whole.stretches[at], Line)]
    compact = [(at, plain("".join(text.split()))) for at, text in lines if text.strip()]
    title = find_title([text for _, text in compact], len(compact), None)
    begin = title.line if title else len(compact)
    while begin > 0 and is_chrome(compact[begin - 1][1]):
        begin -= 1
    return compact[begin][0] if begin < len(compact) else end, title


def _is_another(title: Title | None, first: Outline) -> bool:
    """Whether a title names another agency or year than the report before it."""
    if title is None:
        return False
    masthead = read_masthead(first.prose)
    agency = masthead.agency.name
    other_year = title.year is not None and masthead.year is not None and title.year != masthead.year
    other_agency = (
        title.agency is not None
        and agency is not None
        and title.agency not in agency
        and agency not in title.agency
    )
    return other_year or other_agency


def _shows_again(first: Outline, rest: Outline) -> bool:
    """Whether a table with numbers stands in both."""
    return any(
        min(_numbers(first.areas.get(table)), _numbers(rest.areas.get(table))) >= _LEAST_NUMBERS
        for table in TABLES
    )


def _numbers(area: Area | None) -> int:
    blocks: Sequence[Line | Grid] = area.blocks if area else ()
    return sum(len(_NUMBER.findall(text)) for block in blocks for text in _texts(block))


def _texts(block: Line | Grid) -> Iterator[str]:
    if isinstance(block, Line):
        yield block.text
    else:
        yield from (cell.text for row in block.rows for cell in row)
