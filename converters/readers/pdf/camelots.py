"""camelot as a witness, in two ways: rules in the picture of a page (lattice), and how its text is aligned (stream)."""

import math
import os
import warnings
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from converters.readers.pdf.mesh import Drawn, Mesh, cells_between
from converters.readers.pdf.page import Page

_THREADS = ("OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
"""How many threads numpy and OpenCV start where nobody says it: one for every processor, which has a worker already."""
_DPI = 150
"""At twice as many, which camelot takes, a worker holds 160 MB more, and no laboratory table is found better."""
_POINTS_PER_INCH = 72
_MOST_PIXELS = 4_500_000
"""Pixels of a page's picture, A3 at that resolution: a larger page is drawn smaller, or it would cost its worker."""


def seen_by_lattice(data: bytes, pages: Sequence[Page]) -> list[Page]:
    """These pages with the tables that camelot's lattice finds; see `_seen`."""
    return _seen(data, pages, "lattice")


def seen_by_stream(data: bytes, pages: Sequence[Page]) -> list[Page]:
    """These pages with the tables that camelot's stream finds; see `_seen`."""
    return _seen(data, pages, "stream")


def _seen(data: bytes, pages: Sequence[Page], flavor: str) -> list[Page]:
    """These pages with the tables that camelot finds; the characters stay as they are.

    Args:
        data: a PDF file of these pages, upright.
        pages: the same as pdfium sees them.
        flavor: camelot's name of the way.

    Raises:
        ImportError: camelot is not installed.
    """
    for threads in _THREADS:
        os.environ.setdefault(threads, "1")
    import camelot.io  # noqa: PLC0415 - it may not be there, and loads pandas and OpenCV

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of every page without a table
        drawn = {"backend": _Drawing(), "use_fallback": False} if flavor == "lattice" else {}
        tables = camelot.io.read_pdf(data, pages="all", flavor=flavor, **drawn)
    found: dict[int, list[Mesh]] = defaultdict(list)
    for table in tables:
        mesh = _mesh(table.cells, pages[table.page - 1].frame.height)
        if mesh is not None:
            found[table.page - 1].append(mesh)
    return [
        replace(page, meshes=tuple(sorted(found[index], key=lambda mesh: mesh.box[1])))
        for index, page in enumerate(pages)
    ]


class _Drawing:
    """Draws pages for camelot's lattice, which asks for no resolution, and whose own backend takes 300 dpi."""

    def to_array(self, path: str, page: int) -> Any:  # noqa: ANN401 - numpy comes with camelot only
        """The picture of the page in a file, counted from 1: rows of points, each blue, green and red."""
        import pypdfium2  # noqa: PLC0415 - beside camelot, which loads more

        with pypdfium2.PdfDocument(path) as document:
            drawn = document[page - 1]
            most = math.sqrt(_MOST_PIXELS / math.prod(drawn.get_size()))
            return drawn.render(scale=min(_DPI / _POINTS_PER_INCH, most)).to_numpy()

    def convert(self, pdf_path: str, png_path: str, page: int = 1) -> None:
        """Must be there, and is not called: camelot takes the array."""
        raise NotImplementedError


def _mesh(rows: Sequence[Sequence[Any]], height: float) -> Mesh | None:
    """A table of camelot, whose cells tell which of their edges are drawn, counted from the lower left corner."""
    xs = [rows[0][0].x1, *(cell.x2 for cell in rows[0])]
    ys = [height - rows[0][0].y2, *(height - row[0].y1 for row in rows)]
    below: Drawn = [[False for _ in rows[0]] for _ in ys]
    beside: Drawn = [[False for _ in rows] for _ in xs]
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            below[y][x] |= cell.top
            below[y + 1][x] |= cell.bottom
            beside[x][y] |= cell.left
            beside[x + 1][y] |= cell.right
    cells = tuple(cells_between(xs, ys, below, beside))
    return Mesh(tuple(xs), tuple(ys), cells) if len(cells) > 1 else None
