"""Files that are either old or new, never half: written beside their place, then moved over it."""

import contextlib
import os
import secrets
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PREFIX, _SUFFIX = ".gongkai-", ".tmp"


def replace_file(path: Path, data: bytes) -> None:
    """Writes the file with its folders; after a crash there is the old file or the new one.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: that of the file may already be as long as a name can be.
    beside = path.parent / f"{_PREFIX}{secrets.token_hex(6)}{_SUFFIX}"
    try:
        with beside.open("xb") as file:
            _claim(file.fileno())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def settle_folder(folder: Path) -> None:
    """Makes the names in a folder as lasting as the files, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep_folder(folder: Path) -> None:
    """Removes what a killed process left behind; a file being written is held by its writer and stays."""
    if sys.platform == "win32":
        return
    for stray in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError), stray.open("rb") as file:
            _claim(file.fileno())
            stray.unlink()


def _claim(descriptor: int) -> None:
    """Holds a file until it is closed, or the process dies; OSError where another holds it."""
    if sys.platform != "win32":
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
