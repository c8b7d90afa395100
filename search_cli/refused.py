"""Reports that a server refuses, as a file: one JSON a line, with the reason and the report itself."""

import json
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from converters.errors import OutputError
from indexer.engine import Refused
from search_cli.failures import counting, say


class RefusedReports:
    """A file that is made with the first report that is refused; at the end the user is told of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def take(self, refused: Refused) -> None:
        """Writes one report down.

        Raises:
            OutputError: the file cannot be written: nothing is to be lost, so that the load ends.
        """
        report = json.loads(refused.report)
        line = {
            "id": refused.id,
            "status": refused.status,
            "reason": refused.reason,
            "source": report["source"]["path"],
            "report": report,
        }
        try:
            if self._file is None:
                self._file = self._path.open("w", encoding="utf-8")
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError as error:
            problem = f"refused reports cannot be written down ({error.strerror})"
            raise OutputError(str(self._path), problem, "name another file with --refused") from error
        self._count += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            say(f"{counting(self._count, 'report')} refused by the server, with reasons in {self._path}")
