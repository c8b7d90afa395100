"""`gongkai check`: the identities that a report breaks, with their cells and places."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from converters.batch import convert_inputs
from converters.errors import ExitCode
from converters.inputs import PASSED_OVER, list_inputs
from search_cli.failures import batch_code, complain, counting, say
from search_cli.findings import Finding, Tally, findings
from search_cli.printing.findings import FORMATS
from search_cli.progress import counted


@click.command(short_help="List the sums that fail and the numbers in doubt.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Exit with code 5 if a check failed.")
@click.option("--doubts", is_flag=True, help="List cells with more than one reading, and warnings, too.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="table", show_default=True)
@click.option(
    "-j", "--jobs", metavar="N", type=click.IntRange(1, 256), help="Workers; by default one a processor."
)
@click.option(
    "-q", "--quiet", is_flag=True, help="Say nothing but errors; findings are printed all the same."
)
def command(
    paths: tuple[Path, ...],
    strict: bool,
    doubts: bool,
    form: str,
    jobs: int | None,
    quiet: bool,
) -> ExitCode:
    """List every sum that does not add up, and every number of the prose that the tables contradict.

    PATH is a report, its canonical JSON, or a folder of either. Each finding names its cells with their
    printed numbers and places (line:column, or page). What is printed stays as it is: a failed check is the
    agency's slip, or a cell that was read wrong.
    """
    run = _Run(paths, jobs, doubts=doubts, quiet=quiet)
    for line in FORMATS[form](run.findings(), lambda: run.tally):
        sys.stdout.buffer.write(line.encode() + b"\n")
    return run.end(strict=strict)


class _Run:
    """One pass over the inputs: gives the findings, counts on the way, and knows the exit code at the end."""

    def __init__(self, paths: tuple[Path, ...], jobs: int | None, *, doubts: bool, quiet: bool) -> None:
        self.inputs = list_inputs(paths)
        self.jobs = jobs
        self.doubts = doubts
        self.quiet = quiet
        self.tally = Tally()
        self.failed = 0

    def findings(self) -> Iterator[Finding]:
        outcomes = convert_inputs(self.inputs, jobs=self.jobs)
        for outcome in counted(outcomes, len(self.inputs), quiet=self.quiet):
            if outcome.report is not None:
                self.tally = self.tally.plus(outcome.report)
                yield from findings(outcome.report, str(outcome.source), doubts=self.doubts)
            elif outcome.error is not None:
                complain(outcome.error)
                self.failed += outcome.error.reason not in PASSED_OVER

    def end(self, *, strict: bool) -> ExitCode:
        tally = self.tally
        if not self.quiet:
            say(
                f"{counting(tally.reports, 'report')}, {tally.checks} checks: {tally.failed} failed, "
                f"{tally.undecided} undecided; {counting(tally.doubts, 'cell')} in doubt"
            )
        if strict and tally.failed:
            return ExitCode.CHECK_FAILED
        return batch_code(tally.reports, self.failed)
