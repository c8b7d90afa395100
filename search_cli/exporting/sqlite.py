"""SQLite by the standard library: a table of the rows, named as their shape, and the table `codebook`."""

import datetime as dt
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path

from converters.report import Report
from indexer.datasets.codebook import codebook
from indexer.datasets.column import Kind, Row, Shape, Value
from search_cli.exporting.manner import Manner

_TYPES = {
    Kind.TEXT: "TEXT",
    Kind.INTEGER: "INTEGER",
    Kind.DECIMAL: "REAL",
    Kind.DATE: "TEXT",
    Kind.TRUTH: "INTEGER",
}
_STEP = 200


def write(path: Path, shape: Shape, reports: Iterable[Report], manner: Manner) -> int:
    """Writes the rows and counts them. Days are ISO text, truth is 0 or 1."""
    del manner
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as base:
            # the file is moved to its place when it is whole, so nothing need be rolled back or waited for
            base.execute("PRAGMA journal_mode = OFF")
            base.execute("PRAGMA synchronous = OFF")
            base.execute("BEGIN")
            count = _fill(base, shape, reports)
            _fill(base, codebook(shape), ())
            base.execute("COMMIT")
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    return count


def _fill(base: sqlite3.Connection, shape: Shape, reports: Iterable[Report]) -> int:
    columns = ", ".join(f'"{column.name}" {_TYPES[column.kind]}' for column in shape.columns)
    base.execute(f'CREATE TABLE "{shape.name}" ({columns}) STRICT')
    insert = f'INSERT INTO "{shape.name}" VALUES ({", ".join("?" * len(shape.columns))})'  # noqa: S608 - our own names
    rows, count = iter(shape.rows(reports)), 0
    while step := [_stored(row) for row in islice(rows, _STEP)]:
        base.executemany(insert, step)
        count += len(step)
    return count


def _stored(row: Row) -> list[Value]:
    return [value.isoformat() if isinstance(value, dt.date) else value for value in row]
