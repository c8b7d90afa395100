"""Reports that are in no index yet, chosen and ordered exactly as an index would: by one, made for the moment."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from converters.errors import OutputError
from converters.report import Report
from indexer.catalogue import Type, fields
from indexer.document import document
from indexer.engine import Engine
from indexer.engines.embedded import EmbeddedEngine
from indexer.query import AllOf, AnyOf, Based, Condition, Known, Not, Phrase, Query, Range, Terms


@contextmanager
def gathered(reports: Iterable[Report], query: Query) -> Iterator[Engine]:
    """An index of the reports, good for this query (and its regions) only; it is gone when the block ends.

    A report that comes twice is there once, as it came last. Texts are cut into words, which takes most of the
    time, only where the query looks at them.

    Raises:
        OutputError: the temporary folder is full.
    """
    with TemporaryDirectory(prefix="gongkai-") as folder:
        engine = EmbeddedEngine(Path(folder, "index"))
        bare = not any(_reads_text(part) for part in (query.text, *query.filters) if part is not None)
        try:
            with engine.writing(fresh=True) as batch:
                for report in reports:
                    made = document(report)
                    batch.put(replace(made, texts={}) if bare else made)
        except OutputError as error:
            remedy = "make room there, set TMPDIR to a folder that has it, or export from an index (--index)"
            raise OutputError("the temporary folder", error.problem, remedy) from error
        yield engine


def _reads_text(condition: Condition) -> bool:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return any(map(_reads_text, parts))
        case Not(part):
            return _reads_text(part)
        case Phrase():
            return True
        case Known(field) | Range(field) | Terms(field) | Based(field):
            return fields()[field].type is Type.TEXT
