"""Words of a table that are printed twice over or backwards: then its numbers may be, too.

Boldness is drawn by printing twice, a little apart, and tools that extract text take each character, or each piece, for
two; of a page that lies on its side some give every line from its end.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from converters.atoms import Atom, Kind
from converters.vocabulary import Vocabulary, vocabulary

_NUMERAL = "0123456789."
_LEAST_LENGTH = 4
_LEAST_WORDS = 3
"""So many words do not come twice by chance; headings repeated over a page break stand apart from each other."""


def distrusted(atoms: Sequence[Atom], folded: str, form: str, table: str) -> list[Atom]:
    """The atoms of a table of this folded text, its numbers in doubt that may be printed twice over or backwards."""
    twice, backwards, plain = _distorted(form, table)
    if _shows(folded, backwards) and not _shows(folded, plain):
        return [atom._replace(torn=True) if atom.kind is Kind.VALUE else atom for atom in atoms]
    if any(_shows(folded, words) for words in twice):
        return [atom._replace(torn=True) if _may_be_twice(atom) else atom for atom in atoms]
    return list(atoms)


def _shows(folded: str, words: Iterable[str]) -> bool:
    return sum(word in folded for word in words) >= _LEAST_WORDS


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
    return "." in run or (half > 0 and (run[:half] == run[half:] or run[::2] == run[1::2]))
