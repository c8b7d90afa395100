"""`gongkai show`: one cell of a report, where it stands, and the row of print that it stands in."""

from pathlib import Path

import click

from converters.batch import convert_inputs
from converters.errors import ExitCode, UsageError
from converters.inputs import list_inputs
from converters.report import Cell, Report
from search_cli.failures import complain
from search_cli.findings import place_text
from search_cli.rows import row_of


@click.command(short_help="Show where a cell stands, and its row as printed.")
@click.argument("path", metavar="REPORT", type=click.Path(path_type=Path))
@click.option(
    "--cell", "cell_id", metavar="ID", required=True, help="The cell, by its id; `gongkai fields` lists them."
)
def command(path: Path, cell_id: str) -> ExitCode:
    """Show one cell of a report: value and basis, the text in the copy, its place, and its row as printed.

    REPORT is a report or its canonical JSON. The place is line:column in a text, page and point in a PDF file, and in
    a web page an XPath, which a browser's console finds: $x("...").
    """
    if path.is_dir():
        raise UsageError(str(path), "show takes one report", "name a file")
    outcome = next(iter(convert_inputs(list_inputs([path]))))
    if outcome.report is None:
        if outcome.error is not None:
            complain(outcome.error)
        return ExitCode.FAILED
    cell = next((cell for cell in outcome.report.cells if cell.id == cell_id), None)
    if cell is None:
        raise UsageError(cell_id, "the report has no such cell", "gongkai fields lists them")
    _print(outcome.report, cell)
    return ExitCode.DONE


def _print(report: Report, cell: Cell) -> None:
    stood = row_of(report, cell)
    value = "" if cell.value is None else f"{cell.value:,} "
    lines = [
        ("cell", f"{cell.id}  {stood.row} · {stood.column}"),
        ("value", f"{value}{cell.basis}" + (f" ({', '.join(cell.because)})" if cell.because else "")),
        ("candidates", ", ".join(map(str, cell.candidates))),
        ("raw", cell.raw or ""),
        ("place", place_text(cell.at) or ""),
        ("row", " | ".join(" ".join(text.split()) for text in stood.texts)),
    ]
    for name, text in lines:
        if text:
            click.echo(f"{name:10}  {text}")
