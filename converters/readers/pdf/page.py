"""One page as it was seen: what is written on it, and the meshes of its rules."""

from dataclasses import dataclass

from converters.readers.pdf.frame import Box, Frame
from converters.readers.pdf.glyphs import Glyph
from converters.readers.pdf.mesh import Mesh
from converters.readers.pdf.strokes import Stroke
from converters.sheet import PagePlace


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number from 1, how it lies, its characters, those askew, and its ruled tables."""

    number: int
    frame: Frame
    glyphs: tuple[Glyph, ...]
    askew: tuple[Glyph, ...] = ()
    meshes: tuple[Mesh, ...] = ()
    across: tuple[Stroke, ...] = ()
    """The rules that run across it, those of the meshes included."""

    def place(self, box: Box) -> PagePlace:
        """The place of a box of this page."""
        return PagePlace(self.number, self.frame.shown(box))
