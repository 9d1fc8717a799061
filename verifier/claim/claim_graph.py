"""What builds on what: the claims in columns by depth, and the lanes of the arrows between them."""

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter

Parents = Mapping[str, Sequence[str]]
"""What each claim builds on, by id."""


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


def layered(parents: Parents) -> dict[str, list[str]]:
    """The same relation with every arrow cut at the columns it passes: the pieces of one claim there are one lane.

    >>> layered({"a": [], "b": ["a"], "c": ["a", "b"]})
    {'a': [], 'b': ['a'], 'c': ['a @1', 'b'], 'a @1': ['a']}
    """
    depth = depths(parents)
    found = {name: [lane(p, depth[p], depth[name] - 1) for p in above] for name, above in parents.items()}
    for name, above in parents.items():
        for parent in above:
            for level in range(depth[parent] + 1, depth[name]):
                found[lane(parent, depth[parent], level)] = [lane(parent, depth[parent], level - 1)]
    return found


def lane(name: str, depth: int, level: int) -> str:
    """What stands in a column for a claim of an earlier one: the claim itself in its own."""
    return name if level == depth else f"{name} @{level}"


def columns(parents: Parents) -> list[list[str]]:
    """The claims and lanes by depth, each column in the order of the mean height of what it is joined to.

    Three sweeps: by what is on the left, by what is on the right, and by the left again.
    """
    depth = depths(parents)
    children: dict[str, list[str]] = {name: [] for name in parents}
    for name, above in parents.items():
        for parent in above:
            children[parent].append(name)
    found = [[name for name in parents if depth[name] == d] for d in range(max(depth.values(), default=-1) + 1)]
    for neighbours, order in ((parents, found), (children, found[::-1]), (parents, found)):
        for column in order:
            heights = {name: (row + 0.5) / len(col) for col in found for row, name in enumerate(col)}
            column.sort(key=lambda name: _mean_height(name, neighbours, heights))
    return found


def _mean_height(name: str, neighbours: Parents, heights: Mapping[str, float]) -> float:
    near = [heights[other] for other in neighbours[name]]
    return sum(near) / len(near) if near else heights[name]
