"""`gongkai check`: what a report breaks, and what reports of one agency tell against each other."""

import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from converters.audits.audit import audit
from converters.audits.copy import copy_of
from converters.audits.finding import Kind
from converters.audits.ledger import Ledger
from converters.batch import convert_inputs
from converters.errors import ExitCode
from converters.inputs import PASSED_OVER
from converters.report import Report
from search_cli.batch import Batch
from search_cli.failures import batch_code, complain, counting, say
from search_cli.findings import Finding, Tally, between_reports, findings
from search_cli.password import password_option
from search_cli.printing.findings import FORMATS
from search_cli.progress import counted


@click.command(short_help="List the sums that fail and the numbers in doubt.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with code 5 if a check failed, in a report, over years or between copies.",
)
@click.option(
    "--doubts",
    is_flag=True,
    help="List cells with more than one reading, what other copies say of open cells, and warnings, too.",
)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="table", show_default=True)
@click.option(
    "-j", "--jobs", metavar="N", type=click.IntRange(1, 256), help="Workers; by default one a processor."
)
@password_option
@click.option(
    "-q", "--quiet", is_flag=True, help="Say nothing but errors; findings are printed all the same."
)
def command(
    paths: tuple[Path, ...],
    strict: bool,
    doubts: bool,
    form: str,
    jobs: int | None,
    password: str | None,
    quiet: bool,
) -> ExitCode:
    """List every sum that does not add up, and every number of the prose that the tables contradict.

    PATH is a report, its canonical JSON, or a folder of either. Each finding names its cells with their
    printed numbers and places (line:column, or page). What is printed stays as it is: a failed check is the
    agency's slip, or a cell that was read wrong.

    Reports of one agency (the same region and name) are compared with each other: neighbouring years, where one
    year's number follows from the other's (上年结转, 现行有效, 项目数量) or leaps tenfold, which is a suspicion
    only; and copies of one report, where they give different numbers.
    """
    run = _Run(Batch(paths, password=password), jobs, doubts=doubts, quiet=quiet)
    for line in FORMATS[form](run.findings(), lambda: run.tally):
        sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    return run.end(strict=strict)


class _Run:
    """One pass over the inputs: gives the findings, counts on the way, and knows the exit code at the end."""

    def __init__(self, batch: Batch, jobs: int | None, *, doubts: bool, quiet: bool) -> None:
        self.batch = batch
        self.jobs = jobs
        self.doubts = doubts
        self.quiet = quiet
        self.tally = Tally()
        self.failed = 0

    def findings(self) -> Iterator[Finding]:
        """Those of each report as it comes, then those between reports."""
        with closing(Ledger()) as ledger:
            outcomes = convert_inputs(self.batch.inputs, jobs=self.jobs)
            for outcome in counted(outcomes, self.batch.total, quiet=self.quiet, prints=True):
                if outcome.report is not None:
                    self._take(outcome.report, str(outcome.source), ledger)
                    yield from findings(outcome.report, str(outcome.source), doubts=self.doubts)
                elif outcome.error is not None:
                    complain(outcome.error)
                    self.failed += outcome.error.reason not in PASSED_OVER
            yield from self._between(ledger)

    def _take(self, report: Report, source: str, ledger: Ledger) -> None:
        self.tally = self.tally.plus(report)
        if self.batch.alone:
            return  # nothing to compare it with
        followed = copy_of(report, source)
        if followed is None:
            self.tally = replace(self.tally, unfollowed=self.tally.unfollowed + 1)
        else:
            ledger.add(*followed)

    def _between(self, ledger: Ledger) -> Iterator[Finding]:
        for discrepancies, compared in audit(ledger):
            self.tally = replace(self.tally, compared=self.tally.compared + compared)
            for discrepancy in discrepancies:
                if self.doubts or discrepancy.kind is not Kind.HINT:
                    yield between_reports(discrepancy)

    def end(self, *, strict: bool) -> ExitCode:
        tally = self.tally
        if not self.quiet:
            say(
                f"{counting(tally.reports, 'report')}, {tally.checks} checks: {tally.failed} failed, "
                f"{tally.undecided} undecided; {counting(tally.doubts, 'cell')} in doubt"
            )
            if told := between(tally):
                say(told)
        if strict and tally.broken:
            return ExitCode.CHECK_FAILED
        return batch_code(tally.reports, self.failed)


def between(tally: Tally) -> str:
    """What was compared between reports, in words; empty where nothing was and nothing is amiss."""
    made, parts = tally.compared, []
    if made.pairs:
        parts.append(
            f"{counting(made.pairs, 'pair')} of neighbouring years, {counting(made.sums, 'sum')} over them: "
            f"{made.failed} failed, {made.undecided} undecided; {counting(made.leaps, 'leap')}"
        )
    if made.copies:
        parts.append(
            f"{counting(made.copies, 'report')} in several copies: "
            f"{counting(made.contradictions, 'contradiction')}"
        )
    if tally.unfollowed:
        verb = "was" if tally.unfollowed == 1 else "were"
        parts.append(
            f"{counting(tally.unfollowed, 'report')} {verb} compared with no other: "
            "agency, region or year is not certain"
        )
    return "; ".join(parts)
