"""Words of a table that are printed twice over, backwards or in another order: then its numbers may be, too.

Boldness is drawn by printing twice, a little apart, and tools that extract text take each character, or each piece, for
two; of a page that lies on its side some give every line from its end.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise

from converters.atoms import Atom, Kind
from converters.column_order import are_reordered
from converters.form import forms
from converters.printed import printed_table
from converters.sheet import TextPlace
from converters.vocabulary import Vocabulary, vocabulary

_NUMERAL = "0123456789.０１２３４５６７８９．"
_LEAST_LENGTH = 4
_LEAST_SPACED = 3
_LEAST_WORDS = 3
"""So many words do not come twice by chance; headings repeated over a page break stand apart from each other."""
_SIGNS_TWICE = re.compile(r"(?:([\u4e00-\u9fff])\1){4}")
"""So many signs in a row, each of them twice, are printed twice over, though most words of the table are not bold."""

_FEW = 0.1
"""The share of bare numbers up to which a bar or a tab is what marks the cells of a copy."""
_TITLE = re.compile(r"信息公开.{0,6}年度?报告")
_PIECES_TWICE = re.compile(r"([\u4e00-\u9fff]{4,16})\1")
_LEAST_PIECES = 2
"""So many pieces of a line stand twice in it, the one right behind the other, whether or not the form knows them."""


def distrusted(atoms: Sequence[Atom], folded: str, form: str, table: str) -> list[Atom]:
    """The atoms of a table of this folded text, its numbers in doubt that may be twice over, backwards, out of order.

    In tables without sums also those that may have left their places.
    """
    if not forms()[form].identities_of(table):
        atoms = list(_moved_in_doubt(_numbering_in_doubt(atoms)))
    atoms = _bare_in_doubt(atoms)
    twice, backwards, plain = _distorted(form, table)
    if are_reordered(atoms, folded, form, table) or (not _shows(folded, plain) and _shows(folded, backwards)):
        return [atom._replace(torn=True) if atom.kind is Kind.VALUE else atom for atom in atoms]
    if (
        _SIGNS_TWICE.search(folded)
        or _are_pieces_twice(atoms, form, table)
        or any(_shows(folded, words) for words in twice)
    ):
        return [atom._replace(torn=True) if _may_be_twice(atom) else atom for atom in atoms]
    return list(atoms)


def _are_pieces_twice(atoms: Sequence[Atom], form: str, table: str) -> bool:
    """Whether pieces of lines are printed twice over, in a table without groups of columns with the same headings."""
    if len(printed_table(form, table).rows) == 1:
        return False
    lines = {atom.line.text for atom in atoms if atom.kind is Kind.LABEL and atom.line is not None}
    return len({piece for line in lines for piece in _PIECES_TWICE.findall(line)}) >= _LEAST_PIECES


def _numbering_in_doubt(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms, a number in doubt beside the report's title, which stands in a table at the edges of pages: 3."""
    heads = {at for at, atom in enumerate(atoms) if atom.kind is Kind.LABEL and _TITLE.search(atom.text)}
    return [
        atom._replace(torn=True) if atom.kind is Kind.VALUE and heads & {at - 1, at + 1} else atom
        for at, atom in enumerate(atoms)
    ]


def _bare_in_doubt(atoms: Sequence[Atom]) -> Sequence[Atom]:
    """The atoms, the few numbers in doubt that stand bare in a line where a bar or a tab marks other cells: pages'."""
    lines = [atom.line.text if atom.kind is Kind.VALUE and atom.line else "" for atom in atoms]
    alone = {at for at, text in enumerate(lines) if text and text.strip("|\t ") == atoms[at].text}
    bare = {at for at in alone if lines[at].strip(" ") == atoms[at].text}
    if not bare or len(bare) > _FEW * (len(alone) - len(bare)):
        return atoms
    return [atom._replace(torn=True) if at in bare else atom for at, atom in enumerate(atoms)]


def _moved_in_doubt(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The atoms, a number in doubt in the line right before words, where an empty line stands between all numbers.

    Text is drawn from a page in boxes: one that a number shares with what is below comes behind the rest of its row,
    and one of two lines, as of a number with a remark, before it.
    """
    steps = [
        _step(before, after) for before, after in pairwise(atoms) if {before.kind, after.kind} == {Kind.VALUE}
    ]
    if len(steps) < _LEAST_SPACED or any(step <= 1 for step in steps):
        yield from atoms
        return
    for before, after in pairwise((*atoms, None)):
        if before is None:
            continue
        moved = after is not None and after.kind is Kind.LABEL and _step(before, after) == 1
        moved |= before.printed is not None and before.printed.note is not None
        yield before._replace(torn=True) if moved and before.kind is Kind.VALUE else before


def _step(before: Atom, after: Atom) -> int:
    """How many lines after one atom the other stands."""
    match before.at, after.at:
        case TextPlace(first, _), TextPlace(second, _):
            return second - first
        case _:
            return 0


def _shows(folded: str, words: Iterable[str]) -> bool:
    shown = (word for word in words if word in folded)
    return sum(1 for _ in islice(shown, _LEAST_WORDS)) == _LEAST_WORDS


@cache
def _distorted(form: str, table: str) -> tuple[tuple[list[str], list[str]], list[str], list[str]]:
    """The words of a table printed twice, whole or each character; backwards; and as they are."""
    words = _words(vocabulary(form, table))
    twice = [word * 2 for word in words], ["".join(sign * 2 for sign in word) for word in words]
    return twice, [word[::-1] for word in words], words


def _words(known: Vocabulary) -> list[str]:
    return sorted(word for word in {*known.labels, *known.others} if len(word) >= _LEAST_LENGTH)


def _may_be_twice(atom: Atom) -> bool:
    """Whether a number's digits are others twice over, whole or each of them; with a point among them any may be."""
    if atom.kind is not Kind.VALUE or atom.line is None:
        return False
    before, behind = atom.line.text[: atom.offset], atom.line.text[atom.offset :]
    begin = before[len(before.rstrip(_NUMERAL)) :]
    run = begin + behind[: len(behind) - len(behind.lstrip(_NUMERAL))]
    half = len(run) // 2
    return "." in run or "．" in run or (half > 0 and (run[:half] == run[half:] or run[::2] == run[1::2]))
