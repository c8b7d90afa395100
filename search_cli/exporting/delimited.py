"""CSV, one line of column names; empty is no value."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from converters.report import Report
from indexer.datasets.column import Shape, Value
from search_cli.exporting.manner import Manner
from search_cli.spreadsheet import Lines, harmless


def write(path: Path, shape: Shape, reports: Iterable[Report], manner: Manner) -> int:
    """Writes the rows and counts them."""
    made = _as_it_is if manner.raw else _safe
    count = 0
    with path.open("w", encoding="utf-8-sig" if manner.bom else "utf-8", newline="") as file:
        lines = Lines(file)
        lines.writerow(column.name for column in shape.columns)
        for row in shape.rows(reports):
            lines.writerow(map(made, row))
            count += 1
    return count


def _as_it_is(value: Value) -> Any:  # noqa: ANN401 - whatever the csv module takes
    match value:
        case bool():
            return "true" if value else "false"
        case dt.date():
            return value.isoformat()
        case _:
            return value


def _safe(value: Value) -> Any:  # noqa: ANN401 - whatever the csv module takes
    return harmless(value) if isinstance(value, str) else _as_it_is(value)
