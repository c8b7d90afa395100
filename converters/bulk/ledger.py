"""The ledger of a folder of results: of each input what it was, what came of it, and by which converter.

An SQLite file in the hidden room of the folder. What it says is written after the results themselves are: after a
crash it may know less than is there, never more, and what it does not know is converted again, to the same bytes.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from itertools import groupby
from pathlib import Path
from typing import Any

from converters.errors import OutputError

_LAYOUT = 1
_PATIENCE = 5
"""Seconds to wait for another process that has the ledger open."""


@dataclass(frozen=True, slots=True)
class Row:
    """Of one input: where it is, the hash of its bytes, what was told of it, and what became of it.

    `told` is a digest of all that besides the bytes decides the result. Where `reason` is None there is a result of
    so many `bytes`, with the id of the `report`, the key of its agency and its year where they are certain, and the
    number of its open cells.
    """

    path: str
    source: str
    sha256: str | None
    told: str
    version: str
    reason: str | None = None
    problem: str | None = None
    remedy: str | None = None
    bytes: int | None = None
    report: str | None = None
    agency: str | None = None
    year: int | None = None
    doubts: int | None = None


_COLUMNS = tuple(field.name for field in fields(Row))
_TEXTS = frozenset({"path", "source", "problem", "remedy", "agency"})
"""Columns that hold names of files or of agencies, which need not be Unicode: they are stored as bytes."""
_ALL = ", ".join(_COLUMNS)
_TABLES = f"""
CREATE TABLE IF NOT EXISTS inputs ({_ALL}, PRIMARY KEY (path)) WITHOUT ROWID;
CREATE TEMP TABLE seen (place BLOB PRIMARY KEY, source BLOB) WITHOUT ROWID;
CREATE TEMP TABLE seen_folders (place BLOB PRIMARY KEY) WITHOUT ROWID;
"""


class Ledger:
    """An open ledger; no other process can open it meanwhile. Its methods may be called from several threads.

    Raises:
        OutputError: from any method, where it cannot be read or written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        with self._at_work():
            # One process at a time: two would move results over each other's.
            self._base = sqlite3.connect(
                file, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("BEGIN EXCLUSIVE")
            (layout,) = self._base.execute("PRAGMA user_version").fetchone()
            if layout not in (0, _LAYOUT):
                self._base.execute("DROP TABLE inputs")  # another gongkai's: everything is converted again
            self._base.execute(f"PRAGMA user_version = {_LAYOUT}")
            self._base.execute("COMMIT")
            self._base.executescript(_TABLES)

    def close(self) -> None:
        """Lets others open it."""
        with self._at_work():
            self._base.close()

    def row(self, path: str) -> Row | None:
        """What is known of the input of this path."""
        return next(self._rows("WHERE path = ?", path), None)

    def rows_of_source(self, source: str) -> list[Row]:
        """What is known of the inputs that lie there."""
        return list(self._rows("WHERE source = ?", source))

    def record(self, rows: Iterable[Row]) -> None:
        """Keeps these rows in the place of what was known of their inputs; all of them or none."""
        with self._at_work():
            marks = ", ".join("?" * len(_COLUMNS))
            self._base.execute("BEGIN")
            self._base.executemany(
                f"INSERT OR REPLACE INTO inputs VALUES ({marks})",  # noqa: S608 - marks are question marks
                (list(map(_stored, _COLUMNS, astuple(row))) for row in rows),
            )
            self._base.execute("COMMIT")

    def claim(self, source: str, place: str, folders: Iterable[str]) -> str | None:
        """Claims the place of a result in this run, below these folders.

        Returns:
            None, or the source of the input that has the place or one of the folders already; for the same input
            named twice its own source.
        """
        with self._at_work():
            for folder in folders:
                rival = self._taken(folder)
                if rival is not None:
                    return rival
                self._base.execute("INSERT OR IGNORE INTO seen_folders VALUES (?)", (_bytes(folder),))
            if self._base.execute("SELECT 1 FROM seen_folders WHERE place = ?", (_bytes(place),)).fetchone():
                return "a folder"
            claimed = _bytes(place), _bytes(source)
            if self._base.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", claimed).rowcount:
                return None
            return self._taken(place)

    def _taken(self, place: str) -> str | None:
        row = self._base.execute("SELECT source FROM seen WHERE place = ?", (_bytes(place),)).fetchone()
        return None if row is None else _text(row[0])

    def vanished(self, top: str, most: int) -> tuple[int, list[Row]]:
        """How many inputs that have results and lay there, or in that folder, were not seen in this run; the first."""
        inside = _bytes(top.rstrip("/") + "/")
        where = (
            "WHERE reason IS NULL AND (source = ? OR substr(source, 1, ?) = ?)"
            " AND source NOT IN (SELECT source FROM seen)"
        )
        asked = _bytes(top), len(inside), inside
        with self._at_work():
            (count,) = self._base.execute(f"SELECT count(*) FROM inputs {where}", asked).fetchone()  # noqa: S608 - the condition is ours
        return count, list(self._rows(f"{where} ORDER BY path LIMIT {most:d}", *asked)) if count else []

    def counts(self) -> tuple[int, int]:
        """How many results there are, and of how many reports."""
        with self._at_work():
            results, reports = self._base.execute(
                "SELECT count(*), count(DISTINCT report) FROM inputs WHERE reason IS NULL"
            ).fetchone()
        return results, reports

    def copies(self) -> Iterator[list[Row]]:
        """The results of one agency and year, or else of one report, wherever there are several; one group in memory.

        The ledger must be left alone while they are read.
        """
        together = "coalesce(agency || char(0) || year, report)"
        asked = (
            f"SELECT {_ALL} FROM inputs WHERE reason IS NULL AND {together} IN (SELECT {together} FROM inputs"  # noqa: S608 - the names of columns are ours
            f" WHERE reason IS NULL GROUP BY 1 HAVING count(*) > 1) ORDER BY {together}, path"
        )
        rows = (_row(row) for row in self._base.execute(asked))
        for _key, group in groupby(
            rows, key=lambda row: (row.agency, row.year) if row.agency else row.report
        ):
            yield list(group)

    def _rows(self, where: str, *values: str | bytes | int) -> Iterator[Row]:
        asked = [_bytes(value) if isinstance(value, str) else value for value in values]
        with self._at_work():
            found = self._base.execute(f"SELECT {_ALL} FROM inputs {where}", asked).fetchall()  # noqa: S608 - names and condition are ours
        for row in found:
            yield _row(row)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    problem, remedy = "another gongkai is writing there", "wait until it is done"
                else:
                    problem, remedy = (
                        f"it cannot be written: {error}",
                        "make room, and run the same command again",
                    )
                raise OutputError(str(self._file), problem, remedy) from error
            except sqlite3.DatabaseError as error:
                remedy = "remove it, and run the same command again: all is converted anew"
                raise OutputError(str(self._file), f"it is no ledger, or damaged: {error}", remedy) from error


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogatepass")


def _stored(column: str, value: str | int | None) -> str | bytes | int | None:
    return _bytes(value) if column in _TEXTS and isinstance(value, str) else value


def _row(stored: Iterable[Any]) -> Row:
    values: Iterator[Any] = (_text(value) if isinstance(value, bytes) else value for value in stored)
    return Row(*values)
