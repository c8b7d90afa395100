"""The page around the tables: title, headings, sentences, and the sign date, as lines of text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from laboratory.copies import Copy

_TITLES = {
    "disclosure": ("主动公开政府信息情况", "主动公开政府信息的情况"),
    "applications": ("收到和处理政府信息公开申请情况",),
    "reviews": ("政府信息公开行政复议、行政诉讼情况", "因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
}
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading without its number, paragraphs before the table, and the printed table."""

    title: str
    paragraphs: tuple[str, ...] = ()
    table: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of the title, sections, lines of the signature; `loose` sets a blank line between paragraphs."""

    head: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    loose: bool = True


def page_of(copy: Copy, printed: Mapping[str, Sequence[str]], rng: Random) -> Page:
    """The page of a copy whose tables are printed."""
    prose = copy.truth.prose
    middle = [
        Section(rng.choice(titles), table=tuple(printed[name]))
        for name, titles in _TITLES.items()
        if name in printed
    ]
    return Page(
        head=(*(_title(copy, rng) if copy.title else ()), prose.opening),
        sections=(
            Section("总体情况", prose.overview),
            *middle,
            Section("存在的主要问题及改进情况", prose.problems),
            Section("其他需要报告的事项", prose.other),
        ),
        foot=_signature(copy),
        loose=rng.random() < 0.6,
    )


def lines_of(page: Page) -> list[str]:
    """The page as lines, its sections numbered one after another."""
    gap = [""] if page.loose else []
    lines = [text for paragraph in page.head for text in (paragraph, *gap)]
    for number, section in enumerate(page.sections):
        lines += [heading(number, section.title), *gap]
        lines += [text for paragraph in section.paragraphs for text in (paragraph, *gap)]
        lines += [*section.table, *(gap if section.table else ())]
    return lines + [text for paragraph in page.foot for text in (paragraph, *gap)]


def renumbered(page: Page, titles: Mapping[str, str]) -> Page:
    """The page with some headings worded otherwise."""
    return replace(
        page,
        sections=tuple(replace(part, title=titles.get(part.title, part.title)) for part in page.sections),
    )


def heading(number: int, title: str) -> str:
    """A section's heading with its number, counted from 0."""
    return f"{_NUMERALS[number]}、{title}" if title else ""


def _title(copy: Copy, rng: Random) -> tuple[str, ...]:
    name, year = copy.truth.office.name, copy.truth.year
    ways: tuple[tuple[str, ...], ...] = (
        (f"{name}{year}年政府信息公开工作年度报告",),
        (f"{name} {year} 年政府信息公开工作 年度报告",),
        (f"{year}年度{name}", "政府信息公开工作年度报告"),
        (name, f"{year}年政府信息公开工作年度报告"),
        (f"{name}关于{year}年度政府信息公开工作的年度报告",),
    )
    return rng.choice(ways)


def _signature(copy: Copy) -> tuple[str, ...]:
    signed = copy.truth.signed
    if not signed:
        return ()
    return (copy.truth.office.name, f"{signed.year}年{signed.month}月{signed.day}日")
