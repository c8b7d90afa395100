"""pdfium's functions of characters, called with arguments that are ready made: twice as fast as the usual way.

They are called for every character of a page; a call of the usual kind checks and converts all that it is given.
"""

import ctypes
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium


class Calls(NamedTuple):
    """Each takes a text page as `argument_of` makes it and the index of a character; the boxes also where to answer.

    What is answered to is given by reference (`ctypes.byref`): nothing is checked.
    """

    code: Callable[..., int]
    has_no_map: Callable[..., int]
    place: Callable[..., None]
    ink: Callable[..., None]
    origin: Callable[..., None]
    angle: Callable[..., float]


def _bare(function: Any, answer: type[Any] | None) -> Callable[..., Any]:  # noqa: ANN401 - ctypes has no types
    return ctypes.PYFUNCTYPE(answer)(ctypes.cast(function, ctypes.c_void_p).value or 0)


CALLS = Calls(
    code=_bare(pdfium.FPDFText_GetUnicode, ctypes.c_uint),
    has_no_map=_bare(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int),
    place=_bare(pdfium.FPDFText_GetLooseCharBox, None),
    ink=_bare(pdfium.FPDFText_GetCharBox, None),
    origin=_bare(pdfium.FPDFText_GetCharOrigin, None),
    angle=_bare(pdfium.FPDFText_GetCharAngle, ctypes.c_float),
)


def argument_of(textpage: pdfium.FPDF_TEXTPAGE) -> object:
    """pdfium's text of a page, as these functions take it."""
    return ctypes.byref(textpage.contents)
