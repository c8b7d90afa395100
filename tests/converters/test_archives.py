"""Archives as they are met, and as they are made to do harm."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from converters import archives
from converters.archives import is_archive
from converters.inputs import Input, find_inputs

FILES = {"b/二.txt": b"two", "a.txt": b"one", "b/.hidden.txt": b"x", "__MACOSX/a.txt": b"x"}


def zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return made.getvalue()


MAKERS: Mapping[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "x.zip": zipped,
    "x.tar": tarred,
    "x.tar.gz": lambda files: gzip.compress(tarred(files)),
    "x.tgz": lambda files: gzip.compress(tarred(files)),
    "x.tar.bz2": lambda files: bz2.compress(tarred(files)),
    "x.tar.xz": lambda files: lzma.compress(tarred(files)),
}


def listed(folder: Path, name: str, data: bytes) -> list[Input]:
    (folder / name).write_bytes(data)
    return list(find_inputs([folder]))


def faults(found: list[Input]) -> dict[str, str]:
    return {entry.path: entry.fault.reason for entry in found if entry.fault}


def read(found: list[Input]) -> dict[str, bytes]:
    return {entry.path: entry.read() for entry in found if not entry.fault}


@pytest.mark.parametrize("name", MAKERS)
def test_files_of_an_archive_are_inputs_below_its_name(tmp_path: Path, name: str) -> None:
    assert is_archive(name)
    found = listed(tmp_path, name, MAKERS[name](FILES))
    assert read(found) == {f"{name}/a.txt": b"one", f"{name}/b/二.txt": b"two"}
    assert [entry.source for entry in found] == [tmp_path / entry.path for entry in found]
    assert faults(found) == {}
    (tmp_path / "other").mkdir()
    assert read(list(find_inputs([tmp_path / name]))) == read(found)


@pytest.mark.parametrize("name", ["x.zip", "x.tar.gz"])
def test_what_leads_out_of_an_archive_or_is_no_report_is_said(tmp_path: Path, name: str) -> None:
    evil = {
        "../../up.txt": b"x",
        "/root.txt": b"x",
        "C:\\drive.txt": b"x",
        "in\\back.txt": b"good",
        "more.zip": zipped(FILES),
        "more.rar": b"x",
        "code.py": b"x",
    }
    found = listed(tmp_path, name, MAKERS[name](evil))
    assert read(found) == {f"{name}/in/back.txt": b"good"}
    assert faults(found) == {
        f"{name}/up.txt": "unsafe_name",
        f"{name}/root.txt": "unsafe_name",
        f"{name}/C:/drive.txt": "unsafe_name",
        f"{name}/more.zip": "nested",
        f"{name}/more.rar": "nested",
        f"{name}/code.py": "other_kind",
    }
    assert not any((tmp_path.parent / up).exists() for up in ("up.txt", "root.txt"))


def test_links_and_devices_in_a_tar_are_not_followed(tmp_path: Path) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, kind in (
            ("link.txt", tarfile.SYMTYPE),
            ("hard.txt", tarfile.LNKTYPE),
            ("pipe", tarfile.FIFOTYPE),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    assert faults(listed(tmp_path, "x.tar", made.getvalue())) == {
        "x.tar/link.txt": "link",
        "x.tar/hard.txt": "link",
        "x.tar/pipe": "special",
    }


def renamed(plain: bytes, name: bytes, flags: int = 0, extra: bytes = b"") -> bytes:
    """A zip of one file `a.txt` whose name is these bytes, under these flags."""
    made = io.BytesIO()
    info = zipfile.ZipInfo("n" * len(name))
    info.extra = extra
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(info, plain)
    data = made.getvalue().replace(b"n" * len(name), name)
    central = data.index(b"PK\x01\x02")
    return (
        data[:6]
        + struct.pack("<H", flags)
        + data[8 : central + 8]
        + struct.pack("<H", flags)
        + data[central + 10 :]
    )


CHINESE = "2023年报告.txt"


@pytest.mark.parametrize(
    ("name", "flags"),
    [(CHINESE.encode("gbk"), 0), (CHINESE.encode(), 0), (CHINESE.encode(), 0x800)],
    ids=["Chinese Windows", "Linux", "flagged"],
)
def test_chinese_names_in_a_zip_are_read_in_the_encoding_of_their_maker(
    tmp_path: Path, name: bytes, flags: int
) -> None:
    assert read(listed(tmp_path, "x.zip", renamed(b"one", name, flags))) == {f"x.zip/{CHINESE}": b"one"}


def test_the_name_that_stands_in_unicode_beside_the_other_wins_where_it_belongs_to_it(tmp_path: Path) -> None:
    plain = b"?????.txt"
    body = b"\x01" + zlib.crc32(plain).to_bytes(4, "little") + CHINESE.encode()
    extra = struct.pack("<HH", 0x7075, len(body)) + body
    assert list(read(listed(tmp_path, "x.zip", renamed(b"1", plain, extra=extra)))) == [f"x.zip/{CHINESE}"]
    extra = extra.replace(body[1:5], b"\0\0\0\0")
    assert list(read(listed(tmp_path, "x.zip", renamed(b"1", plain, extra=extra)))) == ["x.zip/?????.txt"]


def test_a_locked_entry_is_said(tmp_path: Path) -> None:
    assert faults(listed(tmp_path, "x.zip", renamed(b"1", b"a.txt", 0x1))) == {"x.zip/a.txt": "encrypted"}


def test_an_entry_that_unpacks_beyond_measure_is_not_unpacked(tmp_path: Path) -> None:
    bomb = {"a.txt": b"fine", "bomb.txt": bytes(30_000_000), "c.txt": b"fine, too"}
    found = listed(tmp_path, "x.zip", zipped(bomb))
    assert read(found) == {"x.zip/a.txt": b"fine", "x.zip/c.txt": b"fine, too"}
    assert faults(found) == {"x.zip/bomb.txt": "bomb"}


def test_a_tar_that_unpacks_beyond_measure_is_read_until_there(tmp_path: Path) -> None:
    bomb = {"a.txt": b"fine", "bomb.txt": bytes(30_000_000), "c.txt": b"fine, too"}
    found = listed(tmp_path, "x.tar.gz", gzip.compress(tarred(bomb)))
    assert read(found) == {"x.tar.gz/a.txt": b"fine"}
    assert faults(found) == {"x.tar.gz": "bomb"}


def test_a_header_beyond_measure_is_damage(tmp_path: Path) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("n" * 3_000_000))
    assert faults(listed(tmp_path, "x.tar", made.getvalue())) == {"x.tar": "damaged"}


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.tar.gz", "x.tar.xz"])
def test_a_damaged_archive_is_one_fault_behind_what_could_be_read(tmp_path: Path, name: str) -> None:
    files = {f"{number}.txt": bytes(str(number), "ascii") * 5_000 for number in range(30)}
    whole = MAKERS[name](files)
    found = listed(tmp_path, name, whole[: len(whole) // 2])
    assert faults(found) == {name: "damaged"}
    assert all(data == files[path.removeprefix(f"{name}/")] for path, data in read(found).items())
    assert faults(listed(tmp_path, name, b"")) == {name: "damaged"} or name == "x.tar"
    assert faults(listed(tmp_path, name, b"no archive at all" * 100)) == {name: "damaged"}


def test_an_entry_with_a_wrong_checksum_costs_itself_only(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:  # stored: its bytes can be found
        archive.writestr("a.txt", "fine")
        archive.writestr("b.txt", "spoiled")
    found = listed(tmp_path, "x.zip", data.getvalue().replace(b"spoiled", b"sp0iled"))
    assert read(found) == {"x.zip/a.txt": b"fine"}
    assert faults(found) == {"x.zip/b.txt": "damaged"}


@pytest.mark.parametrize("name", ["x.zip", "x.tar"])
def test_the_number_of_entries_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(archives, "MOST_ENTRIES", 3)
    found = listed(tmp_path, name, MAKERS[name]({f"{number}.txt": b"x" for number in range(9)}))
    assert len(read(found)) == 3
    assert list(faults(found).values()) == ["too_many_entries"]


def test_an_archive_without_a_report_says_so(tmp_path: Path) -> None:
    assert faults(listed(tmp_path, "x.zip", zipped({}))) == {"x.zip": "no_input"}
