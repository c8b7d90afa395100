"""How far a long command is, on a terminal only; in a pipe or a log it says nothing."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

_EVERY = 0.2  # seconds: often enough to look alive, seldom enough to cost nothing

Item = TypeVar("Item")


def counted(items: Iterable[Item], total: int, *, quiet: bool = False) -> Iterator[Item]:
    """The items, with their count on standard error while they pass."""
    if quiet or total <= 1 or not sys.stderr.isatty():
        yield from items
        return
    shown = time.monotonic()
    try:
        for number, item in enumerate(items, 1):
            if time.monotonic() - shown > _EVERY:
                sys.stderr.write(f"\r{number} of {total}\x1b[K")
                shown = time.monotonic()
            else:
                sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            yield item
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
