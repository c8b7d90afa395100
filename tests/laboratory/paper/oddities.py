"""What office programs and offices do to a page, each a small function of the setting, a Random, a strength."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from laboratory.paper.pen import Turn
from laboratory.paper.setting import Setting

Oddity = Callable[[Setting, Random, float], Setting]


def white_rectangles(setting: Setting, _rng: Random, _strength: float) -> Setting:
    """White rectangles below every line of prose and in every cell, as WPS writes them."""
    return replace(setting, white_below=True)


def uneven_baselines(setting: Setting, rng: Random, strength: float) -> Setting:
    """Numbers stand higher or lower than the labels of their row."""
    return replace(setting, number_shift=rng.choice((-1, 1)) * (1 + 3 * strength))


def labels_on_top(setting: Setting, _rng: Random, strength: float) -> Setting:
    """Labels stand at the top of their cells, numbers in the middle of high rows."""
    return replace(setting, labels_on_top=True, row=max(setting.row, 16 + 16 * strength))


def narrow_labels(setting: Setting, _rng: Random, strength: float) -> Setting:
    """Labels in columns so narrow that most of them need several lines."""
    return replace(setting, label_size=1 - 0.4 * strength)


def upright_groups(setting: Setting, _rng: Random, _strength: float) -> Setting:
    """The label of the whole third part one character a line."""
    return replace(setting, upright_groups=True, label_size=min(setting.label_size, 0.9))


def repeated_headings(setting: Setting, _rng: Random, _strength: float) -> Setting:
    """The headings again on every page that the table goes on to."""
    return replace(setting, repeat_headings=True)


def cut_rows(setting: Setting, rng: Random, _strength: float) -> Setting:
    """Page breaks through rows: a label's lines on both pages, the numbers on one of them."""
    return replace(
        setting,
        cut_rows=True,
        label_size=0.8,
        number_at_cut=rng.choice(("upper", "lower")),
        leading=setting.leading,
    )


def cut_group_labels(setting: Setting, rng: Random, _strength: float) -> Setting:
    """The label of a merged cell that a page break cuts: half on each page, below, or on both."""
    return replace(setting, label_at_cut=rng.choice(("split", "lower", "both")))


def open_at_cut(setting: Setting, _rng: Random, _strength: float) -> Setting:
    """No rule where a page ends inside the table."""
    return replace(setting, closed_at_cut=False)


def running_head(setting: Setting, _rng: Random, _strength: float) -> Setting:
    """The report's name at the top of every page, over a line."""
    return replace(setting, running_head=True)


def watermark(setting: Setting, rng: Random, _strength: float) -> Setting:
    """A grey word across every page."""
    return replace(setting, watermark=rng.choice(("政务公开", "公开发布")))


def doubled_ink(setting: Setting, _rng: Random, strength: float) -> Setting:
    """Bold made by drawing twice: headings, and numbers too where it is strong."""
    return replace(setting, doubled_ink=True, doubled_numbers=strength > 0.4)


def single_glyphs(setting: Setting, _rng: Random, _strength: float) -> Setting:
    """Every digit placed by itself."""
    return replace(setting, single_glyphs=True)


def broken_numbers(setting: Setting, _rng: Random, strength: float) -> Setting:
    """Numbers so large that those of several digits go on in a second line of their cell."""
    return replace(setting, broken_numbers=True, number=max(setting.number, 9 + 4 * strength))


def numbers_at_edge(setting: Setting, rng: Random, _strength: float) -> Setting:
    """Numbers at the right or left edge of their cells."""
    return replace(setting, number_align=rng.choice(("right", "right", "left")))


def crowded(setting: Setting, _rng: Random, strength: float) -> Setting:
    """Rows as low as their text, which nearly touches the rules."""
    return replace(setting, padding=1.5 - strength, row=setting.cell + 3)


def roomy(setting: Setting, _rng: Random, strength: float) -> Setting:
    """High rows: a table over three pages."""
    return replace(setting, row=24 + 20 * strength)


def turned_pages(setting: Setting, rng: Random, _strength: float) -> Setting:
    """Pages that lie in the file otherwise than they are read: /Rotate sets them upright."""
    turns: tuple[Turn, ...] = ("rotate 90", "rotate 180", "rotate 270")
    return replace(setting, turn=rng.choice(turns), tables_across=rng.random() < 0.5)


def sideways_tables(setting: Setting, _rng: Random, _strength: float) -> Setting:
    """Tables drawn sideways on pages that stand."""
    return replace(setting, turn="sideways", tables_across=True)


def across_tables(setting: Setting, _rng: Random, _strength: float) -> Setting:
    """Tables on pages that are wider than high."""
    return replace(setting, tables_across=True)


def other_paper(setting: Setting, rng: Random, _strength: float) -> Setting:
    """Letter, A3 or B5 paper."""
    return replace(setting, page=rng.choice(((612.0, 792.0), (842.0, 1191.0), (516.0, 729.0))))


def cropped(setting: Setting, _rng: Random, strength: float) -> Setting:
    """A crop box smaller than the sheet."""
    return replace(setting, cropped=10 + 15 * strength)


def off_the_page(setting: Setting, _rng: Random, strength: float) -> Setting:
    """Tables wider than the page: their last columns stand beside it, and nobody sees them."""
    return replace(setting, overhang=1.2 + 0.3 * strength)


def unembedded_font(setting: Setting, _rng: Random, _strength: float) -> Setting:
    """Fonts that are only named: readers know the characters by Adobe's tables."""
    name = "STSong-Light"
    return replace(setting, body_font=name, head_font=name, cell_font=name, number_font=name)


ODDITIES: Mapping[str, Oddity] = {
    oddity.__name__: oddity
    for oddity in (
        white_rectangles,
        uneven_baselines,
        labels_on_top,
        narrow_labels,
        upright_groups,
        repeated_headings,
        cut_rows,
        cut_group_labels,
        open_at_cut,
        running_head,
        watermark,
        doubled_ink,
        single_glyphs,
        broken_numbers,
        numbers_at_edge,
        crowded,
        roomy,
        turned_pages,
        sideways_tables,
        across_tables,
        other_paper,
        cropped,
        off_the_page,
        unembedded_font,
    )
}
CLASHES = (
    frozenset({"turned_pages", "sideways_tables", "across_tables"}),
    frozenset({"crowded", "roomy", "labels_on_top"}),
    frozenset({"labels_on_top", "uneven_baselines"}),
)
"""Of each set one oddity only goes into a file."""
