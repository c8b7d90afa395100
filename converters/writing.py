"""Files that are either old or new, never half: written beside their place, then moved over it."""

import os
import secrets
from pathlib import Path

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
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
