"""Files that cannot be read as they are: scans, locked files, fonts whose codes mean nothing."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pypdfium2
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from laboratory.paper.setting import Setting

PASSWORD = "gongkai-2024"  # noqa: S105  # printed in every truth file
_SCAN_DPI = 110
# pdfium writes another second identifier every time: the first takes its place.
_CHANGE_ID = re.compile(rb"(/ID\s*\[)<([0-9A-F]+)><[0-9A-F]+>")


@dataclass(frozen=True, slots=True)
class Veil:
    """How a file is made unreadable: before drawing, while it is written, or after. `reads` where it can be read."""

    setting: Callable[[Setting], Setting] = lambda setting: setting
    encryption: Callable[[], StandardEncryption | None] = lambda: None
    after: Callable[[bytes], bytes] = lambda data: data
    reads: bool = False
    hides: Callable[[int], bool] = lambda _page: False  # whether a page, counted from 1, is a picture
    password: str | None = None


def mapless(setting: Setting) -> Setting:
    """Fonts without a Unicode map."""
    return replace(
        setting,
        body_font="song-mapless",
        head_font="song-mapless",
        cell_font="song-mapless",
        number_font="song-mapless",
    )


def scanned(data: bytes) -> bytes:
    """The pages as grey pictures and nothing else."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    document = pypdfium2.PdfDocument(data)
    for page in document:
        picture = io.BytesIO()
        page.render(scale=_SCAN_DPI / 72, grayscale=True).to_pil().save(picture, "JPEG", quality=60)
        canvas.setPageSize(page.get_size())
        canvas.drawImage(ImageReader(picture), 0, 0, *page.get_size())
        canvas.showPage()
        page.close()
    document.close()
    canvas.save()
    return out.getvalue()


def _every_second(page: int) -> bool:
    return page % 2 == 0


def half_scanned(data: bytes) -> bytes:
    """Every second page as a picture, the others as they are."""
    pictures = pypdfium2.PdfDocument(scanned(data))
    document = pypdfium2.PdfDocument(data)
    for at in (at for at in range(len(pictures)) if _every_second(at + 1)):
        del document[at]
        document.import_pages(pictures, [at], at)
    out = io.BytesIO()
    document.save(out)
    document.close()
    pictures.close()
    return _CHANGE_ID.sub(rb"\g<1><\g<2>><\g<2>>", out.getvalue())


def _locked(user: str) -> StandardEncryption:
    return StandardEncryption(user, ownerPassword="owner", canModify=0, strength=128)


VEILS: Mapping[str, Veil] = {
    "scan": Veil(after=scanned),
    "scan of every second page": Veil(after=half_scanned, reads=True, hides=_every_second),
    "no Unicode map": Veil(setting=mapless),
    "locked": Veil(encryption=lambda: _locked(PASSWORD), reads=True, password=PASSWORD),
    "locked against changes": Veil(encryption=lambda: _locked(""), reads=True),
}
