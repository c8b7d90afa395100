"""A file that is there whole or not at all, whatever writes it: made in a folder aside, then moved to its place."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from converters.errors import OutputError

if sys.platform != "win32":
    import fcntl

_PREFIX, _SUFFIX = ".gongkai-export-", ".tmp"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where to write the file; it becomes `path` when the block ends well, and is gone when it does not.

    Raises:
        OutputError: the folder or disk cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        aside = Path(mkdtemp(_SUFFIX, _PREFIX, path.parent))
    except OSError as error:
        raise _unwritable(path, error) from error
    handle = _hold(aside)
    try:
        beside = aside / f"export{path.suffix}"
        yield beside
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _unwritable(path: Path, error: OSError) -> OutputError:
    reason = (error.strerror or str(error)).lower()
    return OutputError(
        str(path), f"it cannot be written: {reason}", "make room or rights, or name another --output"
    )


def _sweep(folder: Path) -> None:
    """Removes what a killed process left behind; a folder in use is held by its process and stays."""
    for stray in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            handle = _hold(stray)
            if handle is not None:
                shutil.rmtree(stray, ignore_errors=True)
                os.close(handle)


def _hold(folder: Path) -> int | None:
    """Holds a folder until the handle is closed, or the process dies; OSError where another holds it."""
    if sys.platform == "win32":
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle
