"""What a folder of results knows of one file, in lines on standard output."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from converters.bulk.filing import digest_of
from converters.bulk.ledger import Ledger, Row
from converters.bulk.store import Store
from converters.bulk.version import converter_version
from converters.errors import ExitCode
from converters.inputs import PASSED_OVER, Input
from converters.remote import Source, located
from search_cli.failures import counting, printable, say


def explain(file: Source, store: Store, ledger: Ledger) -> ExitCode:
    """Prints what is known of a file: named as it lies on the disk, by its path below PATH, or by its result."""
    rows = _rows(file, store, ledger)
    if not rows:
        say(f"{file}: nothing is known of it in {store}; convert it with --output {store}")
        return ExitCode.FAILED
    for number, row in enumerate(rows):
        if number:
            click.echo()
        for key, text in _lines(row, store):
            click.echo(f"{key:<11}{printable(text)}")
    return ExitCode.DONE


def _rows(file: Source, store: Store, ledger: Ledger) -> list[Row]:
    named = ledger.rows_of_source(str(file.absolute())) or _listed(ledger.row(str(file)))
    result = re.fullmatch(f"{re.escape(str(store).rstrip('/'))}/(.+)\\.json", str(file))
    return named or (_listed(ledger.row(result[1])) if result else [])


def _listed(row: Row | None) -> list[Row]:
    return [] if row is None else [row]


def _lines(row: Row, store: Store) -> Iterator[tuple[str, str]]:
    yield "input", row.source
    yield "path", row.path
    yield "sha256", row.sha256 or "unknown"
    if row.reason is None:
        yield "state", "converted"
        size = store.size(row.path)
        there = f"{size:,} bytes" if size == row.bytes else "not as it was written: it will be made anew"
        yield "result", f"{store.place(row.path)}, {there}"
        yield "report", row.report or ""
        yield "in doubt", counting(row.doubts or 0, "cell")
    else:
        yield "state", f"passed over: {row.reason}" if row.reason in PASSED_OVER else f"failed: {row.reason}"
        yield "problem", row.problem or ""
        yield "to do", row.remedy or ""
    changed = _changed(row)
    if changed:
        yield "since then", changed
    elif row.reason is not None and row.reason not in PASSED_OVER:
        yield "next", "a file that has changed is taken up by the next run; --retry takes it up as it is"


def _changed(row: Row) -> str:
    """What is another thing now than when the row was written, if anything is."""
    source = located(row.source)
    # What lies in an archive is no file by itself.
    if isinstance(source, Path) and not source.exists() and not any(map(Path.is_file, source.parents)):
        return "the input is no longer there"
    now = digest_of(Input(row.path, source))
    if now is not None and row.sha256 is not None and now != row.sha256:
        return "the input has changed: the next run converts it"
    if row.version != converter_version():
        return "the converter has changed: the next run converts it"
    return ""
