"""Damage of the page: what websites, editors and spammers put around and between the sections."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from laboratory.copies import Copy
from laboratory.pages import Page, Section

PageDamage = Callable[[Page, Copy, Random], Page]
LineDamage = Callable[[list[str], Random], list[str]]

_SPAM = ("澳门新葡京官网注册送彩金", "欧美高清在线观看", "最新开户平台app下载", "体育投注官方入口")
_TRADITIONAL = str.maketrans(
    "总计结转自然业规处无缴费诉讼复议维纠审机构关备数项类动开终报获继续办应确认员经该违权举访际书发对务对单实际点页",
    "總計結轉自然業規處無繳費訴訟復議維糾審機構關備數項類動開終報獲繼續辦應確認員經該違權舉訪際書發對務對單實際點頁",
)


def web_chrome(page: Page, copy: Copy, rng: Random) -> Page:
    """The page of a website around the report: path, print buttons, date, views, share buttons."""
    truth = copy.truth
    head = (
        f"首页 > 政务公开 > 政府信息公开年报 > {truth.year}年",
        "字号：大 中 小",
        f"发布时间：{copy.published or f'{truth.year + 1}-01-28'}    来源：{truth.office.name}",
        f"浏览次数：{rng.randint(20, 900)} 次",
    )
    foot = ("【打印本页】 【关闭窗口】", "分享到：微信 微博", f"网站标识码：{rng.randint(10**9, 10**10 - 1)}")
    return replace(page, head=(*head, *page.head), foot=(*page.foot, *foot))


def year_menu(page: Page, copy: Copy, rng: Random) -> Page:
    """A menu of the reports of other years before the title."""
    years = range(copy.truth.year + rng.randint(0, 1), copy.truth.year - 5, -1)
    menu = tuple(f"{year}年政府信息公开工作年度报告" for year in years)
    return replace(page, head=("历年年报", *menu, *page.head))


def doubled_title(page: Page, copy: Copy, rng: Random) -> Page:
    """The title two or three times."""
    title = f"{copy.truth.office.name}{copy.truth.year}年政府信息公开工作年度报告"
    return replace(page, head=(*((title,) * rng.randint(1, 2)), *page.head))


def reworded_headings(page: Page, _copy: Copy, rng: Random) -> Page:
    """Headings worded otherwise or doubled."""
    ways: Mapping[str, tuple[str, ...]] = {
        "总体情况": ("政府信息公开工作总体情况", "概述"),
        "主动公开政府信息情况": ("主动公开主动公开政府信息情况", "行政机关主动公开政府信息情况"),
        "主动公开政府信息的情况": ("主动公开政府信息情况统计表",),
        "收到和处理政府信息公开申请情况": ("行政机关收到和处理政府信息公开申请情况",),
        "存在的主要问题及改进情况": ("政府信息公开工作存在的主要问题及改进情况", "存在的问题及改进措施"),
        "其他需要报告的事项": ("其他需要报告的事项。", "需要说明的其他事项"),
    }
    return replace(
        page,
        sections=tuple(
            replace(part, title=rng.choice((part.title, *ways.get(part.title, ())))) for part in page.sections
        ),
    )


def annexed_tables(page: Page, _copy: Copy, _rng: Random) -> Page:
    """The tables after all prose, as an annex whose headings are numbered again from 一."""
    tables = tuple(part for part in page.sections if part.table)
    prose = tuple(part for part in page.sections if not part.table)
    numbered = tuple(
        replace(part, title=f"{mark}、{part.title}") for mark, part in zip("一二三", tables, strict=False)
    )
    annex = tuple(line for part in numbered for line in (part.title, *part.table))
    return replace(page, sections=prose, foot=(*page.foot, "附件：政府信息公开情况统计表", *annex))


def no_table_sentences(page: Page, copy: Copy, _rng: Random) -> Page:
    """A sentence between heading and table."""
    received = copy.truth.figures["applications.received.total"]
    text = f"{copy.truth.year}年共受理政府信息公开申请{received}件，具体情况见下表。"

    def told(part: Section) -> Section:
        return replace(part, paragraphs=(*part.paragraphs, text)) if "申请情况" in part.title else part

    return replace(page, sections=tuple(told(part) for part in page.sections))


def spam_lines(lines: list[str], rng: Random) -> list[str]:
    """Spam words on lines of their own, anywhere below the title."""
    for _ in range(rng.randint(1, 4)):
        lines = _inserted(lines, rng.randrange(len(lines) // 5, len(lines)), rng.choice(_SPAM))
    return lines


def masked(lines: list[str], rng: Random) -> list[str]:
    """Words of the prose masked with asterisks."""
    at = [
        index for index, line in enumerate(lines) if len(line) > 60 and "\t" not in line and "|" not in line
    ]
    chosen = set(rng.sample(at, min(2, len(at))))
    return [line[:30] + "****" + line[34:] if index in chosen else line for index, line in enumerate(lines)]


def traditional(lines: list[str], _rng: Random) -> list[str]:
    """Traditional characters."""
    return [in_traditional(line) for line in lines]


def in_traditional(text: str) -> str:
    """The text in traditional characters, as far as the words of reports need them."""
    return text.translate(_TRADITIONAL)


def indented(lines: list[str], rng: Random) -> list[str]:
    """Paragraphs indented with full-width or no-break blanks; blanks behind lines."""
    mark = rng.choice(("　　", "\u00a0\u00a0\u00a0\u00a0", "    "))
    return [
        mark + line + rng.choice(("", "", " ")) if len(line) > 40 and "\t" not in line else line
        for line in lines
    ]


def joined(lines: list[str], rng: Random) -> list[str]:
    """The whole report on one line, headings in mid-line."""
    gap = rng.choice((" ", "  "))
    return [gap.join(line.strip() for line in lines if line.strip())]


def blank_lines(lines: list[str], _rng: Random) -> list[str]:
    """A blank line behind every line."""
    return [text for line in lines for text in (line, "")]


def _inserted(lines: list[str], at: int, text: str) -> list[str]:
    return [*lines[:at], text, *lines[at:]]


PAGE_DAMAGE: Mapping[str, PageDamage] = {
    damage.__name__: damage
    for damage in (
        web_chrome,
        year_menu,
        doubled_title,
        reworded_headings,
        annexed_tables,
        no_table_sentences,
    )
}
LINE_DAMAGE: Mapping[str, LineDamage] = {
    damage.__name__: damage for damage in (spam_lines, masked, traditional, indented, joined, blank_lines)
}
