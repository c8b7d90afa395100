"""The whole numbers between ends that need not be whole."""

import math

from converters.report import Number
from indexer.query import Range


def whole_bounds(bounds: Range) -> tuple[int | None, int | None]:
    """The least and the most whole number within, None where there is no end: above 1.5 means from 2.

    Raises:
        TypeError: an end is a day.
    """
    low, high = number_end(bounds.low), number_end(bounds.high)
    least = None if low is None else math.ceil(low) if bounds.with_low else math.floor(low) + 1
    most = None if high is None else math.floor(high) if bounds.with_high else math.ceil(high) - 1
    return least, most


def number_end(end: Number | str | None) -> Number | None:
    """The end, which is no day; −0, which engines take for less than 0, as 0.

    Raises:
        TypeError: it is.
    """
    if isinstance(end, str):
        raise TypeError(f"{end!r} is no number")
    return 0 if end == 0 else end
