import json
from pathlib import Path

from conftest import Run
from handmade import text
from laboratory.web.specimens import HtmlRecipe, html_specimen

SHOWN = "applications.received.total"


def shown(gongkai: Run, *arguments: object) -> dict[str, str]:
    run = gongkai("show", *arguments)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.decode().splitlines()
    return {line[:10].strip(): line[12:] for line in lines}


def test_a_cell_of_a_text_is_shown_with_its_row(gongkai: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(received=34), "utf-8")
    found = shown(gongkai, "a.txt", "--cell", SHOWN)
    assert found["cell"].startswith(SHOWN)
    assert (found["value"], found["raw"]) == ("34 printed", "34")
    line, column = map(int, found["place"].split(":"))
    assert (tmp_path / "a.txt").read_text("utf-8").split("\n")[line - 1][column - 1 :].startswith("34")
    assert found["row"].endswith("34 | 0 | 0 | 0 | 0 | 0 | 34")
    gongkai("convert", "a.txt", "-o", "out")
    assert shown(gongkai, "out/a.txt.json", "--cell", SHOWN) == found


def test_every_printed_cell_of_a_page_is_shown_in_the_row_of_its_place(gongkai: Run, tmp_path: Path) -> None:
    made = html_specimen(3, HtmlRecipe(), size="busy")
    (tmp_path / "a.html").write_bytes(made.data)
    gongkai("convert", "a.html", "-o", "out")
    record = json.loads((tmp_path / "out/a.html.json").read_text("utf-8"))
    for cell in [cell for cell in record["cells"] if cell["raw"]][::40]:
        found = shown(gongkai, "out/a.html.json", "--cell", cell["id"])
        assert found["place"] == cell["at"]["xpath"]
        assert cell["raw"] in found["row"].split(" | ")


def test_a_cell_that_no_form_has_is_wrong_usage(gongkai: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(), "utf-8")
    run = gongkai("show", "a.txt", "--cell", "applications.nobody.total")
    assert run.returncode == 2
    assert b"there is no such field" in run.stderr
    assert gongkai("show", ".", "--cell", SHOWN).returncode == 2
