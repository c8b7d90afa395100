"""Report → document: what is indexed, what is not, and what is mended."""

import datetime as dt

import pytest
from invented import cell, report

from converters.canonical import dumps, loads
from converters.report import Basis, Check, Region
from indexer.document import document

RECEIVED = "applications.received.total"


@pytest.mark.parametrize(
    ("value", "unit", "yuan"),
    [
        (476.92, "万元", 4_769_200.0),
        (3.04, "亿元", 304_000_000.0),
        (230300, "元", 230_300.0),
        (0, None, 0),
        (5, None, None),
        (5, "美元", None),
    ],
)
def test_amounts_are_yuan(value: float, unit: str | None, yuan: float | None) -> None:
    made = document(report(cells=(cell("disclosure.fees.amount", value, unit=unit),)))
    assert made.numbers.get("disclosure.fees.amount") == yuan
    assert (made.keywords.get("doubt") == ("disclosure.fees.amount",)) == (yuan is None)


def test_numbers_by_basis() -> None:
    cells = (
        cell(RECEIVED, 5, Basis.INFERRED),
        cell("applications.carried_in.total", None, Basis.UNRESOLVED),
        cell("applications.granted.total", None, Basis.BLANK),
        cell("applications.partly_granted.total", None, Basis.MISSING),
        cell("disclosure.licensing.change", -3),
    )
    made = document(report(cells=cells))
    assert made.numbers == {RECEIVED: 5, "disclosure.licensing.change": -3, "year": 2023}
    assert made.keywords["doubt"] == ("applications.carried_in.total",)
    assert made.bases == (
        f"inferred:{RECEIVED}",
        "unresolved:applications.carried_in.total",
        "blank:applications.granted.total",
        "missing:applications.partly_granted.total",
    )


@pytest.mark.parametrize("value", [2.5, 10**20])
def test_a_count_that_is_none_is_in_doubt(value: float) -> None:
    made = document(report(values={RECEIVED: value}))
    assert RECEIVED not in made.numbers
    assert made.keywords["doubt"] == (RECEIVED,)


def test_a_cell_that_no_form_has_is_left_to_the_json() -> None:
    made = document(report(values={"applications.nonsense.total": 5}))
    assert made.numbers == {"year": 2023}
    assert "doubt" not in made.keywords


@pytest.mark.parametrize(
    ("region", "path"),
    [
        (Region("410308", "河南省", "洛阳市", "孟津区"), ("410000", "410300", "410308")),
        (Region("410300", "河南省", "洛阳市", None), ("410000", "410300")),
        (Region("410000", "河南省", None, None), ("410000",)),
        (Region("110101", "北京市", None, "东城区"), ("110000", "110101")),
        (Region("429004", "湖北省", None, "仙桃市"), ("420000", "429004")),
        (Region("410300", None, None, None), ("410000", "410300")),
        (Region(None, "河南省", None, None), ()),
        (Region("4103", "河南省", None, None), ()),
    ],
)
def test_region_path(region: Region, path: tuple[str, ...]) -> None:
    made = document(report(region=region))
    assert made.keywords.get("region", ()) == path
    assert [division.code for division in made.divisions] == list(path)


def test_levels_are_known_by_code() -> None:
    made = document(report(region=Region("429004", "湖北省", None, "仙桃市")))
    levels = {level: made.keywords.get(f"region.{level}") for level in ("province", "city", "county")}
    assert levels == {"province": ("420000",), "city": None, "county": ("429004",)}


def test_texts_dates_and_checks() -> None:
    broken = Check("applications.balance.total", holds=False, cells=(), expected=1, found=2)
    kept = Check("applications.balance.enterprise", holds=None, cells=(), expected=None, found=None)
    sections = {"problems": "人员不足", "unclassified": "附件"}
    made = document(report(sections=sections, checks=(broken, kept), published="2024-01-25"))
    assert made.texts["section.problems"] == ("五、problems", "人员不足")
    assert {"人员不足", "附件"} <= set(made.texts["text"])
    assert "section.unclassified" not in made.texts
    assert made.keywords["failed_checks"] == ("applications.balance.total",)
    assert made.dates == {"published": dt.date(2024, 1, 25)}
    assert document(report(published="2024")).dates == {}


def test_characters_that_no_engine_takes_are_replaced() -> None:
    made = document(
        report("r\ud800", title="洛\udcff阳\x00", agency="水利\ufffe局", sections={"problems": "人\ud800员"})
    )
    assert made.id == "r\ufffd"
    assert made.card["title"] == "洛\ufffd阳\ufffd"
    assert made.keywords["agency.name"] == ("水利\ufffd局",)
    assert str(made.card).encode()
    assert made.report.decode()


def test_the_report_goes_along_as_it_is() -> None:
    one = report(values={RECEIVED: 5})
    assert document(one).report == dumps(one)
    assert loads(document(one).report) == one


def test_names_that_differ_in_width_only_are_one_keyword() -> None:
    plain, other = report(agency="洛阳市第7局（本级）"), report(agency=" 洛阳市第７局(本级)")
    names = [document(made).keywords["agency.name"] for made in (plain, other)]
    assert names == [("洛阳市第7局（本级）",)] * 2
