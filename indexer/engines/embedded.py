"""The embedded engine: tantivy in a folder, in generations (see `generation.py`)."""

import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import tantivy

from converters.report import Number
from indexer import generation
from indexer.answer import Answer, Hit
from indexer.body import facets_body, stats_body
from indexer.card import hit_of
from indexer.document import Division, Document, divisions_of
from indexer.engine import Change, Refused
from indexer.engines import layout
from indexer.engines.clauses import clause
from indexer.engines.ranking import Ranked, by_field, by_score
from indexer.errors import IndexDamagedError, IndexMissingError
from indexer.generation import Generation, damaged, unwritable
from indexer.query import MOST_HITS, Query, Sort
from indexer.regions import labels
from indexer.tally import read_facets, read_stats

_HEAP = 64 * 2**20
"""Memory of the writer: it writes a segment when it is full. tantivy refuses less than 15 MB."""
_REMEMBERED = 20_000
"""Reports put of which ids and digests are held, 6 MB of them."""
_PAGE = 10_000
"""Reports whose addresses are held at once while all of a million are read: 2 MB of them."""
_NEWEST_FIRST = Sort("year", descending=True)


class EmbeddedEngine:
    """An index in a folder. Opened at the first question; every question sees one state, the latest, whole.

    `wait` is for how many seconds a second writer waits for the first.
    """

    def __init__(self, folder: Path, wait: float = 10.0) -> None:
        self._folder = folder
        self._wait = wait
        self._opened: _Opened | None = None

    @property
    def where(self) -> str:
        """The folder."""
        return str(self._folder)

    @contextmanager
    def writing(self, *, fresh: bool = False) -> Iterator["EmbeddedBatch"]:
        """A batch; it becomes the index when the block ends well, whole.

        Raises:
            IndexBusyError: another process is writing.
            IndexOutdatedError: the index there is of another schema, and not to be replaced.
            OutputError: the folder cannot be written; the index is as it was.
        """
        with generation.lock(self._folder, self._wait):
            base = None if fresh else self._base()
            with generation.building(self._folder, base) as folder:
                batch = EmbeddedBatch(folder)
                try:
                    yield batch
                    reports = batch.finish()
                except BaseException:
                    batch.abandon()
                    raise
                with _unwritable(folder):
                    generation.swap(self._folder, folder, reports, base)

    def search(self, query: Query) -> Answer:
        """The answer to a query."""
        opened = self._reading()
        matching = opened.clause(query)
        with _damaged(self._folder):
            return opened.answer(query, matching)

    def stream(self, query: Query) -> Iterator[Hit]:
        """Every hit of a query in its order."""
        opened = self._reading()
        matching = opened.clause(query)
        with _damaged(self._folder):
            yield from opened.every_hit(query, matching)

    def matching(self, query: Query) -> Iterator[bytes]:
        """The canonical JSON of every report that a query matches, by id, of the state of the index at the call.

        Raises:
            IndexDamagedError: a report is not as it was written.
        """
        opened = self._reading()
        return self._reports(opened, opened.clause(query))

    def divisions(self) -> tuple[Division, ...]:
        """The regions that indexed reports lie in, by code."""
        opened = self._reading()
        with _damaged(self._folder):
            return opened.divisions

    def reports(self) -> Iterator[bytes]:
        """The canonical JSON of every report, by id. What is wrong with the index as a whole is said at once.

        Raises:
            IndexDamagedError: a report is not as it was written.
        """
        return self._reports(self._reading(any_schema=True), tantivy.Query.all_query())

    def verify(self) -> int:
        """Checks every file and every report against its sha256, and counts the reports."""
        state = generation.current(self._folder)
        state.check(whole=True)
        count = sum(1 for _ in self.reports())
        if count != state.reports:
            raise damaged(self._folder, f"it holds {count} reports, and {state.reports} were written")
        return count

    def _reports(self, opened: "_Opened", matching: tantivy.Query) -> Iterator[bytes]:
        for start in range(0, opened.count, _PAGE):
            with _damaged(self._folder):
                addresses = opened.by_id(matching, start)
            for address in addresses:
                with _damaged(self._folder):
                    report = opened.report(address)
                yield report
            if len(addresses) < _PAGE:
                return

    def _base(self) -> Generation | None:
        try:
            base = generation.current(self._folder)
        except IndexMissingError:
            return None
        base.check_schema()
        base.check()
        return base

    def _reading(self, *, any_schema: bool = False) -> "_Opened":
        """The present state of the index, opened; again if a writer swapped it while we were looking."""
        while True:
            state = generation.current(self._folder)
            if not any_schema:
                state.check_schema()
            if self._opened is not None and self._opened.state == state:
                return self._opened
            try:
                state.check()
                with _damaged(self._folder):
                    self._opened = _Opened(state)
            except IndexDamagedError:
                if generation.current(self._folder) == state:
                    raise


class EmbeddedBatch:
    """An index being written, in a folder aside."""

    def __init__(self, folder: Path) -> None:
        self.changes: Counter[Change] = Counter()
        self.refused: list[Refused] = []
        self._folder = folder
        self._written: dict[str, str] = {}
        """What was put since the last commit: id → digest. Before that, the index knows."""
        with _unwritable(folder):
            self._index = tantivy.Index(layout.schema(), str(folder))
            layout.register(self._index)
            self._schema = self._index.schema
            self._before = self._index.searcher()
            self._writer = self._index.writer(_HEAP, 1)

    def put(self, document: Document) -> None:
        """Adds a report, or replaces the one of the same id, or leaves it if it is the same."""
        digest = self._written.get(document.id) or self._digest(document.id)
        if digest == document.digest:
            self.changes[Change.UNCHANGED] += 1
            return
        packed = layout.packed(document)
        with _unwritable(self._folder):
            if digest is not None:
                self._writer.delete_documents_by_term("id", document.id)
            self._writer.add_document(packed)
        self._written[document.id] = document.digest
        self.changes[Change.ADDED if digest is None else Change.REPLACED] += 1
        if len(self._written) >= _REMEMBERED:
            self._remember_no_more()

    def finish(self) -> int:
        """Writes all that was put, and counts the reports."""
        with _unwritable(self._folder):
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._index.reload()
            return int(self._index.searcher().num_docs)

    def abandon(self) -> None:
        """Stops writing; the folder is about to be removed."""
        try:
            self._writer.rollback()
            self._writer.wait_merging_threads()
        except (ValueError, RuntimeError):  # a writer that failed has nothing to stop
            return

    def _remember_no_more(self) -> None:
        """Commits, in the folder aside where nobody sees it, so that a million reports need no room here."""
        with _unwritable(self._folder):
            self._writer.commit()
            self._index.reload()
            self._before = self._index.searcher()
        self._written.clear()

    def _digest(self, id_: str) -> str | None:
        found = self._before.search(tantivy.Query.term_query(self._schema, "id", id_), 1, count=False).hits
        return str(self._before.doc(found[0][1]).get_first(layout.DIGEST)) if found else None


class _Opened:
    """One state of the index, open for reading; it can be read even when the next one has taken its place."""

    def __init__(self, state: Generation) -> None:
        self.state = state
        with generation.openable(state) as folder:
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")  # a state does not change, nobody need watch it
            layout.register(index)
            self._schema = index.schema
            self._searcher = index.searcher()
        self._divisions: tuple[Division, ...] | None = None

    @property
    def divisions(self) -> tuple[Division, ...]:
        """The regions that reports lie in; where a code had several names, the one most reports have."""
        if self._divisions is None:
            body = {"all": {"terms": {"field": layout.DIVISION, "size": MOST_HITS}}}
            buckets = self._searcher.aggregate(tantivy.Query.all_query(), body)["all"]["buckets"]
            self._divisions = divisions_of(bucket["key"] for bucket in buckets)
        return self._divisions

    def clause(self, query: Query) -> tantivy.Query:
        """The query as tantivy takes it."""
        return clause(query, self._schema)

    def answer(self, query: Query, matching: tantivy.Query) -> Answer:
        """The answer to a query."""
        stats = read_stats(self._aggregate(matching, stats_body(query)))
        facets = self._aggregate(matching, facets_body(query, stats))
        names = labels(self.divisions) if query.facets else {}
        ranked, total = self._ranked(query, matching, query.offset + query.limit if query.limit else 0)
        return Answer(
            total=total,
            hits=tuple(self._hits(query, ranked)),
            facets=read_facets(query, facets, stats, names),
            stats={name: stats[name] for name in query.stats},
        )

    def every_hit(self, query: Query, matching: tantivy.Query) -> Iterator[Hit]:
        """All hits, in order: their places at once, what they show one by one."""
        whole = replace(query, offset=0, limit=min(self.count, MOST_HITS))
        ranked, _ = self._ranked(whole, matching, self.count)
        for start in range(0, len(ranked), MOST_HITS):
            yield from self._hits(whole, ranked[start : start + MOST_HITS])

    @property
    def count(self) -> int:
        """How many reports there are."""
        return int(self._searcher.num_docs)

    def by_id(self, matching: tantivy.Query, start: int) -> list[tantivy.DocAddress]:
        """The addresses of a page of the reports that match, in the order of their ids."""
        page = self._searcher.search(
            matching, _PAGE, count=False, order_by_field="id", offset=start, order=tantivy.Order.Asc
        )
        return [address for _, address in page.hits]

    def report(self, address: tantivy.DocAddress) -> bytes:
        """The canonical JSON at an address, compared with its digest."""
        found = self._searcher.doc(address)
        data = layout.unpacked_report(found)
        if sha256(data).hexdigest() != found.get_first(layout.DIGEST):
            raise ValueError(f"report {found.get_first('id')} is not as it was written")
        return data

    def _aggregate(self, matching: tantivy.Query, body: dict[str, Any]) -> dict[str, Any]:
        return self._searcher.aggregate(matching, body) if body else {}

    def _ranked(self, query: Query, matching: tantivy.Query, upto: int) -> tuple[list[Ranked], int]:
        if query.sort is None and query.text is not None:
            return by_score(self._searcher, matching, upto)
        return by_field(self._searcher, matching, query.sort or _NEWEST_FIRST, upto, self._schema)

    def _hits(self, query: Query, ranked: list[Ranked]) -> Iterator[Hit]:
        page = ranked[query.offset :]
        shown = {name: self._values(name, page) for name in query.show}
        for place, hit in enumerate(page):
            values = {name: column[place] for name, column in shown.items()}
            yield self._hit(query, hit, values)

    def _values(self, name: str, page: list[Ranked]) -> list[Number | None]:
        if not page:
            return []
        values: list[Number | None] = self._searcher.fast_field_values(name, [hit.address for hit in page])
        return values

    def _hit(self, query: Query, ranked: Ranked, values: dict[str, Number | None]) -> Hit:
        card = layout.unpacked_card(self._searcher.doc(ranked.address))
        return hit_of(card, ranked.score, query.text, values)


@contextmanager
def _damaged(folder: Path) -> Iterator[None]:
    """Whatever tantivy raises while reading files that were checked: they are not what was written."""
    try:
        yield
    except (ValueError, OSError, zlib.error) as error:
        raise damaged(folder, str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3 offers no name to catch it by
            raise
        raise damaged(folder, str(error)) from error


@contextmanager
def _unwritable(folder: Path) -> Iterator[None]:
    """Whatever goes wrong while writing a generation; tantivy gives ValueError for a full disk."""
    try:
        yield
    except OSError as error:
        raise unwritable(folder.parent, error.strerror or str(error)) from error
    except ValueError as error:
        raise unwritable(folder.parent, str(error)) from error
