"""Whole pages of government sites as their systems set them, around a report whose agency is not the site's owner.

Each has what misleads: reports of other agencies and years in lists beside, a footer that names who runs the site, the
title apart from the report, tables that are no part of it. Their markup is that of the systems most met; every name,
address and number is invented.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from laboratory.copies import Copy
from laboratory.web.site import Site

_OTHERS = (
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
    "规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购", "依申请公开", "行政复议",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A page around a report: the whole body, and texts in it that are no part of the report."""

    body: str
    chrome: tuple[str, ...]


Portal = Callable[[str, Site, Copy, Random], Surroundings]
"""Sets a report without its title into a page."""


def _owner(copy: Copy) -> str:
    """The government above the agency's place, which runs the site."""
    place = copy.truth.office.place
    return f"{place.city if place.county and place.city else place.lowest}人民政府"


def _neighbours(copy: Copy, rng: Random) -> list[str]:
    """Titles of this year's reports of other agencies there."""
    place = copy.truth.office.place.lowest
    chosen = [name for name in rng.sample(_OTHERS, 6) if not copy.truth.office.name.endswith(name)]
    return [f"{place}{name}{copy.truth.year}年政府信息公开工作年度报告" for name in chosen[:4]]


def _years(copy: Copy) -> list[str]:
    return [
        f"{year}年度政府信息公开工作年度报告" for year in range(copy.truth.year + 1, copy.truth.year - 4, -1)
    ]


def _list(texts: Sequence[str], *, dated: str = "", around: str = "ul") -> str:
    items = "".join(
        f'<li><a href="/art/{at}/art_{at}.html" target="_blank" title="{text}">{text}</a>{dated and f"<span>{dated}</span>"}</li>'
        for at, text in enumerate(texts)
    )
    return f"<{around}>{items}</{around}>"


def disclosure_column(report: str, site: Site, copy: Copy, rng: Random) -> Surroundings:
    """The column for disclosure: a tree of subjects at the left, an index table above the title, a tool bar."""
    years, others = _years(copy), _neighbours(copy, rng)
    tree = "".join(
        f'<li class="node"><a href="/xxgk/{at}/">{text}</a></li>' for at, text in enumerate(_COLUMNS)
    )
    index = (
        '<table class="xxgk_table" border="0" cellpadding="0" cellspacing="1" width="100%"><tbody>'
        f'<tr><td class="b">索 引 号：</td><td>{site.index}</td><td class="b">信息分类：</td><td>政府信息公开年报</td></tr>'
        f'<tr><td class="b">发布机构：</td><td>{copy.truth.office.name}</td><td class="b">发文日期：</td><td>{site.published}</td></tr>'
        f'<tr><td class="b">名　　称：</td><td colspan="3">{site.title}</td></tr>'
        f'<tr><td class="b">文　　号：</td><td>{site.number}</td><td class="b">有效性：</td><td>有效</td></tr></tbody></table>'
    )
    body = (
        f'<div class="top"><div class="wrap"><span id="localtime">今天是 2026年3月2日 星期一</span>'
        f'<a href="#">无障碍浏览</a><a href="#">长者模式</a></div></div>'
        f'<div class="header"><h1><a href="/">{_owner(copy)}</a></h1></div>'
        f'<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul></div>'
        '<div class="main"><div class="location">您现在的位置：<a href="/">首页</a>&nbsp;&gt;&gt;&nbsp;<a href="/xxgk">政府信息公开</a>'
        "&nbsp;&gt;&gt;&nbsp;政府信息公开年报</div>"
        f'<div class="leftbar"><h2>政府信息公开</h2><ul class="tree">{tree}</ul><h3>历年年报</h3>{_list(years)}</div>'
        f'<div class="content_right">{index}<h1 class="title" id="title">{site.title}</h1>'
        f'<div class="bar"><span>发布时间：{site.published} 10:23</span><span>信息来源：{copy.truth.office.name}</span>'
        '<span>点击数：<font id="hits">1024</font></span><span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span></div>'
        f'<div id="zoom" class="TRS_UEDITOR"><div class="TRS_Editor">{report}</div></div>'
        '<div class="print"><a href="javascript:print()">打印本页</a>|<a>关闭窗口</a></div>'
        f'<div class="xg"><h4>相关信息</h4>{_list(others, dated=site.other_date)}</div></div></div>'
        f'<div class="foot"><p>主办单位：{_owner(copy)}办公室&nbsp;&nbsp;承办单位：{_owner(copy)}信息中心</p>'
        f"<p>网站标识码：{site.code}&nbsp;&nbsp;某ICP备12345678号-1&nbsp;&nbsp;公网安备 33100002000123号</p></div>"
    )
    return Surroundings(body, (*_COLUMNS[:8], *years[:1], *others, "主办单位", "点击数", "打印本页"))


def old_tables(report: str, site: Site, copy: Copy, rng: Random) -> Surroundings:
    """Layout tables in layout tables, as pages were made before 2012; the menu stands in the row of the report."""
    years = _years(copy)
    menu = "".join(
        f'<tr><td height="25">·<a href="#{at}">{text}</a></td></tr>' for at, text in enumerate(_COLUMNS)
    )
    links = "".join(f'<tr><td>·<a href="#{at}">{text}</a></td></tr>' for at, text in enumerate(years))
    body = (
        '<table width="1000" border="0" align="center" cellpadding="0" cellspacing="0"><tr><td><img src="/images/top.jpg"></td></tr>'
        '<tr><td bgcolor="#0066cc"><table width="100%"><tr><td><a href="/">首 页</a></td><td><a href="/a">政务公开</a></td>'
        '<td><a href="/b">网上办事</a></td><td><a href="/c">互动交流</a></td></tr></table></td></tr>'
        '<tr><td>当前位置：<a href="/">首页</a> → <a href="/a">政务公开</a> → 年度报告</td></tr></table>'
        '<table width="1000" border="0" align="center"><tr><td width="220" valign="top"><table width="100%">'
        f'<tr><td class="tt">栏目导航</td></tr>{menu}</table><table><tr><td class="tt">年度报告</td></tr>{links}</table></td>'
        '<td width="10">&nbsp;</td><td valign="top"><table width="100%" class="border"><tr><td align="center" class="bt">'
        f'<b><font size="5">{site.title}</font></b></td></tr><tr><td align="center">日期：{site.published}　来源：{site.agency}　作者：本站　'
        f"阅读：<script>document.write(123)</script>次　【<a>大</a> <a>中</a> <a>小</a>】</td></tr>"
        f'<tr><td class="nr"><div id="fontzoom">{report}</div></td></tr>'
        '<tr><td align="right">【<a>打印</a>】【<a>关闭</a>】</td></tr></table></td></tr></table>'
        f'<table width="1000" align="center"><tr><td align="center">版权所有：{_owner(copy)}　技术支持：某某科技有限公司<br>'
        f"地址：某某路1号　邮编：100000　电话：0398-2012345</td></tr></table>"
    )
    return Surroundings(body, (*_COLUMNS[:8], years[0], "栏目导航", "版权所有", "技术支持"))


def article_page(report: str, site: Site, copy: Copy, rng: Random) -> Surroundings:
    """An article page with the agency left out of its title, and lists of the site's news beside and below it."""
    others, years = _neighbours(copy, rng), _years(copy)
    title = f"{copy.truth.year}年政府信息公开工作年度报告"
    body = (
        f'<header><a class="logo" href="/"><img src="/logo.png" alt="{_owner(copy)}"></a><form action="/s"><input name="q" placeholder="请输入关键字">'
        '<button>搜索</button></form><nav><a href="/">首页</a><a href="/yw">要闻动态</a><a href="/gk">政务公开</a></nav></header>'
        '<section class="bread"><i></i>当前位置： <a href="/">首页</a> &gt; <a href="/gk">政务公开</a> &gt; <a href="/nb">政府信息公开年报</a> &gt; 正文</section>'
        f'<article><h3 class="article-title"><p>{title}</p></h3><p class="article-info"><b>来源：{copy.truth.office.name}</b>'
        f"<b>发布时间：{site.published} 09:12:44</b><b>浏览量：<i>77</i></b><b>字号：<a>小</a> <a>大</a></b><b>分享：</b></p>"
        f'<div class="article-conter" id="UCAP-CONTENT"><!--ZJEG_RSS.content.begin-->{report}<!--ZJEG_RSS.content.end--></div>'
        '<div class="article-share">扫一扫在手机打开当前页</div>'
        f'<div class="updown"><p>上一篇：<a href="/1">{others[0]}</a></p><p>下一篇：<a href="/2">{others[-1]}</a></p></div></article>'
        f"<aside><h4>最新公开</h4>{_list(others, dated=site.other_date)}<h4>年度报告</h4>{_list(years, around='ol')}</aside>"
        f"<footer><p>{_owner(copy)}办公室主办</p><p>Copyright © 2019 All Rights Reserved</p><p>网站标识码 {site.code}</p></footer>"
    )
    return Surroundings(body, ("要闻动态", *others, "最新公开", "浏览量", "扫一扫", years[0], "All Rights"))


def open_platform(report: str, site: Site, copy: Copy, rng: Random) -> Surroundings:
    """The platform that lists agencies and years as tabs; nothing but classes tells menu from report."""
    others, years = _neighbours(copy, rng), _years(copy)
    agencies = "".join(f'<dd onclick="go({at})">{text.split("20")[0]}</dd>' for at, text in enumerate(others))
    tabs = "".join(
        f'<span class="tab{" on" if at == 1 else ""}" data-y="{at}">{text[:4]}</span>'
        for at, text in enumerate(years)
    )
    panes = f'<div class="pane" style="display:none"><p>{years[0]}</p><p>正在整理，敬请期待。</p></div>'
    body = (
        f'<div id="app"><div class="hd">{_owner(copy)}信息公开平台</div><dl class="units"><dt>公开单位</dt>{agencies}</dl>'
        f'<div class="year-tabs">{tabs}</div>{panes}<div class="pane on"><div class="tit">{site.title}</div>'
        f'<ul class="xinxi"><li><span>索引号</span>：{site.index}</li><li><span>公开责任部门</span>：{copy.truth.office.name}</li>'
        f"<li><span>公开日期</span>：{site.published}</li><li><span>公开方式</span>：主动公开</li></ul>"
        f'<div class="text">{report}</div><div class="evaluate"><p>您对该信息的评价：</p><label><input type="radio">满意</label>'
        '<label><input type="radio">一般</label><label><input type="radio">不满意</label></div></div>'
        f'<div class="bottom">版权所有：{_owner(copy)}　备案号 88776655 号</div></div>'
    )
    return Surroundings(body, ("信息公开平台", "敬请期待", "不满意", "版权所有", "公开单位"))


PORTALS: Mapping[str, Portal] = {
    portal.__name__: portal for portal in (disclosure_column, old_tables, article_page, open_platform)
}
