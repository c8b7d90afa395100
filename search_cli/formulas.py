"""Text that a spreadsheet would run, made text that it only reads."""

from typing import Any

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for a formula at the start of a cell; the full-width ones it folds."""


def harmless(value: Any) -> Any:  # noqa: ANN401 - a cell may hold anything
    """The value as a cell that is only read, never run: text may get an apostrophe, numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_BEGINNINGS):
        return "'" + value
    return value
