"""Whole pages of government sites as their systems set them, around a report whose agency is not the site's owner.

Each page in portals/ has what misleads: reports of other agencies and years in lists beside, a footer that names who
runs the site, the title apart from the report, tables that are no part of it. The markup is that of the systems most
met; every name, address and number is invented.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from string import Template

from laboratory.copies import Copy
from laboratory.web.site import Site

_PAGES = Path(__file__).parent / "portals"
_BUREAUS = (
    "教育局",
    "民政局",
    "财政局",
    "水利局",
    "林业局",
    "审计局",
    "统计局",
    "司法局",
    "应急管理局",
    "信访局",
)
_COLUMNS = (
    "政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "机构职能", "领导之窗", "财政信息", "人事信息",
    "规范性文件",
    "行政许可", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购", "依申请公开", "行政复议",
)  # fmt: skip
_COMMON = ("机构职能", "领导之窗", "财政信息")
PORTALS: Mapping[str, tuple[str, ...]] = {
    "disclosure_column": (*_COMMON, "主办单位", "点击数", "打印本页", "相关信息"),
    "old_tables": (*_COMMON, "栏目导航", "版权所有", "技术支持"),
    "article_page": ("要闻动态", "最新公开", "浏览量", "扫一扫", "All Rights"),
    "open_platform": ("信息公开平台", "敬请期待", "不满意", "版权所有", "公开单位"),
}
"""The pages, by the names of their files, with texts of theirs that are no part of a report."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A page around a report: the whole body, and texts in it that are no part of the report."""

    body: str
    chrome: tuple[str, ...]


def portal(name: str, report: str, site: Site, copy: Copy, rng: Random) -> Surroundings:
    """The report, without its title, in the page of this name."""
    place, year = copy.truth.office.place, copy.truth.year
    years = [f"{other}年度政府信息公开工作年度报告" for other in range(year + 1, year - 4, -1)]
    bureaus = [bureau for bureau in rng.sample(_BUREAUS, 6) if not copy.truth.office.name.endswith(bureau)][
        :4
    ]
    others = [f"{place.lowest}{bureau}{year}年政府信息公开工作年度报告" for bureau in bureaus]
    parts = {
        "report": report,
        "title": site.title,
        "plain_title": f"{year}年政府信息公开工作年度报告",
        "agency": copy.truth.office.name,
        "owner": f"{place.city if place.county and place.city else place.lowest}人民政府",
        "published": site.published,
        "index": site.index,
        "number": site.number,
        "code": site.code,
        "columns": _items(_COLUMNS),
        "column_rows": _rows(_COLUMNS),
        "years": _items(years),
        "year_rows": _rows(years),
        "others": _items(others, site.other_date),
        "agencies": "".join(f'<dd onclick="go()">{place.lowest}{bureau}</dd>' for bureau in bureaus),
        "tabs": "".join(f'<span class="tab">{text[:4]}</span>' for text in years),
        "first": others[0],
        "last": others[-1],
        "next_year": years[0],
    }
    body = Template((_PAGES / f"{name}.html").read_text("utf-8")).substitute(parts)
    shown = [text for text in (*others, *years) if text in body and text not in (report, site.title)]
    return Surroundings(body, (*PORTALS[name], *shown))


def _items(texts: Iterable[str], date: str = "") -> str:
    """Links in a list, each with the date if there is one."""
    dated = f"<span>{date}</span>" if date else ""
    return "".join(
        f'<li><a href="/art/{at}/art_{at}.html" title="{text}">{text}</a>{dated}</li>'
        for at, text in enumerate(texts)
    )


def _rows(texts: Iterable[str]) -> str:
    """Links in the rows of a table."""
    return "".join(
        f'<tr><td height="25">·<a href="#{at}">{text}</a></td></tr>' for at, text in enumerate(texts)
    )
