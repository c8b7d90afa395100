"""Text that other programs take out of documents: those that the project has anyway, over a few of them."""

from pathlib import Path

import pytest

from laboratory.paper import fonts
from laboratory.tools import Tool, drawn, table, tools

pytestmark = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs the Debian packages {' '.join(fonts.missing_packages())}"
)

HERE = ("pdfminer", "pdfplumber", "pypdfium2", "lxml")
"""Libraries that come with the project."""


def test_no_number_is_wrong_in_what_the_tools_at_hand_print() -> None:
    found = list(drawn(range(1, 6), HERE))
    assert {each.tool for each in found} == set(HERE)
    assert [said for each in found for said in each.said] == []
    assert sum(each.counts["right"] for each in found) > 1_000


def test_a_tool_that_is_not_installed_is_left_out_and_said() -> None:
    absent = [
        Tool("a", ".pdf", ("no-such-program", "{file}")),
        Tool("b", ".pdf", python="import no_such_library"),
    ]
    assert [tool.run(Path(__file__), "python3") for tool in absent] == [None, None]
    assert all(line.endswith("not installed, or not asked for") for line in table([]).splitlines()[1:])
    assert len(table([]).splitlines()) == 1 + len(tools())
