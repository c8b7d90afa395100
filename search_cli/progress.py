"""How far a long command is: a bar on a terminal, otherwise a line every so often; what is short says nothing."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from search_cli.failures import say

if TYPE_CHECKING:
    from rich.progress import Progress, Task
    from rich.text import Text

_EVERY = 30.0
"""Seconds between two lines where there is no terminal: a night's log has a thousand of them."""

Item = TypeVar("Item")


def counted(
    items: Iterable[Item],
    total: int | Callable[[], int],
    *,
    quiet: bool = False,
    prints: bool = False,
    is_failure: Callable[[Item], bool] | None = None,
) -> Iterator[Item]:
    """The items, with their count, rate, failures and the time left on standard error while they pass.

    Args:
        items: What is counted.
        total: About how many there are; asked only where it is told.
        quiet: Whether nothing is told.
        prints: Whether data is printed meanwhile: a bar on the same terminal would stand in its way.
        is_failure: Which items are counted as failures.
    """
    if quiet or total == 1:
        return iter(items)
    is_failure = is_failure or _never
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not (prints and sys.stdout.isatty()):
        return _with_bar(items, total, is_failure)
    return _with_lines(items, total, is_failure)


def _never(item: object) -> bool:
    del item
    return False


def _with_lines(
    items: Iterable[Item], total: int | Callable[[], int], is_failure: Callable[[Item], bool]
) -> Iterator[Item]:
    started = said = time.monotonic()
    failed = 0
    for done, item in enumerate(items, 1):
        yield item
        failed += is_failure(item)
        if time.monotonic() - said > _EVERY:
            total = total() if callable(total) else total
            say(_line(done, max(total, done), failed, time.monotonic() - started))
            said = time.monotonic()


def _line(done: int, total: int, failed: int, seconds: float) -> str:
    """`1,200 of 20,000, 41 a second, 0:07:38 left, 12 failed`."""
    rate = done / seconds
    left = _clock((total - done) / rate)
    return f"{done:,} of {total:,}, {rate:,.0f} a second, {left} left, {failed:,} failed"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


def _with_bar(
    items: Iterable[Item], total: int | Callable[[], int], is_failure: Callable[[Item], bool]
) -> Iterator[Item]:
    with _bar() as bar:
        task = bar.add_task("", total=total() if callable(total) else total, failed=0)
        failed = 0
        for item in items:
            yield item
            failed += is_failure(item)
            bar.update(task, advance=1, failed=failed)


def _bar() -> "Progress":
    from rich.console import Console  # noqa: PLC0415 - rich is slow to import
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TimeRemainingColumn  # noqa: PLC0415 - the same
    from rich.text import Text as Shown  # noqa: PLC0415 - the same

    class Rate(ProgressColumn):
        def render(self, task: "Task") -> "Text":
            return Shown(f"{task.speed or 0:,.0f} a second")

    class Failures(ProgressColumn):
        def render(self, task: "Task") -> "Text":
            return Shown(f"{task.fields['failed']:,} failed")

    columns = BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(), Failures()
    return Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=60)
