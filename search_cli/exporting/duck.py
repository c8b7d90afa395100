"""DuckDB: a table of the rows, named as their shape, with a comment on each column, and the table `codebook`.

The rows go by way of a CSV file beside: DuckDB reads one ten times as fast as it takes rows one by one.
"""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import duckdb

from converters.report import Report
from indexer.datasets.codebook import codebook
from indexer.datasets.column import Kind, Shape, Value
from search_cli.exporting.manner import Manner

_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.DECIMAL: "DOUBLE",
    Kind.DATE: "DATE",
    Kind.TRUTH: "BOOLEAN",
}
_MEMORY = "512MB"
_LINE = 1_000_000
"""Bytes of a line at least provided for; its reader takes buffers by them, of 600 MB for lines of 100 MB."""


def write(path: Path, shape: Shape, reports: Iterable[Report], manner: Manner) -> int:
    """Writes the rows and counts them."""
    del manner
    path.unlink(missing_ok=True)  # it refuses an empty file
    beside = path.with_suffix(".csv")
    spill = str(path.with_suffix(".spill"))
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "threads": 1,
        "temp_directory": spill,
    }
    try:
        with duckdb.connect(path, config=settings) as base:
            count = _fill(base, shape, reports, beside)
            _fill(base, codebook(shape), (), beside)
    except duckdb.Error as error:
        raise OSError(str(error).partition("\n")[0]) from error
    return count


def _fill(base: duckdb.DuckDBPyConnection, shape: Shape, reports: Iterable[Report], beside: Path) -> int:
    columns = ", ".join(f'"{column.name}" {_TYPES[column.kind]}' for column in shape.columns)
    base.execute(f'CREATE TABLE "{shape.name}" ({columns})')
    count, longest = 0, _LINE
    with beside.open("wb") as file:
        for row in shape.rows(reports):
            line = (",".join(map(_quoted, row)) + "\n").encode()
            file.write(line)
            count, longest = count + 1, max(longest, len(line))
    base.execute(
        f'COPY "{shape.name}" FROM {_literal(str(beside))}'
        " (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '', ALLOW_QUOTED_NULLS false,"
        f" AUTO_DETECT false, NEW_LINE '\\n', PARALLEL false, MAX_LINE_SIZE {longest}, BUFFER_SIZE {2 * longest})"
    )
    for column in shape.columns:
        base.execute(
            f'COMMENT ON COLUMN "{shape.name}"."{column.name}" IS {_literal(f"{column.zh} | {column.en}")}'
        )
    return count


def _quoted(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case dt.date():
            return value.isoformat()
        case _:
            return '"' + value.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
