"""`gongkai export`: reports as the table that a researcher loads."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Unpack

import click

from converters.canonical import loads
from converters.errors import ExitCode, UsageError
from converters.inputs import PACKAGE
from converters.report import Report
from indexer import Engine, Query
from indexer.datasets.gathering import gathered
from indexer.datasets.panel import Left
from indexer.query import Condition
from search_cli.batch import Batch
from search_cli.exporting.datapackage import package_in, packed, with_file
from search_cli.exporting.formats import FORMATS, format_of, writer_of
from search_cli.exporting.manner import Manner
from search_cli.exporting.whole import whole_file
from search_cli.failures import batch_code, counting, say
from search_cli.options import connection_options, index_option, open_engine
from search_cli.reading import Reading
from search_cli.selection import chosen, selecting, within
from search_cli.shaping import Asked, layout, shaping


@click.command(name="export")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]…")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=f"The file to write; its ending says how: {' '.join(FORMATS)}.",
)
@shaping
@index_option
@click.option("--text", default="", help="Words that stand in the report, as `gongkai search` takes them.")
@selecting
@click.option(
    "--no-package", is_flag=True, help="Without datapackage.json beside the file, which tells of its columns."
)
@click.option("--bom", is_flag=True, help="CSV: with a byte order mark, by which Excel knows UTF-8.")
@click.option(
    "--raw", is_flag=True, help="CSV: no apostrophe before text that a spreadsheet would run as a formula."
)
@click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(1, 256),
    help="Workers that read PATH; by default one a processor.",
)
@connection_options
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[Path, ...],
    output: Path,
    where: str | None,
    text: str,
    years: Condition | None,
    regions: tuple[str, ...],
    agencies: tuple[str, ...],
    section: str | None,
    conditions: tuple[str, ...],
    no_package: bool,
    bom: bool,
    raw: bool,
    jobs: int | None,
    **shaped: Unpack[Asked],
) -> ExitCode:
    """Write reports as a data set.

    PATH is canonical JSON as `gongkai convert` writes it, or folders of it; without PATH the reports of an index
    are taken. Either way the reports are those that `gongkai search` finds with the same options, each once, in
    the order of their ids.

    The file is there whole or not at all: what it cannot hold is an error, never a shorter file.

    \b
    gongkai export json --output reports.parquet
    gongkai export --index index --year 2021.. --region 河南 --shape long --output cells.csv
    gongkai export json --where '本年新收.总计>=100' --output large.xlsx
    """  # noqa: D301 - click takes the character itself for "leave these lines as they are"
    laid_out = layout(**shaped)
    form = format_of(output)
    if form.name != "csv" and (bom or raw):
        raise UsageError("--bom" if bom else "--raw", "goes with a file .csv", "leave it out")
    write = writer_of(form)
    package = None if no_package else package_in(output.parent)
    query = chosen(text, section=section, years=years, agencies=agencies, conditions=conditions)
    if paths and context.get_parameter_source("where") is click.core.ParameterSource.COMMANDLINE:
        raise UsageError("--index", "goes without PATH", "name folders, or an index")
    reading = Reading(Batch(paths), jobs) if paths else None
    with _engine(reading, where, query) as engine, whole_file(output) as beside:
        reports = _Passing(engine, within(query, regions, engine))
        rows = write(beside, laid_out.shape, reports.all(), Manner(bom=bom, raw=raw))
    if package is not None:
        with whole_file(output.parent / PACKAGE) as beside:
            beside.write_bytes(packed(with_file(package, output, form, laid_out.shape, rows)))
    say(_summary(reports.count, rows, reading.failed if reading else 0, output))
    if laid_out.left is not None:
        _tell(laid_out.left)
    return batch_code(reading.done, reading.failed) if reading else ExitCode.DONE


@contextmanager
def _engine(reading: Reading | None, where: str | None, query: Query) -> Iterator[Engine]:
    source = nullcontext(open_engine(where)) if reading is None else gathered(reading.reports(), query)
    with source as engine:
        yield engine


class _Passing:
    """The reports that match, counted as they pass."""

    def __init__(self, engine: Engine, query: Query) -> None:
        self._engine = engine
        self._query = query
        self.count = 0

    def all(self) -> Iterator[Report]:
        """The reports."""
        for data in self._engine.matching(self._query):
            self.count += 1
            yield loads(data)


def _summary(reports: int, rows: int, failed: int, output: Path) -> str:
    told = [counting(reports, "report"), f"{counting(rows, 'row')} written to {output}"]
    if failed:
        told.append(f"{counting(failed, 'input')} failed")
    return ", ".join(told)


def _tell(left: Left) -> None:
    """What a panel has no row for."""
    reasons = (
        (left.unfollowed, "agency, region or year is not certain"),
        (left.crowded, "too many files bear one agency and year"),
        (left.unbalanced, "of agencies that do not report for every year asked for, or of other years"),
    )
    for count, reason in reasons:
        if count:
            say(f"{counting(count, 'report')} in no row: {reason}")
