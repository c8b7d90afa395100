"""A pen on the pages of a PDF file: fills, rules and texts where they are told to be, and the boxes of numbers."""

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from reportlab import rl_config
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from laboratory.paper.fonts import Piece, font

# Streams stay binary: a fifth smaller and quicker than in ASCII letters, and what office programs write.
rl_config.useA85 = 0

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in PDF points; the origin is the lower left corner."""

Turn = Literal["upright", "rotate 90", "rotate 180", "rotate 270", "sideways"]
"""How a page lies in its file: `rotate` are pages with a /Rotate that sets them upright, `sideways` has none."""

# How a point (u, v) of the upright page is found in the file: x = a u + c v + e W, y = b u + d v + f H,
# where W and H are the sizes of the page in the file.
_MATRICES: Mapping[Turn, tuple[int, int, int, int, int, int]] = {
    "upright": (1, 0, 0, 1, 0, 0),
    "rotate 90": (0, 1, -1, 0, 1, 0),
    "sideways": (0, 1, -1, 0, 1, 0),
    "rotate 180": (-1, 0, 0, -1, 1, 1),
    "rotate 270": (0, -1, 1, 0, 0, 1),
}
_DIGIT_HEIGHT = 0.7  # of the size: how far digits reach above their baseline
_ON_EDGE = (
    0.001  # points: a number that ends where the page does stands on it, whatever the sums of its widths say
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as it is read: width and height in points, and how it lies in the file."""

    width: float
    height: float
    turn: Turn = "upright"
    cropped: float = 0.0  # how far the crop box lies inside the sheet, on all sides

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page in the file."""
        lies = self.turn in ("rotate 90", "rotate 270", "sideways")
        return (self.height, self.width) if lies else (self.width, self.height)

    @property
    def rotation(self) -> int:
        """The value of /Rotate."""
        return int(self.turn.removeprefix("rotate")) if self.turn.startswith("rotate") else 0

    @property
    def matrix(self) -> tuple[float, ...]:
        """The matrix from the page as it is read to the page in the file."""
        (a, b, c, d, e, f), (width, height) = _MATRICES[self.turn], self.size
        return a, b, c, d, e * width, f * height

    def turned(self, degrees: float) -> tuple[float, ...]:
        """The matrix that turns the page as it is read about its middle, against the clock."""
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        x, y = self.width / 2, self.height / 2
        return c, s, -s, c, x - c * x + s * y, y - s * x - c * y

    def in_file(self, box: Box, degrees: float = 0.0) -> Box:
        """A box of the page as it is read, in the file; that around what is turned about its middle."""
        a, b, c, d, e, f = self.turned(degrees)
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs, ys = [a * x + c * y + e for x, y in corners], [b * x + d * y + f for x, y in corners]
        u0, v0, u1, v1 = (min(xs), min(ys), max(xs), max(ys)) if degrees else box
        a, b, c, d, e, f = self.matrix
        xs = sorted((a * u0 + c * v0 + e, a * u1 + c * v1 + e))
        ys = sorted((b * u0 + d * v0 + f, b * u1 + d * v1 + f))
        return xs[0], ys[0], xs[1], ys[1]


@dataclass(frozen=True, slots=True)
class Ink:
    """How text is set: font, size in points, and what programs do to it."""

    font: str
    size: float
    grey: float = 0.0
    doubled: bool = False  # bold made by drawing twice, a little apart
    single: bool = False  # every character placed by itself
    hollow: bool = False  # drawn in rendering mode 3: there, but not to be seen

    def width(self, text: str) -> float:
        """The width of the text in points."""
        return _width(self.font, text) * self.size


@lru_cache(maxsize=100_000)
def _width(name: str, text: str) -> float:
    return font(name).width(text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn on one page: fills lie below rules, rules below texts."""

    frame: Frame
    fills: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    fields: list[tuple[str, Box]] = field(default_factory=list)
    """What stands in fields of a form, and the boxes of these."""


@dataclass(slots=True)
class Pen:
    """Draws on the last page, or on the one it was put back to. Pages count from 1.

    `unseen` names the numbers that stand beside their page, at least in part.
    """

    encryption: StandardEncryption | None = None
    askew: tuple[float, float] = (0.0, 0.0)
    """Degrees by which texts, and fills and rules, are turned about the middle of the page."""
    in_fields: bool = False
    """Whether numbers stand in fields of a form."""
    sheets: list[Sheet] = field(default_factory=list)
    unseen: set[str] = field(default_factory=set)
    _boxes: dict[str, tuple[int, Box]] = field(default_factory=dict)
    _pieces: dict[tuple[str, str], list[Piece]] = field(default_factory=dict)
    _on: int = 0
    _canvas: Canvas = field(init=False)
    _out: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self._canvas = Canvas(self._out, invariant=1, pageCompression=1, encrypt=self.encryption)

    @property
    def page(self) -> int:
        """The number of the page under the pen, 0 where there is none yet."""
        return self._on

    @property
    def sheet(self) -> Sheet:
        """The page under the pen."""
        return self.sheets[self._on - 1]

    @property
    def boxes(self) -> dict[str, tuple[int, Box]]:
        """For every number drawn its page, and its box in the file."""
        return {
            cell: (page, self.sheets[page - 1].frame.in_file(box, self.askew[0]))
            for cell, (page, box) in self._boxes.items()
        }

    def new_page(self, frame: Frame) -> None:
        """Begin a page."""
        self.sheets.append(Sheet(frame))
        self._on = len(self.sheets)

    def back_to(self, page: int) -> None:
        """Put the pen on a page that is there."""
        self._on = page

    def fill(self, box: Box, colour: tuple[float, float, float]) -> None:
        """A filled rectangle below everything else."""
        self.sheet.fills.append(f"{_numbers(colour)} rg {_rectangle(box)} f")

    def bar(self, box: Box) -> None:
        """A filled rectangle thin enough to be a rule."""
        self.sheet.rules.append(f"0 g {_rectangle(box)} f")

    def outline(self, box: Box, width: float) -> None:
        """A stroked rectangle."""
        self.sheet.rules.append(f"0 G {width:g} w {_rectangle(box)} S")

    def line(self, box: Box, width: float, dash: str = "") -> None:
        """A stroked line between two corners of the box; `dash` as PDF writes it, like `3 2`."""
        x0, y0, x1, y1 = box
        self.sheet.rules.append(f"0 G {width:g} w [{dash}] 0 d {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")

    def text(self, x: float, y: float, text: str, ink: Ink, cell: str | None = None) -> None:
        """A text from (x, y) on its baseline; a number's box is noted under its cell's id."""
        if not text:
            return
        offsets = (0.0, 0.3) if ink.doubled else (0.0,)
        if cell and self.in_fields:
            at = (x - 1, y - 0.25 * ink.size, x + ink.width(text) + 3, y + ink.size)
            self.sheet.fields.append((text, at))
            offsets = ()
        for offset in offsets:
            if ink.single:
                self._singly(x + offset, y, text, ink)
            else:
                self._run(x + offset, y, text, ink)
        number = text.split("（", maxsplit=1)[
            0
        ]  # who sees the bracket of a remark has seen all of the number
        if cell and x + ink.width(number) > self.sheet.frame.width - self.sheet.frame.cropped + _ON_EDGE:
            self.unseen.add(cell)
        elif cell:
            box = (x, y, x + ink.width(text), y + _DIGIT_HEIGHT * ink.size)
            self._boxes[cell] = (self.page, _around(self._boxes.get(cell), self.page, box))

    def _singly(self, x: float, y: float, text: str, ink: Ink) -> None:
        for character in text:
            self._run(x, y, character, ink)
            x += ink.width(character)

    def _run(self, x: float, y: float, text: str, ink: Ink) -> None:
        pieces = self._pieces.get((ink.font, text))
        if pieces is None:
            document = self._canvas._doc  # noqa: SLF001  # ReportLab's own text objects cost three times as much
            pieces = self._pieces[ink.font, text] = font(ink.font).pieces(text, document)
        shown = " ".join(f"{name} {ink.size:g} Tf <{codes}> Tj" for name, codes in pieces)
        mode = "3 Tr " if ink.hollow else ""
        self.sheet.texts.append(f"BT {mode}{ink.grey:g} g 1 0 0 1 {x:.2f} {y:.2f} Tm {shown} ET")

    def finished(self, title: str, author: str, program: tuple[str, str]) -> bytes:
        """The file, with title, author, and the program (creator and producer) that it says it is from."""
        for sheet in self.sheets:
            width, height = sheet.frame.size
            # ReportLab takes the size of the page as shown, and turns its media box by itself.
            self._canvas.setPageSize((height, width) if sheet.frame.rotation % 180 else (width, height))
            self._canvas.setPageRotation(sheet.frame.rotation)
            inset = sheet.frame.cropped
            self._canvas.setCropBox((inset, inset, width - inset, height - inset) if inset else None)
            matrix = " ".join(f"{value:g}" for value in sheet.frame.matrix)
            texts, rules = self.askew
            below = _turned((*sheet.fills, *sheet.rules), sheet.frame.turned(rules))
            for part in (f"q {matrix} cm", *below, *_turned(sheet.texts, sheet.frame.turned(texts)), "Q"):
                self._canvas.addLiteral(part)
            for text, box in sheet.fields:
                self._put_field(text, sheet.frame.in_file(box))
            self._canvas.showPage()
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator(program[0])
        self._canvas.setProducer(program[1])
        self._canvas.save()
        return self._out.getvalue()

    def _put_field(self, text: str, box: Box) -> None:
        left, bottom, right, top = box
        self._canvas.acroForm.textfield(
            text, None, x=left, y=bottom, width=right - left, height=top - bottom, fontSize=9, borderWidth=1
        )


def _turned(parts: Sequence[str], matrix: Sequence[float]) -> Sequence[str]:
    """What is drawn, turned by this matrix."""
    if matrix[1] == 0:
        return parts
    return (f"q {' '.join(f'{value:.6f}' for value in matrix)} cm", *parts, "Q")


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:g}" for value in values)


def _rectangle(box: Box) -> str:
    x0, y0, x1, y1 = box
    return f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re"


def _around(before: tuple[int, Box] | None, page: int, box: Box) -> Box:
    """The box around both, where a number is set in two pieces on one page."""
    if before is None or before[0] != page:
        return box
    (_, (x0, y0, x1, y1)), (u0, v0, u1, v1) = before, box
    return min(x0, u0), min(y0, v0), max(x1, u1), max(y1, v1)
