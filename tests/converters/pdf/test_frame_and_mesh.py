"""Pages turned in every way are read alike, and a mesh has the cells that its rules draw."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.readers.pdf.frame import frame_of, moved
from converters.readers.pdf.mesh import Mesh, MeshCell, meshes_of
from converters.readers.pdf.strokes import Stroke, Strokes

WIDTH, HEIGHT = 595.0, 842.0
TURNS = [(rotation, turn) for rotation in range(4) for turn in range(4)]

Span = tuple[int, int, int, int]
"""First row, first column, and how many of both."""


@pytest.mark.parametrize(("rotation", "turn"), TURNS)
def test_what_is_read_is_shown_where_the_page_has_it(rotation: int, turn: int) -> None:
    crop = (10.0, 20.0, 10 + WIDTH, 20 + HEIGHT)
    frame = frame_of(crop, rotation, turn)
    upright = frame_of(crop, rotation, 0)
    box = (100.0, 200.0, 130.0, 212.0)
    assert frame.shown(frame.read(box)) == upright.shown(upright.read(box))


@pytest.mark.parametrize(("rotation", "turn"), TURNS)
def test_a_page_is_read_within_its_size(rotation: int, turn: int) -> None:
    frame = frame_of((0, 0, WIDTH, HEIGHT), rotation, turn)
    assert frame.read((0, 0, WIDTH, HEIGHT)) == (0, 0, frame.width, frame.height)
    assert {frame.width, frame.height} == {WIDTH, HEIGHT}


def test_an_upright_page_counts_from_its_top_left_corner() -> None:
    frame = frame_of((0, 0, WIDTH, HEIGHT), 0, 0)
    assert frame.read((100, 800, 130, 812)) == (100, 30, 130, 42)
    assert frame.shown((100, 30, 130, 42)) == (100, 30, 130, 42)


@given(
    st.one_of(
        st.floats(-1e6, 1e6),
        st.floats(-1000, 1000, width=32),
        st.integers(-(10**6), 10**6).map(lambda n: n / 1000),
    )
)
def test_places_are_rounded_to_hundredths(value: float) -> None:
    frame = frame_of((0, 0, WIDTH, HEIGHT), 0, 0)
    shown, *_ = frame.shown((value, 0, value, 0))
    assert repr(shown) == repr(round(value + 0.0, 2))


def test_a_page_turned_to_the_right_has_its_left_edge_on_top() -> None:
    frame = frame_of((0, 0, WIDTH, HEIGHT), 1, 0)
    assert frame.read((0, 0, 5, 842)) == (0, 0, 842, 5)


def test_text_that_runs_downwards_is_read_lying() -> None:
    frame = frame_of((0, 0, WIDTH, HEIGHT), 0, 1)
    # Of two characters that stand below one another the upper one is read first.
    upper, lower = frame.read((300, 700, 312, 712)), frame.read((300, 600, 312, 612))
    assert upper[0] < lower[0]
    assert upper[1] == lower[1]


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, list[Span]]:
    """A table of some rows and columns, some cells of which are merged into one row's stretch or column's."""
    rows, columns = draw(st.integers(2, 7)), draw(st.integers(2, 7))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    spans: list[Span] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            high, wide = draw(st.sampled_from(((1, 1), (1, 1), (1, 2), (1, 3), (2, 1), (3, 1))))
            covered = {(row + i, column + j) for i in range(high) for j in range(wide)}
            if not covered <= free:
                high, wide, covered = 1, 1, {(row, column)}
            free -= covered
            spans.append((row, column, high, wide))
    return rows, columns, spans


def drawn(spans: list[Span], xs: list[float], ys: list[float], slack: float, rng: Random) -> Strokes:
    """The edges of every cell, each missing its place by a little."""
    across, down = [], []

    def off() -> float:
        return rng.uniform(-slack, slack)

    for row, column, high, wide in spans:
        left, right, top, bottom = xs[column], xs[column + wide], ys[row], ys[row + high]
        across += [Stroke(y + off(), left + off(), right + off()) for y in (top, bottom)]
        down += [Stroke(x + off(), top + off(), bottom + off()) for x in (left, right)]
    return Strokes(tuple(across), tuple(down))


def spans_of(mesh: Mesh) -> set[Span]:
    return {(cell.row, cell.column, cell.rowspan, cell.colspan) for cell in mesh.cells}


@settings(deadline=None)
@given(tilings(), st.floats(0, 1.0), st.integers(0, 1000))
def test_a_mesh_has_the_cells_that_are_drawn(
    tiling: tuple[int, int, list[Span]], slack: float, seed: int
) -> None:
    rows, columns, spans = tiling
    lines_drawn = {row for row, _, high, _ in spans for row in (row, row + high)}
    columns_drawn = {column for _, column, _, wide in spans for column in (column, column + wide)}
    if len(lines_drawn) <= rows or len(columns_drawn) <= columns or len(spans) < 2:
        return  # a line that no cell ends at is not drawn, and rows or columns cannot be counted by it
    rng = Random(seed)
    xs = [50 + 40.0 * column for column in range(columns + 1)]
    ys = [100 + 15.0 * row for row in range(rows + 1)]
    (mesh,) = meshes_of(drawn(spans, xs, ys, slack, rng))
    assert spans_of(mesh) == set(spans)
    assert mesh.places().keys() == {(row, column) for row in range(rows) for column in range(columns)}


def test_double_lines_are_one() -> None:
    xs, ys = [50.0, 51.2, 150.0, 151.2, 250.0, 251.2], [100.0, 101.2, 120.0, 121.2]
    across = tuple(Stroke(y, 50, 251) for y in ys)
    down = tuple(Stroke(x, 100, 121) for x in xs)
    (mesh,) = meshes_of(Strokes(across, down))
    assert spans_of(mesh) == {(0, 0, 1, 1), (0, 1, 1, 1)}


def test_a_last_row_that_the_page_leaves_open_is_a_row() -> None:
    across = (Stroke(100, 50, 250), Stroke(120, 50, 250))
    down = tuple(Stroke(x, 100, 140) for x in (50.0, 150.0, 250.0))
    (mesh,) = meshes_of(Strokes(across, down))
    assert len(mesh.ys) == 3
    assert len(mesh.cells) == 4


def test_a_frame_and_a_line_below_a_head_are_no_tables() -> None:
    frame = Strokes(
        (Stroke(100, 50, 250), Stroke(200, 50, 250), Stroke(40, 50, 500)),
        (Stroke(50, 100, 200), Stroke(250, 100, 200)),
    )
    assert meshes_of(frame) == []


def test_tables_that_do_not_touch_are_two() -> None:
    def table(top: float) -> tuple[list[Stroke], list[Stroke]]:
        return (
            [Stroke(y, 50, 250) for y in (top, top + 20, top + 40)],
            [Stroke(x, top, top + 40) for x in (50.0, 150.0, 250.0)],
        )

    (across, down), (more_across, more_down) = table(100), table(300)
    meshes = meshes_of(Strokes((*more_across, *across), (*more_down, *down)))
    assert [mesh.box[1] for mesh in meshes] == [100, 300]


def test_a_moved_box_keeps_its_corners_in_order() -> None:
    assert moved((1, 2, 3, 5), (-1, 0, 0, -1, 10, 10)) == (7, 5, 9, 8)


def test_a_cell_as_wide_as_its_mesh_can_be_cut_out_of_it() -> None:
    rows = [
        MeshCell((x, y, x + 50, y + 10), row, column, 1, 1)
        for row, y in ((0, 0), (2, 210))
        for column, x in ((0, 0), (1, 50))
    ]
    wide = MeshCell((0, 10, 100, 210), 1, 0, 1, 2)
    mesh = Mesh((0, 50, 100), (0, 10, 210, 220), (*rows[:2], wide, *rows[2:]))
    above, below = mesh.without([wide])
    assert (above.ys, below.ys) == ((0, 10), (210, 220))
    assert [(cell.row, cell.box) for cell in below.cells] == [(0, rows[2].box), (0, rows[3].box)]
