"""Answers and rows as data: JSON, a JSON a line, CSV."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from search_cli.spreadsheet import Lines, harmless


def print_json(value: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
    """The value as indented JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def print_ndjson(rows: Iterable[Mapping[str, Any]]) -> None:
    """Each row as JSON on a line of its own."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")


def print_markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """The rows as a table in Markdown."""
    for row in (header, ["---"] * len(header), *rows):
        sys.stdout.write(f"| {' | '.join(text.replace('|', chr(92) + '|') for text in row)} |\n")


def print_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The rows as CSV; text that a spreadsheet would run gets an apostrophe, numbers stay numbers."""
    lines = Lines(sys.stdout)
    lines.writerow(header)
    for row in rows:
        lines.writerow([harmless(value) for value in row])
