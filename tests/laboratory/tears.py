"""Damage of rows: numbers too many, page breaks, repeated headings, rows lost or added."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from laboratory.copies import Copy, usable_identities
from laboratory.doubt import Reading, doubts
from laboratory.figures import Number
from laboratory.grid import Cell, Row, Table
from laboratory.marks import number_of


def surplus_zeros(copy: Copy, rng: Random, strength: float) -> Copy:
    """A number too many in a row: eight for seven columns, sixteen for fifteen, three for the fees' two."""
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
    undecidable, uncertain = doubts(
        usable_identities(copy), copy.truth.figures, readings, "a number too many in the row"
    )
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
    values = [number for cell in numbers if (number := number_of(cell)) is not None]
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
    """Page breaks through groups of section 三, whose labels are cut: `（五）不予` above, `处理` below."""
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


def page_breaks(copy: Copy, rng: Random, strength: float) -> Copy:
    """Page breaks between rows: blank lines, page numbers, sometimes the headings again."""
    page = rng.randint(2, 5)
    again = rng.random() < 0.4
    tables = dict(copy.tables)
    for name in ("disclosure", "applications"):
        repeated = again and name == "applications"
        tables[name] = _broken(tables[name], rng, page, strength, again=repeated)
        page += 1
    if tables == copy.tables:
        return copy
    return replace(copy, tables=tables).noted(
        "page breaks" + (" with the headings repeated" if again else "")
    )


def _broken(table: Table, rng: Random, page: int, strength: float, *, again: bool) -> Table:
    rows: list[Row] = []
    for index, row in enumerate(table.rows):
        if row.numbers and index > 4 and rng.random() < 0.12 * strength:
            lines = rng.choice((("",), (f"— {page} —",), ("", f"- {page} -", ""), (f"第{page}页", "")))
            header = [_flat(old) for old in table.rows[:3] if old.is_header] if again else []
            breaks = [replace(old, before=lines if not at else ()) for at, old in enumerate(header)]
            rows += [*breaks, row if breaks else replace(row, before=(*row.before, *lines))]
        else:
            rows.append(row)
    return replace(table, rows=tuple(rows))


def _flat(row: Row) -> Row:
    """A heading without merged cells: so it stands again on the next page."""
    return Row(tuple(replace(cell, height=1, width=1) for cell in row.cells))


def cut_labels(copy: Copy, rng: Random, strength: float) -> Copy:
    """Long labels over two lines: one piece beside the numbers, the other on a line above or below."""
    table = copy.tables["applications"]
    rows: list[Row] = []
    carried: tuple[str, ...] = ()
    for row in table.rows:
        label = next((cell for cell in row.cells if cell.role == "label" and len(cell.text) > 8), None)
        below = replace(row, before=(*carried, *row.before))
        cut = label and row.numbers and rng.random() < strength * 0.4
        below, carried = _cut_label(below, label, rng) if label and cut else (below, ())
        rows.append(below)
    changed = replace(table, rows=tuple(rows))
    note = "labels over two lines, one piece above or below the numbers"
    return copy if changed == table else copy.edit("applications", lambda _: changed, note)


def _cut_label(row: Row, label: Cell, rng: Random) -> tuple[Row, tuple[str, ...]]:
    """The row with one piece of its label, and the lines to print below it."""
    at = rng.randint(4, len(label.text) - 3)
    head, tail = label.text[:at], label.text[at:]
    above = rng.random() < 0.5
    piece = replace(label, text=tail if above else head)
    cells = tuple(piece if cell is label else cell for cell in row.cells)
    return (Row(cells, (*row.before, head)), ()) if above else (Row(cells, row.before), (tail,))


_OUTCOMES = ("partly_granted", "refused", "unavailable", "not_processed")


def lost_rows(copy: Copy, rng: Random, strength: float) -> Copy:
    """Rows of section 三 gone altogether, label and numbers."""
    table = copy.tables["applications"]
    kept: list[Row] = []
    lost: dict[str, Number] = {}
    for row in table.rows:
        if _is_item(row) and rng.random() < strength * 0.12:
            lost |= {cell.id or "": number_of(cell) or 0 for cell in row.numbers}
        else:
            kept.append(row)
    shrunk = _shrunk(replace(table, rows=tuple(kept), lost={**table.lost, **lost}), table)
    return copy.edit("applications", lambda _: shrunk, f"{len(lost) // 7} rows gone") if lost else copy


def _is_item(row: Row) -> bool:
    """Whether the row is an outcome that opens no group."""
    kinds = tuple(f"applications.{kind}" for kind in _OUTCOMES)
    named = any((cell.id or "").startswith(kinds) for cell in row.cells)
    return named and all(cell.role != "group" for cell in row.cells)


def _shrunk(table: Table, before: Table) -> Table:
    """The table with its merged labels shortened by the rows that are gone."""
    firsts = [row.numbers[0].id if row.numbers else None for row in table.rows]
    starts = {row.numbers[0].id: at for at, row in enumerate(before.rows) if row.numbers}

    def covered(index: int, height: int) -> int:
        start = starts[firsts[index]]
        return sum(row.numbers[0].id in firsts for row in before.rows[start : start + height] if row.numbers)

    def shorter(index: int, row: Row) -> Row:
        return replace(row, cells=tuple(_lower(cell, covered(index, cell.height)) for cell in row.cells))

    def _lower(cell: Cell, height: int) -> Cell:
        return replace(cell, height=height) if cell.role == "group" else cell

    return table.map_rows(lambda index, row: shorter(index, row) if row.numbers else row)


def extra_row(copy: Copy, rng: Random, _strength: float) -> Copy:
    """A row more than the form has, for a part of the agency's region."""
    table = copy.tables["applications"]
    at = next(index for index, row in enumerate(table.rows) if row.numbers)
    numbers = [number_of(cell) for cell in table.rows[at].numbers]
    share = [int((value or 0) * rng.random()) for value in numbers[:-1]]
    label = Cell(rng.choice(("其中：市本级", "其中：乡镇（街道）", "其中：开发区")), "label", width=3)
    row = Row((label, *(Cell(str(value), "surplus") for value in [*share, sum(share)])))
    rows = (*table.rows[: at + 1], row, *table.rows[at + 1 :])
    return copy.edit(
        "applications", lambda old: replace(old, rows=rows), "a regional row more than the form has"
    )


def dripping_header(copy: Copy, rng: Random, _strength: float) -> Copy:
    """The headings of section 三 as words of one or two characters dripping down before the table."""
    table = copy.tables["applications"]
    words = [cell.text for row in table.rows if row.is_header for cell in row.cells]
    drops = tuple(piece for word in words for piece in _pieces(word, rng.randint(1, 3)))
    body = [row for row in table.rows if not row.is_header]
    rows = (replace(body[0], before=(*drops, *body[0].before)), *body[1:])
    return copy.edit("applications", lambda old: replace(old, rows=rows), "headings dripping vertically")


def _pieces(word: str, size: int) -> list[str]:
    return [word] if len(word) > 12 else [word[at : at + size] for at in range(0, len(word), size)]


def cut_short(copy: Copy, rng: Random, _strength: float) -> Copy:
    """Section 三 cut short: its last rows are missing."""
    table = copy.tables["applications"]
    first = next(index for index, row in enumerate(table.rows) if row.numbers)
    return _without(copy, "applications", rng.randrange(first + 2, len(table.rows)), "section 三 cut short")


def missing_table(copy: Copy, rng: Random, _strength: float) -> Copy:
    """Section 三 or 四 without its table, as where a picture stood."""
    return _without(copy, rng.choice(("applications", "reviews")), 0, "a table missing")


def _without(copy: Copy, name: str, start: int, note: str) -> Copy:
    """The copy without the rows of a table from one on."""
    table = copy.tables[name]
    gone = [cell for row in table.rows[start:] for cell in row.numbers]
    lost = {**table.lost, **{cell.id or "": number_of(cell) or 0 for cell in gone}}
    return copy.edit(name, lambda old: replace(old, rows=table.rows[:start], lost=lost), note)
