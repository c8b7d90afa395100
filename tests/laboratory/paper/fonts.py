"""The fonts of drawn PDF files: Debian's free Chinese TrueType fonts, and Adobe's names without any font.

A font of the first kind is embedded as a subset with a Unicode map, as office programs do it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont

_FOLDER = Path("/usr/share/fonts/truetype")
# Name here: file below the folder, Debian package.
_FILES: Mapping[str, tuple[str, str]] = {
    "song": ("arphic-gbsn00lp/gbsn00lp.ttf", "fonts-arphic-gbsn00lp"),
    "kai": ("arphic-gkai00mp/gkai00mp.ttf", "fonts-arphic-gkai00mp"),
    "hei": ("wqy/wqy-microhei.ttc", "fonts-wqy-microhei"),
}
_MAPLESS = "-mapless"

Piece = tuple[str, str]
"""The PDF's own name of a font, and the codes of a text in it, as hexadecimal digits."""


class MissingFontError(RuntimeError):
    """A font that the laboratory draws with is not installed."""


class Font(Protocol):
    """What drawing needs of a font."""

    def width(self, text: str) -> float:
        """The width of the text at size 1."""

    def pieces(self, text: str, document: PDFDocument) -> list[Piece]:
        """The text as codes, cut where another subset of the font begins."""


def missing_packages() -> list[str]:
    """The Debian packages whose fonts are not here."""
    return [package for file, package in _FILES.values() if not (_FOLDER / file).is_file()]


@cache
def font(name: str) -> Font:
    """A font by name: song, kai, hei (embedded), either with -mapless behind it, or STSong-Light (not embedded).

    Raises:
        MissingFontError: the font's file is not here; the message names its Debian package.
    """
    return _Unembedded(name) if name == "STSong-Light" else _Embedded(name)


class _Mapless(TTFont):  # type: ignore[misc]  # ReportLab has no types
    """A font without its Unicode map: the codes on the page mean nothing to a reader."""

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802  # ReportLab's name
        names = [self.getSubsetInternalName(at, doc)[1:] for at in range(len(self.state[doc].subsets))]
        super().addObjects(doc)
        for name in names:
            del doc.idToObject["BasicFonts"].dict[name].ToUnicode


class _Embedded:
    def __init__(self, name: str) -> None:
        file, package = _FILES[name.removesuffix(_MAPLESS)]
        if not (_FOLDER / file).is_file():
            raise MissingFontError(f"{_FOLDER / file} is not here: install the Debian package {package}")
        mapless = name.endswith(_MAPLESS)
        self._font = (_Mapless if mapless else TTFont)(name, _FOLDER / file, asciiReadable=not mapless)
        pdfmetrics.registerFont(self._font)
        self._widths: Mapping[int, float] = self._font.face.charWidths
        self._usual: float = self._font.face.defaultWidth

    def width(self, text: str) -> float:
        widths, usual = self._widths, self._usual
        return sum(widths.get(ord(character), usual) for character in text) / 1000

    def pieces(self, text: str, document: PDFDocument) -> list[Piece]:
        return [
            (self._font.getSubsetInternalName(subset, document), codes.hex())
            for subset, codes in self._font.splitString(text, document)
        ]


class _Unembedded:
    """A font that the file only names: readers know its characters by Adobe's tables."""

    def __init__(self, name: str) -> None:
        self._font = UnicodeCIDFont(name)
        pdfmetrics.registerFont(self._font)

    def width(self, text: str) -> float:
        return float(self._font.stringWidth(text, 1))

    def pieces(self, text: str, document: PDFDocument) -> list[Piece]:
        return [(document.getInternalFontName(self._font.fontName), text.encode("utf-16-be").hex())]
