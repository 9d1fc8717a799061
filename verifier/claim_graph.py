"""What builds on what, as a drawing: columns by depth, every arrow from left to right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

ROW, GAP, HEIGHT, MARGIN = 34.0, 72.0, 26.0, 8.0
WIDTH_OF_A_LETTER, PADDING = 7.3, 34.0

Parents = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Box:
    """A claim's place in the drawing: its upper left corner and its width, in pixels."""

    id: str
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Arrow:
    """An arrow from a claim to one that builds on it, as an SVG path."""

    source: str
    target: str
    path: str


@dataclass(frozen=True)
class Drawing:
    """The whole drawing and its size."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float


def within(builds_on: Parents) -> dict[str, list[str]]:
    """The relation among the claims at hand: parents that are not there themselves are left out.

    >>> within({"a": ["z"], "b": ["a", "z"]})
    {'a': [], 'b': ['a']}
    """
    return {name: [parent for parent in parents if parent in builds_on] for name, parents in builds_on.items()}


def depths(parents: Parents) -> dict[str, int]:
    """The length of the longest chain below each claim; raises graphlib.CycleError (a ValueError) on a circle.

    >>> depths({"a": [], "b": ["a"], "c": ["a", "b"]})
    {'a': 0, 'b': 1, 'c': 2}
    """
    found: dict[str, int] = {}
    for name in TopologicalSorter(parents).static_order():
        found[name] = max((found[parent] + 1 for parent in parents[name]), default=0)
    return found


def columns(parents: Parents) -> list[list[str]]:
    """The claims by depth, each column in the order of the mean height of what its claims build on.

    The first column is in the order of the mean height of what is built on it, in two sweeps.
    """
    depth = depths(parents)
    children = {name: [child for child in parents if name in parents[child]] for name in parents}
    found = [[name for name in parents if depth[name] == d] for d in range(max(depth.values(), default=-1) + 1)]
    for neighbours, order in ((parents, found), (children, found[::-1]), (parents, found)):
        for column in order:
            heights = {name: row / len(col) for col in found for row, name in enumerate(col)}
            column.sort(key=lambda name: _mean_height(name, neighbours, heights))
    return found


def _mean_height(name: str, neighbours: Parents, heights: Mapping[str, float]) -> float:
    near = [heights[other] for other in neighbours[name]]
    return sum(near) / len(near) if near else heights[name]


def draw(builds_on: Parents) -> Drawing:
    """The drawing of the claims that stand in some relation; those that stand alone are left out."""
    parents = within(builds_on)
    joined = {name for name, above in parents.items() if above} | {p for above in parents.values() for p in above}
    parents = {name: above for name, above in parents.items() if name in joined}
    boxes: dict[str, Box] = {}
    x, rows = MARGIN, columns(parents)
    tallest = max(map(len, rows), default=0)
    for column in rows:
        width = max(map(len, column)) * WIDTH_OF_A_LETTER + PADDING
        top = MARGIN + (tallest - len(column)) * ROW / 2
        boxes |= {name: Box(name, x, top + row * ROW, width) for row, name in enumerate(column)}
        x += width + GAP
    arrows = tuple(_arrow(boxes[parent], boxes[name]) for name, above in parents.items() for parent in above)
    return Drawing(tuple(boxes.values()), arrows, max(x - GAP + MARGIN, 1), tallest * ROW + 2 * MARGIN)


def _arrow(source: Box, target: Box) -> Arrow:
    x, y = source.x + source.width, source.y + HEIGHT / 2
    end, height = target.x, target.y + HEIGHT / 2
    bend = max((end - x) / 2, GAP / 2)
    path = f"M{x:.0f} {y:.0f}C{x + bend:.0f} {y:.0f} {end - bend:.0f} {height:.0f} {end:.0f} {height:.0f}"
    return Arrow(source.id, target.id, path)
