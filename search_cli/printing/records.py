"""Answers and rows as data: JSON, a JSON a line, CSV."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for a formula at the start of a cell; the full-width ones it folds."""


def print_json(value: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
    """The value as indented JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def print_ndjson(rows: Iterable[Mapping[str, Any]]) -> None:
    """Each row as JSON on a line of its own."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")


def print_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The rows as CSV; text that a spreadsheet would run gets an apostrophe, numbers stay numbers."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([harmless(value) for value in row])


def harmless(value: Any) -> Any:  # noqa: ANN401 - a cell may hold anything
    """A cell that is only read, never run."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
