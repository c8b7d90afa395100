"""Reports → a data frame of pandas or polars, in any shape."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import islice
from types import ModuleType
from typing import Any, Literal

from converters.canonical import loads
from converters.errors import UsageError
from converters.report import Report
from indexer.datasets.column import Column, Kind, Row, Shape
from indexer.datasets.shapes import SHAPES

_STEP = 500
"""Rows that are held as Python values at once."""

_PANDAS = {
    Kind.TEXT: "string",
    Kind.INTEGER: "Int64",
    Kind.DECIMAL: "float64",
    Kind.DATE: "datetime64[s]",
    Kind.TRUTH: "boolean",
}
_POLARS = {
    Kind.TEXT: "String",
    Kind.INTEGER: "Int64",
    Kind.DECIMAL: "Float64",
    Kind.DATE: "Date",
    Kind.TRUTH: "Boolean",
}


def to_frame(
    reports: Iterable[Report | bytes],
    shape: str | Shape = "wide",
    *,
    library: Literal["pandas", "polars"] = "pandas",
) -> Any:  # noqa: ANN401 - a DataFrame of whichever library; neither is imported before it is asked for
    """The reports as a data frame.

    Args:
        reports: Reports, or their canonical JSON as `Engine.matching` gives it.
        shape: wide, long, facts, checks or panel, or a shape with options, such as `wide(texts=True)`.
        library: Which library's frame.

    Raises:
        UsageError: there is no such shape, or the library is not installed.
    """
    laid_out = shape if isinstance(shape, Shape) else _named(shape)
    make = partial(_of_pandas if library == "pandas" else _of_polars, _imported(library), laid_out.columns)
    rows = laid_out.rows(loads(one) if isinstance(one, bytes) else one for one in reports)
    return make(_steps(rows))


def _named(name: str) -> Shape:
    if name not in SHAPES:
        raise UsageError(f"shape {name!r}", "is none", f"choose one of {', '.join(SHAPES)}")
    return SHAPES[name]()


def _imported(library: str) -> ModuleType:
    try:
        return import_module(library)
    except ImportError as error:
        raise UsageError(library, "is not installed", f"pip install {library}") from error


def _steps(rows: Iterator[Row]) -> Iterator[Sequence[Row]]:
    """The rows in pieces, at least one."""
    yield list(islice(rows, _STEP))
    while step := list(islice(rows, _STEP)):
        yield step


def _of_pandas(pd: Any, columns: Sequence[Column], steps: Iterable[Sequence[Row]]) -> Any:  # noqa: ANN401 - see to_frame
    frames = [
        pd.DataFrame(
            {
                column.name: pd.Series([row[at] for row in step], dtype=_PANDAS[column.kind])
                for at, column in enumerate(columns)
            }
        )
        for step in steps
    ]
    return pd.concat(frames, ignore_index=True)


def _of_polars(pl: Any, columns: Sequence[Column], steps: Iterable[Sequence[Row]]) -> Any:  # noqa: ANN401 - see to_frame
    frames = [
        pl.DataFrame(
            {
                column.name: pl.Series(
                    [row[at] for row in step], dtype=getattr(pl, _POLARS[column.kind]), strict=False
                )
                for at, column in enumerate(columns)
            }
        )
        for step in steps
    ]
    return pl.concat(frames)
