"""Table area → sequence of atoms: pieces of label, numbers, blanks, row ends.

Nothing is decided here but what a piece of text can be by itself. Separators are evidence: a bar or tab line
may be an empty cell or a leftover of a span (`SOFT`), the end of a line with several cells ends a row (`BREAK`).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, NamedTuple, Self

from converters.continued import with_whole_cells
from converters.labels import fold, fold_with_offsets
from converters.numbers_in_words import numbers_within
from converters.numerals import (
    UNKNOWN,
    UNREADABLE,
    Printed,
    compact,
    is_blank_sign,
    is_unreadable,
    is_void,
    read_number,
    sign_and_digits,
)
from converters.page_marks import is_page_mark, numbers_of_pages, signs_of_cells
from converters.separators import (
    BARS,
    DASHES,
    PART,
    cells_of,
    double_spaced,
    glues_dashes,
    is_comma_separated,
    may_be_broken,
    numbers_stand_alone,
    several,
    tabs_indent,
    tabs_part_cells,
)
from converters.sheet import Grid, GridCell, Line, Place, TextPlace
from converters.vocabulary import Meaning, Vocabulary


class Kind:
    """What an atom is by itself: one of the five below.

    No Enum: to name a member of one takes four times as long, and every step asks every atom.
    """

    LABEL: ClassVar[Self]
    VALUE: ClassVar[Self]
    BLANK: ClassVar[Self]
    """An empty cell, or a sign for nothing."""
    SOFT: ClassVar[Self]
    """A separator that may be an empty cell, or only a leftover."""
    BREAK: ClassVar[Self]
    """A row ends here."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        """As a member of an Enum is shown."""
        return f"Kind.{self.name}"


for _name in ("LABEL", "VALUE", "BLANK", "SOFT", "BREAK"):
    setattr(Kind, _name, Kind(_name))


class Atom(NamedTuple):
    """One atom: its text as printed, where it stands, and what it says as a number or a label."""

    kind: Kind
    text: str
    line: Line | None
    offset: int
    printed: Printed | None = None
    meaning: Meaning | None = None
    firm: bool = False
    """Separators on both sides and other numbers in the line: this is one cell, never several run together."""
    unsure: bool = False
    """The sign may be a cell of its own, printed for nothing: in a glued `0-2` where other rows show `5--`."""
    torn: bool = False
    """It may be no number of its row, or several: line ends part its digits, or it may count pages."""
    glued: bool = False
    """Nothing parts the cells of this copy: a numeral in a row of several cells is several run together."""
    unparted: bool = False
    """Line ends stand within cells of this copy, nothing between some: it may be several numbers, or part of one."""

    def set_in(self, line: Line, offset: int) -> "Atom":
        """The same atom, of a text that stands in this line from this offset on."""
        return Atom._make((*self[:2], line, offset + self.offset, *self[4:]))

    def alone(self) -> "Atom":
        """The same number, known to be one cell."""
        return Atom._make((*self[:6], True, *self[7:]))

    @property
    def row(self) -> tuple[GridCell, ...] | None:
        """The row of a grid that it stands in."""
        return self.line.row if self.line else None

    @property
    def band(self) -> Line | tuple[GridCell, ...] | None:
        """What holds all that stands beside it: its line, or its row of a grid."""
        return self.line.row or self.line if self.line else None

    @property
    def stretch(self) -> int:
        """How many numbers can stand in this one, if it is several run together."""
        if self.printed is None or self.firm or self.printed.grouped:
            return 1
        return sign_and_digits(self.text)[1]

    @property
    def sign(self) -> str:
        """The sign that stands before the digits, which are the next `stretch` characters."""
        return sign_and_digits(self.text)[0]

    @property
    def shown(self) -> bool:
        """Whether something is printed for the cell: a number, or a sign for none."""
        return self.kind is Kind.VALUE or (self.kind is Kind.BLANK and self.text != "")

    @property
    def at(self) -> Place | None:
        """Where the atom stands in the copy."""
        return self.line.place(self.offset) if self.line else None


BREAK = Atom(Kind.BREAK, "", None, 0)
_REMARK = re.compile(r"[（(][^（()）]*[）)]")
_MOST_LEFTOVERS, _LEAST_NUMBERED, _LONGEST_LABEL = 3, 4, 100
_SOLID = (Kind.VALUE, Kind.BLANK)
_RULE = re.compile(r"[\s|:：+]*+(?:[-=─━]{3}|—{4})[\s|:：+\-—=─━]*+")
_BOX_RULE = re.compile(r"[─━═]{3}")
_BOX = re.compile(r"[─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛]")
_EMPTY_CELL = re.compile(r"[ \t]*+[|｜│\t][ \t]*+[\xa0\u3000][\s\xa0\u3000]*+[|｜│\t][ \t]*+")
"""A hard blank between two bars or tabs, alone in its line: somebody set an empty cell."""
_CELL_RULE = re.compile(r":?-{3,}:?")
_OF_BOTH_WIDTHS = re.compile(r"[0-9][.,]?[０-９]|[０-９][.,]?[0-9]")
_FRACTION = re.compile(r"[.．]\d{1,4}")
_OPEN_GROUP = re.compile(r"\d{1,3}(?:,\d{3})*,\d{1,2}")
_OPEN_GROUPS = re.compile(r"\s*+(?:\d{1,3}(?:,\d{3})*,\d{1,2}(?!\S)\s*+)++")
_LEADING_NOUGHT = re.compile(r"0\s+\S")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WITHOUT_GAP = re.compile(r"\S+(?:[ \xa0]\S+)*")
_NO_WORDS = re.compile(rf"(?<!\S)(?:{UNREADABLE}|NaN|nan|None)(?!\S)")
_SIGNED_RUN = re.compile(r"\d+(?:[-+]\d+)+")


def atoms_of(blocks: Sequence[Line | Grid], vocabulary: Vocabulary) -> list[Atom]:
    """The atoms of a table area, in reading order."""
    as_they_are = frozenset(map(id, blocks))
    blocks = with_whole_cells(blocks)
    lines = [block for block in blocks if isinstance(block, Line)]
    parted = tabs_part_cells(lines)
    indented = not parted and tabs_indent([line.text for line in lines])
    if parted or indented:
        blocks = [block for block in blocks if not _only_parts(block)]
        lines = [block for block in blocks if isinstance(block, Line)]
    spaced = double_spaced(lines)
    alone = numbers_stand_alone([line.text for line in lines])
    cells_of_signs = signs_of_cells([line.text for line in lines])
    found: list[Atom] = []
    for block in blocks:
        if isinstance(block, Grid):
            found.extend(_of_grid(block, vocabulary))
        elif (parted or indented) and block.text and not block.text.strip():
            found.append(Atom(Kind.BLANK, "", block, 0))
        elif block.text.isascii() and block.text.isdigit():  # what most lines of most copies are
            found.append(_number(block.text, block, 0))
        elif alone and may_be_broken(block.text):
            found.extend(_of_cell(block.text, block, 0, vocabulary, ruled=True))
        else:
            found.extend(_of_line(block, vocabulary, spaced=spaced, signs=cells_of_signs))
    if sum(map(glues_dashes, lines)) > 1:
        found = [part for atom in found for part in _with_dashes_apart(atom)]
    if len(blocks) < len(as_they_are):
        found = [_torn(atom) if _is_moved(atom, as_they_are) else atom for atom in found]
    if indented:
        found = [atom._replace(unparted=True) if atom.kind is Kind.VALUE else atom for atom in found]
    return _with_remarks(found)


def _is_moved(atom: Atom, as_they_are: Collection[int]) -> bool:
    """Whether a number of thousands was alone in two lines: programs that go by the edges of lines move such cells."""
    line = atom.line
    grouped = atom.printed is not None and atom.printed.grouped
    return grouped and line is not None and line.text.strip() == atom.text and id(line) not in as_they_are


def _only_parts(block: Line | Grid) -> bool:
    """Whether there are only tabs in a line."""
    return isinstance(block, Line) and block.text != "" and not block.text.strip(" \t")


def _with_dashes_apart(atom: Atom) -> Iterator[Atom]:
    """The atom where dashes for nothing are glued to numbers: each is a cell, or its number's sign."""
    glued = atom.line is not None and atom.line.text[atom.offset - 1 : atom.offset].strip("|｜│ \t") != ""
    if glued and atom.kind is Kind.BLANK and atom.text and not atom.text.strip(DASHES):
        yield from (atom._replace(text=sign, offset=atom.offset + at) for at, sign in enumerate(atom.text))
    elif glued and atom.sign and atom.sign in DASHES:
        yield atom._replace(unsure=True)
    else:
        yield atom


def _with_remarks(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms, a remark in brackets that stands behind a number taken as that number's own."""
    found: list[Atom] = []
    for atom in atoms:
        last = found[-1] if found else None
        remark = atom.kind is Kind.LABEL and not (atom.meaning and atom.meaning.known)
        if remark and last and last.printed and not last.printed.note and _REMARK.fullmatch(atom.text):
            found[-1] = last._replace(printed=replace(last.printed, note=atom.text))
        else:
            found.append(atom)
    return found


def _of_grid(grid: Grid, vocabulary: Vocabulary) -> list[Atom]:
    found: list[Atom] = []
    for row in grid.of_the_table():
        own: list[Atom] = []
        for cell in row:
            own.extend(_of_cell(cell.said, Line(cell.said, cell.at, row=row), 0, vocabulary, ruled=True))
        found.extend(_of_row(own, cells=len(row)))
        found.append(BREAK)
    return found


def _of_row(found: Sequence[Atom], *, cells: int) -> Iterable[Atom]:
    """The atoms of a row of so many cells: a number in one of several cells is a whole one."""
    if len(found) > cells:
        found = [part for atom in found for part in _signs_apart(atom)]
    numbers = [atom.printed.value for atom in found if atom.kind is Kind.VALUE and atom.printed]
    if len(numbers) > 1 and cells > 1:
        found = [atom.alone() if atom.kind is Kind.VALUE else atom for atom in found]
    if _count_columns(numbers) and not any(atom.meaning and atom.meaning.rows for atom in found):
        found = [as_word(atom) if atom.kind is Kind.VALUE else atom for atom in found]
    found = _without_serial_number(found) if numbers else found
    kinds = {atom.kind for atom in found}
    return _without_span_leftovers(found) if Kind.BLANK in kinds or Kind.SOFT in kinds else found


def _signs_apart(atom: Atom) -> Iterator[Atom]:
    """The signs for nothing that stand in one cell of a row whose cells hold several: each is a cell."""
    if atom.kind is not Kind.BLANK or len(atom.text.split()) < 2:
        yield atom
        return
    for sign in re.finditer(r"\S+", atom.text):
        yield atom._replace(text=sign[0], offset=atom.offset + sign.start())


def _count_columns(numbers: Sequence[float]) -> bool:
    """Whether these are 0, 1, 2, 3 … or 1, 2, 3, 4 …: too many for a row without sums, and no row's sum holds."""
    first = numbers[0] if numbers else -1
    return (
        len(numbers) >= _LEAST_NUMBERED
        and first in (0, 1)
        and list(numbers) == [first + step for step in range(len(numbers))]
    )


def as_word(atom: Atom) -> Atom:
    """A number that only counts rows or columns, as a word of the table."""
    return atom._replace(kind=Kind.LABEL, printed=None, meaning=Meaning({}, known=True))


def _of_line(line: Line, vocabulary: Vocabulary, *, spaced: bool, signs: frozenset[str]) -> Iterable[Atom]:
    if len(line.text) > _LONGEST_LABEL:
        return _parts_of_line(line, vocabulary, spaced=spaced, signs=signs)
    known = _remembered_line(line.text, vocabulary, spaced=spaced, signs=signs)
    return [atom if atom is BREAK else atom.set_in(line, 0) for atom in known]


@lru_cache(maxsize=4096)
def _remembered_line(
    text: str, vocabulary: Vocabulary, *, spaced: bool, signs: frozenset[str]
) -> tuple[Atom, ...]:
    """The atoms of a line, wherever it stands: most short lines of a report stand in others, too."""
    return tuple(_parts_of_line(Line(text, TextPlace(1, 1)), vocabulary, spaced=spaced, signs=signs))


def _parts_of_line(
    line: Line, vocabulary: Vocabulary, *, spaced: bool, signs: frozenset[str]
) -> Iterator[Atom]:
    text = line.text
    ruled_off = _BOX_RULE.search(text) is not None
    if ruled_off:
        text = _BOX.sub(" ", text)  # a rule may run beside a cell that spans rows
    if _parts_rows(text, ruled_off=ruled_off, signs=signs):
        yield BREAK
    elif not text.strip():
        yield from _of_empty_line(line, spaced=spaced)
    elif _EMPTY_CELL.fullmatch(text):
        yield Atom(Kind.BLANK, "", line, 0)
    elif not text.strip("|｜│ \t\u3000\xa0"):
        yield from (Atom(Kind.SOFT, "", line, offset) for offset, sign in enumerate(text) if sign in "|｜│")
    else:
        cells = cells_of(text)
        found = _of_cells(cells, line, text, vocabulary)
        if signs and is_page_mark(text, frozenset()):
            found = [_torn(atom) for atom in found]
        yield from _of_row(found, cells=len(cells))
        if sum(atom.kind in _SOLID for atom in found) > 1:
            yield BREAK


def _of_cells(cells: Sequence[tuple[int, str]], line: Line, text: str, vocabulary: Vocabulary) -> list[Atom]:
    """The atoms of the cells of a line, which are pieces of this text, with their offsets."""
    ruled = "\t" in text or BARS.search(text) is not None or is_comma_separated(text)
    lone = sum(1 for _, cell in cells if cell.strip()) < 2
    found: list[Atom] = []
    for start, cell in cells:
        if cell.strip():
            found.extend(_of_cell(cell, line, start, vocabulary, ruled=ruled))
        else:
            found.append(Atom(Kind.SOFT if lone else Kind.BLANK, "", line, start))
    for begin, end in numbers_of_pages(text):
        found = [_torn(atom) if begin <= atom.offset < end else atom for atom in found]
    return found


def _torn(atom: Atom) -> Atom:
    """A number that may be none of its row."""
    return atom._replace(torn=True) if atom.kind is Kind.VALUE else atom


def _parts_rows(text: str, *, ruled_off: bool, signs: frozenset[str]) -> bool:
    """Whether the line is a rule or the mark of a page."""
    if ruled_off and not text.strip("|｜│ \t\u3000"):
        return True
    return is_page_mark(text, signs) or _RULE.fullmatch(text) is not None


def _without_serial_number(atoms: Sequence[Atom]) -> Sequence[Atom]:
    """The atoms, a number that stands in a cell of its own before a row's label taken as a word: it counts rows."""
    kinds = [atom.kind for atom in atoms]
    label = kinds.index(Kind.LABEL) if Kind.LABEL in kinds else 0
    first = [index for index in range(label) if kinds[index] is Kind.VALUE]
    if len(first) == 1 and atoms[first[0]].firm and Kind.VALUE in kinds[label:]:
        return [*atoms[: first[0]], as_word(atoms[first[0]]), *atoms[first[0] + 1 :]]
    return atoms


def _without_span_leftovers(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The atoms of a line without the few empty cells that stand before a label: merged label cells leave them."""
    empty: list[Atom] = []
    leading = True
    for atom in atoms:
        if atom.kind in (Kind.BLANK, Kind.SOFT):
            empty.append(atom)
            continue
        if atom.kind is not Kind.LABEL or (len(empty) > _MOST_LEFTOVERS and not leading):
            yield from empty
        empty = []
        leading = False
        yield atom
    yield from empty


def _of_empty_line(line: Line, *, spaced: bool) -> Iterator[Atom]:
    """A tab alone is an empty cell; several are a leftover; an empty line ends a row unless all lines have one."""
    tabs = line.text.count("\t")
    if tabs == 1:
        yield Atom(Kind.BLANK, "", line, 0)
    elif tabs:
        yield from (Atom(Kind.SOFT, "", line, offset) for offset in range(tabs))
    elif not spaced:
        yield BREAK


def _of_cell(cell: str, line: Line, start: int, vocabulary: Vocabulary, *, ruled: bool) -> Sequence[Atom]:
    """The atoms of one cell. `ruled`: separators mark its borders, so that blanks within it are strays."""
    bare = cell.strip()
    offset = start + cell.index(bare)
    if bare.isascii() and bare.isdigit():  # what most cells of most copies are
        return [_number(bare, line, offset)]
    if not bare or is_void(bare):
        return [Atom(Kind.BLANK, "", line, start)]
    if _HAN.search(bare) and len(bare) <= _LONGEST_LABEL:
        return [atom.set_in(line, offset) for atom in _remembered(bare, vocabulary, ruled=ruled)]
    return list(_of_text(bare, line, offset, vocabulary, ruled=ruled))


@lru_cache(maxsize=4096)
def _remembered(text: str, vocabulary: Vocabulary, *, ruled: bool) -> tuple[Atom, ...]:
    """The atoms of a cell with words, in a line of its own: the labels of one report are those of the next."""
    return tuple(_of_text(text, Line(text, TextPlace(1, 1)), 0, vocabulary, ruled=ruled))


def _of_text(bare: str, line: Line, offset: int, vocabulary: Vocabulary, *, ruled: bool) -> Iterator[Atom]:
    """The atoms of a cell with this text, which is more than digits."""
    if "\n" in bare and several(bare) and not is_blank_sign(bare):
        yield Atom(Kind.VALUE, bare, line, offset, read_number("".join(bare.split())), torn=True)
        return
    joined = ruled and not _LEADING_NOUGHT.match(bare)
    printed = read_number(bare) if joined or not several(bare) else None
    if printed is not None:
        yield Atom(Kind.VALUE, bare, line, offset, printed)
    elif _CELL_RULE.fullmatch(bare):
        yield BREAK
    elif (is_unreadable(bare) and sum(any(map(str.isdigit, part)) for part in bare.split()) < 2) or (
        is_blank_sign(bare) and (ruled or not several(bare))
    ):
        yield Atom(Kind.BLANK, bare, line, offset)
    elif not _HAN.search(bare) or several(bare):
        yield from _of_signs(bare, line, offset)
    else:
        yield from _of_words(bare, line, offset, vocabulary)


def _of_signs(text: str, line: Line, offset: int) -> Iterator[Atom]:
    """Numbers in a row without words: parted by blanks, or by the sign of the next (`35-15`)."""
    for match in PART.finditer(text):
        part = match[0]
        if not compact(part):
            continue
        if is_void(part):
            yield Atom(Kind.BLANK, "", line, offset + match.start())
        elif _SIGNED_RUN.fullmatch(compact(part)):
            pieces = re.finditer(r"[-+－＋]?\d+", part)
            yield from (_number(piece[0], line, offset + match.start() + piece.start()) for piece in pieces)
        elif is_blank_sign(part) or is_unreadable(part):
            yield Atom(Kind.BLANK, part, line, offset + match.start())
        else:
            yield _number(part, line, offset + match.start())


def _number(text: str, line: Line, offset: int) -> Atom:
    """A number, or what may be one; digits of both widths, `３38`, may be those of two cells."""
    printed = read_number(text)
    if printed:
        unparted = not text.isascii() and _OF_BOTH_WIDTHS.search(text) is not None
        return Atom(Kind.VALUE, text, line, offset, printed, unparted=unparted)
    if _FRACTION.fullmatch(text):  # of a number that a narrow column broke
        return Atom(Kind.VALUE, text, line, offset, read_number(f"0{text}"), torn=True)
    if _OPEN_GROUP.fullmatch(compact(text)) and _OPEN_GROUPS.fullmatch(line.text) is None:
        # Thousands among a row's cells, whose last digits stand elsewhere.
        return Atom(Kind.VALUE, text, line, offset, read_number(text.replace(",", "")), torn=True)
    return Atom(Kind.LABEL, text, line, offset, meaning=Meaning({}, known=False))


def _of_words(text: str, line: Line, offset: int, vocabulary: Vocabulary) -> Iterator[Atom]:
    """Words, perhaps with numbers among them: whole labels first, then what stands between them."""
    folded, offsets = fold_with_offsets(text)
    here = 0
    found = False
    for word in vocabulary.whole_words(folded):
        begin, end = offsets[word.start()], offsets[word.end() - 1] + 1
        yield from _between(text[here:begin], line, offset + here, vocabulary, near=found)
        yield _label(text[begin:end], word[0], line, offset + begin, vocabulary)
        here, found = end, True
    yield from _between(text[here:], line, offset + here, vocabulary, near=found)


def _label(text: str, folded: str, line: Line, offset: int, vocabulary: Vocabulary) -> Atom:
    return Atom(Kind.LABEL, text, line, offset, meaning=vocabulary.meaning(folded))


def _between(text: str, line: Line, offset: int, vocabulary: Vocabulary, *, near: bool) -> Iterator[Atom]:
    """Pieces of label and numbers in text that holds no whole label; `near` where one stands before it."""
    if not text.strip():
        return
    here = 0
    for begin, end in numbers_within(text, vocabulary, near=near):
        yield from _piece(text[here:begin], line, offset + here, vocabulary)
        yield from _of_signs(text[begin:end].strip(), line, offset + begin)
        here = end
    yield from _piece(text[here:], line, offset + here, vocabulary)


def _piece(text: str, line: Line, offset: int, vocabulary: Vocabulary) -> Iterator[Atom]:
    """A piece of label; what stands by itself beside it, a sign for nothing or unreadable, is a cell without number."""
    words = re.finditer(rf"(?<!\S)(?:[^\s\w]+|NaN|nan|None|无|[\w.,{UNKNOWN}]+)(?!\S)", text)
    signs = [m for m in words if is_blank_sign(m[0]) or is_unreadable(m[0]) or is_void(m[0])]
    if text.strip(" \u3000无"):
        yield from _of_label(text, line, offset, vocabulary)
        signs = [match for match in signs if match[0] != "无"]  # a piece of the label, perhaps: 无 法提供
    for match in signs:
        yield Atom(Kind.BLANK, "" if is_void(match[0]) else match[0], line, offset + match.start())


def _of_label(text: str, line: Line, offset: int, vocabulary: Vocabulary) -> Iterator[Atom]:
    """A piece of label, or those of several cells: wide gaps part them if one of them alone is known."""
    whole = fold(_NO_WORDS.sub(" ", text))
    if not whole:
        return
    cells = list(_WITHOUT_GAP.finditer(text))
    if len(cells) > 1 and not vocabulary.meaning(whole).known:
        parts = [_label(cell[0], fold(cell[0]), line, offset + cell.start(), vocabulary) for cell in cells]
        if any(part.meaning and part.meaning.sole is not None for part in parts):
            yield from (part for part in parts if fold(part.text))
            return
    yield _label(text.strip(), whole, line, offset + len(text) - len(text.lstrip()), vocabulary)
