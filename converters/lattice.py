"""Layers of states, grown from left to right → for every step the cheapest way from end to end that takes it.

The k cheapest ways of all leave out most of what is in doubt where many places are in doubt at once: here each
doubtful place has a way of its own. States that can go on alike are one node, and few are kept of a layer, so the
work grows with the number of layers only.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

K = TypeVar("K")

BEAM = 2.5
"""States that cost this much more than the cheapest of their layer are not followed."""
_MOST_NODES = 24


class State(NamedTuple):
    """How far the rows of a form are filled after some runs."""

    row: int
    """The last row that has numbers; -1 before the first."""
    filled: int
    """How many solid atoms the row has so far."""
    used: int
    """The rows that have numbers, a bit each."""

    @property
    def key(self) -> tuple[int, int, int]:
        """What the way on depends on: rows behind the last one may be filled already, out of order."""
        return self.row, self.filled, self.used >> (self.row + 1)


Mark = tuple[int, int] | None
"""The rows that a run was put into: the first, and one past the last; None where it was left over."""

Choice = tuple[float, State, Mark]
"""One way to go on: what it costs, where it leads, and what it means."""

Way = tuple[float, State, tuple[Mark, ...]]
"""A way from end to end: its cost, the last state, and its marks, one a layer."""


@dataclass(slots=True, eq=False)
class _Node:
    state: State
    cost: float
    """The cheapest way here."""
    back: "_Step | None" = None
    rest: float = float("inf")
    """The cheapest way on to the end."""
    onward: "_Step | None" = None


@dataclass(slots=True, eq=False)
class _Step:
    source: _Node
    target: _Node
    cost: float
    mark: Mark

    @property
    def through(self) -> float:
        """What the cheapest way costs that takes this step."""
        return self.source.cost + self.cost + self.target.rest


@dataclass(slots=True)
class Lattice:
    """The layers grown so far: the nodes at the end, and the steps of each layer."""

    nodes: list[_Node] = field(default_factory=lambda: [_Node(State(-1, 0, 0), 0.0)])
    layers: list[list[_Step]] = field(default_factory=list)

    @property
    def least(self) -> float:
        """What the cheapest way to the last layer costs."""
        return self.nodes[0].cost

    def grow(self, choices: Callable[[State, float], Iterable[Choice]]) -> None:
        """Add a layer.

        Args:
            choices: the ways to go on from a state, given what they may cost to be followed at all.
        """
        reached: dict[tuple[int, int, int], _Node] = {}
        steps: list[_Step] = []
        least = float("inf")
        for source in self.nodes:
            for cost, state, mark in choices(source.state, least + BEAM - source.cost):
                total = source.cost + cost
                if total > least + BEAM:
                    continue
                least = min(least, total)
                key = state.key
                node = reached.get(key)
                if node is None:
                    node = reached[key] = _Node(state, total)
                step = _Step(source, node, cost, mark)
                if node.back is None or total < node.cost:
                    node.state, node.cost, node.back = state, total, step
                steps.append(step)
        kept = sorted((n for n in reached.values() if n.cost <= least + BEAM), key=lambda node: node.cost)
        self.nodes = kept[:_MOST_NODES]
        alive = {id(node) for node in self.nodes}
        self.layers.append([step for step in steps if id(step.target) in alive])

    def ways(self, rows: int, ending: Callable[[State], float], margin: float) -> Iterator[Way]:
        """The ways within a margin of the cheapest, cheapest first.

        One for each step that lies on any such way, and one for each row that any such way leaves without numbers.

        Args:
            rows: how many rows there are.
            ending: what it costs to end in a state.
            margin: how much more than the cheapest a way may cost.
        """
        for node in self.nodes:
            node.rest = ending(node.state)
        for steps in reversed(self.layers):
            for step in steps:
                onward = step.cost + step.target.rest
                if onward < step.source.rest:
                    step.source.rest, step.source.onward = onward, step
        steps = sorted(self._cheapest(rows), key=lambda step: step.through)
        seen: set[tuple[Mark, ...]] = set()
        for step in steps:
            if step.through > steps[0].through + margin:
                return
            last, marks = _way(step)
            if marks not in seen:
                seen.add(marks)
                yield step.through, last, marks

    def _cheapest(self, rows: int) -> Iterable[_Step]:
        """For each layer and each mark in it the step with the cheapest way through it; and for each row without."""
        cheapest: dict[tuple[int, Mark], _Step] = {}
        without: dict[int, _Step] = {}
        for number, steps in enumerate(self.layers):
            last = number == len(self.layers) - 1
            for step in steps:
                _keep(cheapest, (number, step.mark), step)
                for row in range(step.source.state.row + 1, step.mark[0] if step.mark else 0):
                    _keep(without, row, step)
                for row in range(step.target.state.row + 1, rows if last else 0):
                    _keep(without, row, step)
        return [*cheapest.values(), *without.values()]


def _keep(cheapest: dict[K, _Step], key: K, step: _Step) -> None:
    """Keep the step if no cheaper one is known by this key."""
    known = cheapest.get(key)
    if known is None or step.through < known.through:
        cheapest[key] = step


def _way(step: _Step) -> tuple[State, tuple[Mark, ...]]:
    """The last state and the marks of the cheapest way that takes a step."""
    before: list[Mark] = []
    back = step.source.back
    while back is not None:
        before.append(back.mark)
        back = back.source.back
    marks = [*reversed(before), step.mark]
    node = step.target
    while node.onward is not None:
        marks.append(node.onward.mark)
        node = node.onward.target
    return node.state, tuple(marks)
