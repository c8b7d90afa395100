"""What every engine can do; `engines/` has one module for each."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from indexer.answer import Answer, Hit
from indexer.document import Division, Document
from indexer.query import Query

SCHEMA = 2
"""Version of what an index holds and how; raised where an older index would answer otherwise."""


class Change(StrEnum):
    """What putting a document into an index did."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Refused:
    """A report that an engine will not take: its id, the engine's status and reason, its canonical JSON."""

    id: str
    status: int
    reason: str
    report: bytes


class Batch(Protocol):
    """An index being written. Nothing of it is seen before the batch ends well.

    `changes` and `refused` tell what became of the documents; they are whole when the batch has ended.
    """

    changes: Counter[Change]
    refused: list[Refused]

    def put(self, document: Document) -> None:
        """Adds a report, or replaces the one of the same id, or leaves it if it is the same."""


class Engine(Protocol):
    """An index at some place."""

    @property
    def where(self) -> str:
        """The folder or address."""

    def writing(self, *, fresh: bool = False) -> AbstractContextManager[Batch]:
        """A batch that adds to the index, or replaces it where `fresh`; an error leaves it as it was."""

    def search(self, query: Query) -> Answer:
        """The answer to a query."""

    def stream(self, query: Query) -> Iterator[Hit]:
        """Every hit of a query in its order, without a bound on their number; its limit and offset do not count."""

    def matching(self, query: Query) -> Iterator[bytes]:
        """The canonical JSON of every report that a query matches, by id: of one state of the index, however many.

        Its facets, statistics, order and limits do not count.
        """

    def divisions(self) -> tuple[Division, ...]:
        """The regions that indexed reports lie in."""

    def reports(self) -> Iterator[bytes]:
        """The canonical JSON of every report, by id. An index of another schema gives them too."""

    def verify(self) -> int:
        """Checks every file and every report against what was written, and counts the reports.

        Raises:
            IndexDamagedError: something differs.
        """
