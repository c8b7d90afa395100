"""The reports of files and folders, converted already or not yet; those that fail are said and counted."""

from collections.abc import Iterator, Sequence

from converters.batch import convert_inputs
from converters.inputs import PASSED_OVER, Input
from converters.report import Report
from search_cli.failures import complain
from search_cli.progress import counted


class Reading:
    """The reports of a batch of inputs; each that fails is said and counted."""

    def __init__(self, inputs: Sequence[Input], jobs: int | None) -> None:
        self._inputs = inputs
        self._jobs = jobs
        self.done = 0
        self.failed = 0

    def reports(self) -> Iterator[Report]:
        """The reports that can be read."""
        outcomes = convert_inputs(self._inputs, jobs=self._jobs)
        for outcome in counted(outcomes, len(self._inputs)):
            if outcome.error is not None:
                complain(outcome.error)
                self.failed += outcome.error.reason not in PASSED_OVER
            elif outcome.report is not None:
                self.done += 1
                yield outcome.report
