"""Reports → an index, counted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from converters.report import Report
from indexer.document import document
from indexer.engine import Batch, Change, Engine, Refused


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did with the reports it was given."""

    added: int
    replaced: int
    unchanged: int
    refused: int = 0

    @property
    def total(self) -> int:
        """All reports given that are in the index now."""
        return self.added + self.replaced + self.unchanged


def load(
    engine: Engine,
    reports: Iterable[Report],
    *,
    fresh: bool = False,
    refused: Callable[[Refused], None] | None = None,
) -> Loaded:
    """Puts reports into an index, all or none; with `fresh` they are all that it holds after.

    A server may refuse single reports: each is handed to `refused` when that is known, and the others are put in.

    Raises:
        IndexBusyError: another process is writing.
        IndexOutdatedError: the index there is of another schema.
        OutputError: the index cannot be written; it is as it was.
    """
    lost = 0

    def tell(batch: Batch) -> None:
        nonlocal lost
        while batch.refused:
            lost += 1
            one = batch.refused.pop(0)
            if refused is not None:
                refused(one)

    with engine.writing(fresh=fresh) as batch:
        for report in reports:
            batch.put(document(report))
            tell(batch)
    tell(batch)
    done = batch.changes
    return Loaded(done[Change.ADDED], done[Change.REPLACED], done[Change.UNCHANGED], lost)
