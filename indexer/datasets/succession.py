"""Which agencies and divisions went on as others, from data/panel.toml and the code book of divisions."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from converters.division import division_table
from converters.errors import UsageError
from converters.labels import fold

_KEYS: Mapping[str, Mapping[str, type | tuple[type, ...]]] = {
    "renamed": {"from": str, "to": str, "since": int, "source": str},
    "merged": {"from": list, "to": str, "since": int, "source": str},
    "divisions": {"from": str, "to": str, "since": int, "source": str},
}
_ANY = ""
"""The region of what holds everywhere."""

_Named = Mapping[tuple[str, str], str]
"""Region and name, both as in a key → the name that follows."""


@dataclass(frozen=True, slots=True)
class Successions:
    """Who went on as whom. Names are folded, as they are in the key of an agency."""

    renamed: _Named
    merged: _Named
    divisions: Mapping[str, str]
    across_forms: frozenset[str]

    def key(self, own: str) -> str:
        """The key under which the agency of this key is followed: its last region, its last name."""
        code, name = own.split(" ", 1)
        code = _last(code, self.divisions)
        seen = {name}
        while (after := self._of(self.renamed, code, name)) and after not in seen:
            name = after
            seen.add(name)
        return f"{code} {name}"

    def merged_into(self, key: str) -> str | None:
        """The key of the agency that this one went into with others; None where it did not."""
        code, name = key.split(" ", 1)
        into = self._of(self.merged, code, name)
        return f"{code} {into}" if into else None

    @staticmethod
    def _of(names: _Named, code: str, name: str) -> str | None:
        return names.get((code, name)) or names.get((_ANY, name))


def successions(additions: Path | None = None) -> Successions:
    """What is known, with what a user's file adds to it or says otherwise.

    Raises:
        UsageError: the file is not of the form of data/panel.toml.
    """
    data: list[Mapping[str, Any]] = [
        tomllib.loads((files("indexer") / "data" / "panel.toml").read_text("utf-8"))
    ]
    if additions is not None:
        data.append(_read(additions))
    renamed: dict[tuple[str, str], str] = {}
    merged: dict[tuple[str, str], str] = {}
    divisions = dict(_recoded())
    for told in data:
        for entry in told.get("renamed", ()):
            renamed[entry.get("region", _ANY), fold(entry["from"])] = fold(entry["to"])
        for entry in told.get("merged", ()):
            for name in entry["from"]:
                merged[entry.get("region", _ANY), fold(name)] = fold(entry["to"])
        divisions |= {entry["from"]: entry["to"] for entry in told.get("divisions", ())}
    return Successions(renamed, merged, divisions, frozenset(data[0]["across_forms"]))


@cache
def _recoded() -> Mapping[str, str]:
    """Codes of divisions that became one division each, which was not there before."""
    table = division_table()
    every = [division for divisions in table.by_code.values() for division in divisions]
    followers = Counter(division.next for division in every if division.next)
    return {
        division.code: division.next
        for division in every
        if division.next and followers[division.next] == 1 and _is_new(division.next, division.last)
    }


def _is_new(code: str, after: int | None) -> bool:
    first = min((one.first or 0 for one in division_table().by_code[code]), default=0)
    return after is not None and first == after + 1


def _last(code: str, next_of: Mapping[str, str]) -> str:
    seen = {code}
    while (after := next_of.get(code)) and after not in seen:
        code = after
        seen.add(code)
    return code


def _read(path: Path) -> Mapping[str, Any]:
    try:
        told = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise _wrong(path, f"it cannot be read: {(error.strerror or '').lower()}") from error
    except ValueError as error:
        raise _wrong(path, f"it is no TOML ({error})") from error
    for kind, entries in told.items():
        if kind not in _KEYS or not isinstance(entries, list):
            raise _wrong(path, f"it has a {kind}, and not only lists of {', '.join(_KEYS)}")
        for entry in entries:
            _check(path, kind, entry)
    return told


def _check(path: Path, kind: str, entry: Any) -> None:  # noqa: ANN401 - whatever TOML holds
    keys = _KEYS[kind]
    for key, wanted in keys.items():
        if not isinstance(entry, dict) or not isinstance(entry.get(key), wanted):
            raise _wrong(path, f"an entry of [[{kind}]] lacks {key}, or it is of another kind")
    strange = [key for key in entry if key not in {*keys, "region"}]
    if strange or not isinstance(entry.get("region", ""), str):
        raise _wrong(
            path, f"an entry of [[{kind}]] has a {strange[0] if strange else 'region that is no text'}"
        )
    if kind == "merged" and not all(isinstance(name, str) for name in entry["from"]):
        raise _wrong(path, "an entry of [[merged]] is from something that is no name")


def _wrong(path: Path, problem: str) -> UsageError:
    return UsageError(f"--successions {path}", problem, "write it as indexer/data/panel.toml is written")
