"""Reports → an index, counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from converters.report import Report
from indexer.document import document
from indexer.engine import Change, Engine


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did with the reports it was given."""

    added: int
    replaced: int
    unchanged: int

    @property
    def total(self) -> int:
        """All reports given."""
        return self.added + self.replaced + self.unchanged


def load(engine: Engine, reports: Iterable[Report], *, fresh: bool = False) -> Loaded:
    """Puts reports into an index, all or none; with `fresh` they are all that it holds after.

    Raises:
        IndexBusyError: another process is writing.
        IndexOutdatedError: the index there is of another schema.
        OutputError: the index cannot be written; it is as it was.
    """
    done: Counter[Change] = Counter()
    with engine.writing(fresh=fresh) as batch:
        for report in reports:
            done[batch.put(document(report))] += 1
    return Loaded(done[Change.ADDED], done[Change.REPLACED], done[Change.UNCHANGED])
