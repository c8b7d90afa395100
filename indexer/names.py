"""What a user calls a field → the field: its id, or any Chinese spelling of it.

Width, blanks, brackets' numbering (`一、`, `（二）`, `3.`) and the kind of separator do not matter.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from rapidfuzz import fuzz, process

from converters.errors import UsageError
from indexer.catalogue import Field, fields

_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、](?!\d))")
_SEPARATORS = str.maketrans(dict.fromkeys("。·・/:", "."))
_LEAST_ALIKE = 55.0
"""Least rapidfuzz score of a name worth proposing: 本年新受.总计 for 本年新收.总计 has 86, `foo` has 45."""


def field_named(name: str) -> Field:
    """The field that this id or Chinese name means.

    Raises:
        UsageError: no field is called so (the nearest names are said), or several are.
    """
    if name in fields():
        return fields()[name]
    plain = comparable(name)
    found = _spellings().get(plain) or _of_rows().get(plain, ())
    if len(found) == 1:
        return fields()[found[0]]
    if found:
        listed = "、".join(f"{fields()[id_].zh} ({id_})" for id_ in found[:8])
        raise UsageError(name, f"{len(found)} fields are called so", f"say which: {listed}")
    raise UsageError(name, "there is no such field", _proposal(plain))


def nearest(name: str, count: int = 3) -> list[Field]:
    """The fields whose ids or names are most like this one, best first."""
    spelled = {**_spellings(), **{id_: (id_,) for id_ in fields()}}
    matches = process.extract(
        comparable(name), list(spelled), scorer=fuzz.ratio, limit=count * 8, score_cutoff=_LEAST_ALIKE
    )
    ids = dict.fromkeys(spelled[match][0] for match, _, _ in matches)
    return [fields()[id_] for id_ in list(ids)[:count]]


def comparable(name: str) -> str:
    """A name without what does not distinguish names."""
    folded = unicodedata.normalize("NFKC", name).lower()
    unspaced = re.sub(r"[\s“”\"'‘’]", "", folded)
    return _NUMBERED.sub("", unspaced.translate(_SEPARATORS)).strip(".")


def _proposal(plain: str) -> str:
    near = nearest(plain)
    if not near:
        return "`gongkai fields` lists all fields"
    return "nearest: " + "、".join(f"{field.zh} ({field.id})" for field in near)


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for field in fields().values():
        for name in (field.id, *field.names):
            found.setdefault(comparable(name), {})[field.id] = None
    return {name: tuple(ids) for name, ids in found.items()}


@cache
def _of_rows() -> Mapping[str, tuple[str, ...]]:
    """Names without their column: `本年新收` means seven fields, of which the user must choose."""
    found: dict[str, dict[str, None]] = {}
    for name, ids in _spellings().items():
        row, dot, _ = name.rpartition(".")
        if dot:
            found.setdefault(row, {}).update(dict.fromkeys(ids))
    return {row: tuple(ids) for row, ids in found.items()}
