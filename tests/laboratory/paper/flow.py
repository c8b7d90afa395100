"""Blocks onto pages: titles, prose, tables, page numbers, running heads, one below the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from laboratory.blocks import Block
from laboratory.grid import Table
from laboratory.paper.cutting import Piece, Room, cut
from laboratory.paper.pen import Frame, Ink, Pen
from laboratory.paper.rules import RULES, edges_of
from laboratory.paper.setting import Setting
from laboratory.paper.wrapping import wrapped

_LINE = 1.25
_WHITE = (1.0, 1.0, 1.0)
_INDENT = 2  # characters before a paragraph


@dataclass(slots=True)
class Flow:
    """Where on which page the next block begins."""

    pen: Pen
    setting: Setting
    rules: str
    running_head: str
    y: float = 0.0
    frame: Frame = field(init=False)

    def __post_init__(self) -> None:
        self.frame = self.setting.frame(table=False)
        self._next()
        self.y -= self.setting.start

    def print_blocks(self, blocks: Sequence[Block], tables: Mapping[str, Table]) -> None:
        """All blocks, then what stands on every page."""
        for block in blocks:
            if block.kind == "table":
                self._table(tables[block.text])
            else:
                self._text(block)
        for page in range(1, len(self.pen.sheets) + 1):
            self.pen.back_to(page)
            self._surround(page)

    def _text(self, block: Block) -> None:
        self._lie(table=False)
        setting = self.setting
        ink = Ink(setting.body_font, setting.body, doubled=False)
        indent = _INDENT * setting.body
        if block.kind == "title":
            ink, indent = Ink(setting.head_font, setting.body + 6, doubled=setting.doubled_ink), 0.0
        elif block.kind == "heading":
            ink = Ink(setting.head_font, setting.body, doubled=setting.doubled_ink)
        left, right = setting.margin, self.frame.width - setting.margin
        step = ink.size * setting.leading
        for at, line in enumerate(wrapped(block.text, ink, right - left, indent)):
            if self.y - step < setting.margin:
                self._next()
            x = left + (indent if not at else 0)
            if block.kind == "title":
                x = (left + right - ink.width(line)) / 2
            elif block.kind == "signature":
                x = right - ink.width(line)
            if setting.white_below:
                self.pen.fill((left, self.y - step, right, self.y), _WHITE)
            self.pen.text(x, self.y - (step + ink.size * 0.76) / 2, line, ink)
            self.y -= step

    def _table(self, table: Table) -> None:
        if not table.rows:
            return
        self._lie(table=True)
        setting = self.setting
        if self.y - 4 * setting.row < setting.margin:
            self._next()
        margin = setting.margin
        right = margin + (self.frame.width - 2 * margin) * setting.overhang
        room = Room(margin, right, self._top(), margin, self.pen.page, self.y)
        pieces, last, y = cut(table, setting, room)
        for page, group in groupby(pieces, key=lambda piece: piece.page):
            while self.pen.page < page:
                self._next()
            self._draw(list(group))
        while self.pen.page < last:
            self._next()
        self.y = y - setting.body

    def _draw(self, pieces: Sequence[Piece]) -> None:
        RULES[self.rules](edges_of(pieces, self.setting), self.pen)
        for piece in pieces:
            self._ground(piece)
            self._lines(piece)

    def _ground(self, piece: Piece) -> None:
        x0, y0, x1, y1 = piece.box
        inside = (x0 + 0.25, y0 + 0.25, x1 - 0.25, y1 - 0.25)
        if piece.cell.role == "band" and self.setting.bands:
            self.pen.fill(inside, self.setting.bands)
        elif self.setting.white_below:
            self.pen.fill(inside, _WHITE)

    def _lines(self, piece: Piece) -> None:
        setting, ink = self.setting, piece.ink
        x0, y0, x1, y1 = piece.box
        step = ink.size * _LINE
        number = piece.cell.role in ("number", "surplus")
        spare = (y1 - y0) - len(piece.lines) * step
        top = y1 - (setting.padding if setting.labels_on_top and not number else spare / 2)
        shift = setting.number_shift if number and spare > 2 * abs(setting.number_shift) else 0.0
        for at, line in enumerate(piece.lines):
            width = ink.width(line)
            align = setting.number_align if number else _ALIGN.get(piece.cell.role, "left")
            x = {"left": x0 + setting.padding, "right": x1 - setting.padding - width}.get(
                align, (x0 + x1 - width) / 2
            )
            y = top - at * step - (step + ink.size * 0.72) / 2 + shift
            self.pen.text(x, y, line, ink, piece.cell.id)

    def _lie(self, *, table: bool) -> None:
        """Begin a new page where this block's page lies otherwise than the last one."""
        frame = self.setting.frame(table=table)
        if frame != self.frame:
            self.frame = frame
            self._next()

    def _next(self) -> None:
        self.pen.new_page(self.frame)
        self.y = self._top()

    def _surround(self, page: int) -> None:
        """Print what stands on every page."""
        setting, frame = self.setting, self.pen.sheet.frame
        width, margin = frame.width, setting.margin
        small = Ink(setting.cell_font, 9.0)
        if setting.page_mark:
            mark = setting.page_mark.format(page, len(self.pen.sheets))
            self.pen.text((width - small.width(mark)) / 2, margin * 0.55, mark, small)
        if setting.running_head:
            y = frame.height - margin * 0.6
            self.pen.text((width - small.width(self.running_head)) / 2, y, self.running_head, small)
            self.pen.line((margin, y - 4, width - margin, y - 4), 0.4)
        if setting.watermark:
            ink = Ink(small.font, 48, grey=0.85)
            self.pen.text(
                (width - ink.width(setting.watermark)) / 2, frame.height / 2, setting.watermark, ink
            )

    def _top(self) -> float:
        return self.frame.height - self.setting.margin


_ALIGN: Mapping[str, str] = {"band": "centre", "header": "centre", "group": "centre"}
