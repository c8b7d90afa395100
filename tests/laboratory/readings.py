"""All readings of a row whose layout lost the borders: cuts of glued digits, places of bare numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice

from laboratory.copies import Copy, usable_identities
from laboratory.doubt import Reading, doubts
from laboratory.figures import Number
from laboratory.grid import Cell, Row
from laboratory.marks import number_of

Reader = Callable[[Row], list[Reading] | None]

MOST = 3000
"""Readings listed of one row; a row with more is undecidable as a whole."""


def glue_doubts(copy: Copy) -> tuple[dict[str, str], dict[str, str]]:
    """The cells that cannot be decided where the numbers of every row are glued."""
    return _doubts(copy, lambda row: cuts_of(row.numbers), "glued digits can be cut in several ways")


def place_doubts(copy: Copy) -> tuple[dict[str, str], dict[str, str]]:
    """The cells that cannot be decided where empty cells left no trace."""
    return _doubts(copy, lambda row: places_of(row.numbers), "empty cells left no trace")


# How the sign of a change is written, as the one character that a cut can begin with.
_SIGNS = (("增加", "+"), ("减少", "-"), ("增", "+"), ("减", "-"), ("＋", "+"), ("－", "-"), ("−", "-"))


def _doubts(copy: Copy, read: Reader, why: str) -> tuple[dict[str, str], dict[str, str]]:
    undecidable: dict[str, str] = {}
    rows: list[list[Reading]] = []
    for row in (row for table in copy.tables.values() for row in table.rows if len(row.numbers) > 1):
        readings = None if any(cell.hidden for cell in row.numbers) else read(row)
        if readings is None:
            undecidable |= {cell.id: why for cell in row.numbers if cell.id}
        elif len(readings) > 1 or any(_differs(reading, copy.truth.figures) for reading in readings):
            rows.append(readings)
    open_cells, uncertain = doubts(usable_identities(copy, undecidable), copy.truth.figures, rows, why)
    return {**undecidable, **open_cells}, uncertain


def _differs(reading: Reading, figures: Mapping[str, Number]) -> bool:
    return any(figures[cell] != value for cell, value in reading.items())


def cuts_of(cells: Sequence[Cell]) -> list[Reading] | None:
    """Every way to cut the glued digits of a row, None where there are too many."""
    ids = [cell.id or "" for cell in cells]
    digits = _plain("".join(cell.text for cell in cells))
    if len(ids) > 2 and "-" in digits:
        return None  # the stroke may also be an empty cell: 25-100 is 25, -10, 0, or 25, blank, 100
    groups = [ids[at : at + 5] for at in range(0, 15, 5)] if len(ids) == 15 else [ids]
    found = list(islice(_cuts(digits, groups), MOST + 1))
    if len(found) > MOST or (not found and not _is_one(_cuts(digits, groups, summed=False))):
        return None
    return [dict(zip(ids, cut, strict=True)) for cut in found]


def _is_one(cuts: Iterator[tuple[Number, ...]]) -> bool:
    """Whether there is one cut only, whatever it adds up to: the row may hold a slip of the agency's own."""
    return len(list(islice(cuts, 2))) == 1


def _plain(text: str) -> str:
    """The text with its signs as plus and minus."""
    for sign, plain in _SIGNS:
        text = text.replace(sign, plain)
    return text


def _cuts(
    digits: str, groups: Sequence[Sequence[str]], *, summed: bool = True
) -> Iterator[tuple[Number, ...]]:
    """All cuts of the digits; in which every group adds up, if summed."""
    if not groups:
        yield from () if digits else ((),)
        return
    first, *others = groups
    for numbers, rest in _group(digits, first, 0 if summed else None):
        for tail in _cuts(rest, others, summed=summed):
            yield (*numbers, *tail)


def _group(
    digits: str, ids: Sequence[str], so_far: Number | None
) -> Iterator[tuple[tuple[Number, ...], str]]:
    """The cuts of the front of the digits into as many numbers as ids, and what is left."""
    if not ids:
        yield (), digits
    elif so_far is not None and len(ids) == 1 and ids[0].endswith(".total"):
        if digits.startswith(str(so_far)):
            yield (so_far,), digits[len(str(so_far)) :]
    else:
        for size in range(1, min(len(digits), 10) + 1):
            number = _number(digits[:size], ids[0])
            if number is not None:
                for tail, rest in _group(digits[size:], ids[1:], None if so_far is None else so_far + number):
                    yield (number, *tail), rest


def _number(text: str, cell: str) -> Number | None:
    """The number that the digits are, None where no office would print it so."""
    bare = text.removeprefix("-").removeprefix("+") if cell.endswith(".change") else text
    whole, dot, part = bare.partition(".")
    if not whole.isdecimal() or (whole[0] == "0" and len(whole) > 1) or (bare != text and bare == "0"):
        return None
    if dot and not (cell.endswith(".amount") and part.isdecimal() and len(part) <= 2):
        return None
    return float(text) if dot else int(text)


def places_of(cells: Sequence[Cell]) -> list[Reading] | None:
    """Every way to give the printed numbers of a row their columns, empty ones counting as zero."""
    printed = [value for cell in cells if cell.text and (value := number_of(cell)) is not None]
    ids = [cell.id or "" for cell in cells]
    if len(printed) == len(ids) or not printed:
        return []
    found: dict[tuple[Number, ...], Reading] = {}
    for places in combinations(range(len(ids)), len(printed)):
        reading = dict.fromkeys(ids, 0) | dict(zip((ids[at] for at in places), printed, strict=True))
        found[tuple(reading.values())] = reading
        if len(found) > MOST:
            return None
    return list(found.values())
