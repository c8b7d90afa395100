"""A folder that holds an index in generations: each is built aside and swapped in whole.

    WHERE/current.json          which generation is the index, and the size and sha256 of each of its files
    WHERE/generation-<hex>/     the engine's files
    WHERE/lock                  held by the one process that writes; the kernel lets go of it when that dies

Files of a generation never change once written, so a new one starts as links to the files of the last, and a
process killed at any moment leaves the old index in place and at most a folder that the next writer clears
away.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from converters.errors import OutputError
from indexer.catalogue import fingerprint
from indexer.engine import SCHEMA
from indexer.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexFaultError,
    IndexMissingError,
    IndexOutdatedError,
)

_POINTER = "current.json"
_LOCK = "lock"
_NAME = re.compile(r"generation-[0-9a-f]{12}")
_MUTABLE = ("meta.json", ".managed.json")
"""Files that tantivy replaces: copied into a new generation, since the old one needs them as they are."""
_SMALL = 64 * 2**20
"""Up to this size every opening hashes all files (some 40 ms); above it only `verify` does."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of the index, as `current.json` names it."""

    folder: Path
    files: dict[str, tuple[int, str]]
    reports: int
    schema: int
    fingerprint: str

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for size, _ in self.files.values())

    def check(self, *, whole: bool | None = None) -> None:
        """Compares the files with what was written: sizes, and contents where `whole` (by default if small).

        Raises:
            IndexDamagedError: a file is gone, cut or changed.
        """
        hashing = self.size <= _SMALL if whole is None else whole
        for name, (size, digest) in self.files.items():
            path = self.folder / name
            try:
                found = path.stat().st_size
                same = found == size and (not hashing or _digest(path) == digest)
            except PermissionError as error:
                raise _unreadable(self.folder.parent, error) from error
            except OSError as error:
                raise self._damaged(f"{name} cannot be read ({error.strerror})") from error
            if not same:
                raise self._damaged(f"{name} is not as it was written")

    def check_schema(self) -> None:
        """Refuses an index that another version made.

        Raises:
            IndexOutdatedError: with the command that makes it anew.
        """
        where = str(self.folder.parent)
        if self.schema > SCHEMA:
            problem = f"made by a newer gongkai (index schema {self.schema}, this one knows {SCHEMA})"
            raise IndexOutdatedError(where, problem, f"upgrade gongkai, or run {_rebuild(where)}")
        if self.schema < SCHEMA or self.fingerprint != fingerprint():
            problem = f"made with other fields than this version has (index schema {self.schema})"
            raise IndexOutdatedError(where, problem, f"run {_rebuild(where)}")

    def _damaged(self, problem: str) -> IndexDamagedError:
        return damaged(self.folder.parent, problem)


def damaged(where: Path, problem: str) -> IndexDamagedError:
    """The error for an index whose files are not what was written."""
    remedy = f"make it anew from the reports: gongkai index PATH… --rebuild --index {where}"
    return IndexDamagedError(str(where), f"the index is damaged: {problem}", remedy)


def _unreadable(where: Path, error: OSError) -> IndexFaultError:
    return IndexFaultError(
        str(where), f"the index cannot be read ({error.strerror})", "check its permissions"
    )


def _rebuild(where: str) -> str:
    return f"gongkai index --rebuild --index {where}"


def current(where: Path) -> Generation:
    """The generation that is the index.

    Raises:
        IndexMissingError: there is no index in this folder.
        IndexDamagedError: `current.json` cannot be read.
    """
    pointer = where / _POINTER
    try:
        data = json.loads(pointer.read_bytes())
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in data["files"].items()}
        if not _NAME.fullmatch(data["generation"]) or any("/" in name or name == ".." for name in files):
            raise ValueError("names outside the folder")  # noqa: TRY301 - told with the others below
        folder = where / data["generation"]
        return Generation(folder, files, int(data["reports"]), int(data["schema"]), str(data["fingerprint"]))
    except (FileNotFoundError, NotADirectoryError):
        remedy = f"make one: gongkai index PATH… --index {where}"
        raise IndexMissingError(str(where), "there is no index here", remedy) from None
    except OSError as error:
        raise _unreadable(where, error) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(where, f"{_POINTER} is not as it was written") from error


@contextmanager
def building(where: Path, base: Generation | None) -> Iterator[Path]:
    """A folder aside, with the files of `base` in it, for `swap`; cleared away if that is not reached."""
    _clear(where)
    folder = where / f"generation-{secrets.token_hex(6)}"
    try:
        try:
            folder.mkdir()
            if base:
                for name in base.files:
                    _link(base.folder / name, folder / name)
        except OSError as error:
            raise unwritable(where, error.strerror or str(error)) from error
        yield folder
    finally:
        _clear(where)


@contextmanager
def openable(state: Generation) -> Iterator[Path]:
    """A folder in which the files of a generation can be opened; once open, it is no longer needed.

    tantivy makes a lock file to open an index even for reading. Where we may not write, on a shared or
    read-only disk, it is given a folder of links in its stead.
    """
    if os.access(state.folder, os.W_OK):
        yield state.folder
        return
    with TemporaryDirectory(prefix="gongkai-") as folder:
        for name in state.files:
            Path(folder, name).symlink_to((state.folder / name).absolute())
        yield Path(folder)


def swap(where: Path, folder: Path, reports: int, base: Generation | None) -> None:
    """Makes this folder the index: writes `current.json` beside and moves it over the old one."""
    for name in _MUTABLE:  # tantivy writes these for its user alone
        (folder / name).chmod(folder.stat().st_mode & 0o666)
    files = {
        path.name: _entry(path, base) for path in sorted(folder.iterdir()) if not path.name.endswith(".lock")
    }
    data = {
        "schema": SCHEMA,
        "fingerprint": fingerprint(),
        "generation": folder.name,
        "reports": reports,
        "files": files,
    }
    _sync(folder)
    beside = where / f"{_POINTER}.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(data, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(where / _POINTER)
    _sync(where)


@contextmanager
def lock(where: Path, wait: float) -> Iterator[None]:
    """The right to write in this folder, which is made if need be.

    Raises:
        IndexBusyError: another process has it, still after `wait` seconds; it says which.
        OutputError: the folder cannot be written, or holds something else than an index.
    """
    try:
        where.mkdir(parents=True, exist_ok=True)
        _check_ours(where)
        handle = os.open(where / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise unwritable(where, error.strerror or str(error)) from error
    try:
        _acquire(handle, where, wait)
        _sign(handle, where)
        yield
    finally:
        os.close(handle)


def _sign(handle: int, where: Path) -> None:
    """Writes who holds the lock into it, for those who wait."""
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
    except OSError as error:
        raise unwritable(where, error.strerror or str(error)) from error


def unwritable(where: Path, problem: str) -> OutputError:
    """The error for a folder in which nothing can be written."""
    remedy = (
        "an index that was there is as it was; make room or rights, or choose another folder with --index"
    )
    return OutputError(str(where), f"the index cannot be written ({problem})", remedy)


def _acquire(handle: int, where: Path, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < until:
                time.sleep(0.1)
                continue
            holder = os.pread(handle, 200, 0).decode("utf-8", "replace") or "another process"
            raise IndexBusyError(
                str(where), f"{holder} is writing it", "run again when that is done"
            ) from None
        return


def _check_ours(where: Path) -> None:
    """A slip such as `--index ~/Documents` must not fill somebody's folder with ours."""
    names = {entry.name for entry in where.iterdir()}
    strange = [name for name in sorted(names) if not _is_ours(name)]
    if strange and _POINTER not in names:
        problem = f"is no index, and not empty (it holds {strange[0][:60]})"
        raise OutputError(str(where), problem, "choose an empty or a new folder with --index")


def _is_ours(name: str) -> bool:
    return name in {_POINTER, f"{_POINTER}.new", _LOCK} or _NAME.fullmatch(name) is not None


def _clear(where: Path) -> None:
    """Removes generations that are not the index; readers that have one open keep it until they close it."""
    try:
        keep = current(where).folder.name
    except IndexMissingError:
        keep = ""
    except IndexDamagedError:
        return
    for entry in where.iterdir():
        if _NAME.fullmatch(entry.name) and entry.name != keep and entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)


def _link(old: Path, new: Path) -> None:
    if old.name in _MUTABLE:
        shutil.copyfile(old, new)
        return
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copyfile(old, new)


def _entry(path: Path, base: Generation | None) -> tuple[int, str]:
    """Size and sha256; those of a file linked from the generation before are known."""
    size = path.stat().st_size
    if base and path.name in base.files and path.name not in _MUTABLE and base.files[path.name][0] == size:
        return base.files[path.name]
    return size, _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
