"""Names of columns as Stata takes them: ASCII letters, digits and underscores, 32 at most, no two alike."""

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

MOST = 32

_RESERVED = frozenset(
    [
        "_all",
        "_b",
        "_coef",
        "_cons",
        "_n",
        "_N",
        "_pi",
        "_pred",
        "_rc",
        "_skip",
        "_se",
        "byte",
        "double",
        "float",
        "if",
        "in",
        "int",
        "long",
        "using",
        "with",
        "strL",
    ]
)
_DIGEST = 4
_TABLE = 3


def stata_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names in the same order. Where short ones would be alike, each ends in a digest of its long one.

    Raises:
        ValueError: two of the names are the same.
    """
    if len(set(names)) < len(names):
        raise ValueError("two columns have one name")
    short = [_shortened(name, MOST) for name in names]
    # Stata tells capitals apart, those who read its files may not
    often = Counter(name.lower() for name in short)
    found = [
        one if often[one.lower()] == 1 else _digested(name) for name, one in zip(names, short, strict=True)
    ]
    if len({name.lower() for name in found}) < len(found):
        found = [f"v{number}" for number in range(1, len(names) + 1)]
    return tuple(found)


def _digested(name: str) -> str:
    return f"{_shortened(name, MOST - _DIGEST - 1)}_{sha256(name.encode()).hexdigest()[:_DIGEST]}"


def _shortened(name: str, most: int) -> str:
    """The name with its words cut to the same length, the largest that lets it fit.

    Of cells the table is always cut to three letters, so that `app_*` names all of its cells.
    """
    words = [word for word in re.split(r"[^A-Za-z0-9]+", name) if word] or ["v"]
    if name.count(".") > 1:
        words[0] = words[0][:_TABLE]
    if words[0][0].isdigit():
        words[0] = f"v{words[0]}"
    longest = max(map(len, words))
    cut = ("_".join(word[:letters] for word in words) for letters in range(longest, 0, -1))
    short = next(
        (one for one in cut if len(one) <= most), "_".join(word[0] for word in words)[:most].rstrip("_")
    )
    return f"{short[: most - 1]}_" if short in _RESERVED or re.fullmatch(r"str\d+", short) else short
