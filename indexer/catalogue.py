"""Everything that can be searched, as one list: cells of all forms, derived numbers, and a few fixed fields.

The engines' schemas, `--where`, facets, sorting, `gongkai fields` and the exports read this list; nothing
else says what a field is. Chinese names are looked up in `names.py`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from converters.form import Column, Form, FormTable, Row, forms

SPELLINGS = {"总计": ("合计", "总数"), "（七）总计": ("办理总计",), "本年增/减": ("本年增减",)}
"""Other words for a printed label that people type; the forms themselves print only the first."""


class Type(StrEnum):
    """How a field is indexed."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    KEYWORD = "keyword"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """One searchable field.

    `kind` is count, change, amount (indexed in yuan), share (0 to 1), year, date, keyword or text. `names`
    are all Chinese spellings that name it, `zh` first. `many`: a report may have several values.
    """

    id: str
    type: Type
    kind: str
    zh: str
    en: str
    unit: str | None = None
    names: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    many: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it can be compared, summed and put into a histogram."""
        return self.type in {Type.INTEGER, Type.DECIMAL}

    @property
    def sortable(self) -> bool:
        """Whether hits can be put in its order: one value a report, and no running text."""
        return not self.many and self.type is not Type.TEXT


@dataclass(frozen=True, slots=True)
class Derivation:
    """A share computed from cells: the sum of `part` over the sum of `whole`."""

    id: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    part: tuple[str, ...]
    whole: tuple[str, ...]


@cache
def fields() -> Mapping[str, Field]:
    """All fields by id: fixed ones, sections, derived numbers, then the cells in the order of print."""
    found = [*_fixed(), *_sections(), *_shares(), *_cells()]
    return {field.id: field for field in found}


@cache
def derivations() -> tuple[Derivation, ...]:
    """The derived numbers of data/derived.toml, `.*` written out."""
    return tuple(
        Derivation(
            id=entry["id"],
            zh=entry["zh"],
            en=entry["en"],
            aliases=tuple(entry.get("aliases", ())),
            part=tuple(_written_out(entry["part"])),
            whole=tuple(_written_out(entry["whole"])),
        )
        for entry in _data("derived.toml")["derived"]
    )


@cache
def section_kinds() -> Mapping[str, str]:
    """Section kinds and their Chinese titles, in the order of the statute."""
    return {entry["key"]: entry["zh"] for entry in _data("sections.toml")["kinds"]}


@cache
def agency_kinds() -> Mapping[str, str]:
    """Kinds of agency and how they are called."""
    return {entry["key"]: entry["zh"] for entry in _data("agency_kinds.toml")["kinds"]}


@cache
def fingerprint() -> str:
    """A short hash of ids and types: an index made with another one has other fields than ours."""
    listed = "\n".join(f"{field.id} {field.type} {field.many}" for field in fields().values())
    return sha256(listed.encode()).hexdigest()[:16]


def _data(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("converters") / "data" / name).read_text("utf-8"))


def _written_out(ids: list[str]) -> Iterator[str]:
    known = [slot.id for form in forms().values() for table in form.tables for slot in table.slots]
    for pattern in ids:
        if ".*." not in pattern:
            yield pattern
            continue
        start, end = pattern.split("*")
        yield from dict.fromkeys(id_ for id_ in known if id_.startswith(start) and id_.endswith(end))


def _fixed() -> Iterator[Field]:
    def keyword(id_: str, en: str, *names: str, many: bool = False) -> Field:
        return Field(id_, Type.KEYWORD, "keyword", names[0], en, names=names, many=many)

    yield keyword("id", "id of the report", "报告编号")
    yield _text("text", "all text: title, agency and sections", "全文", "正文")
    yield _text("title", "title", "标题", "题目")
    yield _text("agency", "name of the agency, by its words", "机关", "单位", "机构")
    yield keyword("agency.name", "name of the agency, whole", "机关名称", "单位名称")
    yield keyword("agency.kind", "kind of agency", "机关类别", "机关类型")
    yield keyword("region", "division and all above it, by code", "地区", "区划", many=True)
    yield keyword("region.province", "province, by code", "省份", "省")
    yield keyword("region.city", "city, by code", "城市", "地市", "市")
    yield keyword("region.county", "county, by code", "区县", "县")
    yield Field("year", Type.INTEGER, "year", "年份", "year reported on", names=("年份", "年度", "报告年度"))
    yield Field(
        "published", Type.DATE, "date", "发布日期", "date of publication", names=("发布日期", "公布日期")
    )
    yield keyword("form", "statutory form followed", "格式", "表式")
    for table in ("disclosure", "applications", "reviews"):
        yield keyword(f"forms.{table}", f"form that the {table} table follows", f"格式.{_table_label(table)}")
    yield keyword("doubt", "cells without a certain value, by id", "存疑", "存疑项", many=True)
    yield keyword("warnings", "codes of warnings", "提示", "警告", many=True)
    yield keyword("failed_checks", "identities broken in print", "勾稽不符", "未通过校验", many=True)


def _text(id_: str, en: str, *names: str) -> Field:
    return Field(id_, Type.TEXT, "text", names[0], en, names=names, many=True)


def _table_label(table: str) -> str:
    return next(iter(forms().values())).table(table).label


def _sections() -> Iterator[Field]:
    for entry in _data("sections.toml")["kinds"]:
        yield _text(f"section.{entry['key']}", f"section: {entry['en']}", entry["zh"])


def _shares() -> Iterator[Field]:
    for share in derivations():
        names = (share.zh, *share.aliases)
        yield Field(share.id, Type.DECIMAL, "share", share.zh, share.en, names=names)


def _cells() -> list[Field]:
    """One field for each cell id; the newest form that has it gives the name that is shown."""
    found: dict[str, Field] = {}
    for form in forms().values():
        for table in form.tables:
            for slot in table.slots:
                field = _cell(slot.id, form, table, slot.row, slot.column)
                found[slot.id] = _merged(found[slot.id], field) if slot.id in found else field
    return list(found.values())


def _cell(id_: str, form: Form, table: FormTable, row: Row, column: Column) -> Field:
    amount = column.kind == "amount"
    zh = f"{row.short}.{column.label}"
    rows = (row.short, row.label, *row.aliases)
    columns = (column.label, *column.aliases, *SPELLINGS.get(column.label, ()))
    spelled = [f"{first}.{second}" for first in rows for second in columns]
    return Field(
        id=id_,
        type=Type.DECIMAL if amount else Type.INTEGER,
        kind=column.kind,
        zh=zh,
        en=f"{row.en}: {column.en}",
        unit="元" if amount else _unit(table.id),
        names=tuple(dict.fromkeys([zh, *spelled])),
        forms=(form.id,),
    )


def _unit(table: str) -> str:
    return "项" if table == "disclosure" else "件"


def _merged(old: Field, new: Field) -> Field:
    return Field(
        id=new.id,
        type=new.type,
        kind=new.kind,
        zh=new.zh,
        en=new.en,
        unit=new.unit,
        names=tuple(dict.fromkeys([*new.names, *old.names])),
        forms=(*old.forms, *new.forms),
    )
