"""Archives (`.zip`, `.tar`, `.tar.gz`, `.tar.bz2`, `.tar.xz`): the files in them, read without unpacking to disk.

What an archive claims is not believed: names that lead out of it are refused, and it may not unpack to more than a
hundred times its size. Names in zips made on Chinese Windows are GBK under the flag of cp437.
"""

import bz2
import gzip
import lzma
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from converters.errors import InputError

MOST_ENTRIES = 200_000
"""Entries of an archive that are looked at: a year's reports of the whole country are 100,000."""
MOST_RATIO = 100
"""To how many times its size an archive may unpack past the first megabyte; reports pack 3 to 20 times."""
_FIRST = 1 << 20
_HEADER = 1 << 20
"""Bytes that may stand between two files of a tar: long names and the like take a few hundred."""

_SUFFIX = re.compile(r"\.(?:zip|tar|tar\.gz|tgz|tar\.bz2|tbz2?|tar\.xz|txz)$", re.IGNORECASE)
_NESTED = re.compile(r"\.(?:zip|tar|gz|tgz|bz2|tbz2?|xz|txz|7z|rar)$", re.IGNORECASE)
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_UNICODE_PATH = 0x7075
_DAMAGE = (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there with slashes, and its bytes or why they are not read."""

    path: str
    data: bytes | None = None
    fault: InputError | None = None


def is_archive(name: str) -> bool:
    """Whether a file of this name is an archive that is read."""
    return _SUFFIX.search(name) is not None


def read_members(file: IO[bytes], name: str, *, most_bytes: int) -> Iterator[Member]:
    """The files in an archive, one after the other; hidden ones are passed over.

    A zip gives them sorted by name, a tar as it holds them. Only one is in memory.

    Args:
        file: The archive, open.
        name: What the user calls it; messages name it, with the path of the entry behind it.
        most_bytes: What an entry may hold.

    Raises:
        InputError: the archive cannot be read (on), or is no archive.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    reader = _zip_members if name.lower().endswith(".zip") else _tar_members
    try:
        for number, member in enumerate(reader(file, name, size, most_bytes), start=1):
            if number > MOST_ENTRIES:
                yield _too_many(name)
                return
            yield member
    except InputError:
        raise
    except _DAMAGE as error:
        problem = f"the archive is damaged, or cut off ({str(error) or type(error).__name__})"
        raise InputError(name, "damaged", problem, "get another copy, or unpack what can be") from error


def _zip_members(file: IO[bytes], name: str, size: int, most_bytes: int) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        entries = sorted(
            (_zip_name(entry), entry.header_offset, entry)
            for entry in archive.infolist()
            if not entry.is_dir()
        )
        for path, _offset, entry in entries:
            mode = entry.external_attr >> 16
            kind = "link" if stat.S_ISLNK(mode) else None
            member = _judged(path, name, entry.file_size, kind, most_bytes)
            if member is None or member.fault is not None:
                if member is not None:
                    yield member
            elif entry.flag_bits & _ENCRYPTED_FLAG:
                yield _fault(
                    path, name, "encrypted", "it is locked with a password in the archive", "unpack it"
                )
            elif entry.file_size > _FIRST and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
                yield _fault(
                    path, name, "bomb", f"it unpacks to more than {MOST_RATIO} times its size", "leave it out"
                )
            else:
                yield _zip_member(archive, entry, member.path, name)
    del size


def _zip_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, name: str) -> Member:
    try:
        return Member(path, archive.read(entry))
    except NotImplementedError as error:
        return _fault(
            path, name, "unsupported", f"it is packed in a way that is not read ({error})", "unpack it"
        )
    except _DAMAGE as error:
        problem = f"it is damaged in the archive ({str(error) or type(error).__name__})"
        return _fault(path, name, "damaged", problem, "get another copy")


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry as its maker meant it."""
    told = _unicode_path(entry)
    if told is not None:
        return told
    if entry.flag_bits & _UTF8_FLAG:
        return entry.orig_filename
    return _decoded(entry.orig_filename.encode("cp437", "replace"))


def _unicode_path(entry: zipfile.ZipInfo) -> str | None:
    """The name in UTF-8 that Info-ZIP and WinRAR add beside the other one, where it belongs to it."""
    extra = entry.extra
    while len(extra) >= 4:
        kind, length = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        body, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(body) > 5 and not entry.flag_bits & _UTF8_FLAG:
            plain = entry.orig_filename.encode("cp437", "replace")
            if int.from_bytes(body[1:5], "little") == zlib.crc32(plain):
                try:
                    return body[5:].decode()
                except UnicodeDecodeError:
                    return None
    return None


def _decoded(name: bytes) -> str:
    """A name without a declared encoding: UTF-8 (Linux, macOS), GB18030 (Chinese Windows), or the zip's own cp437."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("cp437")


def _tar_members(file: IO[bytes], name: str, size: int, most_bytes: int) -> Iterator[Member]:
    with closing(_unpacked(file)) as plain:
        stream = _Bounded(plain, max(_FIRST, MOST_RATIO * size), name)
        with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:  # type: ignore[call-overload]  # it only reads
            while entry := archive.next():
                archive.members = []  # it keeps all that it has passed
                stream.left = entry.size + _HEADER
                member = _judged(_tar_name(entry), name, entry.size, _tar_kind(entry), most_bytes)
                if member is not None and member.fault is None:
                    found = archive.extractfile(entry)
                    yield Member(member.path, found.read() if found else b"")
                elif member is not None:
                    yield member


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    """The stream behind the compression, told by its first bytes."""
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=file)  # type: ignore[return-value]  # it reads, which is all that is asked
    if head.startswith(b"BZh"):
        return bz2.BZ2File(file)
    if head.startswith(b"\xfd7zXZ\0"):
        return lzma.LZMAFile(file)
    return file


class _Bounded:
    """A stream that gives no more than it may in all, nor more than is `left` until more is allowed."""

    def __init__(self, plain: IO[bytes], most: int, name: str) -> None:
        self.plain = plain
        self.most = most
        self.name = name
        self.left = _HEADER

    def read(self, size: int) -> bytes:
        data = self.plain.read(size)
        self.most -= len(data)
        self.left -= len(data)
        if self.most < 0:
            problem = f"it unpacks to more than {MOST_RATIO} times its size; what stands behind was not read"
            raise InputError(self.name, "bomb", problem, "unpack it and look, or leave it out")
        if self.left < 0:
            raise tarfile.ReadError("a header is larger than any")
        return data


def _tar_name(entry: tarfile.TarInfo) -> str:
    return _decoded(entry.name.encode("utf-8", "surrogateescape"))


def _tar_kind(entry: tarfile.TarInfo) -> str | None:
    if entry.isfile():
        return None
    if entry.isdir():
        return "folder"
    return "link" if entry.issym() or entry.islnk() else "special"


def _judged(path: str, name: str, size: int, kind: str | None, most_bytes: int) -> Member | None:
    """The entry without its bytes, with the fault for which it is not read if there is one; None: nobody need know."""
    path = path.replace("\\", "/")
    parts = PurePosixPath(path).parts
    if (
        kind == "folder"
        or any(part.startswith(".") and part != ".." for part in parts)
        or "__MACOSX" in parts
    ):
        return None
    if not parts or ".." in parts or path.startswith("/") or re.match(r"[A-Za-z]:", path) or "\0" in path:
        safe = "/".join(part.strip("\0") for part in parts if part not in ("/", ".."))
        return _fault(
            safe or "unnamed", name, "unsafe_name", f"its name {path} leads out of the archive", "rename it"
        )
    clean = "/".join(parts)
    if kind is not None:
        return _fault(
            clean, name, kind, f"it is a {kind} in the archive, passed over", "name what it points to"
        )
    if _NESTED.search(clean):
        return _fault(
            clean, name, "nested", "an archive within an archive is not read", "unpack it beside the other"
        )
    if size > most_bytes:
        problem = f"it is larger than {most_bytes // 1_000_000} MB, no report is"
        return _fault(clean, name, "too_large", problem, "split it, or leave it out")
    return Member(clean)


def _too_many(name: str) -> Member:
    problem = f"it has more than {MOST_ENTRIES:,} entries; those behind were not read"
    return _fault("…", name, "too_many_entries", problem, "split it")


def _fault(path: str, name: str, reason: str, problem: str, remedy: str) -> Member:
    return Member(path, fault=InputError(f"{name}/{path}", reason, problem, remedy))
