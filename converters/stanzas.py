"""Numbers set in stanzas: groups parted by empty lines, as text drawn from a PDF page column by column has them.

A stanza of one number is a cell; a row's width of stanzas of equal length is a stretch of the table with its
columns one under the other; where nearly every row is broken into several lines, those of a row are one. All are set
back into rows before anything is aligned, columns and broken rows only where the rows that come of it add up.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from converters.atoms import BREAK, Atom, Kind
from converters.printed import PrintedRow, RowIdentity
from converters.runs import names_rows_in_order

_LEAST_WIDTH = 5
"""A number alone may be a whole row of a narrower table."""
_ADD_UP = 0.8
_LEAST_BROKEN = 3
_BROKEN = 0.8
"""The share of rows that are broken, if rows are."""

_Stanzas = list[list[Atom]]


def in_rows(atoms: Sequence[Atom], rows: Sequence[PrintedRow]) -> list[Atom]:
    """The atoms, with cells and columns that stand in stanzas of their own set into rows.

    Where the labels of rows do not stand in the form's order columns may not either: there only broken rows are.
    """
    ordered = names_rows_in_order(atoms)
    row = max(rows, key=lambda row: row.width)
    stretches = list(_stretches(atoms))
    if _are_broken([stanzas for _, stanzas in stretches], row):
        stretches = [(label, _as_one(stanzas, row)) for label, stanzas in stretches]
    elif not ordered:
        return list(atoms)
    made: list[Atom] = []
    for label, stanzas in stretches:
        made.extend([label] if label else [])
        made.extend(_set(stanzas, row) if ordered else _parted(stanzas))
    return made


def _stretches(atoms: Sequence[Atom]) -> Iterator[tuple[Atom | None, _Stanzas]]:
    """Each label with the stanzas behind it; first, with none, what stands before all labels."""
    label: Atom | None = None
    stanzas: _Stanzas = [[]]
    for atom in atoms:
        if atom.kind is Kind.LABEL:
            yield label, stanzas
            label, stanzas = atom, [[]]
        elif atom.kind is Kind.BREAK:
            stanzas.append([])
        else:
            stanzas[-1].append(atom)
    yield label, stanzas


def _are_broken(stretches: Sequence[_Stanzas], row: PrintedRow) -> bool:
    """Whether nearly all rows stand in several lines, and nearly all of them add up."""
    shown = [stanzas for stanzas in stretches if any(stanzas)]
    broken = [list(chain(*stanzas)) for stanzas in shown if _is_broken(stanzas, row)]
    enough = len(broken) >= max(_LEAST_BROKEN, _BROKEN * len(shown))
    return enough and row.width >= _LEAST_WIDTH and _adding_up(broken, row.within) >= _ADD_UP


def _is_broken(stanzas: _Stanzas, row: PrintedRow) -> bool:
    """Whether these lines are a row's width of cells together."""
    return sum(map(bool, stanzas)) > 1 and sum(map(len, stanzas)) == row.width


def _as_one(stanzas: _Stanzas, row: PrintedRow) -> _Stanzas:
    """The stanzas of a broken row as one, a break before and behind it where one is."""
    if not _is_broken(stanzas, row):
        return stanzas
    return [*([] if stanzas[0] else [[]]), list(chain(*stanzas)), *([] if stanzas[-1] else [[]])]


def _parted(stanzas: _Stanzas) -> Iterator[Atom]:
    """The stanzas, a break between each two."""
    for number, stanza in enumerate(stanzas):
        yield from ([BREAK, *stanza] if number else stanza)


def _set(stanzas: _Stanzas, row: PrintedRow) -> Iterator[Atom]:
    """The stanzas between two labels, a break between each two; the empty ones at the ends only break."""
    filled = [stanza for stanza in stanzas if stanza]
    if not filled:
        yield from (BREAK for _ in stanzas[1:2])
        return
    if not stanzas[0]:
        yield BREAK
    lines = list(_lines(filled, row)) if len(filled) > 1 or row.width == 1 else filled
    for line in lines[:-1]:
        yield from (*line, BREAK)
    yield from lines[-1]
    if not stanzas[-1]:
        yield BREAK


def _lines(stanzas: Sequence[list[Atom]], row: PrintedRow) -> Iterator[list[Atom]]:
    here = 0
    while here < len(stanzas):
        block = stanzas[here : here + row.width]
        turned = [_across(line, row) for line in zip(*block, strict=True)] if _are_columns(block, row) else []
        singles = _singles(block)
        if turned:
            yield from turned
            here += row.width
        elif singles > 1 and row.width >= _LEAST_WIDTH:
            yield [atom for stanza in block[:singles] for atom in stanza]
            here += singles
        else:
            yield stanzas[here]
            here += 1


def _across(line: Sequence[Atom], row: PrintedRow) -> list[Atom]:
    """The cells of a row, one of each column; without a sum nothing tells that the columns come in their order."""
    alike = len({atom.printed.value for atom in line if atom.printed}) == 1
    return list(line) if row.within or alike else [atom._replace(torn=True) for atom in line]


def _singles(block: Sequence[list[Atom]]) -> int:
    """How many stanzas of one number stand first."""
    count = 0
    for stanza in block:
        if len(stanza) != 1:
            break
        count += 1
    return count


def _are_columns(block: Sequence[list[Atom]], row: PrintedRow) -> bool:
    """Whether these are the columns of as many rows as each stanza has numbers."""
    length = len(block[0])
    if len(block) != row.width or length < 2 or any(len(stanza) != length for stanza in block):
        return False
    alone = all(len({id(atom.band) for atom in stanza}) == length for stanza in block)
    if not alone or any(atom.kind is not Kind.VALUE for stanza in block for atom in stanza):
        return False
    if not row.within:
        return length != row.width  # as long as a row is wide it would be a row, one number a line
    if length == row.width and _adding_up(block, row.within) >= _ADD_UP:
        return False
    return _adding_up(list(zip(*block, strict=True)), row.within) >= _ADD_UP


def _adding_up(lines: Sequence[Sequence[Atom]], identities: Sequence[RowIdentity]) -> float:
    """The share of lines whose numbers satisfy the row's identities."""
    return sum(all(_holds(line, *identity) for identity in identities) for line in lines) / len(lines)


def _holds(line: Sequence[Atom], left: Sequence[int], right: Sequence[int]) -> bool:
    values = [atom.printed.value if atom.printed else 0 for atom in line]
    return sum(values[column] for column in left) == sum(values[column] for column in right)
