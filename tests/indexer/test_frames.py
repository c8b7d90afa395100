"""Data frames of pandas and polars hold what the rows hold, typed."""

import sys

import pandas as pd
import polars as pl
import pytest
from invented import generated, report, talkative

from converters.canonical import dumps
from converters.errors import UsageError
from indexer import Query, load, open_index, parse_text, parse_where, to_frame
from indexer.datasets.column import Kind
from indexer.datasets.frames import _STEP
from indexer.datasets.shapes import SHAPES
from indexer.datasets.wide import wide

REPORTS = [talkative(one) for one in generated(25, seed=8, words=2)]
TOTAL = "applications.received.total"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_frame_of_polars_has_the_rows(shape: str) -> None:
    frame = to_frame(REPORTS, shape, library="polars")
    laid_out = SHAPES[shape]()
    assert isinstance(frame, pl.DataFrame)
    assert frame.columns == [column.name for column in laid_out.columns]
    assert frame.rows() == list(laid_out.rows(REPORTS))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_frame_of_pandas_has_the_rows(shape: str) -> None:
    frame = to_frame(REPORTS, shape)
    laid_out = SHAPES[shape]()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == [column.name for column in laid_out.columns]
    for column, values in zip(laid_out.columns, zip(*laid_out.rows(REPORTS), strict=True), strict=True):
        days = column.kind is Kind.DATE
        wanted = [pd.Timestamp(value) if days and value is not None else value for value in values]
        assert [None if pd.isna(value) else value for value in frame[column.name]] == wanted


def test_whole_numbers_stay_whole_where_some_are_missing() -> None:
    frame = to_frame([report("a", values={TOTAL: 3}), report("b", values={TOTAL: None})])
    assert str(frame[TOTAL].dtype) == "Int64"
    assert frame[TOTAL].sum() == 3


@pytest.mark.parametrize("library", ["pandas", "polars"])
@pytest.mark.parametrize("count", [0, 1, _STEP, _STEP + 1])
def test_frames_of_any_length(library: str, count: int) -> None:
    reports = [report(f"r{number}", values={TOTAL: number}) for number in range(count)]
    frame = to_frame(reports, wide(basis=False), library=library)
    assert frame.shape == (count, len(wide(basis=False).columns))
    assert frame[TOTAL].sum() == sum(range(count))


def test_canonical_json_is_taken_as_an_index_gives_it(tmp_path) -> None:  # noqa: ANN001 - pytest's
    load(engine := open_index(str(tmp_path / "index")), REPORTS)
    query = Query(text=parse_text("信访 OR 培训"), filters=(parse_where(f"{TOTAL}>=3"),))
    frame = to_frame(engine.matching(query))
    assert list(frame["id"]) == sorted(hit.id for hit in engine.search(query).hits)
    assert to_frame(map(dumps, REPORTS)).equals(to_frame(REPORTS))


def test_a_shape_or_library_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="choose one of wide, long"):
        to_frame([], "tall")
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(UsageError, match="pip install polars"):
        to_frame([], library="polars")
