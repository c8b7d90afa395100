"""Stata's .dta (format 118, Stata 14 and later) with labels of variables and of values.

Written here, and not by a library, because those that write it want all rows in memory. Rows are kept in a file
beside until their types are known. Each variable's note names its column in the other formats.
https://www.stata.com/help.cgi?dta
"""

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedRandom, BufferedWriter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from converters.report import Report
from indexer.datasets.column import Column, Shape
from search_cli.exporting.manner import Manner
from search_cli.exporting.stata_names import stata_names
from search_cli.exporting.stata_storage import STRL, Extent, Storage, plain

_NAME, _FORMAT, _LABEL, _LONGEST_LABEL = 129, 57, 321, 80
_PARTS = 14
_Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class _Variable:
    name: str
    column: Column
    storage: Storage
    labelled: str
    """Name of its set of value labels, empty where it has none."""


def write(path: Path, shape: Shape, reports: Iterable[Report], manner: Manner) -> int:
    """Writes the rows and counts them."""
    del manner
    with TemporaryFile("w+", encoding="utf-8", dir=path.parent) as kept:
        extents = [Extent(column) for column in shape.columns]
        count = _keep(shape, reports, extents, kept)
        kept.seek(0)
        variables = _variables(shape, [extent.storage() for extent in extents])
        with path.open("wb") as file, TemporaryFile(dir=path.parent) as apart:
            _File(file, variables, shape.zh).write(map(json.loads, kept), count, apart)
    return count


def _keep(shape: Shape, reports: Iterable[Report], extents: Sequence[Extent], kept: IO[str]) -> int:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode
    count = 0
    for row in shape.rows(reports):
        values = [plain(value) for value in row]
        for extent, value in zip(extents, values, strict=True):
            extent.add(value)
        kept.write(encode(values) + "\n")
        count += 1
    return count


def _variables(shape: Shape, storages: Sequence[Storage]) -> list[_Variable]:
    names = stata_names([column.name for column in shape.columns])
    sets: dict[tuple[str, ...], str] = {}
    made = []
    for name, column, storage in zip(names, shape.columns, storages, strict=True):
        labelled = ""
        if storage.labels:
            last = column.name.rpartition(".")[2][: _NAME - 1]
            labelled = sets.setdefault(tuple(storage.labels.values()), f"{last}_{len(sets) + 1}"[:32])
        made.append(_Variable(name, column, storage, labelled))
    return made


class _File:
    """The parts of the file in their order; where each begins is noted, and written into the map at the end."""

    def __init__(self, file: BufferedWriter, variables: Sequence[_Variable], label: str) -> None:
        self._file = file
        self._variables = variables
        self._label = label
        self._starts = [0]

    def write(self, rows: Iterator[list[_Plain]], count: int, apart: BufferedRandom) -> None:
        """Writes all; `apart` keeps the long texts, which stand behind the rows."""
        variables = self._variables
        self._file.write(b"<stata_dta>" + self._header(count))
        self._part("map", [bytes(8 * _PARTS)])
        self._part("variable_types", (struct.pack("<H", each.storage.code) for each in variables))
        self._part("varnames", (_padded(each.name, _NAME) for each in variables))
        self._part("sortlist", [bytes(2 * (len(variables) + 1))])
        self._part("formats", (_padded(each.storage.shown, _FORMAT) for each in variables))
        self._part("value_label_names", (_padded(each.labelled, _NAME) for each in variables))
        self._part(
            "variable_labels", (_padded(each.column.zh[:_LONGEST_LABEL], _LABEL) for each in variables)
        )
        self._part("characteristics", (_note(each) for each in variables))
        self._part("data", self._data(rows, apart))
        apart.seek(0)
        self._part("strls", iter(lambda: apart.read(1 << 20), b""))
        sets = {each.labelled: each.storage for each in variables if each.labelled}
        self._part("value_labels", (_value_labels(name, storage) for name, storage in sets.items()))
        self._starts.append(self._file.tell())
        self._file.write(b"</stata_dta>")
        self._starts.append(self._file.tell())
        self._file.seek(self._starts[1] + len("<map>"))
        self._file.write(struct.pack(f"<{_PARTS}Q", *self._starts))

    def _header(self, count: int) -> bytes:
        label = self._label[:_LONGEST_LABEL].encode()
        return b"".join(
            [
                b"<header><release>118</release><byteorder>LSF</byteorder>",
                b"<K>" + struct.pack("<H", len(self._variables)) + b"</K>",
                b"<N>" + struct.pack("<Q", count) + b"</N>",
                b"<label>" + struct.pack("<H", len(label)) + label + b"</label>",
                b"<timestamp>\0</timestamp></header>",  # none: the same rows are the same bytes
            ]
        )

    def _part(self, name: str, pieces: Iterable[bytes]) -> None:
        self._starts.append(self._file.tell())
        self._file.write(f"<{name}>".encode())
        for piece in pieces:
            self._file.write(piece)
        self._file.write(f"</{name}>".encode())

    def _data(self, rows: Iterator[list[_Plain]], apart: BufferedRandom) -> Iterator[bytes]:
        line = struct.Struct("<" + "".join(each.storage.letter for each in self._variables))
        codes = [{text: code for code, text in each.storage.labels.items()} for each in self._variables]
        for number, row in enumerate(rows, 1):
            packed: list[int | float | bytes] = []
            for at, (value, each) in enumerate(zip(row, self._variables, strict=True)):
                if value is None or value == "":
                    packed.append(each.storage.empty)
                elif not isinstance(value, str):
                    packed.append(value)
                elif each.storage.labels:
                    packed.append(codes[at][value])
                elif each.storage.code == STRL:
                    packed.append(_set_apart(apart, at + 1, number, value))
                else:
                    packed.append(value.encode())
            yield line.pack(*packed)


def _set_apart(apart: BufferedRandom, variable: int, number: int, text: str) -> int:
    """Writes a long text, and gives what stands in its place: variable and row, in two and six bytes."""
    content = text.encode() + b"\0"
    apart.write(b"GSO" + struct.pack("<IQBI", variable, number, 130, len(content)) + content)
    return number << 16 | variable


def _note(variable: _Variable) -> bytes:
    """What Stata's command `notes` tells of the variable: how many notes there are, and the one."""
    return _characteristic(variable.name, "note0", "1") + _characteristic(
        variable.name, "note1", f"{variable.column.name}: {variable.column.en}"
    )


def _characteristic(variable: str, name: str, content: str) -> bytes:
    body = _padded(variable, _NAME) + _padded(name, _NAME) + content.encode() + b"\0"
    return b"<ch>" + struct.pack("<I", len(body)) + body + b"</ch>"


def _value_labels(name: str, storage: Storage) -> bytes:
    texts = [text.encode() + b"\0" for text in storage.labels.values()]
    starts = [sum(map(len, texts[:at])) for at in range(len(texts))]
    count, length = len(texts), sum(map(len, texts))
    table = struct.pack(f"<II{count}I{count}i", count, length, *starts, *storage.labels) + b"".join(texts)
    return b"<lbl>" + struct.pack("<I", len(table)) + _padded(name, _NAME) + bytes(3) + table + b"</lbl>"


def _padded(text: str, length: int) -> bytes:
    return text.encode().ljust(length, b"\0")
