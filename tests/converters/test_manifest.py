import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Run
from handmade import text

from converters.conversion import convert_bytes
from converters.errors import InputError
from converters.inputs import find_inputs
from converters.manifest import read_manifest
from converters.told import Told

MANIFEST = "manifest.tsv"


def written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).write_text(text, "utf-8")
    return folder


def test_a_manifest_names_the_addresses_of_files_by_their_paths(tmp_path: Path) -> None:
    text = "\ufeffpath\turl\na.html\thttp://h.example.invalid/a\n\n# more\nb/c.html\thttps://h.example.invalid/c\tnote\n"
    assert list(read_manifest(written(tmp_path, text) / MANIFEST)) == [
        ("a.html", Told("http://h.example.invalid/a")),
        ("b/c.html", Told("https://h.example.invalid/c")),
    ]


@pytest.mark.parametrize(
    "line", ["a.html", "a.html\tfile:///etc/passwd", "\thttp://h.example.invalid/", "a\thttp://"]
)
def test_a_line_that_says_neither_path_nor_address_is_an_error_with_its_number(
    tmp_path: Path, line: str
) -> None:
    with pytest.raises(InputError, match="line 2") as refused:
        read_manifest(written(tmp_path, f"path\turl\n{line}\n") / MANIFEST)
    assert refused.value.reason == "manifest"


def test_files_have_the_address_of_the_nearest_manifest(tmp_path: Path) -> None:
    top = written(
        tmp_path / "top", "a.html\thttp://h.example.invalid/a\nin/b.html\thttp://h.example.invalid/far\n"
    )
    written(top / "in", "b.html\thttp://h.example.invalid/near\n")
    for name in ("a.html", "in/b.html", "c.html"):
        (top / name).write_text("<p>x</p>", "utf-8")
    found = {entry.path: entry.address for entry in list(find_inputs([top]))}
    assert found == {
        "a.html": "http://h.example.invalid/a",
        "in/b.html": "http://h.example.invalid/near",
        "c.html": None,
    }
    (alone,) = list(find_inputs([top / "in/b.html"]))
    assert alone.address == "http://h.example.invalid/near"


def test_a_manifest_that_cannot_be_read_is_one_failure_and_the_reports_are_done(
    tmp_path: Path, gongkai: Run
) -> None:
    top = written(tmp_path / "top", "nothing\n")
    (top / "a.html").write_text("<html><p>公开</p>", "utf-8")
    run = gongkai("convert", "top", "-o", "out")
    assert run.returncode == 3
    assert b"manifest.tsv: line 1 is no path and http address" in run.stderr
    assert (tmp_path / "out/a.html.json").exists()
    assert not (tmp_path / "out/manifest.tsv.json").exists()


def saved(folder: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    (folder / name).write_bytes(content.encode(encoding))
    return folder / name


ROW = Told("http://h.example.invalid/a", "白鹭市水利局", "410300", 2023, "2024-01-31")


@pytest.mark.parametrize(
    ("name", "content", "encoding"),
    [
        (
            "manifest.tsv",
            (
                "year\tpath\tnote\turl\tagency\tregion\tpublished\n"
                "2023\ta.pdf\tx\thttp://h.example.invalid/a\t白鹭市 水利局\t410300\t2024-01-31\n"
            ),
            "utf-8",
        ),
        (
            "manifest.csv",
            '文件,网址,机关,地区,年度,发布日期\n\na.pdf,http://h.example.invalid/a,"白鹭市水利局",410300,2023,2024-01-31\n',
            "gb18030",
        ),
        (
            "manifest.ndjson",
            (
                '{"path": "./a.pdf", "url": "http://h.example.invalid/a", "agency": "白鹭市水利局", "region": 410300,'
                ' "year": 2023, "published": "2024-01-31", "more": null}\n\n'
            ),
            "utf-8-sig",
        ),
    ],
)
def test_a_manifest_tells_all_that_it_can_in_three_formats(
    tmp_path: Path, name: str, content: str, encoding: str
) -> None:
    assert list(read_manifest(saved(tmp_path, name, content, encoding))) == [("a.pdf", ROW)]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a.pdf,,1023,,", "line 2 has 1023, which is no year"),
        ("a.pdf,,,2024-02-30,", "line 2 has 2024-02-30, which is no date like 2024-01-31"),
        ("a.pdf,,,20240131,", "line 2 has 20240131, which is no date"),
        ("a.pdf,,,,999999", "line 2 has 999999, which is no division"),
        ("a.pdf,,,,鼓楼区", "line 2 has 鼓楼区, which is no division, or one of several"),
        (
            "a.pdf,ftp://h.example.invalid/,,,",
            "line 2 has ftp://h.example.invalid/, which is no http address",
        ),
        (",http://h.example.invalid/,,,", "line 2 names no path"),
        ("a.pdf,,2023,,\na.pdf,,2022,,", "line 3 names a.pdf again"),
    ],
)
def test_what_makes_no_sense_in_a_manifest_is_one_line(tmp_path: Path, row: str, problem: str) -> None:
    source = saved(tmp_path, "manifest.csv", f"path,url,year,published,region\n{row}\n")
    with pytest.raises(InputError, match=problem):
        read_manifest(source)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("manifest.csv", "a.pdf,2023\n", "its first line names no column path"),
        ("manifest.ndjson", "{]\n", "line 1 is no JSON"),
        ("manifest.ndjson", "[1]\n", "line 1 is no object"),
        ("manifest.tsv", "path\tyear\na\xff\t2023\n", "it is no UTF-8 text"),
    ],
)
def test_what_is_no_manifest_is_one_line(tmp_path: Path, name: str, content: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_manifest(saved(tmp_path, name, content, "latin-1"))


def test_two_manifests_in_a_folder_are_one_failure(tmp_path: Path) -> None:
    saved(tmp_path, "manifest.tsv", "path\tyear\na.txt\t2023\n")
    saved(tmp_path, "manifest.csv", "path,year\na.txt,2022\n")
    (tmp_path / "a.txt").write_text("x")
    told = {
        entry.path: (entry.fault.reason if entry.fault else "", entry.told)
        for entry in list(find_inputs([tmp_path]))
    }
    assert told == {"manifest.tsv": ("manifest", None), "a.txt": ("", None)}


def test_each_thing_is_told_by_the_nearest_manifest_that_tells_it(tmp_path: Path) -> None:
    saved(tmp_path, "manifest.csv", "path,year,agency\nin/a.txt,2023,某局\nx.zip/b.txt,2021,\n")
    (tmp_path / "in").mkdir()
    saved(tmp_path / "in", "manifest.csv", "path,year\na.txt,2022\n")
    saved(tmp_path / "in", "a.txt", "x")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("b.txt", "x")
    told = {entry.path: entry.told for entry in list(find_inputs([tmp_path]))}
    assert told == {"in/a.txt": Told(agency="某局", year=2022), "x.zip/b.txt": Told(year=2021)}


def test_doubts_about_what_is_told_are_gone_and_others_stay() -> None:
    doubtful = "一、总体情况\n\n正文。\n".encode()
    codes = {warning.code for warning in convert_bytes(doubtful, path="x.txt").warnings}
    assert {"title_missing", "agency_unknown", "year_unknown"} <= codes
    report = convert_bytes(doubtful, path="x.txt", told=Told(agency="洛阳市水利局", year=2023))
    codes = {warning.code for warning in report.warnings}
    assert {"title_missing", "agency_told", "year_told"} <= codes
    assert not codes & {"agency_unknown", "year_unknown"}
    assert (report.agency.name, report.region.code, report.year) == ("洛阳市水利局", "410300", 2023)


def test_a_document_of_which_an_address_alone_is_told_is_read_as_ever() -> None:
    plain = convert_bytes(text().encode(), path="x.txt")
    told = convert_bytes(text().encode(), path="x.txt", told=Told("http://h.example.invalid/a"))
    assert told == replace(plain, source=replace(plain.source, url="http://h.example.invalid/a"))
