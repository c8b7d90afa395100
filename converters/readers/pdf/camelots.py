"""camelot as a witness, in two ways: rules in the picture of a page (lattice), and how its text is aligned (stream)."""

import os
import warnings
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from converters.readers.pdf.mesh import Mesh, cells_between
from converters.readers.pdf.page import Page


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
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # or numpy asks for memory for every processor, unused here
    import camelot.io  # noqa: PLC0415 - it may not be there, and loads pandas and OpenCV

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of every page without a table
        tables = camelot.io.read_pdf(data, pages="all", flavor=flavor)
    found: dict[int, list[Mesh]] = defaultdict(list)
    for table in tables:
        mesh = _mesh(table.cells, pages[table.page - 1].frame.height)
        if mesh is not None:
            found[table.page - 1].append(mesh)
    return [
        replace(page, meshes=tuple(sorted(found[index], key=lambda mesh: mesh.box[1])))
        for index, page in enumerate(pages)
    ]


def _mesh(rows: Sequence[Sequence[Any]], height: float) -> Mesh | None:
    """A table of camelot, whose cells tell which of their edges are drawn, counted from the lower left corner."""
    xs = [rows[0][0].x1, *(cell.x2 for cell in rows[0])]
    ys = [height - rows[0][0].y2, *(height - row[0].y1 for row in rows)]
    below: set[tuple[int, int]] = set()
    beside: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            below |= {(line, x) for line, drawn in ((y, cell.top), (y + 1, cell.bottom)) if drawn}
            beside |= {(line, y) for line, drawn in ((x, cell.left), (x + 1, cell.right)) if drawn}
    cells = tuple(cells_between(xs, ys, below, beside))
    return Mesh(tuple(xs), tuple(ys), cells) if len(cells) > 1 else None
