"""Endings of file names → the module that writes such files, imported when one is asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from converters.errors import OutputError, UsageError
from converters.report import Report
from indexer.datasets.column import Shape
from search_cli.exporting.manner import Manner

Write = Callable[[Path, Shape, Iterable[Report], Manner], int]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its writer's module, its media type, and the extra that installs what it needs."""

    name: str
    module: str
    media_type: str
    extra: str | None = None


FORMATS: Mapping[str, Format] = {
    ".csv": Format("csv", "delimited", "text/csv"),
    ".ndjson": Format("ndjson", "lines", "application/x-ndjson"),
    ".parquet": Format("parquet", "parquet", "application/vnd.apache.parquet", "parquet"),
    ".xlsx": Format("xlsx", "workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".dta": Format("dta", "stata", "application/x-stata-dta"),
    ".sqlite": Format("sqlite", "sqlite", "application/vnd.sqlite3"),
    ".duckdb": Format("duckdb", "duck", "application/vnd.duckdb", "duckdb"),
}


def format_of(path: Path) -> Format:
    """The format that the file's name asks for.

    Raises:
        UsageError: its ending names none.
    """
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise UsageError(
            f"--output {path}", "its ending names no format", f"choose one of {' '.join(FORMATS)}"
        )
    return found


def writer_of(form: Format) -> Write:
    """What writes the format.

    Raises:
        OutputError: its package is not installed; the extra that brings it is named.
    """
    try:
        write: Write = import_module(f"search_cli.exporting.{form.module}").write
    except ImportError as error:
        if form.extra is None:
            raise
        problem = f"this format needs the package {error.name}, which is not installed"
        raise OutputError(f".{form.name}", problem, f"pip install 'gongkai[{form.extra}]'") from error
    return write
