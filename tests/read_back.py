"""Exported files read back by other code than ours, as rows of Python values; what is empty is None."""

import csv
import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyreadstat
from openpyxl.utils.escape import unescape

from indexer.datasets.column import Kind, Shape, Value

Rows = list[tuple[Value, ...]]

# In CSV all is text
_PARSED: Mapping[Kind, Callable[[str], Value]] = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.DECIMAL: float,
    Kind.DATE: dt.date.fromisoformat,
    Kind.TRUTH: {"true": True, "false": False}.__getitem__,
}


def from_csv(path: Path, shape: Shape) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    assert header == [column.name for column in shape.columns]
    parsers = [_PARSED[column.kind] for column in shape.columns]
    return [
        tuple(parse(text) if text else None for parse, text in zip(parsers, line, strict=True))
        for line in lines
    ]


def from_ndjson(path: Path, shape: Shape) -> Rows:
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    assert all(list(row) == [column.name for column in shape.columns] for row in rows)
    return [_days(tuple(row.values()), shape) for row in rows]


def from_parquet_by_polars(path: Path, shape: Shape) -> Rows:
    frame = pl.read_parquet(path)
    assert frame.columns == [column.name for column in shape.columns]
    return frame.rows()


def from_parquet_by_duckdb(path: Path, shape: Shape) -> Rows:
    with duckdb.connect() as base:
        found = base.read_parquet(str(path))
        assert found.columns == [column.name for column in shape.columns]
        return found.fetchall()


def from_xlsx(path: Path, shape: Shape) -> Rows:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    labels, names, *rows = sheet.iter_rows()
    assert [cell.value for cell in labels] == [column.zh for column in shape.columns]
    assert [cell.value for cell in names] == [column.name for column in shape.columns]
    assert not [cell for row in rows for cell in row if cell.data_type == "f"], "a formula"
    return [tuple(_shown(cell.value) for cell in row) for row in rows]


def from_sqlite(path: Path, shape: Shape) -> Rows:
    with closing(sqlite3.connect(path)) as base:
        found = base.execute(f'SELECT * FROM "{shape.name}" ORDER BY rowid')  # noqa: S608 - our own name
        assert [one[0] for one in found.description] == [column.name for column in shape.columns]
        return [_days(row, shape) for row in found]


def from_duckdb(path: Path, shape: Shape) -> Rows:
    with duckdb.connect(path, read_only=True) as base:
        found = base.table(shape.name)
        assert found.columns == [column.name for column in shape.columns]
        return found.fetchall()


def from_dta_by_pandas(path: Path, shape: Shape) -> Rows:
    frame = pd.read_stata(path, convert_categoricals=True, preserve_dtypes=True)
    return _of_frame(frame, shape)


def from_dta_by_readstat(path: Path, shape: Shape) -> Rows:
    frame, about = pyreadstat.read_dta(str(path))
    for name, labels in about.variable_value_labels.items():
        frame[name] = frame[name].map(labels)
    return _of_frame(frame, shape)


def _of_frame(frame: pd.DataFrame, shape: Shape) -> Rows:
    """By kind: pandas has floats for whole numbers where one is missing."""
    made: dict[Kind, Callable[[object], Value]] = {
        Kind.TEXT: str,
        Kind.INTEGER: lambda value: int(str(value).removesuffix(".0")),
        Kind.DECIMAL: lambda value: float(str(value)),
        Kind.DATE: lambda value: value if type(value) is dt.date else pd.Timestamp(str(value)).date(),
        Kind.TRUTH: lambda value: {"true": True, "false": False}[str(value)],
    }
    columns = [
        [None if pd.isna(value) or value == "" else made[column.kind](value) for value in frame.iloc[:, at]]
        for at, column in enumerate(shape.columns)
    ]
    return list(zip(*columns, strict=True))


def _days(row: tuple[Value, ...], shape: Shape) -> tuple[Value, ...]:
    """With days and truth as such, where the format has none."""
    return tuple(_typed(value, column.kind) for value, column in zip(row, shape.columns, strict=True))


def _typed(value: Value, kind: Kind) -> Value:
    if kind is Kind.DATE and value is not None:
        return dt.date.fromisoformat(str(value))
    return bool(value) if kind is Kind.TRUTH and value is not None else value


def _shown(value: object) -> Value:
    """As a spreadsheet shows it: control characters are written as `_x000D_`, which openpyxl leaves to us."""
    match value:
        case dt.datetime():
            return value.date()
        case str():
            return unescape(value)
        case _:
            return value  # type: ignore[return-value] # a number, truth or None


READERS: Mapping[str, Callable[[Path, Shape], Rows]] = {
    "csv": from_csv,
    "ndjson": from_ndjson,
    "parquet, polars": from_parquet_by_polars,
    "parquet, duckdb": from_parquet_by_duckdb,
    "xlsx": from_xlsx,
    "sqlite": from_sqlite,
    "duckdb": from_duckdb,
    "dta, pandas": from_dta_by_pandas,
    "dta, readstat": from_dta_by_readstat,
}
"""By format and reader."""
