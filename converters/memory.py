"""What this process holds of the machine's memory, and how it gives back what it no longer needs."""

import ctypes
import os
import sys
from functools import cache
from pathlib import Path


def resident() -> int:
    """Bytes of this process that lie in memory now; 0 where the system does not tell (only Linux does)."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def give_back() -> None:
    """Gives freed memory back to the system: glibc keeps it, 25 MB after a page that camelot has drawn."""
    trim = getattr(_library(), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None)
