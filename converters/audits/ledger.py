"""Copies of many reports, put in the order of agencies and years: in a temporary database, not in memory.

SQLite's own nameless database: it keeps what fits its cache, spills the rest to a file in the temporary folder
that nobody else can open, and leaves nothing behind, however the process ends.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from itertools import groupby, islice

from converters.audits.copy import Copy
from converters.errors import OutputError

_FASTEST = 1  # zlib's level: ten times smaller already, and the processor is what is short
_SETTINGS = ("PRAGMA cache_size = -16000", "PRAGMA journal_mode = OFF")  # 16 MB; nothing is ever rolled back


class Ledger:
    """Takes copies in any order and gives them back agency by agency, year by year, file by file.

    Raises:
        OutputError: from any method, where the temporary folder is full.
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        for setting in _SETTINGS:
            self._base.execute(setting)
        self._base.execute("CREATE TABLE copies (agency BLOB, year INTEGER, source BLOB, copy BLOB)")
        self._base.execute("BEGIN")

    def add(self, key: str, copy: Copy) -> None:
        """Keep a copy under the key of its agency."""
        # bytes, since names of files need not be Unicode
        parts = {field.name: getattr(copy, field.name) for field in fields(copy)}
        packed = zlib.compress(json.dumps(parts).encode(), _FASTEST)
        row = (key.encode("utf-8", "surrogatepass"), copy.year, os.fsencode(copy.source), packed)
        with _room():
            self._base.execute("INSERT INTO copies VALUES (?, ?, ?, ?)", row)

    def years(self, most: int, *, least: int = 2) -> Iterator[tuple[str, int, int, list[Copy]]]:
        """Every agency that has at least so many reports: its key, a year, the number of copies, the copies.

        Only the first copies are given where there are more than `most`. A file that was named twice is one copy.
        """
        with _room():
            self._base.execute("CREATE INDEX in_order ON copies (agency, year, source)")
            rows = self._base.execute(
                "SELECT agency, year, source, copy FROM copies INDEXED BY in_order WHERE agency IN"
                " (SELECT agency FROM copies GROUP BY agency HAVING count(*) >= ?)"
                " ORDER BY agency, year, source, rowid",
                (least,),
            )
            for (key, year), group in groupby(rows, key=lambda row: (row[0], row[1])):
                files = (next(same)[3] for _source, same in groupby(group, key=lambda row: row[2]))
                copies = [_unpacked(packed) for packed in islice(files, most)]
                rest = sum(1 for _packed in files)
                yield key.decode("utf-8", "surrogatepass"), year, len(copies) + rest, copies

    def close(self) -> None:
        """Forget everything."""
        self._base.close()


def _unpacked(packed: bytes) -> Copy:
    return Copy(**json.loads(zlib.decompress(packed)))


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        remedy = "make room there, or set TMPDIR to a folder that has it"
        raise OutputError("the temporary folder", f"reports cannot be kept: {error}", remedy) from error
