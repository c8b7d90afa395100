"""What is left of a PDF file whose end is lost: the objects before the cut, if they still say what they show."""

import re

_HEAD = re.compile(rb"%PDF-\d\.\d\s")
_CATALOG = re.compile(rb"/Type\s*/Catalog\b")
_NUMBER = re.compile(rb"(\d+)\s+\d+\Z")
_OBJECT = re.compile(rb"(?<!\d)(\d+)\s+\d+\s+obj\b")
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R\b")
_FONT_PART = re.compile(
    rb"/(?:ToUnicode|DescendantFonts|FontDescriptor|FontFile[23]?|Encoding|CharProcs)\s*\[?\s*(\d+)\s+\d+\s+R\b"
)
_FONTS = re.compile(rb"/Font\s*<<(.*?)>>", re.DOTALL)
_FONTS_ELSEWHERE = re.compile(rb"/Font\s+(\d+)\s+\d+\s+R\b")
_LONGEST = 4_000


def with_end(data: bytes) -> bytes:
    """The file; one that is cut before its trailer ends behind its last whole object, with a trailer put there."""
    if data.rfind(b"startxref") >= 0:
        return data
    catalogs = list(_CATALOG.finditer(data))
    if not catalogs:
        return data
    start = data.rfind(b" obj", max(0, catalogs[-1].start() - _LONGEST), catalogs[-1].start())
    number = _NUMBER.search(data, max(0, start - 20), max(0, start))
    if number is None:
        return data
    end = data.rfind(b"endobj") + len(b"endobj")
    return data[:end] + b"\ntrailer\n<< /Root %b 0 R >>\nstartxref\n0\n%%%%EOF\n" % number[1]


def files_in(data: bytes) -> int:
    """How many PDF files stand in the bytes."""
    return len(_HEAD.findall(data))


def has_lost_fonts(data: bytes) -> bool:
    """Whether a font, or what tells its characters, is not in the file any more.

    Another one takes its place then, and shows other digits. Objects in compressed streams are not looked at: a file
    that has such is whole or does not open.
    """
    if b"/ObjStm" in data:
        return False
    present = set(_OBJECT.findall(data))
    needed = set(_FONT_PART.findall(data))
    for fonts in _FONTS.findall(data):
        needed.update(_REFERENCE.findall(fonts))
    for number in set(_FONTS_ELSEWHERE.findall(data)):
        needed.add(number)
        body = re.search(rb"(?<!\d)%b\s+\d+\s+obj\b(.*?)endobj" % number, data, re.DOTALL)
        needed.update(_REFERENCE.findall(body[1]) if body else ())
    return not needed <= present
