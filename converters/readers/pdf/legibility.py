"""Whether what a page shows can be read: writing, a picture of writing, or codes that no font explains."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import pypdfium2.raw as pdfium

from converters.readers.pdf.document import OpenPage
from converters.readers.pdf.drawn import count_objects
from converters.readers.pdf.glyphs import REPLACEMENT, Glyph, Writing
from converters.readers.pdf.pictures import covered, is_unseen

MOST_CHARACTERS = 50_000
"""Of a page; a full page of small print has 3,000."""
WIDEST = 200 * 72
"""Points: the widest page that the format allows."""
_COMMON = frozenset(
    "的一不人有是公开政府信息工作年度报告行情况申请数量本其他处理和在中为国市县区局"
    "第条规定法律三二五六七总计结果部门主动依办理单位位项业制管发布关以对上下企予部自然政"
)
_SAMPLE = 60
"""Characters of a page that stands on a scan: a page number, a stamp; a page of text has more."""
_ENOUGH = 20
"""Characters below which nothing is said of them."""
_COVERED = 0.4
"""Of a page: what pictures cover where it is one."""
_MOSTLY = 4
"""Characters that lie far askew for each that does not: more than watermarks have on a page of text."""
_SAME_SPOT = 0.1
"""Of the size of characters: digits are half of it wide."""
_MANY_SHAPES = 200
"""Objects of a page without text that is drawn in outlines of letters; rules alone are fewer."""


class Fault(StrEnum):
    """Why a page was read in part only, or not at all."""

    BROKEN = "broken"
    PICTURE = "picture"
    ILLEGIBLE = "illegible"
    VAST = "vast"
    CROWDED = "crowded"
    OVERPRINTED = "overprinted"
    ASKEW = "askew"
    OVERDRAWN = "overdrawn"
    SLIGHT = "slight"
    RECOGNISED = "recognised"
    BLANK = "blank"


def fault_before_reading(page: OpenPage) -> Fault | None:
    """What speaks against reading a page at all."""
    left, bottom, right, top = page.crop
    if max(right - left, top - bottom) > WIDEST:
        return Fault.VAST
    if pdfium.FPDFText_CountChars(page.text) > MOST_CHARACTERS:
        return Fault.CROWDED
    return None


def fault_of(page: OpenPage, writing: Writing) -> Fault | None:
    """What is wrong with a page whose writing has been read."""
    glyphs = writing.glyphs + writing.askew
    if len(writing.glyphs) < _SAMPLE:  # a watermark may lie on a scan
        if covered(page.handle, page.crop) >= _COVERED:
            return Fault.PICTURE
        if not glyphs:
            return Fault.PICTURE if count_objects(page.handle) >= _MANY_SHAPES else Fault.BLANK
    if is_garbage(glyphs, writing.mapless):
        return Fault.ILLEGIBLE
    if is_overprinted(writing.glyphs):
        return Fault.OVERPRINTED
    if writing.tilt is None or len(writing.askew) >= max(_SAMPLE, _MOSTLY * len(writing.glyphs)):
        return Fault.ASKEW
    return Fault.SLIGHT if len(glyphs) < _ENOUGH else None


def is_recognised(page: OpenPage) -> bool:
    """Whether the text of a page with pictures is what a program recognised in them."""
    return covered(page.handle, page.crop) >= _COVERED and is_unseen(page.handle)


def is_overprinted(glyphs: Sequence[Glyph]) -> bool:
    """Whether other characters stand on those drawn before them, as where a font's widths are lost.

    Nobody can tell then which digit comes first. The same character drawn twice is bold.
    """
    return any(
        after.text != before.text
        and abs(after.base - before.base) < 1
        and abs(after.left - before.left) < _SAME_SPOT * min(after.size, before.size)
        for before, after in pairwise(glyphs)
        if before.text.isdigit() and after.text.isdigit()
    )


def is_garbage(glyphs: Sequence[Glyph], mapless: int) -> bool:
    """Whether characters are codes of a font without a Unicode map rather than words.

    Such codes come as Latin letters, signs and accents in any order, as characters of private use, or as Han that
    nobody uses. Pages of numbers and pages in English pass.
    """
    kinds = Counter([_kind(glyph.text) for glyph in glyphs])
    total = len(glyphs)
    if total < _ENOUGH:
        return mapless * 2 > total
    if max(mapless, kinds["unknown"]) * 4 > total or kinds["odd"] * 4 > total:
        return True
    han = kinds["common"] + kinds["han"]
    if han * 4 > total:
        # A page with less may be a list of names.
        return han >= 2 * _ENOUGH and kinds["common"] * 20 < han
    strange = kinds["sign"] + kinds["odd"] + kinds["unknown"]
    return han * 10 < total and strange * 3 > total - kinds["digit"] and strange >= _ENOUGH


@lru_cache(maxsize=16384)
def _kind(text: str) -> str:
    if text in _COMMON:
        return "common"
    code = ord(text)
    if text.isdigit() or text in "-—–/.,%、。，：；（）()":
        return "digit"
    if 0x3400 <= code < 0xA000 or 0xF900 <= code < 0xFB00 or code >= 0x20000:
        return "han"
    if code < 0x7F:
        return "letter" if text.isalpha() else "sign"
    if text == REPLACEMENT or 0xE000 <= code < 0xF900 or code < 0xA0:
        return "unknown"
    return "other" if 0x2010 <= code < 0x3400 or code >= 0xFE00 else "odd"
