"""Pages of a PDF set by hand, character by character, for tests of what becomes of them."""

from collections.abc import Sequence

from converters.readers.pdf.frame import frame_of
from converters.readers.pdf.glyphs import Glyph
from converters.readers.pdf.page import Page
from converters.readers.pdf.strokes import Stroke

WIDTH, HEIGHT = 595.0, 842.0
SIZE = 12.0


def glyphs(text: str, left: float, base: float, size: float = SIZE) -> list[Glyph]:
    """The characters of a text, one behind the other: Han as wide as their size, others half as wide; blanks part."""
    found = []
    for character in text:
        width = size if ord(character) > 0x2E80 else size / 2
        if character != " ":
            middle = base - 0.3 * size
            right = left + width
            found.append(Glyph(character, left, right, base - 0.7 * size, base, base, size, middle, right))
        left += width
    return found


def page(*texts: tuple[str, float, float], number: int = 1, across: Sequence[Stroke] = ()) -> Page:
    """A page on which texts stand, each at its left edge and baseline."""
    written = [glyph for text, left, base in texts for glyph in glyphs(text, left, base)]
    return Page(number, frame_of((0, 0, WIDTH, HEIGHT), 0, 0), tuple(written), across=tuple(across))
