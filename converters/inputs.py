"""What the user named → the files to convert, each with its path below what was named.

Folders are walked to the bottom. Hidden files are passed over; links, pipes and devices inside a folder are
not opened: the user hears of each. What was named outright is opened even where it is a link or hidden.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from converters.errors import InputError
from converters.manifest import MANIFEST, read_manifest

MOST_BYTES = 100_000_000
"""The largest file that is opened; each format has its own, smaller limit."""

_HEAD = 4_096

REPORT_SUFFIXES = frozenset(
    {"", ".txt", ".text", ".md", ".markdown", ".json"}
    | {".pdf", ".htm", ".html", ".xhtml", ".shtml", ".mht", ".mhtml", ".doc", ".docx", ".wps", ".rtf", ".ofd"}
)
"""Endings that reports have, read by this version or not; a folder's other files are not taken for reports."""

PASSED_OVER = frozenset({"link", "special", "other_kind"})
"""Reasons that leave a file out without making the batch a failure."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to convert: `path` is relative to what the user named, with slashes on every system.

    Where there is a `fault` the file is not opened; where there is `data` it has been read already. `address` is the
    URL that it came from, as a manifest or the user says; `password` opens it if it is locked. `thorough`: all
    witnesses are asked about it.
    """

    path: str
    source: Path
    fault: InputError | None = None
    data: bytes | None = None
    address: str | None = None
    password: str | None = field(default=None, repr=False)
    thorough: bool = False

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


def with_password(inputs: Iterable[Input], password: str | None) -> list[Input]:
    """The inputs with the password that opens those of them that are locked."""
    return [replace(entry, password=password) for entry in inputs]


def is_canonical(name: str) -> bool:
    """Whether a file of this name holds a canonical report."""
    return name.lower().endswith(".json")


def list_inputs(
    paths: Sequence[Path], *, canonical: bool = True, leave_out: Path | None = None
) -> list[Input]:
    """Every file that the paths name, sorted by its path below them, whatever order the disk gives.

    Args:
        paths: Files and folders as the user named them.
        canonical: Whether canonical reports (.json) found in folders are wanted.
        leave_out: A folder that is not walked: where results are being written.
    """
    hidden_away = leave_out.resolve() if leave_out else None
    found: dict[tuple[str, Path], Input] = {}
    for path in paths:
        for entry in _named(path, hidden_away):
            if canonical or not entry.canonical or entry.source == path:
                # The same file named twice is one input.
                found.setdefault((entry.path, entry.source.absolute()), entry)
    return sorted(found.values(), key=lambda entry: entry.path)


def _named(path: Path, leave_out: Path | None) -> Iterator[Input]:
    """What one path of the user's stands for."""
    # A path that ends in .. or is the root has no name of its own to be known by.
    name = path.name if path.name not in {"", ".."} else path.resolve().name
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield Input(name, path, unreadable(path, error))
        return
    if not stat.S_ISDIR(mode):
        yield from _with_addresses([Input(name, path, _fault(path, mode))])
        return
    entries = list(_with_addresses(_walk(path, leave_out)))
    if not entries:
        nothing = InputError(str(path), "no_input", "the folder holds no report", "name a folder that does")
        entries = [Input(name, path, nothing)]
    yield from entries


def _with_addresses(entries: Iterable[Input]) -> Iterator[Input]:
    """The inputs with what the manifest in the folder of each, or in one above it that was walked, says of them."""
    known: dict[Path, dict[Path, str]] = {}
    for entry in entries:
        folders = list(entry.source.parents)[: len(Path(entry.path).parts)]
        for folder in folders:
            if folder not in known:
                known[folder] = {}
                try:
                    known[folder] = read_manifest(folder)
                except InputError as error:
                    yield Input(MANIFEST, folder / MANIFEST, error)
                except OSError as error:
                    yield Input(MANIFEST, folder / MANIFEST, unreadable(folder / MANIFEST, error))
        told = (known[folder].get(entry.source) for folder in folders)
        yield replace(entry, address=next((url for url in told if url), None))


def _walk(top: Path, leave_out: Path | None) -> Iterator[Input]:
    folders = [top]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Input(_below(folder, top), folder, unreadable(folder, error))
            continue
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith(".") or entry.name == MANIFEST:
                continue
            if entry.is_dir(follow_symlinks=False):
                if leave_out is None or path.resolve() != leave_out:
                    folders.append(path)
            else:
                yield _found(path, top)


def _found(path: Path, top: Path) -> Input:
    below = _below(path, top)
    try:
        return Input(below, path, _fault(path, path.lstat().st_mode) or _strange(path))
    except OSError as error:  # gone since the folder was listed
        return Input(below, path, unreadable(path, error))


def _below(path: Path, top: Path) -> str:
    return path.relative_to(top).as_posix() if path != top else top.name or "."


def _fault(path: Path, mode: int) -> InputError | None:
    """Why a file of this mode is not opened, if so."""
    if stat.S_ISLNK(mode):
        return InputError(str(path), "link", "it is a link, passed over", "name it outright to have it read")
    if not stat.S_ISREG(mode):
        # Opening a pipe that nobody writes to would wait for ever.
        remedy = "send it to standard input: gongkai convert -"
        return InputError(str(path), "special", "it is a pipe, socket or device, passed over", remedy)
    if path.stat().st_size > MOST_BYTES:
        return _too_large(path)
    return None


def _strange(path: Path) -> InputError | None:
    """Why a file found in a folder is not taken for a report, if so."""
    suffix = path.suffix.lower()
    if suffix in REPORT_SUFFIXES or suffix[1:].isdigit() or not suffix.lstrip(".").isascii() or " " in suffix:
        return None
    problem = f"a {suffix} file is no report, passed over"
    return InputError(str(path), "other_kind", problem, "name it outright to have it read")


def _too_large(path: Path) -> InputError:
    problem = f"it is larger than {MOST_BYTES // 1_000_000} MB, no report is"
    return InputError(str(path), "too_large", problem, "split it, or leave it out")


def unreadable(path: Path, error: OSError) -> InputError:
    """The error of a file or folder that the system does not let us read."""
    reason = (error.strerror or type(error).__name__).lower()
    return InputError(
        str(path), "unreadable", f"it cannot be read: {reason}", "check its name and permissions"
    )
