"""pdfium's functions of characters, called with bare addresses: a quarter faster than with what ctypes makes of types.

They are called for every character of a page; a call of the usual kind checks and converts all that it is given.
"""

import ctypes
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

_ADDRESS, _INDEX = ctypes.c_void_p, ctypes.c_int


class Calls(NamedTuple):
    """Each takes the address of a text page and the index of a character; the boxes also where answers are written."""

    code: Callable[..., int]
    has_no_map: Callable[..., int]
    place: Callable[..., int]
    ink: Callable[..., int]
    origin: Callable[..., int]
    angle: Callable[..., float]


def _bare(function: Any, answer: type[Any], answers: int = 0) -> Callable[..., Any]:  # noqa: ANN401 - ctypes has no types
    kind = ctypes.PYFUNCTYPE(answer, _ADDRESS, _INDEX, *[_ADDRESS] * answers)
    return kind(ctypes.cast(function, _ADDRESS).value or 0)


CALLS = Calls(
    code=_bare(pdfium.FPDFText_GetUnicode, ctypes.c_uint),
    has_no_map=_bare(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int),
    place=_bare(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, 1),
    ink=_bare(pdfium.FPDFText_GetCharBox, ctypes.c_int, 4),
    origin=_bare(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, 2),
    angle=_bare(pdfium.FPDFText_GetCharAngle, ctypes.c_float),
)


def address_of(textpage: pdfium.FPDF_TEXTPAGE) -> int:
    """Where pdfium's text of a page lies."""
    return ctypes.cast(textpage, _ADDRESS).value or 0
