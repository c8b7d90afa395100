"""JSON values → records, by the types of the records alone: every dataclass reads itself.

What does not fit its type is refused with its place (`.cells[3].basis: …`); unknown keys are passed over, so
that a later version may add some.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]


class MisfitError(Exception):
    """A value that is not of the type it should be; the text says where and why."""


@cache
def reader_of(expected: Any) -> Reader:
    """The function that reads a JSON value as this type; it raises MisfitError.

    Types: records (dataclasses) and their unions, StrEnum, str, int, float, bool, tuple, dict; each or None.
    """
    origin, arguments = get_origin(expected), get_args(expected)
    if origin is tuple:
        return _tuple_reader(arguments)
    if origin is dict:
        return _dict_reader(*arguments)
    if isinstance(expected, UnionType):
        return _union_reader(arguments)
    if is_dataclass(expected):
        return _record_reader(expected)
    if issubclass(expected, StrEnum):
        return _enum_reader(expected)
    return _scalar_reader(expected)


def _scalar_reader(*expected: type) -> Reader:
    # Where a float is due a whole number is one too; True is an int for Python only.
    accepted = frozenset(expected) | ({int} if float in expected else set())

    def read(value: Any) -> Any:
        if type(value) not in accepted:
            names = " or ".join(sorted(kind.__name__ for kind in accepted))
            raise MisfitError(f": {type(value).__name__} instead of {names}")
        return value

    return read


def _enum_reader(kind: type[StrEnum]) -> Reader:
    members = {member.value: member for member in kind}

    def read(value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in members:
            raise MisfitError(f": none of {', '.join(members)}")
        return members[value]

    return read


def _union_reader(members: tuple[Any, ...]) -> Reader:
    """Scalars are told by their type, records by the keys that they need."""
    kinds = [kind for kind in members if kind is not NoneType]
    optional = len(kinds) < len(members)
    if all(is_dataclass(kind) for kind in kinds):
        plain = _one_record_reader(kinds)
    elif len(kinds) == 1:
        plain = reader_of(kinds[0])
    else:
        plain = _scalar_reader(*kinds)

    def read(value: Any) -> Any:
        return None if value is None and optional else plain(value)

    return read


def _one_record_reader(kinds: list[Any]) -> Reader:
    keys = [
        (frozenset(field.name for field in fields(kind) if field.default is MISSING), reader_of(kind))
        for kind in kinds
    ]

    def read(value: Any) -> Any:
        for names, reader in keys:
            if isinstance(value, dict) and names <= value.keys():
                return reader(value)
        raise MisfitError(": none of " + ", ".join(kind.__name__ for kind in kinds))

    return read


def _tuple_reader(arguments: tuple[Any, ...]) -> Reader:
    item = reader_of(arguments[0])
    length = None if arguments[-1] is Ellipsis else len(arguments)

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or (length is not None and len(value) != length):
            raise MisfitError(f": no list of {length or 'items'}")
        items: list[Any] = []
        try:
            # A loop, since an error names its item by how many were read before it.
            for entry in value:
                items.append(item(entry))  # noqa: PERF401 - see the line above
        except MisfitError as misfit:
            raise MisfitError(f"[{len(items)}]{misfit}") from None
        return tuple(items)

    return read


def _dict_reader(key: Any, value: Any) -> Reader:
    read_key, read_value = reader_of(key), reader_of(value)

    def read(entries: Any) -> dict[Any, Any]:
        if not isinstance(entries, dict):
            raise MisfitError(": no object")
        return {read_key(name): read_value(entry) for name, entry in entries.items()}

    return read


def _record_reader(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    readers = [(field.name, reader_of(hints[field.name]), field.default) for field in fields(kind)]

    def read(record: Any) -> Any:
        if not isinstance(record, dict):
            raise MisfitError(": no object")
        values = {}
        for name, reader, default in readers:
            if name not in record:
                if default is MISSING:
                    raise MisfitError(f".{name}: it is not there")
                continue
            try:
                values[name] = reader(record[name])
            except MisfitError as misfit:
                raise MisfitError(f".{name}{misfit}") from None
        return kind(**values)

    return read
