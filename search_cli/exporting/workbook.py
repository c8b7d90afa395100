"""XLSX: the rows below a frozen header of Chinese labels and ids, a codebook, and the identities broken in print.

Text is written as text, never as a formula. What a sheet cannot hold is an error.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from converters.errors import OutputError
from converters.report import Report
from indexer.datasets.codebook import codebook
from indexer.datasets.column import Column, Row, Shape, Value
from indexer.datasets.statements import checks
from search_cli.exporting.manner import Manner

MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 1_048_576, 16_384, 32_767
"""Of a sheet, and of a cell, in units of UTF-16."""

_HEADER = 2
_FROZEN = frozenset({"id", "key", "agency", "year", "name"})
"""Columns that stay where they are, of the first three."""
_WIDTHS = {
    "agency": 24.0,
    "id": 22.0,
    "ids": 22.0,
    "title": 40.0,
    "source": 24.0,
    "key": 30.0,
    "sentence": 60.0,
}
_WIDTHS |= {
    "cell": 46.0,
    "label": 30.0,
    "check": 40.0,
    "cells": 40.0,
    "name": 50.0,
    "zh": 36.0,
    "en": 60.0,
    "year": 7.0,
}
_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no zones; a fixed time, or no two files are equal
_REMEDY = "choose fewer reports, or write .parquet, .csv or .sqlite"


def write(path: Path, shape: Shape, reports: Iterable[Report], manner: Manner) -> int:
    """Writes the rows and counts them.

    Raises:
        OutputError: more rows, columns or characters than a sheet holds.
    """
    del manner
    try:
        # in constant memory: rows are written in order, and none is kept
        with xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
            return _fill(book, shape, reports)
    except FileCreateError as error:  # whatever it is that goes wrong while the parts are put together
        raise OSError(str(error)) from error


def _fill(book: xlsxwriter.Workbook, shape: Shape, reports: Iterable[Report]) -> int:
    book.set_properties({"created": _MADE})
    looks = _Looks(book)
    rows = _Sheet(book, shape, looks)
    about = _Sheet(book, codebook(shape), looks)
    failed = _Sheet(book, checks(failed=True), looks)
    for row in codebook(shape).rows(()):
        about.add(row)
    for row in shape.rows(_noting(reports, failed)):
        rows.add(row)
    for sheet in (rows, about, failed):
        sheet.end()
    return rows.count


def _noting(reports: Iterable[Report], failed: "_Sheet") -> Iterator[Report]:
    """The reports, with their broken identities written to the other sheet as they pass."""
    for report in reports:
        for row in failed.shape.rows([report]):
            failed.add(row)
        yield report


class _Looks:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.label: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 0})
        self.name: Format = book.add_format({"font_color": "#666666", "bottom": 1})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd"})


class _Sheet:
    """A sheet being written, row by row."""

    def __init__(self, book: xlsxwriter.Workbook, shape: Shape, looks: _Looks) -> None:
        if len(shape.columns) > MOST_COLUMNS:
            raise OutputError("XLSX", f"a sheet has {MOST_COLUMNS:,} columns at most", _REMEDY)
        self.shape = shape
        self.count = 0
        self._looks = looks
        self._sheet: Worksheet = book.add_worksheet(shape.zh)
        self._sheet.freeze_panes(_HEADER, sum(column.name in _FROZEN for column in shape.columns[:3]))
        self._sheet.set_row(0, 45)
        self._sheet.set_landscape()
        self._sheet.repeat_rows(0, _HEADER - 1)
        for at, column in enumerate(shape.columns):
            self._sheet.set_column(at, at, _width(column))
            self._sheet.write_string(0, at, column.zh, looks.label)
        for at, column in enumerate(shape.columns):
            self._sheet.write_string(1, at, column.name, looks.name)

    def add(self, row: Row) -> None:
        """Writes a row below the last."""
        line = self.count + _HEADER
        if line >= MOST_ROWS:
            raise OutputError("XLSX", f"more rows than a sheet has ({MOST_ROWS:,})", _REMEDY)
        for at, value in enumerate(row):
            if value is not None:
                self._write(line, at, value)
        self.count += 1

    def end(self) -> None:
        """All rows are written."""
        self._sheet.autofilter(_HEADER - 1, 0, self.count + _HEADER - 1, len(self.shape.columns) - 1)

    def _write(self, line: int, at: int, value: Value) -> None:
        match value:
            case bool():
                done = self._sheet.write_boolean(line, at, value)
            case int() | float():
                done = self._sheet.write_number(line, at, value)
            case dt.date():
                done = self._sheet.write_datetime(line, at, value, self._looks.day)
            case _:
                text = str(value)
                if len(text.encode("utf-16-le", "surrogatepass")) // 2 > MOST_CHARACTERS:
                    raise self._too_long(line, at)
                done = self._sheet.write_string(line, at, text)
        if done:  # it tells so where it leaves a cell out
            raise self._too_long(line, at)

    def _too_long(self, line: int, at: int) -> OutputError:
        where = f"{self.shape.columns[at].name}, row {line + 1}"
        return OutputError(
            "XLSX", f"{where}: more than a cell holds ({MOST_CHARACTERS:,} characters)", _REMEDY
        )


def _width(column: Column) -> float:
    """Characters; labels wrap."""
    return _WIDTHS.get(column.name, 14.0)
