"""NDJSON: a row a line, an object with a key for every column; null is no value."""

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path

from converters.report import Report
from indexer.datasets.column import Shape, Value
from search_cli.exporting.manner import Manner


def write(path: Path, shape: Shape, reports: Iterable[Report], manner: Manner) -> int:
    """Writes the rows and counts them."""
    del manner
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_day).encode
    names = [column.name for column in shape.columns]
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in shape.rows(reports):
            file.write(encode(dict(zip(names, row, strict=True))) + "\n")
            count += 1
    return count


def _day(value: Value) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} is no value of a column")
