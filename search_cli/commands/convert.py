"""`gongkai convert`: reports to canonical JSON, one on standard output or many into a folder."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path

import click

from converters.address import is_address
from converters.batch import Outcome, convert_inputs
from converters.bulk.filing import not_writable
from converters.bulk.ledger import Ledger
from converters.bulk.run import Wish
from converters.bulk.store import Folder, Store
from converters.canonical import dumps
from converters.errors import ExitCode, UsageError
from converters.inputs import MOST_BYTES, Input, find_inputs
from converters.remote import Source
from converters.told import Told
from search_cli.converting import Converting
from search_cli.failures import complain
from search_cli.password import password_option
from search_cli.places import Place
from search_cli.printing.disagreements import print_disagreements
from search_cli.printing.explanation import explain

STANDARD_INPUT = Path("-")

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(short_help="Convert reports to canonical JSON.")
@click.argument("paths", metavar="PATH...", nargs=-1, type=Place())
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=Place(),
    help="Write one file a report, DIR/<path below PATH>.json, instead of one report on standard output.",
)
@click.option(
    "-j", "--jobs", metavar="N", type=click.IntRange(1, 256), help="Workers; by default one a processor."
)
@click.option(
    "--url", "address", metavar="URL", help="Where the one document came from; its links are resolved by it."
)
@click.option(
    "--thorough",
    is_flag=True,
    help="Read PDF files in every way there is, whether in doubt or not, and list where these disagree.",
)
@password_option
@click.option(
    "--scheduler",
    metavar="URL",
    help="Work on a Dask cluster (tcp://host:8786). PATH and --output lie in a folder that all machines share, or are"
    " URLs such as s3://bucket/folder. Needs gongkai[cluster].",
)
@click.option("--retry", is_flag=True, help="Take up only what failed in an earlier run into --output.")
@click.option(
    "--explain",
    "explained",
    metavar="FILE",
    type=Place(),
    help="Tell what --output knows of a file: what became of it, why it failed, how to go on.",
)
@click.option(
    "--summary", metavar="FILE", type=_FILE, help="Write the counts at the end to a file, too, as JSON."
)
@click.option(
    "--links",
    "linked",
    metavar="FILE",
    type=_FILE,
    help="Write which results are copies of one report, and where they differ, as NDJSON.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    paths: tuple[Source, ...],
    output: Source | None,
    jobs: int | None,
    address: str | None,
    thorough: bool,
    password: str | None,
    scheduler: str | None,
    retry: bool,
    explained: Source | None,
    summary: Path | None,
    linked: Path | None,
    quiet: bool,
) -> ExitCode:
    """Convert annual reports to canonical JSON.

    PATH is a file, a folder (walked to the bottom, hidden files and links passed over), an archive (.zip, .tar,
    .tar.gz, .tar.bz2, .tar.xz, read without unpacking it) or - for standard input. One file goes to standard
    output; a folder or several files need --output.

    What --output holds already is not converted again: the folder keeps a ledger of every input's hash, the
    converter's version and what came of it. A run that was stopped goes on where it was. Inputs that are there no
    more are told of, their results stay.

    What is known better than the copy, a manifest beside the documents says: manifest.csv, manifest.tsv or
    manifest.ndjson, a row a file, with the columns path, url, agency, region, year, published. It wins, and the
    report's warnings say so. For one document --url gives the address.

    A file that cannot be converted costs one line and exit code 3; the others are done. --explain tells more of it;
    after a remedy the next run takes it up by itself where the file is another one, and with --retry in any case.

    PDF files are read by pdfium; where it leaves cells of a table in doubt pdfplumber and, if it is installed
    (pip install gongkai[camelot]), camelot are asked. `method` in the JSON says who read a cell.
    """
    if output is None:
        _expect_one(
            paths,
            needed=[
                ("--retry", retry),
                ("--explain", explained),
                ("--summary", summary),
                ("--links", linked),
            ],
        )
        return _print_one(_wished(_inputs(paths), address, password, thorough=thorough), quiet=quiet)
    if explained is not None and isinstance(output, Path) and not Folder(output).ledger.is_file():
        raise UsageError(str(output), "it is no folder of results", "name the one that was given as --output")
    with closing(_opened(output)) as store, closing(Ledger(store.ledger)) as ledger:
        if explained is not None:
            return explain(explained, store, ledger)
        if not paths:
            raise _no_path()
        inputs = _wished(_inputs(paths, output), address, password, thorough=thorough)
        bulk = Converting(paths, store, ledger, quiet=quiet)
        bulk.write(inputs, Wish(jobs, retry=retry, scheduler=scheduler))
        return bulk.end(summary, linked, retry=retry)


def _no_path() -> click.UsageError:
    return click.UsageError("Missing argument 'PATH...'.", click.get_current_context())


def _expect_one(paths: Sequence[Source], needed: Sequence[tuple[str, object]]) -> None:
    for option, value in needed:
        if value:
            raise UsageError(option, "it is about a folder of results", "add --output DIR")
    if not paths:
        raise _no_path()
    if len(paths) > 1 or paths[0].is_dir():
        subject = str(paths[0]) if len(paths) == 1 else f"{len(paths)} paths"
        raise UsageError(subject, "standard output takes one report", "add --output DIR")


def _store(output: Source) -> Store:
    if isinstance(output, Path):
        return Folder(output)
    output.system()  # says in one line what is not installed
    from converters.bulk.bucket import Bucket  # noqa: PLC0415 - an extra

    return Bucket(output)


def _opened(output: Source) -> Store:
    store = _store(output)
    try:
        store.open()
    except OSError as error:
        raise not_writable(str(output), error) from error
    return store


def _print_one(inputs: Iterable[Input], *, quiet: bool) -> ExitCode:
    entry, *others = islice(inputs, 2)
    if others:
        raise UsageError(str(entry.source.parent), "standard output takes one report", "add --output DIR")
    outcome = next(iter(convert_inputs([entry])))
    if outcome.report is None:
        return _report_failure(outcome)
    sys.stdout.buffer.write(dumps(outcome.report))
    if entry.thorough and not quiet:
        print_disagreements(outcome.report, str(outcome.source))
    return ExitCode.DONE


def _report_failure(outcome: Outcome) -> ExitCode:
    if outcome.error is not None:
        complain(outcome.error)
    return ExitCode.FAILED


def _inputs(paths: Sequence[Source], output: Source | None = None) -> Iterator[Input]:
    if STANDARD_INPUT not in paths:
        return find_inputs(paths, canonical=False, leave_out=output)
    if len(paths) > 1:
        raise UsageError("-", "standard input is one document", "name it alone")
    return iter([Input("stdin", STANDARD_INPUT, data=sys.stdin.buffer.read(MOST_BYTES + 1))])


def _wished(
    inputs: Iterator[Input], address: str | None, password: str | None, *, thorough: bool
) -> Iterator[Input]:
    """The inputs with what the user says of all of them, and of the one document its address if he gave one."""
    if address is not None:
        first = list(islice(inputs, 2))
        if not is_address(address):
            raise UsageError(address, "--url takes an address", "write it in full, with http:// or https://")
        if len(first) > 1:
            raise UsageError("--url", "it is the address of one document", "write a manifest for several")
        inputs = (replace(entry, told=replace(entry.told or Told(), url=address)) for entry in first)
    for entry in inputs:
        yield replace(entry, password=password, thorough=thorough) if password or thorough else entry
