"""PDF files written object by object, for what no drawing program would write."""

from collections.abc import Mapping
from zlib import compress

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"

HELVETICA = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
"""Resources with one font, F1, that is only named."""


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object with these entries in its dictionary."""
    return b"<< %b /Length %d >> stream\n%b\nendstream" % (entries, len(content), content)


def flate(content: bytes, *, times: int = 1, entries: bytes = b"") -> bytes:
    """A stream deflated so many times."""
    for _ in range(times):
        content = compress(content, 9)
    return stream(content, entries + b" /Filter [%b]" % (b"/FlateDecode " * times))


def page(contents: bytes = b"4 0 R", resources: bytes = b"<< >>", box: bytes = b"[0 0 595 842]") -> bytes:
    """A page whose contents and resources are these objects."""
    return b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Resources %b /Contents %b >>" % (
        box,
        resources,
        contents,
    )


def raw_pdf(objects: Mapping[int, bytes]) -> bytes:
    """The file of these objects by number; 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    return bytes(out)
