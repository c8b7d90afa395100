"""A manifest: `manifest.tsv` in a folder says where its files came from, a line each of path, tab, URL."""

from pathlib import Path
from urllib.parse import urlsplit

from converters.errors import InputError

MANIFEST = "manifest.tsv"
_MAX_BYTES = 100_000_000


def read_manifest(folder: Path) -> dict[Path, str]:
    """The URL of each file that the folder's manifest names, by path; empty where there is no manifest.

    A first line `path<tab>url` is a heading; empty lines and those that begin with # say nothing.

    Raises:
        InputError: with reason manifest, where a line says neither.
        OSError: it cannot be read.
    """
    source = folder / MANIFEST
    if not source.is_file():
        return {}
    if source.stat().st_size > _MAX_BYTES:
        raise _wrong(source, "it is too large", "split it")
    try:
        lines = source.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise _wrong(source, "it is no UTF-8 text", "save it as UTF-8") from error
    found: dict[Path, str] = {}
    for number, line in enumerate(lines, start=1):
        if (
            not line.strip()
            or line.startswith("#")
            or (number == 1 and line.split("\t")[:2] == ["path", "url"])
        ):
            continue
        path, _, url = (part.strip() for part in line.partition("\t"))
        if not path or not is_address(url := url.partition("\t")[0].strip()):
            raise _wrong(source, f"line {number} is no path, tab and http address", "mend or remove the line")
        found[folder / path] = url
    return found


def is_address(text: str) -> bool:
    """Whether a text is an absolute address of the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _wrong(source: Path, problem: str, remedy: str) -> InputError:
    return InputError(str(source), "manifest", problem, remedy)
