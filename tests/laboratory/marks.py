"""Damage of numbers: units, notes, signs, separators, dashes and blanks inside their cells."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from laboratory.copies import Copy
from laboratory.figures import Number
from laboratory.grid import Cell, Table, map_cells

_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def number_of(cell: Cell) -> Number | None:
    """The agency's number for the cell, shown or hidden."""
    return cell.said if isinstance(cell.said, int | float) else cell.hidden


def edit_numbers(copy: Copy, change: Callable[[Cell], Cell], note: str, *tables: str) -> Copy:
    """The copy with the number cells of the tables changed; nothing is noted where nothing changes."""

    def edited(table: Table) -> Table:
        return map_cells(table, lambda cell: change(cell) if cell.id else cell)

    changed = {name: edited(copy.tables[name]) for name in tables or copy.tables}
    after = {**copy.tables, **changed}
    return replace(copy, tables=after, damage=(*copy.damage, note)) if after != copy.tables else copy


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


def dashes(copy: Copy, rng: Random, strength: float) -> Copy:
    """A dash or slash for zero."""
    mark = rng.choice(("/", "-", "—", "－", "——"))

    def dashed(cell: Cell) -> Cell:
        if cell.text != "0" or rng.random() > strength:
            return cell
        return replace(cell, text=mark, said="dash", hidden=0)

    return edit_numbers(copy, dashed, f"{mark} for zero")


def blanks(copy: Copy, rng: Random, strength: float) -> Copy:
    """Empty cells for zero; the totals of rows stay, so that the place of the others can be told."""

    def emptied(cell: Cell) -> Cell:
        keep = (cell.id or "").endswith(".total") or cell.text != "0" or rng.random() > strength
        return cell if keep else replace(cell, text="", said="blank", hidden=0)

    return edit_numbers(copy, emptied, "empty cells for zero", "applications", "reviews")


def blank_rows(copy: Copy, rng: Random, strength: float) -> Copy:
    """Whole rows of zeros left empty."""
    copy_rows = [row for table in copy.tables.values() for row in table.rows if row.numbers]
    chosen = [
        cell.id
        for row in copy_rows
        if all(cell.text == "0" for cell in row.numbers) and rng.random() < strength
        for cell in row.numbers
    ]
    emptied = set(chosen)

    def change(cell: Cell) -> Cell:
        return replace(cell, text="", said="blank", hidden=0) if cell.id in emptied else cell

    return edit_numbers(copy, change, "rows of zeros left empty")


def thousands(copy: Copy, rng: Random, _strength: float) -> Copy:
    """Separators between thousands: `1,295`."""
    mark = rng.choice((",", ",", "，"))

    def separated(cell: Cell) -> Cell:
        if not isinstance(cell.said, int) or abs(cell.said) < 1000:
            return cell
        return replace(cell, text=f"{cell.said:,}".replace(",", mark))

    return edit_numbers(copy, separated, "thousands separators")


def full_width_digits(copy: Copy, rng: Random, strength: float) -> Copy:
    """Digits in full width: `１２`."""

    def widened(cell: Cell) -> Cell:
        return replace(cell, text=cell.text.translate(_FULL)) if rng.random() < strength else cell

    return edit_numbers(copy, widened, "full-width digits")


def spaced_digits(copy: Copy, rng: Random, strength: float) -> Copy:
    """Stray blanks around and inside numbers."""

    def spaced(cell: Cell) -> Cell:
        if not cell.text or rng.random() > strength:
            return cell
        at = rng.randint(0, len(cell.text))
        return replace(cell, text=cell.text[:at] + rng.choice((" ", "\u00a0")) + cell.text[at:])

    return edit_numbers(copy, spaced, "stray blanks in numbers")


def notes(copy: Copy, rng: Random, strength: float) -> Copy:
    """Notes behind numbers of section 二: `22（其中修订16件）`."""
    wordings = ("（其中修订{}件）", "（含自然失效{}件）", "（含上年{}件）", " （其中：本级{}件）")

    def noted(cell: Cell) -> Cell:
        counted = isinstance(cell.said, int) and cell.said > 1 and not (cell.id or "").endswith(".change")
        if not counted or rng.random() > strength:
            return cell
        return replace(
            cell, text=cell.text + rng.choice(wordings).format(rng.randint(1, int(cell.said or 1)))
        )

    return edit_numbers(copy, noted, "notes behind numbers", "disclosure")


def signed_changes(copy: Copy, rng: Random, _strength: float) -> Copy:
    """The change of section 二 with a sign or a word: `+21`, `减3`, `－18`."""

    def signed(cell: Cell) -> Cell:
        if not (cell.id or "").endswith(".change") or not isinstance(cell.said, int) or not cell.said:
            return cell
        size = abs(cell.said)
        ways = (f"+{size}", f"增{size}", f"＋{size}", f"增加{size}", f"{size}")
        if cell.said < 0:
            ways = (f"-{size}", f"减{size}", f"－{size}", f"减少{size}", f"−{size}")
        return replace(cell, text=rng.choice(ways))

    return edit_numbers(copy, signed, "signed changes", "disclosure")
