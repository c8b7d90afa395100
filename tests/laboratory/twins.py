"""Twins of the shared seed reports: the same layouts and damage, other agencies, numbers not zero."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from random import Random

from laboratory.copies import Copy, copy_of, record
from laboratory.labels import cut_headers, half_width, header_blanks, relabelled, spaced_numbering
from laboratory.layouts import bars_behind, bars_below, tab_grid, tab_led
from laboratory.marks import only_totals, units
from laboratory.pages import Page, Section, lines_of, page_of, renumbered
from laboratory.places import Office, draw_office
from laboratory.prose import draw_prose
from laboratory.tears import cut_groups, split_header, surplus_zeros
from laboratory.torn import torn_pipes
from laboratory.truth import Truth, draw

Specimen = tuple[str, Copy]
"""The text of a copy, and the copy with its truth."""


def twin_000(seed: int) -> Specimen:
    """Tab grid with shifted rows, surplus zeros, the first heading printed twice."""
    rng = Random(f"twin 000 {seed}")
    copy = copy_of(replace(_drawn(0, seed, "2019"), signed=None))
    for wound in (header_blanks, half_width, spaced_numbering):
        copy = wound(copy, rng, 0.5)
    copy = surplus_zeros(copy, rng, 0.8).noted("first heading twice")
    copy = replace(copy, published=None)
    page = page_of(copy, {name: tab_grid(table, rng) for name, table in copy.tables.items()}, rng)
    page = replace(page, head=(*page.head[:-1], "一、总体情况", page.head[-1]), loose=True)
    return "\n\n" + "\n".join(lines_of(page)), copy


def twin_001(seed: int) -> Specimen:
    """One cell a line ended by a bar, leftovers on lines of their own, no title."""
    rng = Random(f"twin 001 {seed}")
    copy = replace(_untitled(copy_of(_drawn(1, seed, "2019"))), title=False)
    for wound in (half_width, _cut_made, units):
        copy = wound(copy, rng, 0.4)
    page = page_of(copy, {name: bars_below(table, rng) for name, table in copy.tables.items()}, rng)
    return "\n".join(lines_of(replace(page, loose=False, foot=()))), copy


def twin_002(seed: int) -> Specimen:
    """One cell a line, leftovers behind the row's last bar; no title, the city is named in passing only."""
    rng = Random(f"twin 002 {seed}")
    truth = _of_city(_drawn(2, seed, "2021"), rng)
    copy = replace(copy_of(replace(truth, signed=None)), title=False)
    for wound in (half_width, header_blanks, cut_headers):
        copy = wound(copy, rng, 0.8)
    published = date(truth.year + 1, 1, rng.randint(6, 30))
    copy = replace(copy.noted("no title; the city once in passing"), published=published.isoformat())
    page = page_of(copy, {name: bars_behind(table, rng) for name, table in copy.tables.items()}, rng)
    head = ("发布时间:", f"{published} 1{rng.randint(0, 7)}:17", "信息来源:", f"市{truth.office.bureau}")
    passing = (
        f"{truth.year}年,参加{truth.office.place.city}政务服务满意度测评,成绩列第{rng.randint(2, 9)}名。"
    )
    sections = (_with_passing(truth, page.sections[0], passing), *page.sections[1:])
    return "\n".join(lines_of(Page(head, sections, (), loose=False))), copy


def twin_003(seed: int) -> Specimen:
    """Tab grid cut by pages: heading and group labels split, one number too many for the fees."""
    rng = Random(f"twin 003 {seed}")
    truth = _drawn(3, seed, "2019")
    copy = copy_of(replace(truth, signed=date(truth.year, 1, rng.randint(4, 28))))
    copy = copy.noted("sign date before the year's end")
    for wound in (units, header_blanks, split_header, cut_groups, half_width, spaced_numbering):
        copy = wound(copy, rng, 0.6)
    copy = surplus_zeros(copy, rng, 0.5)
    printed = {name: tab_grid(table, rng) for name, table in copy.tables.items()}
    printed["applications"][:2] = [re.sub("\t+", "\t", line) for line in printed["applications"][:2]]
    page = replace(page_of(copy, printed, rng), loose=True)
    text = "\n".join(lines_of(page)).replace("六、其他需要报告的事项", "四、其他需要报告的事项。")
    return "\n\n" + text, copy


_FREE_LABELS = {
    "一、本年新收政府信息公开申请数量": "一、本年新收到政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量": "二、上年转结政府信息公开申请数量",
    "四、结转下年度继续办理": "四、转结下年度继续办理",
}
_OLDER_STYLE = {
    "总体情况": "{year}年政府信息公开工作基本情况概述",
    "主动公开政府信息情况": "主动公开主动公开政府信息具体情况",
    "主动公开政府信息的情况": "主动公开主动公开政府信息具体情况",
    "存在的主要问题及改进情况": "存在的主要问题及改进措施",
}


def twin_004(seed: int) -> Specimen:
    """One cell a line behind a tab, eight sections in an older style, only 总计 filled, units in cells."""
    rng = Random(f"twin 004 {seed}")
    copy = relabelled(copy_of(_drawn(4, seed, "2019")), _FREE_LABELS, "labels worded freely")
    copy = units(copy, rng, 0.3)
    copy = only_totals(copy, rng, 1) if rng.random() < 0.7 else _half_blank(copy, rng)
    year = copy.truth.year
    page = page_of(copy, {name: tab_led(table, rng) for name, table in copy.tables.items()}, rng)
    page = renumbered(page, {old: new.format(year=year) for old, new in _OLDER_STYLE.items()})
    older = (
        Section("主动公开政府信息情况", (f"全年在门户网站主动公开政府信息{rng.randint(30, 900)}条。",)),
        Section("依申请公开政府信息情况和不予公开政府信息的情况", ("申请的受理与答复情况见后附表格。",)),
    )
    page = replace(page, sections=(page.sections[0], *older, *page.sections[1:]), loose=True)
    copy = copy.noted("sections of an older style in front, all renumbered")
    return "\n".join(["", *lines_of(page), " "]), copy


def twin_shanghai(seed: int) -> Specimen:
    """Pipe rows with a rule after each, labels and notes torn away, page numbers between rows."""
    rng = Random(f"twin shanghai {seed}")
    copy = copy_of(replace(_drawn(5, seed, "2021"), signed=None))
    printed, copy = torn_pipes(copy, rng)
    page = replace(page_of(copy, printed, rng), loose=False)
    return "\n".join(["正文", *lines_of(page), f"— {rng.randint(6, 9)} —", ""]), copy


TWINS: Mapping[str, Callable[[int], Specimen]] = {
    "000": twin_000,
    "001": twin_001,
    "002": twin_002,
    "003": twin_003,
    "004": twin_004,
    "shanghai": twin_shanghai,
}


def twin_record(kind: str, specimen: Specimen, document: str) -> dict[str, object]:
    """The truth file of a twin."""
    return record(specimen[1], document) | {"layout": f"twin {kind}"}


def _drawn(kind: int, seed: int, form: str) -> Truth:
    """Another report for every kind and seed; the sizes take turns."""
    size = ("sparse", "small", "medium", "busy")[seed % 4]
    return draw(seed * 10 + kind, size=size, form=form, slips=0.05)


def _of_city(truth: Truth, rng: Random) -> Truth:
    """The report as one of a city's bureau."""
    chosen = draw_office(rng)
    while not _is_city_bureau(chosen):
        chosen = draw_office(rng)
    return replace(truth, office=chosen, prose=draw_prose(rng, chosen, truth.year, truth.figures))


def _is_city_bureau(chosen: Office) -> bool:
    return bool(chosen.place.city) and not chosen.place.county and chosen.bureau.endswith("局")


def _with_passing(truth: Truth, section: Section, passing: str) -> Section:
    """The overview with one sentence that names the city."""
    opening = f"{truth.year}年,市{truth.office.bureau}严格落实《条例》各项规定,稳步推进信息公开工作。"
    return replace(section, paragraphs=(opening, *section.paragraphs, passing))


def _untitled(copy: Copy) -> Copy:
    """The copy with an opening sentence that names agency and year, since no title will."""
    truth = copy.truth
    opening = (
        f"根据《中华人民共和国政府信息公开条例》有关规定,结合{truth.office.name}{truth.year}年政府信息公开工作实际,"
        f"现将{truth.year}年度政府信息公开工作报告如下:"
    )
    prose = replace(truth.prose, opening=opening)
    return replace(copy, truth=replace(truth, prose=prose, signed=None), published=None).noted("no title")


def _cut_made(copy: Copy, _rng: Random, _strength: float) -> Copy:
    """Both 本年新制作数量 and 本年新公开数量 cut to 本年新."""
    return relabelled(
        copy, {"本年新制作数量": "本年新", "本年新公开数量": "本年新"}, "two headings cut to 本年新"
    )


def _half_blank(copy: Copy, rng: Random) -> Copy:
    """Zeros of section 三 printed as empty cells, here and there."""
    table = copy.tables["applications"]
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, text="", said="blank", hidden=0)
                if cell.id and cell.said == 0 and rng.random() < 0.5
                else cell
                for cell in row.cells
            ),
        )
        for row in table.rows
    )
    return copy.edit("applications", lambda old: replace(old, rows=rows), "zeros of section 三 left empty")
