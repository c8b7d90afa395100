"""A table on pages: column widths, row heights, and what page breaks leave of rows and merged cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from laboratory.grid import Cell, Table, positions
from laboratory.paper.pen import Box, Ink
from laboratory.paper.setting import Setting
from laboratory.paper.wrapping import divided, wrapped

_LINE = 1.25  # from baseline to baseline inside a cell, in sizes of its font
_LEAST_SIZE = 5.0
# Shares of the width, as the statutory form is set; the columns of numbers share what is left.
_LABELS: Mapping[str, tuple[float, ...]] = {
    "disclosure": (0.34,),
    "applications": (0.06, 0.17, 0.29),
    "reviews": (),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """What one page shows of a cell: its box on the page as it is read, its lines, and which sides are cut."""

    page: int
    box: Box
    cell: Cell
    lines: tuple[str, ...]
    ink: Ink
    cut_above: bool = False
    cut_below: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """A row, or the upper or lower part of one that is cut: its heights on a page."""

    row: int
    page: int
    top: float
    bottom: float
    lines: slice | None = None  # of the lines of its cells, where the row is cut
    again: bool = False  # headings repeated on a later page


@dataclass(frozen=True, slots=True)
class Room:
    """Where a table may stand: left and right, top and bottom of every page; where it begins: page and height."""

    left: float
    right: float
    top: float
    bottom: float
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell with its row, its edges, its lines."""

    cell: Cell
    row: int
    left: float
    right: float
    lines: tuple[str, ...]
    ink: Ink

    @property
    def height(self) -> float:
        """What its lines need."""
        return len(self.lines) * self.ink.size * _LINE


def cut(table: Table, setting: Setting, room: Room) -> tuple[list[Piece], int, float]:
    """The pieces of the table, the page where it ends, and how low."""
    placed = list(_placed(table, setting, room))
    heights = _heights(table, placed, setting)
    strips = list(_strips(table, placed, heights, setting, room))
    by_row = {
        row: [strip for strip in strips if strip.row == row and not strip.again]
        for row in range(len(heights))
    }
    pieces = [piece for cell in placed for piece in _pieces(cell, by_row, setting)]
    pieces += [piece for strip in strips if strip.again for piece in _repeated(placed, strip, strips)]
    end = max(
        strips, key=lambda strip: (strip.page, -strip.bottom), default=Strip(0, room.page, room.y, room.y)
    )
    return sorted(pieces, key=lambda piece: piece.page), end.page, end.bottom


def ink_of(cell: Cell, setting: Setting) -> Ink:
    """The ink of a cell by what it is."""
    if cell.role in ("number", "surplus"):
        doubled = setting.doubled_numbers
        return Ink(setting.number_font, setting.number, doubled=doubled, single=setting.single_glyphs)
    return Ink(setting.cell_font, setting.cell, doubled=setting.doubled_ink and cell.role != "label")


def _placed(table: Table, setting: Setting, room: Room) -> Iterator[_Placed]:
    edges = _edges(table, setting, room)
    for index, (row, line) in enumerate(zip(table.rows, positions(table), strict=True)):
        starts = [at for at, (_, where) in enumerate(line) if where == "here"]
        for at, cell in zip(starts, row.cells, strict=True):
            right = edges[min(at + cell.width, len(edges) - 1)]
            ink = ink_of(cell, setting)
            lines, ink = _lines(cell, ink, right - edges[at] - 2 * setting.padding, setting)
            yield _Placed(cell, index, edges[at], right, lines, ink)


def _edges(table: Table, setting: Setting, room: Room) -> list[float]:
    whole = room.right - room.left
    labels = [share * setting.label_size * whole for share in _LABELS[table.id]]
    others = table.width - len(labels)
    widths = [*labels, *[(whole - sum(labels)) / others] * others]
    return [room.left, *(room.left + so_far for so_far in accumulate(widths))]


def _lines(cell: Cell, ink: Ink, width: float, setting: Setting) -> tuple[tuple[str, ...], Ink]:
    if cell.role in ("number", "surplus") and not setting.broken_numbers and cell.text:
        fits = width / max(ink.width(cell.text), 0.1)
        size = ink.size if fits >= 1 else max(_LEAST_SIZE, round(ink.size * fits - 0.05, 1))
        smaller = replace(ink, size=size)
        return (wrapped(cell.text, smaller, width) if size == _LEAST_SIZE else (cell.text,)), smaller
    if cell.role == "group" and cell.height > 9 and setting.upright_groups:
        return tuple(cell.text), ink
    return wrapped(cell.text, ink, width), ink


def _heights(table: Table, placed: Sequence[_Placed], setting: Setting) -> list[float]:
    heights = [setting.row for _ in table.rows]
    for one in sorted(placed, key=lambda one: one.cell.height):
        last = min(one.row + one.cell.height, len(heights))
        lacking = one.height + 2 * setting.padding - sum(heights[one.row : last])
        if lacking > 0:
            for row in range(one.row, last):
                heights[row] += lacking / (last - one.row)
    return heights


def _strips(
    table: Table, placed: Sequence[_Placed], heights: Sequence[float], setting: Setting, room: Room
) -> Iterator[Strip]:
    page, y = room.page, room.y
    headings = _headings(table) if setting.repeat_headings else range(0)
    for row, height in enumerate(heights):
        if y - height < room.bottom:
            upper = _fitting_lines(placed, row, y - room.bottom, setting)
            if upper:
                yield Strip(row, page, y, room.bottom, slice(0, upper))
            page, y = page + 1, room.top
            for again in headings if row not in headings else ():
                yield Strip(again, page, y, y - heights[again], again=True)
                y -= heights[again]
            if upper:
                left = max(height * 0.6, setting.row)
                yield Strip(row, page, y, y - left, slice(upper, None))
                y -= left
                continue
        yield Strip(row, page, y, y - height)
        y -= height


def _headings(table: Table) -> range:
    """The headings that office programs repeat: the rows before the first numbers."""
    first = next((at for at, row in enumerate(table.rows) if not row.is_header), 0)
    return range(first)


def _fitting_lines(placed: Sequence[_Placed], row: int, room: float, setting: Setting) -> int:
    """How many lines of the row's longest label fit above a page break; 0 where the row is not to be cut."""
    if not setting.cut_rows:
        return 0
    longest = max(
        (one for one in placed if one.row == row and one.cell.height == 1 and one.cell.role == "label"),
        key=lambda one: len(one.lines),
        default=None,
    )
    if longest is None or len(longest.lines) < 2:
        return 0
    fit = int((room - setting.padding) / (longest.ink.size * _LINE))
    return min(fit, len(longest.lines) - 1) if room > setting.row * 0.7 else 0


def _pieces(one: _Placed, by_row: Mapping[int, Sequence[Strip]], setting: Setting) -> Iterator[Piece]:
    """What the pages show of a cell."""
    ours = [strip for row in range(one.row, one.row + one.cell.height) for strip in by_row.get(row, ())]
    pages = [list(group) for _, group in groupby(ours, key=lambda strip: strip.page)]
    texts = _texts(one, pages, setting)
    for at, (strips_here, lines) in enumerate(zip(pages, texts, strict=True)):
        box = (one.left, strips_here[-1].bottom, one.right, strips_here[0].top)
        yield Piece(
            strips_here[0].page,
            box,
            one.cell,
            lines,
            one.ink,
            cut_above=at > 0,
            cut_below=at < len(pages) - 1,
        )


def _texts(one: _Placed, pages: Sequence[Sequence[Strip]], setting: Setting) -> list[tuple[str, ...]]:
    """The lines of a cell on each page that shows a part of it."""
    if len(pages) == 1:
        return [one.lines]
    nothing = [() for _ in pages[2:]]
    upper: int | None = next(
        (strip.lines.stop for strip in pages[0] if strip.lines and strip.row == one.row), None
    )
    both: tuple[tuple[str, ...], tuple[str, ...]]
    if one.cell.role in ("number", "surplus"):
        both = (one.lines, ()) if setting.number_at_cut == "upper" else ((), one.lines)
    elif one.cell.height == 1 and upper:
        both = divided(one.lines, upper if len(one.lines) > 1 else 1)
    else:
        both = _label_at_cut(one, pages, setting)
    return [*both, *nothing]


def _label_at_cut(
    one: _Placed, pages: Sequence[Sequence[Strip]], setting: Setting
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    lower_height = pages[1][0].top - pages[1][-1].bottom
    upper_height = pages[0][0].top - pages[0][-1].bottom
    if setting.label_at_cut == "both" and one.height <= min(lower_height, upper_height):
        return one.lines, one.lines
    if setting.label_at_cut == "lower" and one.height <= lower_height:
        return (), one.lines
    if setting.label_at_cut == "upper" and one.height <= upper_height:
        return one.lines, ()
    lines = one.lines if len(one.lines) > 1 else _halves(one.lines)
    fit = min(len(lines) - 1, max(0, int(upper_height / (one.ink.size * _LINE))))
    return divided(lines, fit)


def _halves(lines: tuple[str, ...]) -> tuple[str, ...]:
    """A label of one line as two, which stand on two pages."""
    text = "".join(lines)
    return (text[: len(text) // 2], text[len(text) // 2 :]) if len(text) > 1 else lines


def _repeated(placed: Sequence[_Placed], strip: Strip, strips: Sequence[Strip]) -> Iterator[Piece]:
    """The headings that begin in a row, printed once more on a later page."""
    lows = {other.row: other.bottom for other in strips if other.again and other.page == strip.page}
    for one in (one for one in placed if one.row == strip.row):
        bottom = lows.get(one.row + one.cell.height - 1, strip.bottom)
        yield Piece(strip.page, (one.left, bottom, one.right, strip.top), one.cell, one.lines, one.ink)
