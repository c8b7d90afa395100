"""The examples of docs/python.md run, and print what stands there."""

import doctest
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT

PAGE = (ROOT / "docs" / "python.md").read_text("utf-8")


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "samples").mkdir()
    for sample in (ROOT / "samples").glob("*.txt"):
        shutil.copy(sample, tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert len(blocks) == PAGE.count("```python")
    test = doctest.DocTestParser().get_doctest("".join(blocks), {}, "docs/python.md", None, None)
    assert len(test.examples) > 20
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert not said, "".join(said)
