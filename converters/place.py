"""Divisions in print: the place that a name begins with, and the places that a text speaks of.

A name is walked from its first character, each step a division that lies in the one before; nothing is
matched inside a name, so 公共资源交易中心 is never 资源县. A place that several divisions share stays so.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from converters.division import KINDS, Division, DivisionTable, division_table, nearest

_NO_KIND = re.compile(
    r"市(?=场[监所秩主准]|场$|政(?:工程|设施|公用|道路|建设|管理))|[区县](?=[域级])|市(?=级|域)|区(?=块|间)"
)
"""Where the last character of a seeming division belongs to the next word: 市场监管, 市政工程, 县级, 区域."""

_COMMON = frozenset(
    {"城区", "郊区", "矿区", "东区", "西区", "市区", "老城区", "新城区", "港口区", "江城区", "城中区"}
)
"""Names of divisions that prose uses as words: they count as a place only behind the division above them."""

SETTLEMENT = re.compile(r"镇(?![江海雄康沅原安坪巴赉远宁平])|乡(?![宁城])|街道|社区|村|大道|路(?![桥南北])")
"""What makes a short name that of a smaller place: 朝阳街道 is not in 朝阳市, 中山路 not in 中山市."""
_REACH = 36
"""Characters of the longest place: a province, a prefecture and a county in full."""
_KIND = re.compile(f"[{KINDS}]")


@dataclass(frozen=True, slots=True)
class Place:
    """A printed place: where it stands, and the lowest divisions it may mean (one where it is certain)."""

    start: int
    end: int
    divisions: tuple[Division, ...]


def place_at(text: str, start: int, year: int | None, *, shorts: bool = True) -> Place | None:
    """The longest place that begins exactly there; `shorts` admits names without their kind (咸宁)."""
    if text[start : start + 2] not in division_table().openings:
        return None
    found = _longest(text[start : start + _REACH], year, shorts)
    return Place(start, start + found[0], found[1]) if found else None


def places(text: str, year: int | None) -> Iterator[Place]:
    """Every place that the text names with its kind (温州市鹿城区), in order, none inside another."""
    table, done = division_table(), 0
    for match in _KIND.finditer(text):
        end = match.end()
        for start in range(max(done, end - table.longest), end - 1):
            name = text[start:end]
            if name in table.full and _stands(text, start, end):
                if name not in _COMMON and (place := place_at(text, start, year, shorts=False)):
                    yield place
                    done = place.end
                break


@lru_cache(maxsize=4096)
def _longest(text: str, year: int | None, shorts: bool) -> tuple[int, tuple[Division, ...]] | None:
    """The length of the place that the text begins with, and what it may mean; cached, for names repeat."""
    table = division_table()
    ends: dict[int, set[Division]] = {}
    for end, division in _walk(table, text, 0, None, shorts=shorts):
        ends.setdefault(end, set()).add(division)
    if not ends:
        return None
    end = max(ends)
    found = nearest(sorted(ends[end], key=lambda division: (division.code, division.first or 0)), year)
    highest = tuple(division for division in found if division.level == "province")  # 吉林 is the province
    return end, _now_called(table, highest or found, year)


def _walk(
    table: DivisionTable, text: str, start: int, above: Division | None, *, shorts: bool
) -> Iterator[tuple[int, Division]]:
    """All ways on from here: where each ends and the lowest division it reaches."""
    for end in range(min(len(text), start + table.longest), start + 1, -1):
        name = text[start:end]
        if name not in table.full and name not in table.short:
            continue
        for division in _named(table, name, above, shorts=shorts):
            if _stands(text, start, end) and not (
                _is_short(division, end - start) and SETTLEMENT.match(text, end)
            ):
                yield end, division
                yield from _walk(table, text, end, division, shorts=shorts)


def _named(table: DivisionTable, name: str, above: Division | None, *, shorts: bool) -> Iterator[Division]:
    """The divisions of that name that may stand behind the one above."""
    full = table.full.get(name, ())
    brief = table.short.get(name, ()) if shorts else ()
    if above is None:
        yield from full
        yield from (division for division in brief if division.level != "county" or _is_direct(division))
        return
    yield from (division for division in full if table.is_below(division, above))
    # A county's short form is trusted only right behind its city: behind a province it is too often a word.
    yield from (
        division
        for division in brief
        if division.parent == above.code
        and (division.level == "prefecture" or above.code[2:] != "0000" or _is_city(above))
    )


def _is_short(division: Division, length: int) -> bool:
    return division.level != "province" and length == len(division.short)


def _is_direct(division: Division) -> bool:
    """Whether it is a city right under its province (济源, 仙桃, 石河子)."""
    return division.parent[2:] == "0000" and division.name.endswith("市")


def _is_city(division: Division) -> bool:
    return division.level == "province" and division.name.endswith("市")


def _stands(text: str, start: int, end: int) -> bool:
    """Whether the last character of the name is its own, and not the beginning of the next word."""
    return not (text[end - 1] in "市区县" and end - start > 1 and _NO_KIND.match(text, end - 1))


def _now_called(table: DivisionTable, found: Iterable[Division], year: int | None) -> tuple[Division, ...]:
    """Divisions that ended more than a year before the one asked, replaced by those that took over.

    A year's grace: what was abolished in the year of the report or just before it still signs as it used to.
    """
    result: dict[str, Division] = {}
    for division in found:
        gone = year is not None and division.last is not None and year > division.last + 1
        last = table.of(division.next, year) if gone and division.next else division
        result.setdefault(last.code, last)
    return tuple(result.values())
