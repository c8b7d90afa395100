"""The region tables: codes, parents, years and successors fit together."""

from collections import defaultdict
from itertools import pairwise

from converters.division import Division, division_table

ALL = [division for group in division_table().by_code.values() for division in group]
PROVINCES = 34


def test_codes_are_six_digits_and_names_are_clean() -> None:
    for division in ALL:
        assert len(division.code) == 6
        assert division.code.isdigit()
        assert division.name == division.name.strip()
        assert 2 <= len(division.name) <= 15


def test_every_province_is_there() -> None:
    assert sum(division.level == "province" for division in ALL) == PROVINCES


def test_parents_exist_and_stand_above() -> None:
    by_code = division_table().by_code
    for division in ALL:
        if division.level == "province":
            assert division.parent == ""
        else:
            assert division.parent in by_code
            assert division.code.startswith(division.parent.rstrip("0")[:2])


def test_successors_exist_and_are_not_gone_before() -> None:
    by_code = division_table().by_code
    for division in ALL:
        assert (division.last is None) <= (division.next == "")
        if division.next:
            assert any(
                each.last is None or each.last > (division.last or 0) for each in by_code[division.next]
            )


def test_nearly_every_division_that_ended_says_what_followed() -> None:
    open_ended = [division for division in ALL if division.last is not None and not division.next]
    assert len(open_ended) < 30, [division.name for division in open_ended]


def test_years_of_one_code_do_not_overlap() -> None:
    for group in division_table().by_code.values():
        spans = sorted((each.first or 0, each.last or 9999) for each in group)
        for (_, last), (first, _) in pairwise(spans):
            assert last < first, group


def test_names_under_one_parent_are_unique_in_any_year() -> None:
    seen: dict[tuple[str, str], list[Division]] = defaultdict(list)
    for division in ALL:
        seen[division.parent, division.name].append(division)
    for group in seen.values():
        spans = sorted((each.first or 0, each.last or 9999) for each in group)
        for (_, last), (first, _) in pairwise(spans):
            assert last < first, group


def test_short_names_begin_the_full_ones() -> None:
    for division in ALL:
        assert division.name.startswith(division.short)
        assert len(division.short) != 1
