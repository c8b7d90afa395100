"""A report that stands on its page twice, and several reports on one page.

Pages hold a report once for wide and once for narrow screens, and the reports of several years one behind the other,
of which a script shows one. Their tables together are no report.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from converters.readers.html.extent import is_form, is_title
from converters.readers.html.furniture import compact
from converters.readers.html.pieces import Piece
from converters.sheet import Grid, Notice

_ALIKE, _WHOLE, _LEAST = 0.7, 0.5, 2
"""Two tables show the same table of the form if they have so many rows in common, the first share of the rows of the
shorter and the second of those of the longer: a table of the agency's own has a few rows of the form's."""
_FIRST = re.compile(r"第?一(?:部分|章)?[、.．,，:：\s]|(?:总体情况|概述|概况)$")
_YEAR = re.compile(r"20\d\d")


def without_repeats(report: Sequence[Piece]) -> list[Piece]:
    """The report without a second printing of the same."""
    grids = [
        _cells(piece) for piece in report if isinstance(piece.what, Grid) and len(piece.row_words) >= _LEAST
    ]
    if len(set(grids)) == len(grids):
        return list(report)
    seen: set[object] = set()
    kept: list[Piece] = []
    for piece in report:
        key = _cells(piece) if isinstance(piece.what, Grid) else piece.text
        if key not in seen or not piece.text:
            kept.append(piece)
        seen.add(key)
    return kept


def _cells(piece: Piece) -> object:
    rows = piece.what.rows if isinstance(piece.what, Grid) else ()
    return tuple(tuple(cell.text for cell in row) for row in rows)


def one_report(report: Sequence[Piece], title: str | None) -> tuple[Sequence[Piece], tuple[Notice, ...]]:
    """The report of the year that the page's title names, else the first, and a notice if there are several."""
    runs = _runs(report)
    if len(runs) < 2:
        return report, ()
    year = _YEAR.search(title or "")
    chosen = next((run for run in runs if year and _is_of(run, year[0])), runs[0])
    named = next((piece.text for piece in chosen if is_title(piece.text)), "the first")
    message = f"{len(runs)} reports stand on this page; read is {named}"
    return chosen, (Notice("several_reports", message, chosen[0].place),)


def _is_of(run: Sequence[Piece], year: str) -> bool:
    return any(year in piece.text for piece in run if is_title(piece.text))


def _runs(report: Sequence[Piece]) -> list[Sequence[Piece]]:
    """The reports, cut where a table of the form comes again: at the title or the first heading before it.

    Without either it is another table of the same report, as of last year's numbers.
    """
    cuts = [0]
    shown: list[tuple[int, frozenset[str]]] = []
    for number, piece in enumerate(report):
        if not (isinstance(piece.what, Grid) and is_form(piece)):
            continue
        words = piece.row_words
        same = [at for at, other in shown if at >= cuts[-1] and _is_same(words, other)]
        opening = _opening(report, cuts[-1], range(same[-1] + 1, number)) if same else None
        if opening is not None:
            cuts.append(opening)
        shown.append((number, words))
    return [report[start:end] for start, end in pairwise([*cuts, len(report)])]


def _is_same(words: frozenset[str], other: frozenset[str]) -> bool:
    shorter, longer = sorted((len(words), len(other)))
    return len(words & other) >= max(_LEAST, _ALIKE * shorter, _WHOLE * longer)


def _opening(report: Sequence[Piece], start: int, numbers: range) -> int | None:
    """Where among these pieces the next report begins: a title, else a first heading, if that from `start` has one."""
    titles = [number for number in numbers if is_title(report[number].text)]
    firsts = [number for number in numbers if _is_first(report[number])]
    if not titles and not any(_is_first(piece) for piece in report[start : numbers.start]):
        return None
    return next(iter(titles or firsts), None)


def _is_first(piece: Piece) -> bool:
    return _FIRST.match(compact(piece.text)) is not None
