"""What parts the columns of a table without rules: the places between the numbers that stand below one another."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from converters.readers.pdf.frame import Box
from converters.readers.pdf.lines import PrintedLine, Word, centre, printed_line
from converters.readers.pdf.rows import Row

LEAST_COLUMNS = 3
LEAST_ROWS = 2
MANY = 5
"""Of a table of so many columns some may have no number on a page."""
BEFORE = 1.0
"""Points before the first digit of the first column where that begins; labels reach as far."""

Edges = tuple[float, ...]
"""Left edge of the first column, what parts each from the next, right edge of the last; nothing where not known."""


def edges_of(rows: Sequence[Sequence[Word]]) -> Edges:
    """What parts the columns in which the numbers of all rows stand, if they agree on them.

    A row may lack any of the columns, but some row must have all: numbers that stand askew in one column look like
    two columns. Where that leads nowhere (a number with a gap in it looks like two, two that stand close like one)
    the rows with the usual count of numbers are asked alone, and the others are held against them.
    """
    rows = [row for row in rows if row]
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    for asked in (rows, [row for row in rows if len(row) == usual]):
        columns = columns_of(asked)
        if len(columns) < LEAST_COLUMNS:
            continue
        between = [(right + left) / 2 for (_, right), (left, _) in pairwise(columns)]
        half = min(left - right for (_, right), (left, _) in pairwise(columns)) / 2
        edges = (columns[0][0] - min(half, BEFORE), *between, columns[-1][1] + half)
        parted = [[piece for word in row for piece in parts_of(word, edges)] for row in rows]
        used = Counter(
            column for row in parted for column in {bisect_right(edges, centre(word)) for word in row}
        )
        enough = min(used.values()) >= LEAST_ROWS
        if enough and max(map(len, parted)) == len(columns) and all(fits(row, edges) for row in parted):
            return edges
    return ()


def end_of_moved_labels(rows: Sequence[Row]) -> float | None:
    """Where the labels end in a table some of whose rows a label more moves one column to the right.

    Only if no row lacks a number and nothing else stands among them; nothing where that is not so.
    """
    rows = [row for row in rows if row.numbers]
    columns = columns_of([row.numbers for row in rows])
    first = [bisect_right(columns, (row.numbers[0].box[2],)) - 1 for row in rows]
    whole = all(len(row.numbers) == len(columns) - 1 and ends_with_numbers(row) for row in rows)
    moved = [row for row, column in zip(rows, first, strict=True) if column]
    labelled = all(len(row.words) > len(row.numbers) + 1 for row in moved)
    known = whole and labelled and set(first) == {0, 1} and len(columns) > MANY
    return columns[1][0] - BEFORE if known else None


def ends_with_numbers(row: Row) -> bool:
    """Whether nothing but numbers stands right of the first number."""
    return all(word.box[2] <= row.numbers[0].box[0] for word in row.words if not word.is_number)


def going_on(rows: Sequence[Row], edges: Edges, above: Sequence[Row]) -> int:
    """How many of the rows go on with a table: labels, and numbers that stand below the numbers of its columns.

    Args:
        rows: what follows the table, on its page or from the top of the next one.
        edges: what parts its columns.
        above: its rows.
    """
    boxes: dict[int, list[Box]] = defaultdict(list)
    for row in above:
        for word in row.numbers:
            boxes[bisect_right(edges, centre(word))].append(word.box)
    columns = {at: (min(box[0] for box in own), max(box[2] for box in own)) for at, own in boxes.items()}
    # The first edge that headings tell is no more than likely: labels overleaf may be longer than those above.
    labels = edges[0] if 1 in columns else (edges[0] + edges[1]) / 2
    count = 0
    for index, row in enumerate(rows, 1):
        words = [
            piece
            for word in (*(word for line in row.lines for word in line.labels), *row.numbers)
            for piece in parts_of(word, edges)
            if piece.box[2] > (edges[0] if piece.is_number else labels)
        ]
        if not all(word.is_number and _is_below(word, edges, columns) for word in words) or not fits(
            words, edges
        ):
            break
        if words:
            count = index
    return count


def _is_below(word: Word, edges: Edges, columns: Mapping[int, tuple[float, float]]) -> bool:
    """Whether a number stands below the others of its column; where there is none, within the column."""
    at = bisect_right(edges, centre(word))
    if at not in columns and len(edges) > MANY and 0 < at < len(edges):
        return edges[at - 1] <= word.box[0] and word.box[2] <= edges[at]
    left, right = columns.get(at, (0.0, 0.0))
    return left < word.box[2] and word.box[0] < right


def columns_of(rows: Sequence[Sequence[Word]]) -> list[tuple[float, float]]:
    """From where to where numbers stand below one another."""
    columns: list[tuple[float, float]] = []
    for left, _, right, _ in sorted(word.box for row in rows for word in row):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def fits(row: Sequence[Word], edges: Edges) -> bool:
    """Whether every number of the row stands in a column of its own, and ends where the column does."""
    columns = [bisect_right(edges, centre(word)) for word in row]
    return len(set(columns)) == len(columns) and all(0 < column < len(edges) for column in columns)


def parted(row: Row, edges: Edges) -> Row:
    """The row, words that reach over an edge cut there: a number close behind a label or another number."""
    if not row.numbers and not any(word.is_dashes for word in row.words):
        return row
    lines = tuple([_parted_line(line, edges) for line in row.lines])
    return Row(lines, row.banded) if lines != row.lines else row


def _parted_line(line: PrintedLine, edges: Edges) -> PrintedLine:
    words = [piece for word in line.words for piece in parts_of(word, edges)]
    return printed_line(words, line.box, line.base, line.size) if len(words) > len(line.words) else line


def parts_of(word: Word, edges: Edges) -> list[Word]:
    """The word, cut where it reaches over an edge and what stands behind is a number."""
    left, _, right, _ = word.box
    first = bisect_right(edges, left)
    if first == len(edges) or edges[first] >= right:
        return [word]
    if word.is_dashes:
        return _signs_of(word, edges)
    for edge in edges[first : bisect_left(edges, right, hi=len(edges) - 1)]:
        cut = word.cut(edge)
        if cut and cut[1].is_number:
            return [cut[0], *parts_of(cut[1], edges)]
    return [word]


def _signs_of(word: Word, edges: Edges) -> list[Word]:
    """The signs for no number in cells that touch, cut at the edges if all are alike then."""
    ends = [
        index
        for index, (before, after) in enumerate(pairwise(word.glyphs), 1)
        if bisect_right(edges, (before.left + before.right) / 2)
        < bisect_right(edges, (after.left + after.right) / 2)
    ]
    pieces, rest = [], word
    for start, end in pairwise([0, *ends]):
        piece, rest = rest.parts(end - start)
        pieces.append(piece)
    pieces.append(rest)
    alike = {piece.text for piece in pieces}
    return pieces if len(alike) == 1 and pieces[0].is_number else [word]
