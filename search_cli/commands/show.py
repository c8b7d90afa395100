"""`gongkai show`: where the cells of a report stand in its source, one of them in full, and a picture of it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import click

from converters.batch import convert_inputs
from converters.errors import ExitCode, InputError, OutputError, UsageError
from converters.inputs import Input, find_inputs, with_password
from converters.report import Cell, Report
from converters.sheet import PagePlace, Place, place_text
from converters.writing import replace_file
from indexer.names import field_named
from search_cli.failures import complain, printable, say
from search_cli.findings import labels_of
from search_cli.password import password_option
from search_cli.rows import row_of

_HEADER = ("cell", "label", "value", "basis", "place")
_PDF = "application/pdf"


@click.command(name="show", short_help="Show where a cell stands in its source, and draw it.")
@click.argument("path", metavar="REPORT", type=click.Path(path_type=Path))
@click.option("--cell", "name", metavar="ID", help="The cell to show, by its id or Chinese name.")
@click.option(
    "--picture",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw the page as a PNG, with the cell marked.",
)
@click.option(
    "--source",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The PDF file that a JSON was converted from, where it is not beside it.",
)
@password_option
def command(
    path: Path, name: str | None, picture: Path | None, source: Path | None, password: str | None
) -> ExitCode:
    """Show what was read of a cell, how certain it is, and where it stands.

    REPORT is a report or its canonical JSON. Without --cell all cells are listed. The place is line:column in a
    text; in a PDF file a page, and points from its top left corner as it is shown; in a web page an XPath, which
    a browser's console finds: $x("...").

    gongkai show report.pdf --cell applications.received.total --picture cell.png
    """
    if picture is not None and name is None:
        raise UsageError("--picture", "it draws one cell", "name it with --cell")
    if path.is_dir():
        raise UsageError(str(path), "show takes one report", "name a file")
    entry = next(with_password(find_inputs([path]), password))
    outcome = next(iter(convert_inputs([entry])))
    if outcome.report is None:
        if outcome.error is not None:
            complain(outcome.error)
        return ExitCode.FAILED
    if name is None:
        _list(outcome.report)
        return ExitCode.DONE
    cell = _cell(outcome.report, name, path)
    for key, text in _lines(outcome.report, cell):
        click.echo(f"{key:<12}{printable(text)}")
    if picture is not None:
        _draw(cell, _source(entry, outcome.report, source), picture, password)
    return ExitCode.DONE


def _list(report: Report) -> None:
    from search_cli.printing.table import number, print_table  # noqa: PLC0415 - rich is slow to import

    labels = labels_of(report)
    print_table(
        _HEADER,
        [
            [cell.id, labels.get(cell.id, ""), number(cell.value), cell.basis, place_text(cell.at) or "—"]
            for cell in report.cells
        ],
    )


def _cell(report: Report, name: str, path: Path) -> Cell:
    cells = {cell.id: cell for cell in report.cells}
    found = cells.get(name) or cells.get(field_named(name).id)
    if found is None:
        raise UsageError(name, "the report has no such cell", f"list its cells: gongkai show {path}")
    return found


def _lines(report: Report, cell: Cell) -> Iterator[tuple[str, str]]:
    """What is known of a cell, line by line; what there is not is left out."""
    stood = row_of(report, cell)
    value = "" if cell.value is None else f"{cell.value:,} {cell.unit or ''}".strip() + " "
    known = (
        ("cell", f"{cell.id}  {stood.row} · {stood.column}"),
        ("value", f"{value}{cell.basis}" + (f" ({', '.join(cell.because)})" if cell.because else "")),
        ("candidates", " or ".join("none" if one is None else str(one) for one in cell.candidates)),
        ("note", cell.note),
        ("method", cell.method),
        ("raw", cell.raw),
        ("place", _place(cell.at)),
        ("row", " | ".join(" ".join(text.split()) for text in stood.texts)),
    )
    yield from ((key, text) for key, text in known if text)


def _place(place: Place | None) -> str | None:
    match place:
        case PagePlace(page, (x0, top, x1, bottom)):
            return f"page {page}, from {x0:g},{top:g} to {x1:g},{bottom:g} points"
        case _:
            return place_text(place)


def _source(entry: Input, report: Report, named: Path | None) -> tuple[bytes, Path]:
    """The PDF file that the report was read from."""
    if report.source.media_type != _PDF:
        problem = f"its source is no PDF file but {report.source.media_type}"
        raise UsageError(str(entry.source), problem, "leave out --picture")
    here = Path(str(entry.source))
    if not entry.canonical:
        return entry.read(), here
    for path in (named,) if named else _beside(here, report.source.path):
        try:
            data = path.read_bytes()
        except OSError as error:
            if named is None:
                continue
            problem = f"it cannot be read: {(error.strerror or str(error)).lower()}"
            raise InputError(str(path), "unreadable", problem, "check its name and permissions") from error
        if hashlib.sha256(data).hexdigest() == report.source.sha256:
            return data, path
        if named is not None:
            problem = f"it is not the file that {entry.source} was converted from (its sha256 differs)"
            raise InputError(str(path), "other_source", problem, "name that file, or convert this one again")
    problem = f"{report.source.path}, from which it was converted, does not lie beside it"
    raise UsageError(str(entry.source), problem, "name it with --source FILE")


def _beside(report: Path, source: str) -> Iterator[Path]:
    """Where the source of a JSON may lie: with its name beside it, or below the same folder."""
    yield report.with_suffix("")
    yield report.parent / Path(source).name
    yield report.parent / source


def _draw(cell: Cell, source: tuple[bytes, Path], picture: Path, password: str | None) -> None:
    from converters.readers.pdf.picture import picture_of  # noqa: PLC0415 - loads pdfium and Pillow

    if not isinstance(cell.at, PagePlace):
        raise UsageError(cell.id, "nothing of it stands on a page", "choose another cell")
    data, path = source
    drawn = picture_of(data, cell.at, path=str(path), password=password)
    try:
        replace_file(picture, drawn)
    except OSError as error:
        problem = f"it cannot be written: {(error.strerror or str(error)).lower()}"
        raise OutputError(str(picture), problem, "name another --picture") from error
    say(f"page {cell.at.page} of {path} drawn in {picture}")
