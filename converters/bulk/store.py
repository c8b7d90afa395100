"""Where results are written: a folder with a report's JSON at its path, and a hidden room for what is not finished.

Workers lay a result in the hidden room; the supervisor makes many of them lasting at a time and moves them to their
places. A result is there in whole or not at all, whenever the process or the machine stops.
"""

import contextlib
import os
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from converters.remote import Source

HIDDEN = ".gongkai"
"""The room within the folder of results: walks of folders pass it over."""

_SYNCING = 8
"""Files made lasting at a time: the disk does it for all of them at once. One by one it took 3.7 ms a file, so 0.2."""


class Store(Protocol):
    """What a run needs of the place of its results; it is pickled on the way to workers."""

    @property
    def ledger(self) -> Path:
        """The file of the ledger, on this machine."""

    def open(self) -> None:
        """Makes the place ready; OSError where it cannot be written."""

    def sweep(self) -> None:
        """Removes what a killed run left in the hidden room; nobody else may be writing there."""

    def lay(self, path: str, data: bytes) -> str | None:
        """Puts the result of the input of this path into the hidden room; None where it is in its place at once."""

    def settle(self, laid: Sequence[tuple[str, str]]) -> list[OSError | None]:
        """Moves results, named as `lay` names them, to the places of their inputs' paths; each may fail alone."""

    def place(self, path: str) -> Source:
        """Where the result of the input of this path is."""

    def size(self, path: str) -> int | None:
        """How large the result of the input of this path is; None where there is none."""

    def read(self, path: str) -> bytes:
        """The result of the input of this path; OSError where it cannot be read."""

    def remove(self, path: str) -> None:
        """Removes the result of the input of this path."""

    def keep_ledger(self, *, at_last: bool = False) -> None:
        """Called whenever the ledger has been written, and when the run is over: it may be a copy."""

    def close(self) -> None:
        """Forgets what is needed while it is open only."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Results in a folder of this machine, or one that is shared."""

    root: Path

    def __str__(self) -> str:
        return str(self.root)

    @property
    def ledger(self) -> Path:
        """The file of the ledger."""
        return self.root / HIDDEN / "ledger.sqlite"

    def open(self) -> None:
        """Makes the folder and its hidden room.

        Raises:
            OSError: it cannot be written.
        """
        (self.root / HIDDEN).mkdir(parents=True, exist_ok=True)

    def sweep(self) -> None:
        """Removes what a killed run left in the hidden room; nobody else may be writing there."""
        for stray in (self.root / HIDDEN).glob("*.tmp"):
            stray.unlink(missing_ok=True)

    def place(self, path: str) -> Path:
        """The file of the result of the input of this path."""
        return self.root / f"{path}.json"

    def lay(self, path: str, data: bytes) -> str:
        """Puts a result into the hidden room; what is returned names it there.

        Raises:
            OSError: it cannot be written.
        """
        del path
        name = f"{secrets.token_hex(8)}.tmp"
        laid = self.root / HIDDEN / name
        try:
            laid.write_bytes(data)
        except BaseException:
            laid.unlink(missing_ok=True)
            raise
        return name

    def settle(self, laid: Sequence[tuple[str, str]]) -> list[OSError | None]:
        """Moves results, named as `lay` names them, to the places of their inputs' paths; each may fail alone."""
        with ThreadPoolExecutor(_SYNCING) as pool:
            failures = list(pool.map(lambda pair: self._settle(*pair), laid))
            list(pool.map(_sync_folder, {self.place(path).parent for _name, path in laid}))
        return failures

    def _settle(self, name: str, path: str) -> OSError | None:
        laid, place = self.root / HIDDEN / name, self.place(path)
        try:
            _sync(laid)
            try:
                laid.replace(place)
            except FileNotFoundError:
                place.parent.mkdir(parents=True, exist_ok=True)
                laid.replace(place)
        except OSError as error:
            laid.unlink(missing_ok=True)
            return error
        return None

    def size(self, path: str) -> int | None:
        """How large the result of the input of this path is; None where there is none."""
        try:
            return self.place(path).stat().st_size
        except OSError:
            return None

    def read(self, path: str) -> bytes:
        """The result of the input of this path.

        Raises:
            OSError: it cannot be read.
        """
        return self.place(path).read_bytes()

    def remove(self, path: str) -> None:
        """Removes the result of the input of this path."""
        with contextlib.suppress(OSError):
            self.place(path).unlink()

    def keep_ledger(self, *, at_last: bool = False) -> None:
        """It is in its place."""

    def close(self) -> None:
        """Nothing is open."""


def _sync(path: Path) -> None:
    """Makes a file as lasting as the disk is."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Makes the names in a folder as lasting, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
