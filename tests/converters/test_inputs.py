import os
import socket
from pathlib import Path

import pytest

from converters import inputs
from converters.inputs import find_inputs


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/z.txt", "a/深/x.md", "a/y.txt.json", ".hidden/x.txt", "a/.secret.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path / "in"


def names(entries: list[inputs.Input]) -> list[str]:
    return [entry.path for entry in entries]


def faults(entries: list[inputs.Input]) -> dict[str, str]:
    return {entry.path: entry.fault.reason for entry in entries if entry.fault}


def test_a_folder_is_walked_in_the_order_of_names_and_hidden_files_are_passed_over(tree: Path) -> None:
    found = list(find_inputs([tree]))
    assert names(found) == ["a/y.txt.json", "a/z.txt", "a/深/x.md", "b.txt"]
    assert [entry.canonical for entry in found] == [True, False, False, False]
    assert [entry.source for entry in found] == [tree / entry.path for entry in found]


def test_canonical_reports_are_left_out_of_folders_only(tree: Path) -> None:
    assert names(list(find_inputs([tree], canonical=False))) == ["a/z.txt", "a/深/x.md", "b.txt"]
    assert names(list(find_inputs([tree / "a/y.txt.json"], canonical=False))) == ["y.txt.json"]


def test_the_folder_of_results_is_not_walked(tree: Path) -> None:
    assert names(list(find_inputs([tree], leave_out=tree / "b.txt/../a"))) == ["b.txt"]


def test_several_paths_each_count_from_themselves_and_nothing_comes_twice(tree: Path) -> None:
    assert names(list(find_inputs([tree / "a", tree / "b.txt", tree / "a"]))) == [
        "b.txt",
        "y.txt.json",
        "z.txt",
        "深/x.md",
    ]
    assert names(list(find_inputs([tree / "a/z.txt", tree / "a"]))).count("z.txt") == 1


def test_a_path_without_a_name_of_its_own_has_that_of_its_folder(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree / "a")
    assert names(list(find_inputs([Path("..")]))) == names(list(find_inputs([tree])))
    assert names(list(find_inputs([Path()]))) == ["y.txt.json", "z.txt", "深/x.md"]


def test_links_pipes_and_sockets_in_a_folder_are_passed_over_with_a_reason(tree: Path) -> None:
    (tree / "link.txt").symlink_to(tree / "b.txt")
    (tree / "loop").symlink_to(tree)
    (tree / "dangling").symlink_to(tree / "nowhere")
    os.mkfifo(tree / "pipe")
    here = socket.socket(socket.AF_UNIX)
    here.bind(str(tree / "socket"))
    try:
        found = list(find_inputs([tree]))
    finally:
        here.close()
    assert faults(found) == {
        "link.txt": "link",
        "loop": "link",
        "dangling": "link",
        "pipe": "special",
        "socket": "special",
    }
    assert len(found) == 4 + 5


def test_what_is_named_outright_is_opened_even_as_a_link(tree: Path) -> None:
    (tree / "link.txt").symlink_to(tree / "b.txt")
    (tree / "folder").symlink_to(tree / "a")
    assert faults(list(find_inputs([tree / "link.txt", tree / ".hidden"]))) == {}
    assert names(list(find_inputs([tree / "folder"]))) == ["y.txt.json", "z.txt", "深/x.md"]


def test_what_is_not_there_or_not_a_file_is_one_fault(tree: Path) -> None:
    os.mkfifo(tree / "pipe")
    found = list(find_inputs([tree / "nothing.txt", tree / "pipe", Path("/dev/zero")]))
    assert faults(found) == {"nothing.txt": "unreadable", "pipe": "special", "zero": "special"}
    assert "no such file" in str(found[0].fault)


def test_a_folder_without_a_report_says_so(tmp_path: Path) -> None:
    assert faults(list(find_inputs([tmp_path]))) == {tmp_path.name: "no_input"}


def test_a_folder_that_cannot_be_listed_is_one_fault_and_the_rest_goes_on(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    # Root may list anything, whatever the permissions say.
    def refuse(folder: Path) -> object:
        if Path(folder).name == "深":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(find_inputs([tree]))
    assert faults(found) == {"a/深": "unreadable"}
    assert names(found) == ["a/y.txt.json", "a/z.txt", "a/深", "b.txt"]


def test_a_file_too_large_is_not_read(tree: Path) -> None:
    with (tree / "huge.txt").open("wb") as file:
        file.truncate(inputs.MOST_BYTES + 1)  # sparse: takes no room on the disk
    assert faults(list(find_inputs([tree]))) == {"huge.txt": "too_large"}


def test_a_name_that_is_no_unicode_is_listed(tree: Path) -> None:
    path = os.fsencode(tree) + b"/\xff.txt"
    os.close(os.open(path, os.O_CREAT))
    assert "\udcff.txt" in names(list(find_inputs([tree])))
