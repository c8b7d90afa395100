"""What the user named → the files to convert, each with its path below what was named.

Folders are walked to the bottom, and so are archives. Hidden files are passed over; links, pipes and devices inside a
folder are not opened: the user hears of each. What was named outright is opened even where it is a link or hidden.
Inputs come one by one, in the order of their paths: there may be a million of them.
"""

import heapq
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from converters.archives import is_archive, read_members
from converters.errors import InputError
from converters.manifest import MANIFESTS, Manifest, read_manifest
from converters.remote import Remote, Source
from converters.told import Told

MOST_BYTES = 100_000_000
"""The largest file that is opened; each format has its own, smaller limit."""

_HEAD = 4_096

REPORT_SUFFIXES = frozenset(
    {"", ".txt", ".text", ".md", ".markdown", ".json"}
    | {".pdf", ".htm", ".html", ".xhtml", ".shtml", ".mht", ".mhtml", ".doc", ".docx", ".wps", ".rtf", ".ofd"}
)
"""Endings that reports have, read by this version or not; a folder's other files are not taken for reports."""

PACKAGE = "datapackage.json"
"""What `gongkai export` writes beside its files."""

_BESIDE_REPORTS = frozenset({*MANIFESTS, PACKAGE})

PASSED_OVER = frozenset({"link", "special", "other_kind"})
"""Reasons that leave a file out without making the batch a failure."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to convert: `path` is relative to what the user named, with slashes on every system.

    Where there is a `fault` the file is not opened; where there is `data` it has been read already, out of an archive
    for instance. `told` is what a manifest or the user says of it; `password` opens it if it is locked. `thorough`:
    all witnesses are asked about it. `known` is the hash that a ledger has of it, with the bytes of the result if there
    is one: where both are still so, nothing is done.
    """

    path: str
    source: Source
    fault: InputError | None = None
    data: bytes | None = None
    told: Told | None = None
    password: str | None = field(default=None, repr=False)
    thorough: bool = False
    known: tuple[str, int | None] | None = None

    @property
    def address(self) -> str | None:
        """The URL that it came from, where that is told."""
        return self.told.url if self.told else None

    @property
    def canonical(self) -> bool:
        """Whether this is a canonical report already: told by the file's name."""
        return is_canonical(self.path)

    def read(self) -> bytes:
        """The bytes of the file.

        Raises:
            InputError: with reason too_large.
            OSError: the file cannot be read.
        """
        data = self.data
        if data is None:
            with self.source.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise _too_large(self.source)
        return data

    def head(self) -> bytes:
        """The first bytes of the file, by which its kind is told.

        Raises:
            OSError: the file cannot be read.
        """
        if self.data is not None:
            return self.data[:_HEAD]
        with self.source.open("rb") as file:
            return file.read(_HEAD)


def with_password(inputs: Iterable[Input], password: str | None) -> Iterator[Input]:
    """The inputs with the password that opens those of them that are locked."""
    return (replace(entry, password=password) for entry in inputs)


def is_canonical(name: str) -> bool:
    """Whether a file of this name holds a canonical report."""
    return name.lower().endswith(".json")


def find_inputs(
    paths: Sequence[Source], *, canonical: bool = True, leave_out: Source | None = None
) -> Iterator[Input]:
    """Every file that the paths name, in the order of its path below them, whatever order the disk gives.

    Only the names of the folders being walked are in memory. A file that is named twice comes once. Files of a tar come
    in its order; those of one that is named both by itself and by its folder may come twice.

    Args:
        paths: Files, folders and archives as the user named them.
        canonical: Whether canonical reports (.json) found in folders are wanted.
        leave_out: A folder that is not walked: where results are being written.
    """
    hidden_away = leave_out.resolve() if isinstance(leave_out, Path) else leave_out
    streams = [_wanted(path, hidden_away, canonical=canonical) for path in dict.fromkeys(paths)]
    if len(streams) == 1:
        return streams[0]
    return _once(heapq.merge(*streams, key=lambda entry: (entry.path, str(entry.source))))


def _once(inputs: Iterator[Input]) -> Iterator[Input]:
    """The inputs without those whose file has come already under the same path; inputs of one path come together."""
    for _path, named_so in groupby(inputs, key=lambda entry: entry.path):
        seen: set[Source] = set()
        for entry in named_so:
            where = entry.source.absolute()
            if where not in seen:
                seen.add(where)
                yield entry


def count_files(paths: Sequence[Source]) -> int:
    """About how many inputs there are: files of folders by their number, an archive as one."""
    return sum(map(_count, dict.fromkeys(paths)))


def _count(path: Source) -> int:
    if isinstance(path, Remote):
        names = path.names() if path.is_dir() else [""]
        return sum(_count(path / name.rstrip("/")) if name.endswith("/") else 1 for name in names)
    return sum(len(files) for _folder, _below, files in os.walk(path)) if path.is_dir() else 1


def _wanted(path: Source, leave_out: Source | None, *, canonical: bool) -> Iterator[Input]:
    for entry in _named(path, leave_out):
        if canonical or not entry.canonical or entry.source == path:
            yield entry


def _named(path: Source, leave_out: Source | None) -> Iterator[Input]:
    """What one path of the user's stands for."""
    # A path that ends in .. or is the root has no name of its own to be known by.
    name = path.name if isinstance(path, Remote) or path.name not in {"", ".."} else path.resolve().name
    try:
        folder, fault = path.is_dir(), None
        if not folder and isinstance(path, Path):
            fault = _fault(path, path.stat().st_mode)
        beside = [] if folder else [path.parent / told for told in MANIFESTS]
        manifests = _Manifests().with_those([told for told in beside if told.is_file()], "")
    except OSError as error:
        yield Input(name, path, unreadable(path, error))
        return
    if not folder:
        yield from manifests.faults
        yield from _opened(Input(name, path, fault), manifests)
        return
    empty = True
    for entry in _walk(path, leave_out):
        empty = False
        yield entry
    if empty:
        nothing = InputError(str(path), "no_input", "the folder holds no report", "name a folder that does")
        yield Input(name, path, nothing)


def _walk(top: Source, leave_out: Source | None) -> Iterator[Input]:
    """The files below a folder, in the order of their paths."""
    names, manifests = _listing(top, "", _Manifests())
    yield from manifests.faults
    open_folders = [(iter(names), top, "", manifests)]
    while open_folders:
        left, folder, below, manifests = open_folders[-1]
        name = next(left, None)
        if name is None:
            open_folders.pop()
        elif isinstance(name, OSError):
            yield Input(below.rstrip("/") or top.name or ".", folder, unreadable(folder, name))
        elif name.endswith("/"):
            path = folder / name.rstrip("/")
            if leave_out is None or (path.resolve() if isinstance(path, Path) else path) != leave_out:
                names, inside = _listing(path, below + name, manifests)
                yield from inside.faults
                open_folders.append((iter(names), path, below + name, inside))
        else:
            yield from _opened(_found(folder / name, below + name), manifests)


def _listing(folder: Source, below: str, above: "_Manifests") -> tuple[Sequence[str | OSError], "_Manifests"]:
    """The names in a folder in the order of paths, and the manifests that speak of it.

    Names of folders end in a slash, which counts in the order.
    """
    try:
        names = list(folder.names() if isinstance(folder, Remote) else _names(folder))
    except OSError as error:
        return [error], above
    told = [folder / name for name in MANIFESTS if name in names]
    wanted = sorted(name for name in names if not name.startswith(".") and name not in _BESIDE_REPORTS)
    return wanted, above.with_those(told, below)


def _names(folder: Path) -> Iterator[str]:
    for entry in os.scandir(folder):
        yield entry.name + "/" if entry.is_dir(follow_symlinks=False) else entry.name


def _found(path: Source, below: str) -> Input:
    try:
        fault = None if isinstance(path, Remote) else _fault(path, path.lstat().st_mode)
    except OSError as error:  # gone since the folder was listed
        fault = unreadable(path, error)
    return Input(below, path, fault or _strange(path))


@dataclass(frozen=True, slots=True)
class _Manifests:
    """The manifests that speak of a folder's files, its own first, then those above; with their folders below PATH."""

    known: tuple[tuple[Manifest, str], ...] = ()
    faults: tuple[Input, ...] = ()

    def with_those(self, there: Sequence[Source], below: str) -> "_Manifests":
        """These, and before them that of one more folder."""
        if len(there) > 1:
            problem = f"{there[1].name} stands beside it, and one of them must tell"
            error = InputError(str(there[0]), "manifest", problem, "make one of the two")
            return _Manifests(self.known, (Input(below + there[0].name, there[0], error),))
        for source in there:
            try:
                return _Manifests(((read_manifest(source), below), *self.known))
            except InputError as error:
                return _Manifests(self.known, (Input(below + source.name, source, error),))
            except OSError as error:
                return _Manifests(
                    self.known, (Input(below + source.name, source, unreadable(source, error)),)
                )
        return _Manifests(self.known)

    def of_file(self, path: str) -> Told | None:
        """What is told of the file of this path below PATH: each thing by the nearest manifest that tells it."""
        found: Told | None = None
        for manifest, below in self.known:
            told = manifest.of(path[len(below) :])
            if told is not None:
                found = told if found is None else found.or_else(told)
        return found


def _opened(entry: Input, manifests: _Manifests) -> Iterator[Input]:
    """The input with what manifests tell of it; the files in it, where it is an archive."""
    if entry.fault is None and is_archive(entry.source.name):
        for member in _members(entry):
            yield replace(member, told=manifests.of_file(member.path)) if manifests.known else member
    else:
        yield replace(entry, told=manifests.of_file(entry.path)) if manifests.known else entry


def _members(archive: Input) -> Iterator[Input]:
    """The files in an archive; its own fault comes behind those that could be read."""
    name, empty = str(archive.source), True
    try:
        with archive.source.open("rb") as file:
            for member in read_members(file, name, most_bytes=MOST_BYTES):
                empty = False
                source = archive.source / member.path
                fault = member.fault or _strange(source)
                yield Input(f"{archive.path}/{member.path}", source, fault, None if fault else member.data)
    except InputError as error:
        yield Input(archive.path, archive.source, error)
    except OSError as error:
        yield Input(archive.path, archive.source, unreadable(archive.source, error))
    else:
        if empty:
            nothing = InputError(name, "no_input", "the archive holds no report", "name one that does")
            yield Input(archive.path, archive.source, nothing)


def _fault(path: Path, mode: int) -> InputError | None:
    """Why a file of this mode is not opened, if so."""
    if stat.S_ISLNK(mode):
        return InputError(str(path), "link", "it is a link, passed over", "name it outright to have it read")
    if not stat.S_ISREG(mode):
        # Opening a pipe that nobody writes to would wait for ever.
        remedy = "send it to standard input: gongkai convert -"
        return InputError(str(path), "special", "it is a pipe, socket or device, passed over", remedy)
    if path.stat().st_size > MOST_BYTES and not is_archive(path.name):
        return _too_large(path)
    return None


def _strange(path: Source) -> InputError | None:
    """Why a file found in a folder is not taken for a report, if so."""
    suffix = path.suffix.lower()
    if (
        is_archive(path.name)
        or suffix in REPORT_SUFFIXES
        or suffix[1:].isdigit()
        or not suffix.lstrip(".").isascii()
        or " " in suffix
    ):
        return None
    problem = f"a {suffix} file is no report, passed over"
    return InputError(str(path), "other_kind", problem, "name it outright to have it read")


def _too_large(path: Source) -> InputError:
    problem = f"it is larger than {MOST_BYTES // 1_000_000} MB, no report is"
    return InputError(str(path), "too_large", problem, "split it, or leave it out")


def unreadable(path: Source, error: OSError) -> InputError:
    """The error of a file or folder that the system does not let us read."""
    reason = (error.strerror or type(error).__name__).lower()
    return InputError(
        str(path), "unreadable", f"it cannot be read: {reason}", "check its name and permissions"
    )
