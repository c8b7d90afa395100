"""Characters that a line strikes out, as corrections are printed: nobody means them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from converters.readers.pdf.glyphs import Glyph
from converters.readers.pdf.strokes import Stroke

_LONGEST = 150.0
"""Points: what is struck out is a number or a few words; rules of tables are longer."""
_HIGHEST = 20.0
"""Points that a line that strikes out lies above the baseline at most."""
_MIDDLE = 0.2
"""Of a character's height: so far from its middle the line lies at most; a dash may stand anywhere."""
_BEYOND = 0.6
"""Of a character's size: so far the line reaches beyond what it strikes out at most."""


def without_struck_out(glyphs: Sequence[Glyph], across: Sequence[Stroke]) -> Sequence[Glyph]:
    """The characters of a page without those through whose middles a line goes that ends with them."""
    short = [stroke for stroke in across if stroke.end - stroke.start <= _LONGEST]
    if not short:
        return glyphs
    by_base = sorted(glyphs, key=attrgetter("base"))
    bases = [glyph.base for glyph in by_base]
    gone: set[int] = set()
    for stroke in short:
        near = by_base[bisect_left(bases, stroke.at) : bisect_right(bases, stroke.at + _HIGHEST)]
        gone.update(map(id, _struck(near, stroke)))
    return tuple(glyph for glyph in glyphs if id(glyph) not in gone) if gone else glyphs


def _struck(glyphs: Sequence[Glyph], stroke: Stroke) -> Sequence[Glyph]:
    found = list(_crossed(glyphs, stroke))
    if not found:
        return found
    room = _BEYOND * max(glyph.size for glyph in found)
    ends = min(glyph.left for glyph in found) - stroke.start, stroke.end - max(glyph.right for glyph in found)
    return found if max(ends) <= room else []


def _crossed(glyphs: Sequence[Glyph], stroke: Stroke) -> Iterator[Glyph]:
    for glyph in glyphs:
        inside = stroke.start <= (glyph.left + glyph.right) / 2 <= stroke.end
        if inside and abs((glyph.top + glyph.bottom) / 2 - stroke.at) <= _MIDDLE * (glyph.bottom - glyph.top):
            yield glyph
