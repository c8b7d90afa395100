"""One document in, one canonical report out: the front door.

>>> from converters import convert, dumps
>>> report = convert("report.txt")  # doctest: +SKIP
>>> report.year, report.agency.name  # doctest: +SKIP

What stands behind a name is imported when it is first asked for: the command line starts faster than it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from converters.canonical import dumps, loads
    from converters.conversion import convert, convert_bytes
    from converters.errors import InputError
    from converters.form import forms
    from converters.report import Basis, Cell, Report

__all__ = ["Basis", "Cell", "InputError", "Report", "convert", "convert_bytes", "dumps", "forms", "loads"]

_ROOMS = {
    "Basis": "report",
    "Cell": "report",
    "InputError": "errors",
    "Report": "report",
    "convert": "conversion",
    "convert_bytes": "conversion",
    "dumps": "canonical",
    "forms": "form",
    "loads": "canonical",
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module 'converters' has no attribute {name!r}")
    return getattr(import_module(f"converters.{_ROOMS[name]}"), name)
