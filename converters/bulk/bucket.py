"""Results in a store that fsspec writes to: `s3://`, `gs://` and the like.

Such a store puts an object in its place in whole or not at all. The ledger is worked at in a copy on this machine, and
put back every so often: what it does not know when a run is killed is converted again, to the same bytes.
"""

import contextlib
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fsspec.implementations.local import LocalFileSystem

from converters.bulk.store import HIDDEN
from converters.remote import Remote, faults
from converters.writing import replace_file

_SECONDS = 60
"""Between two copies of the ledger to the store: 1.5 million inputs make it 400 MB."""


@dataclass(slots=True)
class _Copy:
    """The ledger on this machine; None where this is a worker's."""

    folder: tempfile.TemporaryDirectory[str] | None = None
    kept: float = 0


@dataclass(frozen=True, slots=True)
class Bucket:
    """Results below a URL."""

    root: Remote
    _copy: _Copy = field(default_factory=_Copy, compare=False)

    def __str__(self) -> str:
        return str(self.root)

    def __reduce__(self) -> tuple[Any, ...]:
        return Bucket, (self.root,)

    @property
    def ledger(self) -> Path:
        """The copy of the ledger; `open` makes it."""
        if self._copy.folder is None:
            self._copy.folder = tempfile.TemporaryDirectory(prefix="gongkai-")
        return Path(self._copy.folder.name) / "ledger.sqlite"

    def open(self) -> None:
        """Fetches the ledger, where there is one.

        Raises:
            OSError: the store cannot be reached.
        """
        there = self.root / HIDDEN / "ledger.sqlite"
        if there.is_file():
            with there.open() as file:
                self.ledger.write_bytes(file.read())

    def sweep(self) -> None:
        """Nothing is ever unfinished here."""

    def lay(self, path: str, data: bytes) -> None:
        """Puts the result of the input of this path into its place.

        Raises:
            OSError: it cannot be written.
        """
        self._put(self.place(path), data)

    def settle(self, laid: Sequence[tuple[str, str]]) -> list[OSError | None]:
        """All is in its place."""
        return [None for _ in laid]

    def place(self, path: str) -> Remote:
        """Where the result of the input of this path is."""
        return self.root / f"{path}.json"

    def size(self, path: str) -> int | None:
        """How large the result of the input of this path is; None where there is none."""
        system, place = self.place(path).system()
        try:
            with faults(place):
                return int(system.info(place)["size"])
        except OSError:
            return None

    def read(self, path: str) -> bytes:
        """The result of the input of this path.

        Raises:
            OSError: it cannot be read.
        """
        with self.place(path).open() as file:
            return file.read()

    def remove(self, path: str) -> None:
        """Removes the result of the input of this path."""
        system, place = self.place(path).system()
        with contextlib.suppress(OSError), faults(place):
            system.rm_file(place)

    def keep_ledger(self, *, at_last: bool = False) -> None:
        """Puts the ledger back, if that was long ago or the run is over."""
        if at_last or time.monotonic() - self._copy.kept > _SECONDS:
            self._put(self.root / HIDDEN / "ledger.sqlite", self.ledger.read_bytes())
            self._copy.kept = time.monotonic()

    def close(self) -> None:
        """Removes the copy of the ledger."""
        if self._copy.folder is not None:
            self._copy.folder.cleanup()
            self._copy.folder = None

    def _put(self, place: Remote, data: bytes) -> None:
        system, path = place.system()
        with faults(place.url):
            if isinstance(system, LocalFileSystem):
                replace_file(Path(path), data)  # a disk's file is not there in whole at once
            else:
                system.pipe_file(path, data)
