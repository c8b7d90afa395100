"""The columns that say which report a row is of."""

import datetime as dt
from collections.abc import Iterator
from functools import cache

from converters.form import FormTable, forms
from converters.report import Report
from indexer.catalogue import agency_kinds
from indexer.datasets.column import Column, Kind, Row


@cache
def brief() -> tuple[Column, ...]:
    """Those of the shapes that have many rows a report."""
    return (
        Column("id", Kind.TEXT, "报告编号", "id of the report"),
        Column("agency", Kind.TEXT, "机关名称", "name of the agency"),
        Column("year", Kind.INTEGER, "年份", "year reported on"),
        Column("region_code", Kind.TEXT, "区划代码", "GB/T 2260 code of the lowest division"),
    )


def brief_of(report: Report) -> Row:
    """The values of `brief`."""
    return (report.id, report.agency.name, report.year, report.region.code)


@cache
def whole() -> tuple[Column, ...]:
    """All that tells reports apart, for the shapes that have one row a report."""
    return (
        *brief(),
        Column("province", Kind.TEXT, "省份", "province"),
        Column("city", Kind.TEXT, "城市", "city"),
        Column("county", Kind.TEXT, "区县", "county"),
        Column("agency_kind", Kind.TEXT, "机关类别", "kind of agency", values=agency_kinds()),
        Column("title", Kind.TEXT, "标题", "title as printed"),
        Column("published", Kind.DATE, "发布日期", "date of publication"),
        Column("source", Kind.TEXT, "来源文件", "path of the file that the report was read from"),
        Column("url", Kind.TEXT, "来源网址", "address that the file came from"),
        Column("form", Kind.TEXT, "格式", "statutory form followed", values=dict.fromkeys(forms(), "")),
        *form_columns(),
    )


def whole_of(report: Report) -> Row:
    """The values of `whole`."""
    region = report.region
    return (
        *brief_of(report),
        region.province,
        region.city,
        region.county,
        report.agency.kind,
        report.title,
        day(report.published),
        report.source.path,
        report.source.url,
        report.form,
        *(report.forms.get(table.id) for table in tables()),
    )


@cache
def tables() -> tuple[FormTable, ...]:
    """The statutory tables; every form has them."""
    return next(iter(forms().values())).tables


def form_columns() -> Iterator[Column]:
    """The form that each table follows."""
    for table in tables():
        zh, en = f"{table.label}的格式", f"form that {table.id} follows"
        yield Column(f"form_{table.id}", Kind.TEXT, zh, en, values=dict.fromkeys(forms(), ""))


def day(text: str | None) -> dt.date | None:
    """The day that an ISO date names; None where it names none."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
