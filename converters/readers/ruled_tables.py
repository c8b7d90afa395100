"""Tables drawn with rules and bars → grids of cells, where rules part all rows.

Pandoc's grid tables, w3m's boxes, tabulate's "grid": between two rules the lines of a column are one cell. Columns
are found by their place on the screen, where a Chinese character is two places wide.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from converters.numerals import read_number
from converters.sheet import Grid, GridCell, Line

_ACROSS = frozenset("-=─━═")
_BARS = frozenset("|│┃║")
_JUNCTIONS = frozenset("+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛")
_DRAWN = _BARS | _JUNCTIONS
_LEAST_LINES = 3


def with_ruled_tables(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """The blocks, stretches of lines that draw a table read as grids; what cannot be read so stays lines."""
    read: list[Line | Grid] = []
    drawing: list[Line] = []
    for block in blocks:
        if isinstance(block, Line) and _is_drawn(block.text, open_table=bool(drawing)):
            drawing.append(block)
            continue
        read.extend(_read(drawing))
        drawing = []
        read.append(block)
    read.extend(_read(drawing))
    return read


def _is_drawn(text: str, *, open_table: bool) -> bool:
    """Whether a line starts and ends with a bar or rule; a table opens with a rule."""
    bare = text.strip()
    if len(bare) < _LEAST_LINES or bare[0] not in _DRAWN or bare[-1] not in _DRAWN:
        return False
    return open_table or _is_rule(bare)


def _is_rule(bare: str) -> bool:
    return bare[0] in _JUNCTIONS and bare[1] in _ACROSS and set(bare) <= _ACROSS | _JUNCTIONS


def _read(lines: Sequence[Line]) -> Sequence[Line | Grid]:
    if len(lines) < _LEAST_LINES or not _is_rule(lines[-1].text.strip()):
        return lines
    for ambiguous in (1, 2):
        drawing = _drawing(lines, ambiguous)
        if drawing is not None:
            rows = list(_rows(drawing))
            if 2 * sum(map(_is_one_row, rows)) > len(rows):
                cells = [tuple(cell for cell, _ in row) for row in rows if row]
                return [Grid(tuple(cells), cells[0][0].at)] if cells else lines
    return lines


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Lines of a table with the place on the screen of each character, and the borders of its columns."""

    lines: Sequence[Line]
    places: list[dict[int, int]]
    """For each line, screen column → index of the character that starts there."""
    borders: list[int]

    def between(self, line: int, left: int, right: int) -> tuple[int, int]:
        """Start and end index of the characters between two borders."""
        own = self.places[line]
        start = own[self.borders[left]] + 1
        return start, own[self.borders[right]]

    def bar(self, line: int, border: int) -> bool:
        """Whether a bar or a rule stands at a border."""
        index = self.places[line].get(self.borders[border])
        return index is not None and self.lines[line].text[index] in _DRAWN

    def ruled(self, line: int, column: int) -> bool:
        """Whether a rule fills a column in this line."""
        if not (self.bar(line, column) and self.bar(line, column + 1)):
            return self._runs_through(line, column)
        start, end = self.between(line, column, column + 1)
        text = self.lines[line].text[start:end]
        return bool(text) and set(text) <= _ACROSS and (len(text) > 1 or text not in "-=")

    def _runs_through(self, line: int, column: int) -> bool:
        left, right = self.borders[column], self.borders[column + 1]
        inner = [index for place, index in self.places[line].items() if left < place < right]
        return len(inner) > 1 and all(self.lines[line].text[index] in _ACROSS for index in inner)


def _drawing(lines: Sequence[Line], ambiguous: int) -> _Drawing | None:
    """The drawing, if the bars of all lines stand where the rules say, at this width of ambiguous characters."""
    places = [_places(line.text, ambiguous) for line in lines]
    borders: set[int] = set()
    for line, own in zip(lines, places, strict=True):
        borders |= {place for place, index in own.items() if _is_junction(line.text, index)}
    drawing = _Drawing(lines, places, sorted(borders))
    last = len(drawing.borders) - 1
    if last < 1 or not all(drawing.bar(line, 0) and drawing.bar(line, last) for line in range(len(lines))):
        return None
    return drawing


def _places(text: str, ambiguous: int) -> dict[int, int]:
    found: dict[int, int] = {}
    here = 0
    for index, char in enumerate(text):
        found[here] = index
        width = unicodedata.east_asian_width(char)
        if unicodedata.combining(char):
            continue
        wide = width in "WF" or (width == "A" and ambiguous == len("WF") and char not in _ACROSS | _DRAWN)
        here += 2 if wide else 1
    return found


def _is_junction(text: str, index: int) -> bool:
    """Whether rules meet here; a plus sign does so only beside one."""
    if text[index] not in _JUNCTIONS:
        return False
    return text[index] != "+" or bool(set(text[max(0, index - 1) : index + 2]) & _ACROSS)


def _rows(drawing: _Drawing) -> Iterator[list[tuple[GridCell, list[str]]]]:
    """The rows of cells, each cell with its lines; one that spans rows or columns stands where it starts."""
    columns = range(len(drawing.borders) - 1)
    rules = [n for n in range(len(drawing.lines)) if any(drawing.ruled(n, column) for column in columns)]
    bands = [(above, below) for above, below in pairwise(rules) if below > above + 1]
    for above, below in bands:
        row: list[tuple[GridCell, list[str]]] = []
        left = 0
        while left < len(columns):
            right = left + 1
            while right < len(columns) and not any(drawing.bar(n, right) for n in range(above + 1, below)):
                right += 1
            if above == rules[0] or drawing.ruled(above, left):
                row.append(_cell(drawing, above, left, right))
            left = right
        yield row


def _cell(drawing: _Drawing, above: int, left: int, right: int) -> tuple[GridCell, list[str]]:
    """The cell below a rule, down to the next rule in its own columns."""
    texts: list[str] = []
    at = drawing.lines[above + 1].at
    for number in range(above + 1, len(drawing.lines)):
        if drawing.ruled(number, left) or not (drawing.bar(number, left) and drawing.bar(number, right)):
            break
        start, end = drawing.between(number, left, right)
        drawn = drawing.lines[number].text[start:end]
        text = drawn.strip().removeprefix("| ").strip()
        if text and not texts:
            at = drawing.lines[number].place(start + drawn.index(text))
        if text:
            texts.append(text)
    return GridCell("\n".join(texts), at, colspan=right - left), texts


def _is_one_row(row: Sequence[tuple[GridCell, list[str]]]) -> bool:
    """Whether no column has several numbers one under the other: where many have, rules part no rows."""
    return all(sum(read_number(text) is not None for text in texts) < 2 for _, texts in row)
