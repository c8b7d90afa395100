"""A page of a PDF file as it is shown, as a picture with one place marked on it."""

from io import BytesIO

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from converters.errors import InputError
from converters.readers.pdf.document import opened
from converters.readers.pdf.remains import with_end
from converters.sheet import PagePlace

_SCALE = 2.0
"""Pixels a point: 144 dots an inch, digits of a table 15 pixels high."""
_LARGEST = 4_000
"""Pixels of the longer side: pages may be 200 inches long."""
_MARGIN = 2.0
"""Points between the ink and the frame around it."""
_FRAME = (220, 30, 30)
_GROUND = (255, 240, 130)


def picture_of(data: bytes, place: PagePlace, *, path: str, password: str | None = None) -> bytes:
    """A PNG of the page of this place, the place on a yellow ground within a red frame.

    Raises:
        InputError: the file cannot be opened, or has no such page.
    """
    with opened(with_end(data), path=path, password=password) as document:
        if not 1 <= place.page <= len(document):
            raise InputError(
                path, "no_such_page", f"it has no page {place.page}", "name the file that was converted"
            )
        page = document[place.page - 1]
        drawn, scale = _drawn(page)
        page.close()
    x0, y0, x1, y1 = (value * scale for value in place.bbox)
    margin = _MARGIN * scale
    frame = (x0 - margin, y0 - margin, x1 + margin, y1 + margin)
    ground = Image.new("RGB", drawn.size, "white")
    ImageDraw.Draw(ground).rectangle(frame, fill=_GROUND)
    marked = ImageChops.multiply(drawn, ground)
    ImageDraw.Draw(marked).rectangle(frame, outline=_FRAME, width=round(scale))
    written = BytesIO()
    marked.save(written, "PNG")
    return written.getvalue()


def _drawn(page: pypdfium2.PdfPage) -> tuple[Image.Image, float]:
    """The page, and how many pixels a point is."""
    scale = min(_SCALE, _LARGEST / max(page.get_size()))
    return page.render(scale=scale).to_pil().convert("RGB"), scale
