"""CSV that spreadsheets and programs read alike: cells that are never run, and lines that end where they should."""

import csv
from typing import Any, TextIO

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for a formula at the start of a cell; the full-width ones it folds."""
_END = "\r\n"


def harmless(value: Any) -> Any:  # noqa: ANN401 - a cell may hold anything
    """The value as a cell that is only read, never run: text may get an apostrophe, numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_BEGINNINGS):
        return "'" + value
    return value


class Lines:
    """Writes rows as lines that end in a line feed.

    The csv module puts into quotes only what ends *its* lines: told of a line feed alone it leaves a carriage return
    bare, and readers end the line there.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.writerow = csv.writer(self, lineterminator=_END).writerow

    def write(self, line: str) -> None:
        """Takes a line of the csv module's."""
        self._file.write(line.removesuffix(_END) + "\n")
