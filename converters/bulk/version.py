"""The converter's version as a ledger needs it: another one wherever a report may come out otherwise.

A release's number would not do: who works on the converter, or updates a library that it reads with, would keep old
results.
"""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

_READ_BY = (
    "camelot-py",
    "charset-normalizer",
    "pdfminer.six",
    "pdfplumber",
    "pypdfium2",
    "rapidfuzz",
    "selectolax",
)
"""Libraries that decide what is read; of those that are extras it counts whether they are there."""
_SUFFIXES = (".py", ".toml", ".tsv")


@cache
def converter_version() -> str:
    """A digest of the converter's code and data and of the libraries that it reads with: 16 hexadecimal figures."""
    digest = hashlib.sha256()
    for name, content in _contents(files("converters"), ""):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    for name in _READ_BY:
        digest.update(f"{name} {_installed(name)}\0".encode())
    return digest.hexdigest()[:16]


def _contents(folder: Traversable, below: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _contents(entry, f"{below}{entry.name}/")
        elif entry.name.endswith(_SUFFIXES):
            found.append((below + entry.name, entry.read_bytes()))
    return found


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
