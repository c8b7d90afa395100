"""Rows that a program printed as lists or as comma-separated values → rows of cells.

`['规章', '0', None, '286']`, `[["规章", "0"], ["行政处罚", "1"]]`, `{"0": "规章", "1": 286}`, in one line or over
several, and of a CSV file `规章,0,"1,286"`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from converters.numerals import is_blank_sign, read_number
from converters.sheet import Grid, GridCell, Line

_TEXT = r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\""
_ITEM = _TEXT + r"|None|null|NaN|nan|[-+]?\d[\d.]*+"
_KEY = r"(?:\d++|'[^'\\]*+'|\"[^\"\\]*+\")\s*+:\s*+"
_ITEMS = re.compile(rf"(?:{_KEY})?(?P<item>{_ITEM})")
_ROW = re.compile(
    rf"[\[(]\s*+(?:{_ITEM})(?:\s*+,\s*+(?:{_ITEM}))++\s*+,?\s*+[\])]"
    rf"|\{{\s*+{_KEY}(?:{_ITEM})(?:\s*+,\s*+{_KEY}(?:{_ITEM}))++\s*+\}}"
    rf"|\[\s*+(?:{_TEXT})\s*+\]"
)
_BESIDE_ROWS = re.compile(r"[\s,\[\]()]*+")
_BESIDE_ITEMS = re.compile(r"[\s,\[\](){}]*+")
_OPENING = ("[", "(", "{")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "t": " ", "r": "\n"}
_NOTHING = frozenset({"None", "null", "NaN", "nan"})

_CSV_CELL = re.compile(r'"((?:[^"]|"")*+)"(?=,|$)|([^,]*+)')
_LABELLED = re.compile(r"(.*[\u4e00-\u9fff）)])\s*[：:]\s*([-+－]?\d[\d.]*|[-—/]*)")
_OTHER_SIGNS = re.compile(r"[|｜│\t。；！？]")
_SEVERAL = re.compile(r"\d\s+\d")
_GROUPED = re.compile(r"\d,\d{3}(?!\d)")
_LEAST_ROWS = 2
_MOST_JOINED = 8


def with_listed_rows(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """The blocks, lines that are rows of a program's lists, or lists over several lines, read as rows of cells."""
    read: list[Line | Grid] = []
    pieces: list[Line] = []
    for block in blocks:
        if (
            isinstance(block, Line)
            and (pieces or block.text.lstrip()[:1] in _OPENING)
            and _is_piece(block.text)
        ):
            pieces.append(block)
            continue
        if pieces:
            read.extend(_read(pieces))
            pieces = []
        read.append(block)
    read.extend(_read(pieces))
    return read


def _is_piece(text: str) -> bool:
    """Whether nothing stands in a line but items of lists, and what parts them."""
    return _BESIDE_ITEMS.fullmatch(_ITEMS.sub("", text)) is not None


def _read(pieces: Sequence[Line]) -> list[Line | Grid]:
    """Lines of lists: each as its own rows, or, where not all of them are, as one list over all of them."""
    alone = [_listed([line]) for line in pieces]
    if not all(alone) and (rows := _listed(pieces)):
        return [Grid(tuple(rows), pieces[0].at)]
    return [Grid(tuple(rows), line.at) if rows else line for rows, line in zip(alone, pieces, strict=True)]


def _listed(lines: Sequence[Line]) -> list[tuple[GridCell, ...]]:
    """The rows in lines that hold nothing else; a number alone in brackets is no row, nor is a text of one line."""
    text = "\n".join(line.text for line in lines)
    if text.lstrip()[:1] not in _OPENING:
        return []
    matches = list(_ROW.finditer(text))
    quoted = any("'" in match[0] or '"' in match[0] for match in matches)
    if not quoted or not _BESIDE_ROWS.fullmatch(_ROW.sub("", text)):
        return []
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    rows = [tuple(_without_merged(list(_items(match, lines, starts)))) for match in matches]
    return rows if max(map(len, rows)) > 1 else []


def _items(
    row: re.Match[str], lines: Sequence[Line], starts: Sequence[int]
) -> Iterator[tuple[bool, GridCell]]:
    """Whether anything is there, and the cell."""
    for item in _ITEMS.finditer(row[0]):
        text = item["item"]
        at = row.start() + item.start("item")
        number = bisect_right(starts, at) - 1
        place = lines[number].place(at - starts[number])
        if text[0] in "'\"":
            yield True, GridCell(_ESCAPE.sub(_unescaped, text[1:-1]), place)
        elif text in _NOTHING:
            yield False, GridCell("", place)
        else:
            yield True, GridCell(text, place)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(match[3], match[3])


def _without_merged(items: Sequence[tuple[bool, GridCell]]) -> Iterator[GridCell]:
    """The cells without those that are missing beside labels: merged cells leave them there."""
    numbers = [number for number, (there, cell) in enumerate(items) if there and read_number(cell.text)]
    first = numbers[0] if numbers else len(items)
    for number, (there, cell) in enumerate(items):
        if there or number > first:
            yield cell


def with_comma_separated_rows(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """The blocks, lines of comma-separated values read as rows of cells, if that is what this text is.

    Where it is, no comma parts thousands: `1,447.65` is two cells, and a number with commas stands in quotes.
    """
    texts = [_plain(block.text) for block in blocks if isinstance(block, Line)]
    rows = sum(map(_is_certain_row, texts))
    others = sum(not _is_certain_row(text) and _is_grouped_number(text) for text in texts)
    if rows < _LEAST_ROWS or others > rows:
        return list(blocks)
    read: list[Line | Grid] = []
    rest = iter(_whole_rows(blocks))
    for block in rest:
        cells = _values(block) if isinstance(block, Line) else []
        read.append(Grid((tuple(cells),), block.at) if cells else block)
    return read


def _plain(text: str) -> str:
    """The text, commas that part nothing but entries behind a label as plain ones: `行政处罚，1，286`."""
    if "，" not in text:
        return text
    _, *cells = text.replace("，", ",").split(",")
    entries = [cell for cell in cells if read_number(cell) or is_blank_sign(cell) or not cell.strip()]
    return text.replace("，", ",") if len(entries) == len(cells) else text


def _parts_thousands(text: str) -> bool:
    """Whether blanks part the numbers of a line: the commas beside them then part thousands."""
    return _GROUPED.search(text) is not None and _SEVERAL.search(text) is not None


def _is_certain_row(text: str) -> bool:
    """Whether several cells of a line are numbers, and not all of them groups of three digits."""
    if "," not in text or _OTHER_SIGNS.search(text) or _parts_thousands(text):
        return False
    cells = [cell.strip(' "') for cell in text.split(",")[1:]]
    numbers = [cell for cell in cells if cell and read_number(cell)]
    empty = sum(not cell or is_blank_sign(cell) for cell in cells)
    short = any(len(cell) != len("000") for cell in numbers)
    return len(cells) > 2 and 2 * (len(numbers) + empty) > len(cells) and short


def _is_grouped_number(text: str) -> bool:
    printed = read_number(text)
    return printed is not None and printed.grouped


def _whole_rows(blocks: Sequence[Line | Grid]) -> Iterator[Line | Grid]:
    """The blocks, a row whose quoted cells hold line ends as one line."""
    open_row: list[Line] = []
    for block in blocks:
        if isinstance(block, Grid):
            yield from open_row
            open_row = []
            yield block
            continue
        open_row.append(block)
        joined = "\n".join(line.text for line in open_row)
        if joined.count('"') % 2 == 0 and (len(open_row) == 1 or "," in joined):
            yield open_row[0] if len(open_row) == 1 else Line(joined, open_row[0].at)
            open_row = []
        elif len(open_row) > _MOST_JOINED or "," not in joined:
            yield from open_row
            open_row = []
    yield from open_row


def _parted(cell: GridCell) -> list[GridCell]:
    """The first cell of a row, in two where the row's first number stands behind the label: `行政处罚：1,286`."""
    labelled = _LABELLED.fullmatch(cell.text)
    return [cell._replace(text=labelled[1]), cell._replace(text=labelled[2])] if labelled else [cell]


def _values(line: Line) -> list[GridCell]:
    """The cells of a line, if it is a row: one of them is a number or empty."""
    text = _plain(line.text)
    if "," not in text or _OTHER_SIGNS.search(text) or _parts_thousands(text):
        return []
    cells: list[GridCell] = []
    here = 0
    while here <= len(text):
        match = _CSV_CELL.match(text, here)
        if match is None:
            return []
        quoted = match[1] is not None
        cells.append(GridCell(match[1].replace('""', '"') if quoted else match[2], line.place(here)))
        here = match.end() + 1
    cells[:1] = _parted(cells[0])
    rows = any(not cell.text.strip() or read_number(cell.text) for cell in cells)
    return cells if rows else []
