"""The reports of files and folders, converted already or not yet; those that fail are said and counted."""

from collections.abc import Iterator

from converters.batch import convert_inputs
from converters.inputs import PASSED_OVER
from converters.report import Report
from search_cli.batch import Batch
from search_cli.failures import complain
from search_cli.progress import counted


class Reading:
    """The reports of a batch of inputs; each that fails is said and counted."""

    def __init__(self, batch: Batch, jobs: int | None) -> None:
        self._batch = batch
        self._jobs = jobs
        self.done = 0
        self.failed = 0

    def reports(self) -> Iterator[Report]:
        """The reports that can be read."""
        outcomes = convert_inputs(self._batch.inputs, jobs=self._jobs)
        for outcome in counted(outcomes, self._batch.total):
            if outcome.error is not None:
                complain(outcome.error)
                self.failed += outcome.error.reason not in PASSED_OVER
            elif outcome.report is not None:
                self.done += 1
                yield outcome.report
