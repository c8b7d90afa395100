"""What a user calls a region → its code, among the regions of the indexed reports."""

import re
from collections.abc import Iterable, Mapping

from rapidfuzz import process

from converters.division import division_table
from converters.errors import UsageError
from indexer.document import Division

_ENDINGS = re.compile(r"(?:特别行政区|维吾尔自治区|自治[区州县旗]|地区|林区|新区|[省市区县旗盟])$")

_Named = dict[str, dict[str, tuple[str, ...]]]


def region_code(name: str, known: Iterable[Division]) -> str:
    """The code of a region: itself (2, 4 or 6 digits), or that of the one region of this name.

    河南, 河南省, 洛阳市, 河南洛阳 and 河南省洛阳市 are all names. Where one of several regions contains
    the others (吉林 province and city), it is the one that is meant.

    Raises:
        UsageError: there is no region of this name, or several of the indexed ones are called so.
    """
    wanted = re.sub(r"[\s/·,，]", "", name)
    if re.fullmatch(r"(?:\d{2}){1,3}", wanted):
        return wanted.ljust(6, "0")
    named = _by_name(known)
    found = (
        named.get(wanted) or named.get(_short(wanted)) or _beginning_with(wanted, named) or _of_china(wanted)
    )
    widest = [code for code, names in found.items() if all(_contains(code, other) for other in found)]
    if len(widest) == 1:
        return widest[0]
    if found:
        listed = "、".join(f"{''.join(names)} ({code})" for code, names in sorted(found.items())[:10])
        raise UsageError(
            f"region {name}", f"{len(found)} regions are called so", f"say which, by code: {listed}"
        )
    near = [match for match, _, _ in process.extract(wanted, list(named), limit=3, score_cutoff=60)]
    hint = f"nearest: {'、'.join(near)}" if near else "`gongkai search --facet region` lists those there are"
    raise UsageError(f"region {name}", "there is no region of this name", hint)


def _by_name(known: Iterable[Division]) -> _Named:
    """Regions by all their names: from any level of the path down to the last, with and without endings."""
    found: _Named = {}
    for division in known:
        short = [_short(name) for name in division.names]
        for path in (division.names, short):
            for level in range(len(path)):
                found.setdefault("".join(path[level:]), {})[division.code] = division.names
    return found


def _beginning_with(wanted: str, named: _Named) -> dict[str, tuple[str, ...]]:
    """For names such as 广西壮族自治区 and 德宏傣族景颇族自治州, which nobody says in full."""
    if len(wanted) < 2:
        return {}
    return {
        code: names
        for name, regions in named.items()
        for code, names in regions.items()
        if name.startswith(wanted) and names[-1].startswith(wanted)
    }


def _of_china(wanted: str) -> dict[str, tuple[str, ...]]:
    """A region of the code book that no indexed report lies in: it is found, and has no hits."""
    table = division_table()
    found = table.full.get(wanted) or table.short.get(wanted) or ()
    return {found[0].code: (found[0].name,)} if found else {}


def labels(known: Iterable[Division]) -> Mapping[str, str]:
    """Names by code."""
    return {division.code: division.names[-1] for division in known}


def _short(name: str) -> str:
    """Without its ending, unless nothing worth a name is left: 城区 stays 城区."""
    short = _ENDINGS.sub("", name)
    return short if len(short) > 1 else name


def _contains(code: str, other: str) -> bool:
    stem = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    return other.startswith(stem)
