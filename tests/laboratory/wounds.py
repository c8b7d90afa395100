"""Damage of cells: what befalls single numbers, labels and headings before the page is printed.

Each kind is a pure function of the copy, a Random and a strength from 0 to 1, and notes what it did.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

from laboratory.copies import Copy
from laboratory.doubt import Reading, doubts
from laboratory.figures import Number, identities_of_form
from laboratory.grid import Cell, Row, Table

Wound = Callable[[Copy, Random, float], Copy]

_HALF = str.maketrans("（）：，；", "():,;")


def map_cells(table: Table, change: Callable[[Cell], Cell]) -> Table:
    """The table with every cell changed."""
    return table.map_rows(lambda _index, row: replace(row, cells=tuple(change(cell) for cell in row.cells)))


def map_texts(copy: Copy, change: Callable[[Cell], str], note: str) -> Copy:
    """The copy with the texts of cells changed in all tables; nothing is noted where nothing changes."""
    tables = {
        name: map_cells(table, lambda cell: replace(cell, text=change(cell)))
        for name, table in copy.tables.items()
    }
    return replace(copy, tables=tables, damage=(*copy.damage, note)) if tables != copy.tables else copy


def half_width(copy: Copy, _rng: Random, _strength: float) -> Copy:
    """Punctuation in half width, as web editors make it."""
    return map_texts(copy, lambda cell: cell.text.translate(_HALF), "half-width punctuation")


def spaced_numbering(copy: Copy, _rng: Random, _strength: float) -> Copy:
    """A blank behind the number of an item: `1. 属于国家秘密`, `(一) 予以公开`."""

    def spaced(cell: Cell) -> str:
        head = next((at for at, mark in enumerate(cell.text[:3]) if mark in ".)）"), -1)
        numbered = cell.role in ("label", "group") and head > 0
        return f"{cell.text[: head + 1]} {cell.text[head + 1 :]}" if numbered else cell.text

    return map_texts(copy, spaced, "blank behind the numbering")


def header_blanks(copy: Copy, rng: Random, strength: float) -> Copy:
    """Blanks inside the headings: `结果 维持`, or one between any two characters."""
    every = rng.random() < strength / 2

    def blanked(cell: Cell) -> str:
        if cell.role != "header" or len(cell.text) not in (2, 4):
            return cell.text
        return (
            " ".join(cell.text)
            if every
            else f"{cell.text[: len(cell.text) // 2]} {cell.text[len(cell.text) // 2 :]}"
        )

    return map_texts(copy, blanked, "blanks inside headings")


def cut_headers(copy: Copy, rng: Random, strength: float) -> Copy:
    """Headings cut to their first half, so that two of them read the same: `本年新`, `结果`."""

    def cut(cell: Cell) -> str:
        if cell.role != "header" or rng.random() > strength:
            return cell.text
        if cell.text.startswith("本年新"):
            return "本年新"
        return cell.text[:2] if cell.text in ("结果维持", "结果纠正", "其他结果", "尚未审结") else cell.text

    return map_texts(copy, cut, "headings cut to their first half")


def units(copy: Copy, rng: Random, strength: float) -> Copy:
    """Units inside cells of section 二: `7次`, `476.92 万元`, `3.04亿元`."""

    def united(cell: Cell) -> str:
        if not cell.id or not isinstance(cell.said, int | float) or rng.random() > strength:
            return cell.text
        if cell.id.endswith(".amount"):
            return cell.text + rng.choice(_money(cell.id, cell.said))
        return cell.text + rng.choice(("次", "项", "件", "个"))

    before = copy.tables["disclosure"]
    after = map_cells(before, lambda cell: replace(cell, text=united(cell)))
    return copy if after == before else copy.edit("disclosure", lambda _: after, "units inside cells")


def _money(cell: str, amount: Number) -> tuple[str, ...]:
    if "fees" in cell:
        return ("万元", " 万元")
    if amount > 5000:
        return ("元", " 元", "万元")
    return ("亿元", "万元") if amount < 50 else ("万元", " 万元")


def only_totals(copy: Copy, _rng: Random, _strength: float) -> Copy:
    """Section 三 with its six applicant columns empty: only 总计 is filled."""

    def emptied(cell: Cell) -> Cell:
        if not cell.id or cell.id.endswith(".total"):
            return cell
        return replace(cell, text="", said="blank", hidden=_number(cell))

    return copy.edit(
        "applications", lambda table: map_cells(table, emptied), "only the 总计 column is filled"
    )


def _number(cell: Cell) -> Number | None:
    return cell.said if isinstance(cell.said, int | float) else cell.hidden


def relabelled(copy: Copy, labels: Mapping[str, str], note: str) -> Copy:
    """The copy with labels worded otherwise."""
    return map_texts(copy, lambda cell: cell.text if cell.id else labels.get(cell.text, cell.text), note)


def surplus_zeros(copy: Copy, rng: Random, strength: float) -> Copy:
    """A number too many in a row: eight for seven columns, sixteen for fifteen, three for the two of the fees."""
    rows = [
        ("applications", "other_handling.total"),
        ("applications", "processed_total.total"),
        ("reviews", ".pending"),
    ]
    chosen = [entry for entry in rows if rng.random() < strength]
    readings: list[list[Reading]] = []
    for table, ending in chosen:
        copy, ways = _with_surplus(copy, table, ending, front=table == "applications" and rng.random() < 0.5)
        readings += ways
    copy = _surplus_fee(copy) if rng.random() < strength else copy
    identities = identities_of_form(copy.truth.forms)
    undecidable, uncertain = doubts(identities, copy.truth.figures, readings, "a number too many in the row")
    return replace(
        copy,
        undecidable={**copy.undecidable, **undecidable},
        uncertain={**copy.uncertain, **uncertain},
    )


def _with_surplus(copy: Copy, name: str, ending: str, *, front: bool) -> tuple[Copy, list[list[Reading]]]:
    table = copy.tables[name]
    found = [at for at, row in enumerate(table.rows) if any((c.id or "").endswith(ending) for c in row.cells)]
    if not found:
        return copy, []
    row = table.rows[found[0]]
    labels = tuple(cell for cell in row.cells if not cell.id)
    zero = (Cell("0", "surplus"),)
    cells = (*labels, *zero, *row.numbers) if front else (*row.cells, *zero)
    rows = (*table.rows[: found[0]], replace(row, cells=cells), *table.rows[found[0] + 1 :])
    edited = copy.edit(name, lambda old: replace(old, rows=rows), f"a zero too many in the row of {ending}")
    return edited, [_readings_of_surplus(row.numbers, front=front)]


def _readings_of_surplus(numbers: Sequence[Cell], *, front: bool) -> list[Reading]:
    """Every way to leave out one number of the row."""
    values = [number for cell in numbers if (number := _number(cell)) is not None]
    printed = [0, *values] if front else [*values, 0]
    ids = [cell.id or "" for cell in numbers]
    return [dict(zip(ids, printed[:at] + printed[at + 1 :], strict=True)) for at in range(len(printed))]


def _surplus_fee(copy: Copy) -> Copy:
    table = copy.tables["disclosure"]

    def widened(_index: int, row: Row) -> Row:
        if not any((cell.id or "").startswith("disclosure.fees.change") for cell in row.cells):
            return row
        cells = [replace(cell, width=1) for cell in row.cells]
        return replace(row, cells=(*cells, Cell("0", "surplus")))

    edited = table.map_rows(widened)
    return (
        copy
        if edited == table
        else copy.edit("disclosure", lambda _: edited, "three numbers for the fees' two")
    )


def cut_groups(copy: Copy, rng: Random, strength: float) -> Copy:
    """Page breaks through a group of section 三: its label is cut in two, `（五）不予` above and `处理` below."""
    table = copy.tables["applications"]
    tall = [
        at
        for at, row in enumerate(table.rows)
        for cell in row.cells
        if cell.role == "group" and 1 < cell.height < 9
    ]
    for at in (tall_row for tall_row in tall if rng.random() < strength):
        height = next(
            cell.height for cell in table.rows[at].cells if cell.role == "group" and 1 < cell.height < 9
        )
        table = _cut_group(table, at, rng.randint(1, height - 1))
        copy = copy.noted(f"page break and cut label in the group of line {at}")
    return replace(copy, tables={**copy.tables, "applications": table})


def _cut_group(table: Table, at: int, upper: int) -> Table:
    group = next(cell for cell in table.rows[at].cells if cell.role == "group" and 1 < cell.height < 9)
    half = len(group.text) - 2
    above = replace(group, text=group.text[:half], height=upper)
    below = replace(group, text=group.text[half:], height=group.height - upper)

    def cut(index: int, row: Row) -> Row:
        if index == at:
            return replace(row, cells=tuple(above if cell is group else cell for cell in row.cells))
        if index == at + upper:
            return Row((below, *row.cells), (*row.before, ""))
        return row

    return table.map_rows(cut)


def split_header(copy: Copy, _rng: Random, _strength: float) -> Copy:
    """A page break through the heading of section 三: `自` and `总` above it, `然人` and `计` below."""

    def split(index: int, row: Row) -> Row:
        if index == 1:
            short = [
                replace(cell, text=cell.text[:1], height=1) if cell.height == 2 else cell
                for cell in row.cells
            ]
            return replace(row, cells=tuple(short))
        if index == 2:
            return Row((Cell("然人", "header"), *row.cells, Cell("计", "header")), ("",))
        return row

    return copy.edit(
        "applications", lambda table: table.map_rows(split), "page break through the heading of section 三"
    )
