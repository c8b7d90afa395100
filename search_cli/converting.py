"""A run of `gongkai convert` into a folder: what is said on the way, and at the end."""

import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from converters.bulk.filing import Filed, not_writable
from converters.bulk.ledger import Ledger
from converters.bulk.links import dumps_link, links
from converters.bulk.run import Run, Wish
from converters.bulk.store import Store
from converters.bulk.summary import MOST_NAMED, Summary
from converters.errors import ExitCode, InputError
from converters.inputs import PASSED_OVER, Input, count_files
from converters.remote import Source
from converters.writing import replace_file
from search_cli.failures import batch_code, complain, counting, say
from search_cli.printing.disagreements import print_disagreements
from search_cli.progress import counted


class Converting:
    """A run into a folder: what is said on the way, and at the end."""

    def __init__(self, paths: Sequence[Source], store: Store, ledger: Ledger, *, quiet: bool) -> None:
        self.paths = paths
        self.store = store
        self.ledger = ledger
        self.quiet = quiet
        self.counts = Summary()

    def write(self, inputs: Iterable[Input], wish: Wish) -> None:
        """Converts what is wanted, with a line for each input that fails."""
        started = time.monotonic()
        filed = Run(inputs, self.store, self.ledger, wish).filed()
        for each in counted(filed, lambda: count_files(self.paths), quiet=self.quiet, is_failure=_is_failure):
            self.counts.add(each)
            if each.error is not None:
                complain(each.error)
            if each.report is not None and not self.quiet:
                print_disagreements(each.report, str(each.source))
        self.counts.seconds = time.monotonic() - started

    def end(self, summary: Path | None, linked: Path | None, *, retry: bool) -> ExitCode:
        """Says what was done, writes the files that were asked for, and knows the exit code."""
        counts = self.counts
        counts.results, counts.reports = self.ledger.counts()
        if not retry:
            self._count_vanished()
        if not self.quiet:
            say(summary_line(counts, str(self.store)))
            if counts.vanished:
                say(_vanished_line(counts))
        if summary is not None:
            _write_file(summary, json.dumps(counts.record(), ensure_ascii=False, indent=1) + "\n")
        if linked is not None:
            _write_file(linked, "".join(map(dumps_link, links(self.ledger, self.store))))
        done, failed = counts.converted + counts.unchanged, counts.failed.total()
        nothing_to_do = retry and not done and not failed
        return ExitCode.DONE if nothing_to_do else batch_code(done, failed)

    def _count_vanished(self) -> None:
        for path in dict.fromkeys(self.paths):
            count, rows = self.ledger.vanished(str(path.absolute()), MOST_NAMED - len(self.counts.gone))
            self.counts.vanished += count
            self.counts.gone += [row.path for row in rows]


def _is_failure(filed: Filed) -> bool:
    return isinstance(filed.error, InputError) and filed.error.reason not in PASSED_OVER


def summary_line(counts: Summary, output: str) -> str:
    """The counts in words: `3 reports written to out, 4 unchanged, 2 failed (1 empty, 1 encrypted), 1 passed over`."""
    parts = [f"{counting(counts.converted, 'report')} written to {output}"]
    if counts.unchanged:
        parts.append(f"{counts.unchanged} unchanged")
    if counts.failed:
        ranked = sorted(counts.failed.items(), key=lambda pair: (-pair[1], pair[0]))
        reasons = ", ".join(f"{count} {reason}" for reason, count in ranked)
        parts.append(f"{counts.failed.total()} failed ({reasons})")
    if counts.passed_over:
        parts.append(f"{counts.passed_over.total()} passed over")
    doubts = f"; {counting(counts.doubtful_cells, 'cell')} in doubt" if counts.doubtful_cells else ""
    return ", ".join(parts) + doubts


def _vanished_line(counts: Summary) -> str:
    verb = "is" if counts.vanished == 1 else "are"
    more = ", …" if counts.vanished > 3 else ""
    named = ", ".join(counts.gone[:3]) + more
    return f"{counting(counts.vanished, 'input')} of earlier runs {verb} no longer there, the results stay: {named}"


def _write_file(path: Path, text: str) -> None:
    try:
        replace_file(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise not_writable(str(path), error) from error
