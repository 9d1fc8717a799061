"""What builds on what, as a drawing: columns by depth, every arrow from left to right and around the boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from verifier.claim.claim_graph import Parents, columns, depths, lane, layered, within

ROW, LANE, GAP, HEIGHT, MARGIN = 34.0, 14.0, 72.0, 26.0, 8.0
WIDTH_OF_A_LETTER, PADDING = 7.3, 34.0


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


def draw(builds_on: Parents) -> Drawing:
    """The drawing of the claims that stand in some relation; those that stand alone are left out."""
    parents = within(builds_on)
    joined = {name for name, above in parents.items() if above} | {p for above in parents.values() for p in above}
    parents = {name: above for name, above in parents.items() if name in joined}
    ordered = columns(layered(parents))
    places, depth = _places(ordered, parents), depths(parents)
    arrows = []
    for name, above in parents.items():
        for parent in above:
            lanes = [lane(parent, depth[parent], level) for level in range(depth[parent], depth[name])]
            arrows.append(_arrow([places[place] for place in lanes], places[name]))
    boxes = tuple(places[name] for column in ordered for name in column if name in parents)
    width = max((box.x + box.width for box in places.values()), default=0)
    height = max((box.y for box in places.values()), default=0) + ROW
    return Drawing(boxes, tuple(arrows), width + MARGIN, height + MARGIN)


def _places(ordered: Sequence[Sequence[str]], claims: Parents) -> dict[str, Box]:
    """Where each claim and lane stands: columns as wide as their longest name, centred on the tallest."""
    heights = [sum(ROW if name in claims else LANE for name in column) for column in ordered]
    found, x = {}, MARGIN
    for column, height in zip(ordered, heights, strict=True):
        width = max(len(name) for name in column if name in claims) * WIDTH_OF_A_LETTER + PADDING
        y = MARGIN + (max(heights) - height) / 2
        for name in column:
            found[name] = Box(name, x, y if name in claims else y + (LANE - HEIGHT) / 2, width)
            y += ROW if name in claims else LANE
        x += width + GAP
    return found


def _arrow(lane: Sequence[Box], target: Box) -> Arrow:
    """From the right of a claim straight through the lanes to the left of the other, bending in the gaps only."""
    path = f"M{lane[0].x + lane[0].width:.0f} {lane[0].y + HEIGHT / 2:.0f}"
    for box, following in pairwise([*lane, target]):
        start, end = box.x + box.width, following.x
        y, height, middle = box.y + HEIGHT / 2, following.y + HEIGHT / 2, (start + end) / 2
        path += f"C{middle:.0f} {y:.0f} {middle:.0f} {height:.0f} {end:.0f} {height:.0f}"
        path += "" if following is target else f"H{end + following.width:.0f}"
    return Arrow(lane[0].id, target.id, path)
