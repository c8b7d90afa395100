"""Reports of our own making, for tests: built as values, no file is converted."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

from converters.form import forms
from converters.report import (
    Agency,
    Basis,
    Cell,
    Check,
    Fact,
    Number,
    Region,
    Report,
    Section,
    Source,
    Warning,  # noqa: A004 - the contract's word
)
from converters.sheet import TextPlace

HERE = TextPlace(1, 1)

REGIONS = (
    Region("410300", "河南省", "洛阳市", None),
    Region("410000", "河南省", None, None),
    Region("410308", "河南省", "洛阳市", "孟津区"),
    Region("411700", "河南省", "驻马店市", None),
    Region("320813", "江苏省", "淮安市", "洪泽区"),
    Region("110101", "北京市", None, "东城区"),
    Region("220000", "吉林省", None, None),
    Region("220200", "吉林省", "吉林市", None),
    Region(None, None, None, None),
)
SENTENCES = (
    "本年度政府信息公开工作总体平稳。",
    "依申请公开答复不够规范，人员业务能力有待提高。",
    "主动公开政府信息1,295条，投入3.04亿元。",
    "信访举报投诉类申请较多，部分申请人反复提出。",
    "网站 www.gov.cn 与政务新媒体 A股 栏目更新不及时。",
    "下一步将加强培训，完善制度。",
)


def report(  # noqa: PLR0913 - a test names only what it is about
    id_: str = "r1",
    *,
    title: str | None = "洛阳市水利局2023年政府信息公开工作年度报告",
    agency: str | None = "洛阳市水利局",
    kind: str | None = "department",
    region: Region = REGIONS[0],
    year: int | None = 2023,
    published: str | None = "2024-01-25",
    form: str | None = "2021",
    values: Mapping[str, Number | None] | None = None,
    sections: Mapping[str, str] | None = None,
    cells: tuple[Cell, ...] = (),
    warnings: tuple[str, ...] = (),
    checks: tuple[Check, ...] = (),
) -> Report:
    """A report with these parts; `values` are printed cells, None is a blank."""
    known = tuple(cell(id_, value) for id_, value in (values or {}).items())
    return Report(
        id=id_,
        source=Source(f"{id_}.txt", "0" * 64, "text/plain", 1),
        title=title,
        agency=Agency(agency, kind),
        region=region,
        year=year,
        published=published,
        form=form,
        forms=dict.fromkeys(("disclosure", "applications", "reviews"), form),
        sections=tuple(
            Section(kind, "五", f"五、{kind}", text, HERE) for kind, text in (sections or {}).items()
        ),
        tables=(),
        cells=known + cells,
        facts=(),
        checks=checks,
        warnings=tuple(Warning(code, code) for code in warnings),
    )


def talkative(one: Report) -> Report:
    """The report with two numbers in its prose, and an identity of each kind."""
    total, granted = "applications.received.total", "applications.granted.total"
    return replace(
        one,
        facts=(
            Fact(total, 34, "件", "收到申请34件，", HERE, approximate=False),
            Fact(None, 3.04, "亿元", "投入约3.04亿元。", HERE, approximate=True),
        ),
        checks=(
            Check("a", holds=True, cells=(total, granted), expected=3, found=3),
            Check("b", holds=False, cells=(total,), expected=3.5, found=4),
            Check("c", holds=None, cells=(), expected=None, found=None),
        ),
    )


def cell(id_: str, value: Number | None, basis: Basis | None = None, unit: str | None = None) -> Cell:
    """A cell, printed or blank unless another basis is said."""
    return Cell(id_, value, basis or (Basis.BLANK if value is None else Basis.PRINTED), unit=unit)


def generated(count: int, seed: int = 0, *, words: int = 20) -> Iterator[Report]:
    """Reports with all cells of their form, most of them small numbers; the same for the same seed."""
    chance = random.Random(seed)
    for number in range(count):
        form = chance.choice(("2019", "2021"))
        region = chance.choice(REGIONS)
        place = region.county or region.city or region.province or ""
        year = chance.randrange(2019, 2026)
        cells = tuple(
            replace(_random_cell(slot.id, slot.column.kind, chance), raw="1", at=HERE)
            for table in forms()[form].tables
            for slot in table.slots
        )
        yield report(
            f"generated-{number:06}",
            title=f"{place}第{number}局{year}年政府信息公开工作年度报告",
            agency=f"{place}第{number}局",
            kind=chance.choice(("department", "government", None)),
            region=region,
            year=year,
            published=f"{year + 1}-01-{chance.randrange(1, 32):02}",
            form=form,
            sections={
                kind: "".join(chance.choices(SENTENCES, k=words))
                for kind in ("overview", "problems", "other")
            },
            cells=cells,
            warnings=("year_from_path",) if chance.random() < 0.1 else (),
        )


def _random_cell(id_: str, kind: str, chance: random.Random) -> Cell:
    if chance.random() < 0.03:
        return cell(id_, None, chance.choice((Basis.UNRESOLVED, Basis.BLANK, Basis.MISSING)))
    if kind == "amount":
        return cell(id_, round(chance.random() * 1000, 2), unit=chance.choice(("元", "万元")))
    low = -5 if kind == "change" else 0
    return cell(id_, max(low, int(chance.gauss(3, 8))), Basis.INFERRED if chance.random() < 0.05 else None)
