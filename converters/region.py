"""The region that an agency belongs to: its name first, then what else the report says.

The codes are those of GB/T 2260 with their years (data/regions).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from converters.division import Division, DivisionTable, division_table
from converters.place import SETTLEMENT, place_at, places
from converters.report import Region, Warning  # noqa: A004 - the report's own word

REGION_AMBIGUOUS = "region_ambiguous"
"""Several divisions share the printed name and the report does not tell which is meant."""
REGION_UNKNOWN = "region_unknown"
"""Neither the agency's name nor the rest of the report names a division."""
REGION_FROM_PROSE = "region_from_prose"
"""The agency's name tells no division, or several; the one chosen is what the rest of the report names."""

SEARCHED = 100_000
"""Characters of a report in which places are looked for: all of it, nearly always."""

VERTICAL = re.compile(
    r"中共|中国共产党|国家税务总局|国家统计局|国家金融监督管理总局|国家外汇管理局|国家能源局"
    r"|国家移民管理局|国家矿山安全监察局|中国人民银行"
    r"|中国银行保险监督管理委员会|中国银保监会|中国证券监督管理委员会|中国证监会|中华人民共和国|中国气象局|国网"
)
"""What stands before the place in names of agencies led from the centre (国家税务总局咸宁市税务局)."""
_CENTRAL = re.compile(
    r"(?:国家|国务院|最高人民|全国|中国|中央|中华)|[^省市县区州旗盟]{2,10}(?:部|总署|总局|审计署)$"
)
_WEIGHT_ADDRESS = 4
_MENTIONS = 3_000
"""Places that are counted; a long report names a few hundred."""
_BEHIND_SHORT = re.compile(r"政务|公共|市民|地区|日报|人民|网上|政府|电视|·")
"""What follows a place printed without its kind (咸宁政务网), so that 长治久安 and 拆封开封 are none."""
_LEVELS = {"市": "市", "县": "县", "区": "区", "旗": "旗", "州": "州", "盟": "盟", "省": "省"}
_PROVINCIAL = ("自治区", "省")


@dataclass(frozen=True, slots=True)
class Location:
    """The lowest division that is certain, or several candidates; `end` where the place ends in the name."""

    division: Division | None
    candidates: tuple[Division, ...] = ()
    start: int = 0
    end: int = 0


def locate(name: str, year: int | None) -> Location:
    """The place that an agency's name begins with, as of that year."""
    start = match.end() if (match := VERTICAL.match(name)) else 0
    place = place_at(name, start, year)
    if place is None:
        return Location(None, (), start, start)
    only = place.divisions[0] if len(place.divisions) == 1 else None
    return Location(only, () if only else place.divisions, start, place.end)


def is_central(name: str) -> bool:
    """Whether the name is that of a national agency, which belongs to no region."""
    return bool(_CENTRAL.match(name)) and locate(name, None).division is None


def resolve(agency: str, context: Iterable[str], year: int | None) -> tuple[Region, tuple[Warning, ...]]:
    """The region of the agency of this name, with what is doubtful about it.

    `context` are other texts of the same report; they decide between divisions of one name and stand in where
    the name tells no place at all.
    """
    location = locate(agency, year)
    if location.division:
        return region_of(location.division, year), ()
    if is_central(agency):
        return Region(), ()
    survey = Survey.of("\n".join(context), year)
    if location.candidates:
        return _chosen(agency, survey.choose(location.candidates), location.candidates, year)
    found = survey.by_short_name(agency) or survey.prevailing(generic_kind(agency))
    if found is None:
        return Region(), (Warning(REGION_UNKNOWN, f"{agency}: no division is named"),)
    return region_of(found, year), (Warning(REGION_FROM_PROSE, f"{agency}: {found.name} {found.code}"),)


def generic_kind(name: str) -> str:
    """The kind that a name begins with instead of a place: 市 of 市教育局, 省 of 自治区教育厅; or empty."""
    if name.startswith(_PROVINCIAL):
        return "省"
    follows = name[1:3]
    return _LEVELS.get(name[:1], "") if follows and not follows.startswith(("场", "域", "级", "政工")) else ""


def region_of(division: Division, year: int | None) -> Region:
    """The division's code and the names from the province down, as they were in that year."""
    names = {above.level: above.name for above in division_table().path(division, year)}
    return Region(division.code, names.get("province"), names.get("prefecture"), names.get("county"))


def _chosen(
    agency: str, division: Division | None, candidates: Sequence[Division], year: int | None
) -> tuple[Region, tuple[Warning, ...]]:
    listed = ", ".join(
        f"{'/'.join(d.name for d in division_table().path(c, year))} {c.code}" for c in candidates
    )
    if division is None:
        return Region(), (Warning(REGION_AMBIGUOUS, f"{agency}: {listed}"),)
    return region_of(division, year), (
        Warning(REGION_FROM_PROSE, f"{agency}: {division.code}, not another of {listed}"),
    )


@dataclass(frozen=True, slots=True)
class Survey:
    """How often a report names each division; a shared name counts where the rest decides it."""

    text: str
    votes: Counter[Division]

    @classmethod
    @lru_cache(maxsize=2)
    def of(cls, text: str, year: int | None) -> "Survey":
        """Count the places of the text; one behind 地址 counts as four, for it is the agency's own."""
        bounded = text if len(text) <= SEARCHED else text[: SEARCHED * 3 // 4] + text[-SEARCHED // 4 :]
        votes: Counter[Division] = Counter()
        shared: Counter[tuple[Division, ...]] = Counter()
        for place in islice(places(bounded, year), _MENTIONS):
            weight = _WEIGHT_ADDRESS if "地址" in bounded[max(0, place.start - 12) : place.start] else 1
            if len(place.divisions) == 1:
                votes[place.divisions[0]] += weight
            else:
                shared[place.divisions] += weight
        survey = cls(bounded, votes)
        chosen = [(survey.choose(candidates), weight) for candidates, weight in shared.items()]
        for division, weight in chosen:
            if division:
                votes[division] += weight
        return survey

    def choose(self, candidates: Sequence[Division]) -> Division | None:
        """The candidate whose city or province the report names; None where none or several are named."""
        scores = sorted(((self._near(each), each.code, each) for each in candidates), reverse=True)
        if scores[0][0] == 0 or (len(scores) > 1 and scores[0][0] == scores[1][0]):
            return None
        return scores[0][2]

    def _near(self, division: Division) -> int:
        """How strongly the report speaks of the divisions above this one, the city before the province."""
        table, score = division_table(), 0
        for above in table.path(division)[:-1]:
            within = sum(count for each, count in self.votes.items() if above.code == each.code)
            below = sum(count for each, count in self.votes.items() if above.code == each.parent)
            city = above.level == "prefecture"
            score += (
                (10 if city else 3) * within
                + 2 * below
                + min(3, self.text.count(above.short)) * (2 if city else 1)
            )
        return score + 20 * self.votes[division]

    def prevailing(self, kind: str) -> Division | None:
        """The division that the report mostly speaks of, of this kind (市, 县, 省, …; empty: of any kind)."""
        tally: Counter[str] = Counter()
        table = division_table()
        wanted = kind or self._own_kind()
        for division, count in self.votes.items():
            for above in table.path(division):
                weight = 4 if above is division else 1
                if _is_kind(above, wanted):
                    tally[above.code] += weight * count
        ranked = tally.most_common(2)
        if not ranked:
            return self._by_short(table, wanted)
        if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
            return None
        return next((each for each in self.votes if each.code == ranked[0][0]), None) or table.of(
            ranked[0][0]
        )

    def by_short_name(self, agency: str) -> Division | None:
        """The county whose name without its kind the agency's begins with: one named, or the only one."""
        table = division_table()
        for length in range(6, 1, -1):
            named = [each for each in table.short.get(agency[:length], ()) if each.last is None]
            voted = [each for each in named if self.votes[each]]
            if len(agency) > length and len(voted or named) == 1 and not SETTLEMENT.match(agency, length):
                return (voted or named)[0]
        return None

    def _own_kind(self) -> str:
        """What the report calls its own place: the kind in 我市, 全县, 区委, 区政府."""
        counts = {
            kind: sum(
                self.text.count(word) for word in (f"我{kind}", f"全{kind}", f"{kind}委", f"{kind}政府")
            )
            for kind in _LEVELS
        }
        best = max(counts, key=lambda kind: counts[kind])
        return best if counts[best] else ""

    def _by_short(self, table: DivisionTable, kind: str) -> Division | None:
        """The one province or city that the text names without its kind, where only one is so named."""
        if kind not in ("市", "省", ""):
            return None
        found = {
            division.code: division
            for match in _BEHIND_SHORT.finditer(self.text)
            for length in range(2, 5)
            for division in table.short.get(self.text[max(0, match.start() - length) : match.start()], ())
            if division.level != "county" and division.last is None and _is_kind(division, kind or "市")
        }
        return next(iter(found.values())) if len(found) == 1 else None


def _is_kind(division: Division, kind: str) -> bool:
    if kind == "省":
        return division.level == "province"
    return not kind or division.name.endswith(kind)
