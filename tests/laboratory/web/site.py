"""The page of a government site around a report: invented sites, the parts they print, and what they tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from laboratory.copies import Copy

_SPAM = ("澳门新葡京官网注册送彩金", "欧美高清在线观看", "最新开户平台app下载", "体育投注官方入口")
_NEWS = (
    "全市春季义务植树活动启动",
    "关于开展2018年度安全生产检查的通知",
    "图解：2025年民生实事清单",
    "县城区供水管网改造工程招标公告（第3号）",
    "2016年部门决算公开",
)


@dataclass(frozen=True, slots=True)
class Site:
    """What the site says of the page: names, dates, numbers, address, the years of its menu."""

    name: str
    code: str
    column: str
    title: str
    published: str
    index: str
    number: str
    url: str
    agency: str
    menu: tuple[int, ...]
    other_date: str


@dataclass(frozen=True, slots=True)
class Web:
    """A page on its way: pieces of the head, before, inside and behind the report; what the truth notes of them."""

    report: tuple[str, ...]
    head: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    noted: Mapping[str, Any] = field(default_factory=dict)
    chrome: tuple[str, ...] = ()  # texts that are no part of the report

    def note(self, **facts: object) -> "Web":
        """The page with facts noted for the truth."""
        return replace(self, noted={**self.noted, **facts})


SitePart = Callable[[Web, Site, Random], Web]


def draw_site(copy: Copy, rng: Random) -> Site:
    """An invented site of the report's agency."""
    truth = copy.truth
    signed = truth.signed or date(truth.year + 1, 1, 8) + timedelta(rng.randrange(70))
    host = f"www.{''.join(rng.choice('abcdefghjklmnpqstwxyz') for _ in range(5))}.gov.cn"
    day = signed.strftime("%Y%m%d")
    return Site(
        name=f"{truth.office.place.lowest}人民政府门户网站",
        code=str(rng.randint(10**9, 10**10 - 1)),
        column=rng.choice(("政府信息公开年报", "政府信息公开工作年度报告", "法定主动公开内容")),
        title=f"{truth.office.name}{truth.year}年政府信息公开工作年度报告",
        published=signed.isoformat(),
        index=f"{rng.randint(10**8, 10**9 - 1)}/{truth.year + 1}-{rng.randint(1, 99999):05d}",
        number=rng.choice(
            (f"{truth.office.place.lowest[0]}政公开〔{truth.year + 1}〕{rng.randint(1, 30)}号", "无")
        ),
        url=f"http://{host}/zwgk/xxgknb/{signed.year}{signed.month:02d}/t{day}_{rng.randint(10**6, 10**7)}.html",
        agency=truth.office.name,
        menu=tuple(range(truth.year + rng.randint(0, 1), truth.year - rng.randint(3, 9), -1)),
        other_date=(signed + timedelta(rng.randint(200, 700))).isoformat(),
    )


def meta_tags(web: Web, site: Site, rng: Random) -> Web:
    """The meta tags of 国办发〔2017〕47号."""
    time = f" {rng.randint(8, 18):02d}:{rng.randint(0, 59):02d}" if rng.random() < 0.7 else ""
    tags = {
        "SiteName": site.name,
        "SiteDomain": site.url.split("/")[2],
        "SiteIDCode": site.code,
        "ColumnName": site.column,
        "ColumnType": "政府信息公开",
        "ArticleTitle": site.title,
        "PubDate": site.published + time,
        "ContentSource": site.agency,
        "Keywords": "",
    }
    metas = tuple(f'<meta name="{name}" content="{value}">' for name, value in tags.items())
    told = {name: value for name, value in tags.items() if value}
    return replace(web, head=(*web.head, *metas)).note(meta=told, published=site.published)


def breadcrumbs(web: Web, site: Site, _rng: Random) -> Web:
    """The way to the page from the site's first one."""
    text = f"当前位置：首页 > 政务公开 > {site.column}"
    path = (
        f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; '
        f'<a href="../">{site.column}</a></div>'
    )
    return replace(web, before=(*web.before, path), chrome=(*web.chrome, text))


def navigation(web: Web, site: Site, _rng: Random) -> Web:
    """The menu of the whole site in a list, and a search box."""
    items = ("首页", "走进本地", "新闻中心", "政务公开", "政务服务", "互动交流", "专题专栏")
    links = "".join(f'<li><a href="/{at}/">{item}</a></li>' for at, item in enumerate(items))
    fields = '<input type="text" name="q" value="请输入关键字"><input type="submit" value="搜索">'
    box = f'<form action="/search">{fields}</form>'
    bar = f'<div id="header"><h2>{site.name}</h2>{box}<ul class="nav">{links}</ul></div>'
    return replace(web, before=(bar, *web.before), chrome=(*web.chrome, *items))


def year_menu(web: Web, site: Site, rng: Random) -> Web:
    """The reports of other years in a menu, before or behind the report."""
    items = tuple(f"{year}年政府信息公开工作年度报告" for year in site.menu)
    links = "".join(
        f'<li><span>{year + 1}-01-{rng.randint(10, 31)}</span><a href="../{year}/" title="{text}">{text}</a></li>'
        for year, text in zip(site.menu, items, strict=True)
    )
    menu = f'<div class="left"><h3>历年年报</h3><ul>{links}</ul></div>'
    chrome = (*web.chrome, *items)
    if rng.random() < 0.5:
        return replace(web, before=(*web.before, menu), chrome=chrome)
    return replace(web, after=(menu, *web.after), chrome=chrome)


def information_line(web: Web, site: Site, rng: Random) -> Web:
    """发布时间, 来源, 浏览次数, 字号 in a line above the report."""
    line = (
        f'<div class="info"><span>发布时间：{site.published}</span>&nbsp;&nbsp;'
        f"<span>来源：{site.agency}</span>&nbsp;&nbsp;"
        f'<span>浏览次数：<script src="/count.js"></script><em>{rng.randint(20, 9000)}</em></span> '
        "字号：[<a>大</a> <a>中</a> <a>小</a>]</div>"
    )
    noted = web.note(published=site.published, source=site.agency)
    return replace(noted, before=(*web.before, line), chrome=(*web.chrome, "浏览次数："))


def information_table(web: Web, site: Site, _rng: Random) -> Web:
    """索引号, 发文机构, 文号, 发布日期 in a table of their own above the report."""
    pairs = (
        ("索引号：", site.index),
        ("发文机构：", site.agency),
        ("文号：", site.number),
        ("发布日期：", site.published),
        ("名称：", site.title),
        ("主题分类：", "政务公开"),
    )
    rows = "".join(
        "<tr>"
        + "".join(f"<td><b>{name}</b></td><td>{value}</td>" for name, value in pairs[at : at + 2])
        + "</tr>"
        for at in range(0, len(pairs), 2)
    )
    noted = web.note(published=site.published, index=site.index, number=site.number, issuer=site.agency)
    return replace(noted, before=(*web.before, f'<table class="xxgk_table" width="100%">{rows}</table>'))


def share_buttons(web: Web, _site: Site, rng: Random) -> Web:
    """Buttons to share, print and close, above or below the report."""
    texts = ("分享到：", "【打印本页】", "【关闭窗口】")
    bar = (
        '<div class="share">分享到：<a class="wx">微信</a><a class="wb">微博</a></div>'
        '<div class="tool"><a href="javascript:window.print()">【打印本页】</a><a>【关闭窗口】</a></div>'
    )
    chrome = (*web.chrome, *texts)
    if rng.random() < 0.3:
        return replace(web, before=(*web.before, bar), chrome=chrome)
    return replace(web, after=(*web.after, bar), chrome=chrome)


def related_links(web: Web, site: Site, rng: Random) -> Web:
    """Other articles with their dates, later than the report's."""
    chosen = rng.sample(_NEWS, 3)
    links = "".join(
        f'<li><a href="/{at}.html">{text}</a><i>{site.other_date}</i></li>' for at, text in enumerate(chosen)
    )
    turn = f'<p>上一篇：<a href="/p.html">{chosen[0]}</a></p><p>下一篇：没有了</p>'
    return replace(
        web,
        after=(*web.after, f'<div class="related"><h3>相关链接</h3><ul>{links}</ul></div>', turn),
        chrome=(*web.chrome, "相关链接", *chosen),
    )


def footer(web: Web, site: Site, rng: Random) -> Web:
    """Who runs the site, its codes, and a copyright year."""
    record = f"备案号{rng.randint(10**7, 10**8)}号"
    telephone = f"0{rng.randint(310, 999)}-{rng.randint(2000000, 8999999)}"
    text = (
        f'<div class="footer"><p>主办：{site.name.removesuffix("门户网站")}办公室　承办：信息中心</p>'
        f"<p>网站标识码：{site.code}　{record}　公网安备 {rng.randint(10**13, 10**14)}号</p>"
        f"<p>Copyright © 2015-{rng.randint(2020, 2026)} 版权所有　电话：{telephone}</p></div>"
    )
    return replace(web, after=(*web.after, text), chrome=(*web.chrome, "网站标识码", "版权所有", record))


def attachments(web: Web, site: Site, rng: Random) -> Web:
    """Files named below the report."""
    ending = rng.choice(("pdf", "doc", "docx", "xlsx"))
    name = f"{site.title}.{ending}"
    href = rng.choice(
        (f"./P0{rng.randint(10**11, 10**12)}.{ending}", f"/attach/0/{rng.randint(10**9, 10**10)}.{ending}")
    )
    listed = f'<div class="fj">附件：<ul><li><a href="{href}" title="{name}">{name}</a></li></ul></div>'
    return replace(web.note(attachments=[{"name": name, "href": href}]), after=(listed, *web.after))


def address(web: Web, site: Site, rng: Random) -> Web:
    """The page's own address: a saved-from comment, a canonical link or a <base>."""
    length = len(site.url)
    mark = rng.choice(
        (
            f"<!-- saved from url=({length:04d}){site.url} -->",
            f'<link rel="canonical" href="{site.url}">',
            f'<base href="{site.url}">',
        )
    )
    return replace(web.note(url=site.url), head=(mark, *web.head))


def hidden_spam(web: Web, _site: Site, rng: Random) -> Web:
    """Links for search engines that nobody sees, and a marquee that everybody sees."""
    words = rng.sample(_SPAM, 2)
    links = "".join(f'<a href="http://example.invalid/{at}">{word}</a>' for at, word in enumerate(words))
    hidden = f'<div style="position:absolute;left:-9999px;display:none">{links}</div>'
    return replace(web, before=(hidden, *web.before), chrome=(*web.chrome, *words))


def scripts(web: Web, _site: Site, _rng: Random) -> Web:
    """Scripts and styles with words and numbers in them."""
    head = (
        '<script>var years=[2016,2017,2018];var t="2016年政府信息公开工作年度报告";document.title&&void 0;</script>',
        "<style>.nav li{float:left} td{padding:2px 4px} .td{display:table-cell} .tr{display:table-row}</style>",
    )
    return replace(web, head=(*web.head, *head))


SITE_PARTS: Mapping[str, SitePart] = {
    part.__name__: part
    for part in (
        address,
        meta_tags,
        scripts,
        navigation,
        hidden_spam,
        breadcrumbs,
        year_menu,
        information_line,
        information_table,
        attachments,
        share_buttons,
        related_links,
        footer,
    )
}
