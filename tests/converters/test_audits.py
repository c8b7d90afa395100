import random
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import starmap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import report
from several_years import applications

from converters.audits.audit import audit
from converters.audits.copy import Copy, agency_key, copy_of
from converters.audits.finding import Compared
from converters.audits.leaps import one_digit_more
from converters.audits.ledger import Ledger
from converters.errors import OutputError
from converters.report import Region

LUOYANG = Region("410300", "河南省", "洛阳市", None)


@pytest.mark.parametrize(
    "name", ["洛阳市水利局", "市水利局", "水利局", " 洛阳市水 利局", "洛阳市水利局\u3000"]
)
def test_one_agency_has_one_key_however_its_name_is_printed(name: str) -> None:
    assert agency_key(report(agency=name, region=LUOYANG)) == "410300 水利局"


def test_agencies_that_are_not_the_same_have_different_keys() -> None:
    names = [
        "洛阳市人民政府",
        "洛阳市人民政府办公室",
        "洛阳市公安局",
        "洛阳市公安局西工分局",
        "洛阳市市场监督管理局",
    ]
    keys = {agency_key(report(agency=name, region=LUOYANG)) for name in names}
    assert len(keys) == len(names)
    elsewhere = report(agency="水利局", region=replace(LUOYANG, code="410308"))
    assert agency_key(elsewhere) == "410308 水利局"


def test_a_name_that_is_a_place_alone_keeps_it() -> None:
    assert agency_key(report(agency="洛阳市", region=LUOYANG)) == "410300 洛阳市"


@pytest.mark.parametrize("year", [None, 0, 10**30])
def test_a_year_that_no_report_has_is_not_followed(year: int | None) -> None:
    assert copy_of(report(year=year), "a.txt") is None


def test_a_doubted_masthead_is_not_followed() -> None:
    assert copy_of(report(warnings=("agency_from_prose",)), "a.txt") is None
    assert copy_of(report(warnings=("open_doubt",)), "a.txt") is not None


@given(st.integers(1, 10**9), st.integers(0, 9), st.data())
def test_a_digit_put_in_anywhere_is_seen(number: int, digit: int, data: st.DataObject) -> None:
    text = str(number)
    at = data.draw(st.integers(1, len(text)))
    assert one_digit_more(Decimal(text), Decimal(f"{text[:at]}{digit}{text[at:]}"))


@pytest.mark.parametrize(
    ("small", "large"), [("123", "1245"), ("123", "12300"), ("123", "321"), ("1.5", "15.5")]
)
def test_other_digits_are_no_digit_more(small: str, large: str) -> None:
    assert not one_digit_more(Decimal(small), Decimal(large))


def a_copy(name: str, agency: int, year: int, received: int, carried: int) -> tuple[str, Copy]:
    values = applications(received, carried_in=carried, carried_out=min(received, 3))
    made = copy_of(report(name, agency=f"洛阳市第{agency}局", year=year, values=values), f"{name}.txt")
    assert made is not None
    return made


def results(copies: Sequence[tuple[str, Copy]]) -> tuple[list[object], Compared]:
    ledger = Ledger()
    for key, copy in copies:
        ledger.add(key, copy)
    found: list[object] = []
    total = Compared()
    for discrepancies, compared in audit(ledger):
        found += discrepancies
        total += compared
    ledger.close()
    return found, total


one_report = st.tuples(
    st.integers(1, 2), st.integers(2021, 2023), st.sampled_from([4, 40, 4000]), st.integers(0, 3)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(one_report, max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_the_inputs_changes_nothing(
    drawn: list[tuple[int, int, int, int]], chance: random.Random
) -> None:
    copies = [a_copy(f"r{number}", *one) for number, one in enumerate(drawn)]
    shuffled = chance.sample(copies, len(copies))
    assert results(shuffled) == results(copies)


def test_a_year_of_several_copies_is_held_against_the_next() -> None:
    copies = [
        a_copy("a", 1, 2021, 40, 0),  # carries 3 over
        a_copy("b", 1, 2021, 40, 0),
        a_copy("c", 1, 2022, 40, 2),
    ]
    found, total = results(copies)
    assert [(one.id, one.expected, one.found) for one in found] == [  # type: ignore[attr-defined] - they are discrepancies
        ("years.carried_over.natural_person", 3, 2),
        ("years.carried_over.total", 3, 2),
    ]
    # the other five columns are in neither report, nor are the rules in force
    assert total == Compared(pairs=1, sums=9, failed=2, undecided=7, copies=1)


def test_a_full_disk_is_one_clear_line() -> None:
    ledger = Ledger()
    ledger._base.execute("PRAGMA max_page_count = 3")  # noqa: SLF001 - the smallest disk there is
    copies = [a_copy(f"r{number}", 1, 2022, 40, 1) for number in range(100)]
    with pytest.raises(OutputError, match=r"the temporary folder: .*full.*; make room there"):
        deque(starmap(ledger.add, copies), 0)
    ledger.close()
