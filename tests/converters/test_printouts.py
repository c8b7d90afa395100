"""Reports as programs print the tables that they hold: read whole where nothing is lost, and never wrong."""

import pytest
from laboratory.judge import judge
from laboratory.printouts import PRINTOUTS, printout, wounds_of
from laboratory.specimens import Specimen

from converters.conversion import convert_bytes


def verdicts(made: Specimen) -> dict[str, str]:
    """How the cells are read that are not read right."""
    report = convert_bytes(made.data, path=made.name)
    got = {cell.id: (cell.value, cell.basis.value) for cell in report.cells}
    missing = dict.fromkeys(made.truth["cells"], (None, "missing"))
    judged = judge(made.truth, {**missing, **got})
    return {cell: verdict for cell, verdict in judged.items() if verdict != "right"}


@pytest.mark.parametrize("name", PRINTOUTS)
@pytest.mark.parametrize("seed", range(3))
def test_a_whole_table_is_read_whole(name: str, seed: int) -> None:
    assert verdicts(printout(name, seed)) == {}


@pytest.mark.parametrize("name", PRINTOUTS)
def test_damage_makes_no_number_wrong(name: str) -> None:
    for seed in range(100, 112):
        found = verdicts(printout(name, seed, wounds_of(name, seed)))
        assert "wrong" not in found.values(), (seed, wounds_of(name, seed), found)
