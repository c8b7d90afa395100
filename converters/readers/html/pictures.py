"""Pictures that stand where a statutory table should."""

import re
from collections.abc import Iterator, Sequence

from converters.readers.html.extent import is_form, is_section
from converters.readers.html.furniture import compact
from converters.readers.html.pieces import Picture, Piece
from converters.sheet import Notice

_OF_TABLES = re.compile(r"主动公开|收到和处理|公开申请|行政复议|行政诉讼")
_SMALL = re.compile(r"[1-9]?\d(?:px)?")
_DECORATION = re.compile(
    r"icon|logo|ewm|qrcode|weixin|arrow|blank|spacer|line\d?\.|\.svg|/fj\.|/file", re.IGNORECASE
)


def picture_notices(report: Sequence[Piece]) -> Iterator[Notice]:
    """A notice for every picture in a section that should have a table and has none."""
    section, shows_table = "", any(map(is_form, report))
    pictures: list[Picture] = []
    for piece in (*report, None):
        if piece is None or is_section(piece):
            if not shows_table:
                yield from (_notice(picture, section) for picture in pictures)
            if piece is not None:
                section, pictures = piece.text, []
                shows_table = _OF_TABLES.search(compact(section)) is None
        elif is_form(piece):
            shows_table = True
        elif isinstance(piece.what, Picture) and _is_large(piece):
            pictures.append(piece.what)


def _notice(picture: Picture, section: str) -> Notice:
    where = f"below “{section}”" if section else "in the report"
    address = picture.address if len(picture.address) < 200 else "written into the page"
    return Notice("table_picture", f"{where} a picture stands in place of a table: {address}", picture.at)


def _is_large(piece: Piece) -> bool:
    """Whether a picture is large enough for a table, as far as the page says."""
    sizes = (piece.element.attribute(name).strip() for name in ("width", "height"))
    address = piece.element.attribute("src")
    return not any(_SMALL.fullmatch(size) for size in sizes) and _DECORATION.search(address[:500]) is None
