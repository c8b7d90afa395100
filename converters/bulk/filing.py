"""The job of a worker of a bulk run: an input in, its JSON laid in the store, and back only what is kept of it."""

import contextlib
import errno
import hashlib
from dataclasses import dataclass, replace

from converters.audits.copy import followed
from converters.batch import outcome_of
from converters.bulk.store import Store
from converters.canonical import dumps
from converters.errors import GongkaiError, InputError, OutputError
from converters.inputs import Input
from converters.remote import Source
from converters.report import Basis, Report

_ONE_NAME = frozenset(
    {errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EINVAL, errno.EILSEQ}
)
"""What is wrong with the name or place of one result only; any other error would meet every result."""


_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Result:
    """What is kept of a report: bytes of its JSON, id, key of the agency and year where it is certain, open cells.

    `laid` is the name of the JSON in the store's hidden room until it is moved to its place.
    """

    bytes: int
    report: str
    agency: str | None
    year: int | None
    doubts: int
    laid: str | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one input of a bulk run: a result or an error.

    `sha256` is of the input's bytes, where they could be read; `told` a digest of what else decides. `unchanged`: this
    is what an earlier run said; a worker leaves it to the ledger what that was. The `report` is handed on only where
    all witnesses were asked.
    """

    path: str
    source: Source
    sha256: str | None = None
    result: Result | None = None
    error: GongkaiError | None = None
    told: str = ""
    unchanged: bool = False
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """Converts an input and lays its JSON in the store."""

    store: Store

    def __call__(self, entry: Input) -> Filed:
        """What became of the input; of its file only the hash, of its report only what a ledger keeps."""
        if entry.fault is not None:
            return Filed(entry.path, entry.source, error=entry.fault)
        # What goes wrong here the conversion meets again, and says what it is.
        with contextlib.suppress(OSError, InputError, MemoryError):
            entry = replace(entry, data=entry.read())
        digest = None if entry.data is None else hashlib.sha256(entry.data).hexdigest()
        filed = Filed(entry.path, entry.source, digest, told=told_digest(entry))
        if entry.known is not None and self._is_as_known(entry, digest):
            return replace(filed, unchanged=True)
        outcome = outcome_of(entry)
        if outcome.report is None:
            return replace(filed, error=outcome.error)
        data = dumps(outcome.report)
        try:
            laid = self.store.lay(entry.path, data)
        except OSError as error:
            return replace(filed, error=misplaced(entry.source, str(self.store.place(entry.path)), error))
        result = replace(kept_of(outcome.report, len(data)), laid=laid)
        return replace(filed, result=result, report=outcome.report if entry.thorough else None)

    def _is_as_known(self, entry: Input, digest: str | None) -> bool:
        known, size = entry.known or (None, None)
        return digest == known and (size is None or self.store.size(entry.path) == size)

    def lost(self, entry: Input, error: InputError) -> Filed:
        """What is kept of an input whose worker was lost; its bytes are known all the same."""
        return Filed(entry.path, entry.source, digest_of(entry), error=error, told=told_digest(entry))


def digest_of(entry: Input) -> str | None:
    """The hash of the input's bytes; None where they cannot be read."""
    if entry.data is not None:
        return hashlib.sha256(entry.data).hexdigest()
    try:
        with entry.source.open("rb", buffering=0) as file:
            digest = hashlib.sha256()
            while piece := file.read(_PIECE):
                digest.update(piece)
            return digest.hexdigest()
    except OSError:
        return None


def told_digest(entry: Input) -> str:
    """What besides its bytes and path decides the result of an input, in a few figures; empty where nothing does."""
    told = f"{entry.told or ''}{' thorough' * entry.thorough}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16] if told else ""


def kept_of(report: Report, size: int) -> Result:
    """What a ledger keeps of a report whose JSON has so many bytes."""
    agency, year = followed(report) or (None, None)
    doubts = sum(cell.basis is Basis.UNRESOLVED for cell in report.cells)
    return Result(size, report.id, agency, year, doubts)


def not_writable(name: str, error: OSError) -> OutputError:
    """The error of a result that the disk does not take."""
    remedy = "make room or name another --output, and run the same command again"
    return OutputError(name, f"it cannot be written: {_reason(error)}", remedy)


def misplaced(source: Source, place: str, error: OSError) -> GongkaiError:
    """Why the result of an input is not in its place: a fault of its name alone, or one that every result meets."""
    if error.errno not in _ONE_NAME:
        return not_writable(place, error)
    problem = f"its result cannot be written: {_reason(error)}"
    return InputError(str(source), "unwritable", problem, "give it another name")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
