"""A manifest: a table beside the files says where they came from, and what the user knows better than the copy.

`manifest.tsv`, `manifest.csv` or `manifest.ndjson`, one a folder; a row a file, by its path below the folder. Columns
are known by their names; others are passed over. A tab-separated file without a heading is paths and addresses.
"""

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date

from converters.address import is_address
from converters.errors import InputError
from converters.remote import Source
from converters.told import Told, region_told

MANIFESTS = ("manifest.tsv", "manifest.csv", "manifest.ndjson")
"""The names that a manifest has."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "path": ("path", "文件", "路径"),
    "url": ("url", "网址", "来源"),
    "agency": ("agency", "机关", "机关名称"),
    "region": ("region", "地区", "行政区划"),
    "year": ("year", "年度", "年份"),
    "published": ("published", "发布日期", "公开日期"),
}
"""What a manifest can tell, and the headings under which it does."""

_MAX_BYTES = 500_000_000
_YEARS = range(1990, 2100)
"""The first of these reports is of 2008; a year outside is a slip."""


class Manifest:
    """What one manifest says, by path below its folder; kept in a temporary database, not in memory."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("CREATE TABLE told (path TEXT PRIMARY KEY, told TEXT) WITHOUT ROWID")

    def add(self, path: str, told: Told) -> bool:
        """Keeps what is told of a path; False where something was told of it already."""
        row = path, json.dumps(asdict(told))
        return self._base.execute("INSERT OR IGNORE INTO told VALUES (?, ?)", row).rowcount == 1

    def of(self, path: str) -> Told | None:
        """What is told of the file of this path, if anything."""
        # a name that is no Unicode stands in no manifest
        name = path.encode("utf-8", "replace").decode()
        row = self._base.execute("SELECT told FROM told WHERE path = ?", (name,)).fetchone()
        return Told(**json.loads(row[0])) if row else None

    def __iter__(self) -> Iterator[tuple[str, Told]]:
        for path, told in self._base.execute("SELECT path, told FROM told ORDER BY path"):
            yield path, Told(**json.loads(told))


def read_manifest(source: Source) -> Manifest:
    """What a manifest says.

    Raises:
        InputError: with reason manifest, where a row makes no sense.
        OSError: it cannot be read.
    """
    manifest = Manifest()
    rows = _json_rows(source) if source.suffix == ".ndjson" else _table_rows(source)
    for number, row in rows:
        path, told = _told(source, number, row)
        if not manifest.add(path, told):
            raise _wrong(source, f"line {number} names {path} again", "keep one of the lines")
    return manifest


def _table_rows(source: Source) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a table with their line numbers; empty ones and those that begin with # say nothing."""
    tabs = source.suffix == ".tsv"
    lines = _text(source).splitlines(keepends=True)
    reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.reader(lines)
    columns: list[str | None] | None = ["path", "url"] if tabs else None
    first = True
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            heading = _columns(cells) if first else None
            first = False
            if heading is not None:
                columns = heading
            elif columns is None:
                raise _wrong(source, "its first line names no column path", _HOW)
            else:
                yield (
                    reader.line_num,
                    {name: cell for name, cell in zip(columns, cells, strict=False) if name},
                )
    except csv.Error as error:
        raise _wrong(
            source, f"line {reader.line_num} is no row ({error})", "mend or remove the line"
        ) from error


_HOW = f"begin it with a line of column names: {', '.join(COLUMNS)}"


def _columns(cells: Iterable[str]) -> list[str | None] | None:
    """What each column tells, if this is the heading of a manifest."""
    known = {heading: name for name, headings in COLUMNS.items() for heading in headings}
    columns = [known.get(cell.lower()) for cell in cells]
    return columns if "path" in columns else None


def _json_rows(source: Source) -> Iterator[tuple[int, Mapping[str, str]]]:
    for number, line in enumerate(_text(source).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _wrong(source, f"line {number} is no JSON", "write one object a line") from error
        if not isinstance(record, dict):
            raise _wrong(source, f"line {number} is no object", "write one object a line")
        columns = _columns(record)
        named = zip(columns or [], record.values(), strict=False)
        yield number, {name: str(value).strip() for name, value in named if name and value is not None}


def _text(source: Source) -> str:
    """The text of a manifest: UTF-8, or GB18030 as spreadsheets in China save it."""
    with source.open("rb") as file:
        data = file.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise _wrong(source, "it is too large", "split it over folders")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong(source, "it is no UTF-8 text", "save it as UTF-8")


def _told(source: Source, number: int, row: Mapping[str, str]) -> tuple[str, Told]:
    path, url, year, published = (row.get(name) or None for name in ("path", "url", "year", "published"))
    region, agency = row.get("region") or None, "".join((row.get("agency") or "").split()) or None
    problem = None
    if path is None:
        problem = "names no path"
    elif len(row) == 1 or (url is not None and not is_address(url)):
        problem = "is no path and http address" if url is None else f"has {url}, which is no http address"
    elif year is not None and not (year.isascii() and year.isdigit() and int(year) in _YEARS):
        problem = f"has {year}, which is no year"
    elif published is not None and not _is_date(published):
        problem = f"has {published}, which is no date like 2024-01-31"
    elif region is not None and region_told(region, int(year) if year else None) is None:
        problem = f"has {region}, which is no division, or one of several of this name"
    if problem is not None or path is None:
        raise _wrong(source, f"line {number} {problem}", "mend or remove the line")
    path = path.replace("\\", "/").removeprefix("./")
    return path, Told(url, agency, region, int(year) if year else None, published)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _wrong(source: Source, problem: str, remedy: str) -> InputError:
    return InputError(str(source), "manifest", problem, remedy)
