"""How a PDF file is set: sizes, fonts, margins, and the habits of office programs, drawn at random."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from laboratory.paper.pen import Frame, Turn

A4 = (595.0, 842.0)
_MARKS = ("- {} -", "— {} —", "{}", "第{}页", "第 {} 页 共 {} 页", "{} / {}")

LabelAtCut = Literal["upper", "lower", "split", "both"]
"""Where a label is printed whose merged cell a page break cuts."""
NumberAtCut = Literal["upper", "lower"]
"""On which of two pages the numbers of a row stand that a page break cuts."""


@dataclass(frozen=True, slots=True)
class Setting:
    """All that drawing needs to know besides what is printed; lengths are in points."""

    page: tuple[float, float] = A4
    turn: Turn = "upright"
    tables_across: bool = False  # the pages with tables lie across, the others do not
    margin: float = 74.0
    body: float = 14.0
    body_font: str = "song"
    head_font: str = "hei"
    cell: float = 9.0
    cell_font: str = "song"
    number: float = 9.0
    number_font: str = "song"
    leading: float = 1.6
    padding: float = 2.5
    row: float = 18.0  # the least height of a row
    bands: tuple[float, float, float] | None = (0.776, 0.851, 0.945)
    page_mark: str | None = "- {} -"
    running_head: bool = False
    white_below: bool = False  # white rectangles below prose and cells
    number_shift: float = 0.0  # how far the baseline of numbers lies above that of labels
    number_align: Literal["centre", "right", "left"] = "centre"
    labels_on_top: bool = False
    label_size: float = 1.0  # the width of label columns, as a share of the usual
    upright_groups: bool = False  # 三、本年度办理结果 one character a line
    repeat_headings: bool = False
    cut_rows: bool = False
    label_at_cut: LabelAtCut = "upper"
    number_at_cut: NumberAtCut = "upper"
    closed_at_cut: bool = True  # a rule where the page cuts the table
    broken_numbers: bool = False  # digits that do not fit go on in a second line, else they are set smaller
    doubled_ink: bool = False  # bold made by drawing twice
    doubled_numbers: bool = False
    single_glyphs: bool = False
    watermark: str | None = None
    cropped: float = 0.0  # how far the crop box lies inside the sheet
    overhang: float = 1.0  # the width of tables, as a share of the room between the margins
    start: float = 0.0  # how far down the first page begins

    def frame(self, *, table: bool) -> Frame:
        """The page for prose, or for a table."""
        width, height = self.page
        if table and self.tables_across:
            width, height = height, width
        turn: Turn = self.turn if table or not self.tables_across else "upright"
        return Frame(width, height, turn, self.cropped)


def draw_setting(rng: Random) -> Setting:
    """A setting without any oddity, as different offices make them."""
    small = rng.random() < 0.25
    return Setting(
        margin=rng.choice((56.0, 74.3, 79.0, 90.0)),
        body=rng.choice((10.5, 12.0)) if small else rng.choice((14.0, 15.0, 16.0)),
        body_font=rng.choice(("song", "song", "kai")),
        head_font=rng.choice(("hei", "hei", "song")),
        cell=rng.choice((7.5, 8.0, 9.0, 9.0, 10.5)),
        number=rng.choice((7.5, 9.0, 10.5, 12.0)),
        number_font=rng.choice(("song", "song", "hei")),
        leading=rng.choice((1.5, 1.75, 1.9)),
        padding=rng.choice((1.5, 2.5, 4.0)),
        row=rng.choice((13.0, 16.0, 20.0, 26.0)),
        bands=rng.choice(((0.776, 0.851, 0.945), (0.85, 0.85, 0.85), (0.87, 0.92, 0.82), None)),
        page_mark=rng.choice((*_MARKS, None)),
        start=rng.random() * 300,
    )
