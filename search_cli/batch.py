"""The files that the user named, one by one: there may be a million of them."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path

from converters.inputs import count_files, find_inputs, with_password


class Batch:
    """The inputs of a command, to be gone through once; whether it is one alone, and about how many there are."""

    def __init__(
        self, paths: Sequence[Path], *, password: str | None = None, leave_out: Path | None = None
    ) -> None:
        found = with_password(find_inputs(paths, leave_out=leave_out), password)
        first = list(islice(found, 2))
        self.inputs = chain(first, found)
        self.alone = len(first) == 1
        self.total: int | Callable[[], int] = 1 if self.alone else partial(count_files, paths)
