"""`gongkai convert`: reports to canonical JSON, one on standard output or many into a folder."""

import errno
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import click

from converters.address import is_address
from converters.batch import Outcome, convert_inputs
from converters.canonical import dumps
from converters.errors import ExitCode, InputError, OutputError, UsageError
from converters.inputs import MOST_BYTES, PASSED_OVER, Input, list_inputs, with_password
from converters.report import Report
from converters.told import Told
from converters.writing import replace_file, settle_folder, sweep_folder
from search_cli.failures import batch_code, complain, counting, say
from search_cli.password import password_option
from search_cli.printing.disagreements import print_disagreements
from search_cli.progress import counted

STANDARD_INPUT = Path("-")

# What is wrong with the name or place of one result only; any other error would meet every result.
_ONE_NAME = frozenset(
    {errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EINVAL, errno.EILSEQ}
)


@click.command(short_help="Convert reports to canonical JSON.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
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
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    paths: tuple[Path, ...],
    output: Path | None,
    jobs: int | None,
    address: str | None,
    thorough: bool,
    password: str | None,
    quiet: bool,
) -> ExitCode:
    """Convert annual reports to canonical JSON.

    PATH is a file, a folder (walked to the bottom, hidden files and links passed over) or - for standard
    input. One file goes to standard output; a folder or several files need --output.

    Where documents came from, a file manifest.tsv beside them says, a line each of path, tab, URL; for one
    document --url does.

    A file that cannot be converted costs one line and exit code 3; the others are done.

    PDF files are read by pdfium; where it leaves cells of a table in doubt pdfplumber and, if it is installed
    (pip install gongkai[camelot]), camelot are asked. `method` in the JSON says who read a cell.
    """
    if output is None:
        _expect_one(paths)
    else:
        _make_folder(output)
    inputs = with_password(_addressed(_inputs(paths, output), address), password)
    if thorough:
        inputs = [replace(entry, thorough=True) for entry in inputs]
    if output is None:
        return _print_one(inputs[0], quiet=quiet)
    return _write_all(inputs, output, jobs, quiet=quiet)


def _expect_one(paths: Sequence[Path]) -> None:
    if len(paths) > 1 or paths[0].is_dir():
        subject = str(paths[0]) if len(paths) == 1 else f"{len(paths)} paths"
        raise UsageError(subject, "standard output takes one report", "add --output DIR")


def _make_folder(output: Path) -> None:
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(output, error) from error


def _print_one(entry: Input, *, quiet: bool) -> ExitCode:
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


def _inputs(paths: Sequence[Path], output: Path | None) -> list[Input]:
    if STANDARD_INPUT not in paths:
        return list_inputs(paths, canonical=False, leave_out=output)
    if len(paths) > 1:
        raise UsageError("-", "standard input is one document", "name it alone")
    return [Input("stdin", STANDARD_INPUT, data=sys.stdin.buffer.read(MOST_BYTES + 1))]


def _addressed(inputs: list[Input], address: str | None) -> list[Input]:
    """The one document with the address that the user gave, if he did."""
    if address is None:
        return inputs
    if not is_address(address):
        raise UsageError(address, "--url takes an address", "write it in full, with http:// or https://")
    if len(inputs) > 1:
        raise UsageError("--url", "it is the address of one document", "write a manifest.tsv for several")
    return [replace(entry, told=Told(url=address)) for entry in inputs]


def _write_all(inputs: Iterable[Input], output: Path, jobs: int | None, *, quiet: bool) -> ExitCode:
    inputs = one_name_each(inputs)
    outcomes = counted(convert_inputs(inputs, jobs=jobs), len(inputs), quiet=quiet)
    if not quiet and any(entry.thorough for entry in inputs):
        outcomes = _with_disagreements(outcomes)
    written, failed, passed_over = _results(outcomes, output)
    if not quiet:
        more = f", {failed} failed" if failed else ""
        more += f", {passed_over} passed over" if passed_over else ""
        say(f"{counting(written, 'report')} written to {output}{more}")
    return batch_code(written, failed)


def _with_disagreements(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes; what witnesses disagree in is printed as they pass."""
    for outcome in outcomes:
        if outcome.report is not None:
            print_disagreements(outcome.report, str(outcome.source))
        yield outcome


def one_name_each(inputs: Iterable[Input]) -> list[Input]:
    """The inputs, where two would be written to one file all but the first with a fault.

    That happens with files of one name below several PATHs, and with a file `a` beside a folder `a.json`.
    """
    inputs = list(inputs)
    folders = {_key(str(above)) for entry in inputs for above in PurePosixPath(entry.path).parents}
    taken: dict[str, Input] = {}
    distinct = []
    for entry in inputs:
        key = _key(f"{entry.path}.json")
        other = taken.setdefault(key, entry)
        rival = str(other.source) if other is not entry else "a folder" if key in folders else None
        if entry.fault is None and rival is not None:
            problem = f"its result would take the place of that of {rival}"
            fault = InputError(str(entry.source), "same_name", problem, "convert it into a folder of its own")
            distinct.append(replace(entry, fault=fault))
        else:
            distinct.append(entry)
    return distinct


def _key(path: str) -> str:
    """What decides whether two names are one: on macOS and Windows more than the characters."""
    return path if sys.platform == "linux" else unicodedata.normalize("NFC", path).casefold()


def _results(outcomes: Iterable[Outcome], output: Path) -> tuple[int, int, int]:
    """Writes every report; the numbers of those written, failed and passed over."""
    written = failed = passed_over = 0
    folders: set[Path] = set()
    try:
        for outcome in outcomes:
            error = outcome.error
            if outcome.report is not None:
                error = _write(output / f"{outcome.path}.json", outcome.report, outcome.source, folders)
            if error is None:
                written += 1
                continue
            complain(error)
            if error.reason in PASSED_OVER:
                passed_over += 1
            else:
                failed += 1
    finally:
        for folder in folders:
            settle_folder(folder)
    return written, failed, passed_over


def _write(target: Path, report: Report, source: Path, folders: set[Path]) -> InputError | None:
    """Writes one report; what is returned is the matter of this file alone."""
    if target.parent not in folders:
        sweep_folder(target.parent)
        folders.add(target.parent)
    try:
        replace_file(target, dumps(report))
    except OSError as error:
        if error.errno not in _ONE_NAME:
            raise _not_writable(target, error) from error
        problem = f"its result cannot be written: {_reason(error)}"
        return InputError(str(source), "unwritable", problem, "give it another name")
    return None


def _not_writable(path: Path, error: OSError) -> OutputError:
    remedy = "make room or name another --output, and run the same command again"
    return OutputError(str(path), f"it cannot be written: {_reason(error)}", remedy)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
