"""Names of variables: Stata takes them, no two are alike, and they do not depend on their neighbours."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.datasets.shapes import SHAPES
from indexer.datasets.wide import wide
from search_cli.exporting.stata_names import MOST, stata_names

WORDS = st.text(st.sampled_from("aAbZ09_. -年"), min_size=1, max_size=60)
LIKE = st.builds(
    ".".join,
    st.lists(
        st.sampled_from(["applications", "application", "not_processed", "total", "if", "x" * 40]),
        min_size=1,
        max_size=5,
    ),
)
RESERVED = {"if", "in", "int", "long", "byte", "double", "float", "using", "with", "_n", "_N", "_all", "strL"}


def takes(name: str) -> bool:
    usual = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) is not None
    return usual and len(name) <= MOST and name not in RESERVED and not re.fullmatch(r"str\d+", name)


@given(st.lists(WORDS | LIKE, unique=True, max_size=30))
def test_any_names(names: list[str]) -> None:
    short = stata_names(names)
    assert len(short) == len(names)
    assert len({name.lower() for name in short}) == len(names)
    assert all(map(takes, short)), short


def test_the_names_of_our_columns_are_readable_and_fixed() -> None:
    names = [column.name for column in wide(texts=True).columns]
    short = dict(zip(names, stata_names(names), strict=True))
    assert short["applications.received.total"] == "app_received_total"
    assert short["applications.received.natural_person"] == "app_received_natural_person"
    assert short["disclosure.fees.amount.basis"] == "dis_fees_amount_basis"
    assert short["rates.disclosure"] == "rates_disclosure"
    assert not [name for name in short.values() if re.search(r"_[0-9a-f]{4}$", name)]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_column_has_one_name_whatever_stands_beside_it(shape: str) -> None:
    names = [column.name for column in SHAPES[shape]().columns]
    together = stata_names(names)
    assert [stata_names([name])[0] for name in names] == list(together)


def test_two_columns_of_one_name_are_none() -> None:
    with pytest.raises(ValueError, match="two columns have one name"):
        stata_names(["a", "a"])
