"""Every format, read back by other code, holds the rows that the shape made."""

import csv
import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from invented import generated, talkative
from read_back import READERS

from indexer.datasets.column import Column, Kind, Row, Shape
from indexer.datasets.shapes import SHAPES
from indexer.datasets.wide import wide
from search_cli.exporting.formats import FORMATS, writer_of
from search_cli.exporting.manner import Manner

LISTED = {"printed": "原文印有", "blank": ""}
COLUMNS = (
    Column("id", Kind.TEXT, "编号", "id"),
    Column("some.listed.text", Kind.TEXT, "依据", "one of a list", values=LISTED),
    Column("some.whole.number", Kind.INTEGER, "件数", "count", "件"),
    Column("amount", Kind.DECIMAL, "金额", "amount", "元"),
    Column("published", Kind.DATE, "发布日期", "day"),
    Column("holds", Kind.TRUTH, "是否成立", "truth"),
)
# What a report can hold: `document.py` and `canonical.py` let neither NUL nor half characters through.
TEXTS = st.text(
    st.characters(exclude_characters="\0\ufffe\uffff", exclude_categories=["Cs"]), min_size=1, max_size=40
)
ROWS = st.lists(
    st.tuples(
        TEXTS | st.none(),
        st.sampled_from([*LISTED, None]),
        st.integers(-(2**53), 2**53) | st.integers(-200, 40_000) | st.none(),
        st.floats(-1e15, 1e15, allow_subnormal=False) | st.integers(-(10**12), 10**12) | st.none(),
        st.dates(dt.date(1901, 1, 1), dt.date(2999, 12, 31)) | st.none(),
        st.booleans() | st.none(),
    ).filter(
        lambda row: any(value is not None for value in row)
    ),  # a workbook does not tell how many are empty
    max_size=8,
)
NASTY = [
    "=1+1",
    "'",
    '"',
    '""',
    "a\r\nb",
    "\r",
    "\n",
    "\t",
    " a ",
    ",",
    "_x0041_",
    "\x01\x1b[31m",
    "\x85",
    "𠮷",
    "NULL",
    "nan",
]


def of(rows: list[Row]) -> Shape:
    """A shape of these rows."""
    return Shape("some", "样本", ("id",), COLUMNS, lambda _reports: iter(rows))


def written(folder: Path, name: str, shape: Shape, reports: list = ()) -> tuple[Path, int]:
    ending = name.partition(",")[0]
    path = folder / f"file.{ending}"
    return path, writer_of(FORMATS[f".{ending}"])(path, shape, reports, Manner(raw=True))


def same(name: str, rows: list[Row]) -> list[Row]:
    """The rows as the format can hold them: some have no empty text, and XlsxWriter gives numbers 16 digits."""
    if name.startswith(("dta", "xlsx", "csv")):
        rows = [tuple(None if value == "" else value for value in row) for row in rows]
    return [tuple(map(digits, row)) for row in rows] if name == "xlsx" else rows


def digits(value: object) -> object:
    return float(f"{value:.16g}") if isinstance(value, float) else value


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=12, deadline=None)
@given(rows=ROWS)
@example(rows=[(text, None, None, None, None, None) for text in NASTY])
@example(rows=[("长" * 3000, "blank", 2**31, 0.1, None, True), ("x", None, -1, 476.92, None, False)])
@example(rows=[])
def test_any_rows(name: str, rows: list[Row]) -> None:
    shape = of(rows)
    with TemporaryDirectory() as folder:
        path, count = written(Path(folder), name, shape)
        assert count == len(rows)
        assert READERS[name](path, shape) == same(name, rows)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "shape", [*(make() for make in SHAPES.values()), wide(texts=True)], ids=lambda shape: shape.name
)
def test_reports_in_every_shape(tmp_path: Path, name: str, shape: Shape) -> None:
    reports = [talkative(one) for one in generated(12, seed=3)]
    path, count = written(tmp_path, name, shape, reports)
    rows = list(shape.rows(reports))
    assert count == len(rows) > 0
    assert READERS[name](path, shape) == same(name, rows)


@pytest.mark.parametrize("name", [name for name in READERS if name != "xlsx"])
def test_a_text_of_several_megabytes(tmp_path: Path, name: str) -> None:
    rows = [("长" * 1_500_000, None, 1, None, None, None), ("short", None, 2, None, None, None)]
    path, count = written(tmp_path, name, of(rows))
    assert count == 2
    csv.field_size_limit(10_000_000)
    assert READERS[name](path, of(rows)) == rows


# A DuckDB file has an identity of its own.
@pytest.mark.parametrize("ending", [ending for ending in FORMATS if ending != ".duckdb"])
def test_the_same_rows_are_the_same_bytes(tmp_path: Path, ending: str) -> None:
    shape, reports = wide(), list(generated(20, seed=5))
    made = []
    for part in ("a", "b"):
        path = tmp_path / part / f"file{ending}"
        path.parent.mkdir()
        writer_of(FORMATS[ending])(path, shape, reports, Manner())
        made.append(path.read_bytes())
    assert made[0] == made[1]
