import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest
from handmade import sample
from hypothesis import given, settings
from hypothesis import strategies as st

from converters import report_schema
from converters.canonical import dumps, from_dict, loads, to_dict
from converters.errors import InputError
from converters.report import (
    Agency,
    Basis,
    Cell,
    Check,
    Fact,
    RawTable,
    Region,
    Report,
    Section,
    Source,
)
from converters.report import Warning as ReportWarning
from converters.sheet import NodePlace, PagePlace, Properties, TextPlace

SCHEMA_FILE = files("converters") / "data" / "report-1.schema.json"

clean_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), max_size=20
)
any_text = st.text(max_size=20)  # NUL and lone surrogates included
whole = st.integers(-(10**12), 10**12)
number = st.one_of(whole, st.floats(allow_nan=False, allow_infinity=False))


def reports(text: st.SearchStrategy[str]) -> st.SearchStrategy[Report]:
    place = st.one_of(
        st.builds(TextPlace, whole, whole),
        st.builds(
            PagePlace, whole, st.tuples(*[st.floats(allow_nan=False, allow_infinity=False) for _ in "abcd"])
        ),
        st.builds(NodePlace, text),
    )

    def some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
        return st.lists(strategy, max_size=3).map(tuple)

    def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
        return st.none() | strategy

    properties = st.builds(Properties, maybe(text), maybe(text), maybe(text), maybe(text), maybe(text))
    rest = {"raw": maybe(text), "unit": maybe(text), "at": maybe(place), "note": maybe(text)}
    rest |= {"because": some(text), "candidates": some(maybe(number))}
    valued = st.builds(
        Cell, id=text, value=number, basis=st.sampled_from([Basis.PRINTED, Basis.INFERRED]), **rest
    )
    empty = st.builds(
        Cell,
        id=text,
        value=st.none(),
        basis=st.sampled_from([Basis.BLANK, Basis.MISSING, Basis.UNRESOLVED]),
        **rest,
    )
    return st.builds(
        Report,
        id=text,
        source=st.builds(Source, text, text, text, whole, maybe(whole), maybe(text), maybe(properties)),
        title=maybe(text),
        agency=st.builds(Agency, maybe(text), maybe(text)),
        region=st.builds(Region, maybe(text), maybe(text), maybe(text), maybe(text)),
        year=maybe(whole),
        published=maybe(text),
        form=maybe(text),
        forms=st.fixed_dictionaries(
            {name: maybe(text) for name in ("disclosure", "applications", "reviews")},
            optional={"indicators": maybe(text)},
        ),
        sections=some(st.builds(Section, text, maybe(text), text, text, place)),
        tables=some(st.builds(RawTable, maybe(text), some(some(text)), place)),
        cells=some(valued | empty),
        facts=some(st.builds(Fact, maybe(text), number, maybe(text), text, place, st.booleans())),
        checks=some(st.builds(Check, text, maybe(st.booleans()), some(text), maybe(number), maybe(number))),
        warnings=some(st.builds(ReportWarning, text, text, maybe(place))),
    )


@given(reports(clean_text))
@settings(deadline=None)
def test_what_is_written_is_read_back_equal(report: Report) -> None:
    written = dumps(report)
    assert loads(written) == report
    assert dumps(loads(written)) == written
    assert json.loads(written) == to_dict(report)
    assert from_dict(to_dict(report)) == report


validator = jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_bytes()))


@given(reports(any_text))
@settings(deadline=None)
def test_every_report_follows_the_published_schema_and_suits_every_store(report: Report) -> None:
    written = dumps(report)
    record = json.loads(written)
    validator.validate(record)
    assert record == to_dict(report)
    assert not re.search("[\x00\ud800-\udfff\ufffe\uffff]", json.dumps(record, ensure_ascii=False))
    assert dumps(loads(written)) == written


def test_the_published_schema_is_what_the_types_give() -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema.report_schema())
    assert SCHEMA_FILE.read_bytes() == report_schema.dumps_schema(), "run `make fix`"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: record["cells"][0].update(basis="guessed"),
        lambda record: record["cells"][0].update(value=None),
        lambda record: record["cells"][0].update(basis="missing"),
        lambda record: record["cells"][0].pop("raw"),
        lambda record: record["forms"].pop("reviews"),
        lambda record: record.pop("checks"),
        lambda record: record.update(schema="gongkai/2"),
    ],
)
def test_the_schema_refuses_what_the_contract_forbids(spoil: Callable[[dict], object]) -> None:
    record = to_dict(sample())
    validator.validate(record)
    spoil(record)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(record)


def test_the_bytes_are_these() -> None:
    report = replace(
        sample(2), sections=(), tables=(), facts=(), source=Source("某市.txt", "ab", "text/plain", 9)
    )
    first = replace(report.cells[0], value=None, basis=Basis.UNRESOLVED, candidates=(1, 10), note="两读")
    expected = """\
{
 "schema": "gongkai/1",
 "id": "r1",
 "source": {"path": "某市.txt", "sha256": "ab", "media_type": "text/plain", "bytes": 9, "pages": null, "url": null},
 "title": "某市2023年政府信息公开工作年度报告",
 "agency": {"name": "某市人民政府", "kind": "government"},
 "region": {"code": "410300", "province": "河南省", "city": "洛阳市", "county": null},
 "year": 2023,
 "published": "2024-01-20",
 "form": "2021",
 "forms": {"disclosure": "2021", "applications": "2021", "reviews": null},
 "sections": [],
 "tables": [],
 "cells": [
  {"id": "applications.row0.total", "value": null, "basis": "unresolved", "raw": "0次", "unit": null, "at": {"line": 12, "column": 5}, "candidates": [1, 10], "note": "两读"},
  {"id": "applications.row1.total", "value": 1, "basis": "printed", "raw": "1次", "unit": null, "at": {"line": 12, "column": 5}}
 ],
 "facts": [],
 "checks": [
  {"id": "applications.balance.total", "holds": false, "cells": ["a", "b"], "expected": 12, "found": 11}
 ],
 "warnings": [
  {"code": "date_doubt", "message": "…", "at": {"line": 12, "column": 5}}
 ]
}
"""  # noqa: E501 - the lines of the file are as long as their cells
    assert dumps(replace(report, cells=(first, report.cells[1]))).decode() == expected


def test_unfit_characters_are_replaced_and_warned_about_once() -> None:
    report = replace(sample(1), title="a\x00b\ud800c", agency=Agency("\uffff"))
    record = json.loads(dumps(report))
    assert record["title"] == "a\ufffdb\ufffdc"
    assert record["agency"]["name"] == "\ufffd"
    assert [w["code"] for w in record["warnings"]] == ["date_doubt", "unfit_characters"]
    assert record["warnings"][1]["message"].startswith("3 characters")


def test_a_backslash_before_u0000_is_text() -> None:
    report = replace(sample(1), title=r"C:\u0000")
    assert loads(dumps(report)) == report


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_never_written(value: float) -> None:
    report = replace(sample(1), cells=(Cell("x", value, Basis.PRINTED),))
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps(report)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"cells": [{"id": "a", "value": 1, "basis": "blank"}]}, "a: the value 1 cannot be blank"),
        ({"cells": [{"id": "a", "value": None, "basis": "printed"}]}, "cannot be printed"),
        ({"cells": [{"id": "a", "value": True, "basis": "printed"}]}, ".cells[0].value: bool instead of"),
        ({"cells": [{"id": "a", "value": 1, "basis": "sure"}]}, ".cells[0].basis: none of printed"),
        ({"cells": [{"id": "a", "value": 1}]}, ".cells[0].basis: it is not there"),
        ({"cells": {"a": 1}}, ".cells: no list"),
        ({"sections": [3]}, ".sections[0]: no object"),
        ({"warnings": [{"code": "a", "message": "b", "at": {"x": 1}}]}, ".warnings[0].at: none of TextPlace"),
        (
            {"warnings": [{"code": "a", "message": "b", "at": {"page": 1, "bbox": [1, 2]}}]},
            "bbox: no list of 4",
        ),
        ({"year": "2023"}, ".year: str instead of int"),
    ],
)
def test_a_record_that_is_no_report_is_refused_with_its_place(change: dict, problem: str) -> None:
    with pytest.raises(InputError, match=re.escape(problem)) as caught:
        from_dict(to_dict(sample(1)) | change, path="x.json")
    assert caught.value.reason == "not_canonical"
    assert caught.value.subject == "x.json"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff\xfe",
        b'{"schema": 1}',
        b"[" * 100_000,
        b'{"schema": "gongkai/1"}',
        b"1" * 10_000,
        dumps(sample(1)).replace(b'"value": 0', b'"value": NaN'),
    ],
)
def test_bytes_that_are_no_report_are_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        loads(data)
    assert caught.value.reason == "not_canonical"


def test_another_schema_version_is_named() -> None:
    with pytest.raises(InputError, match=r"schema gongkai/9, this version reads gongkai/1") as caught:
        loads(b'{"schema": "gongkai/9"}')
    assert caught.value.reason == "schema_version"


def test_keys_of_a_later_version_are_passed_over() -> None:
    record = to_dict(sample(1))
    record["later"] = [1]
    record["cells"][0]["later"] = {}
    assert from_dict(record) == sample(1)


def test_writing_takes_about_a_millisecond() -> None:
    report = sample()
    best = min(_seconds(lambda: dumps(report)) for _ in range(20))
    # Measured: 0.9 ms. The bound leaves room for a busy machine, no more.
    assert best < 0.005


def _seconds(call: Callable[[], object]) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started
