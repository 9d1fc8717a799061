r"""Whether given boxes hold the n-point rule sum_i w_i x_i^j = h_j, j < 2n, for every response of the student's ball.

The theorem (Krawczyk): let z be a point, Y any matrix, and rho > 0 radii. If for every component

    |Y F(z)| + |I - Y F'(z)| rho + |Y| |F'(z') - F'(z)| rho < rho        for all z' in the box [z - rho, z + rho],

the operator z' -> z' - Y F(z') maps the box into its interior and contracts it, so F has exactly one zero there. Here
F_j = sum_i w_i x_i^j - h_j, and nodes in n disjoint boxes are all nodes of the rule.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from numerics.checker.balls import Interval

Point = list[Fraction]

NEWTON_STEPS = 10

SPARE_BITS = 64
"""Points and approximate inverses are kept to so many bits more than the boxes are sharp."""


def holds(nodes: Sequence[Interval], weights: Sequence[Interval], h: Sequence[Interval]) -> bool | None:
    """True: the boxes hold the rule. False: another rule is certain. None: neither was shown."""
    claimed = (*nodes, *weights)
    places = SPARE_BITS + max(_bits(box) for box in claimed)
    if _inside(claimed, h, places):
        return _disjoint(nodes) or None
    centre = _newton([(box.lower + box.upper) / 2 for box in claimed], h, places)
    boxes = _own_boxes(centre, h, places)
    if not _inside(boxes, h, places) or not _disjoint(boxes[: len(nodes)]):
        return None
    return None if _meet(boxes, nodes, weights) else False


def _bits(box: Interval) -> int:
    """About log2 of 1 over the radius, at least 0."""
    radius = (box.upper - box.lower) / 2
    return max(0, radius.denominator.bit_length() - radius.numerator.bit_length()) if radius else 0


def _own_boxes(centre: Point, h: Sequence[Interval], places: int) -> list[Interval]:
    """Boxes about a point that are four times as wide as Newton's next step, or as the data are."""
    sizes = [max(abs(v.lower), abs(v.upper)) for v in _value(centre, h)]
    reach = [
        sum(abs(y) * size for y, size in zip(row, sizes, strict=True)) for row in _inverse(_derivative(centre), places)
    ]
    radius = _short(4 * max(reach), places) + Fraction(1, 1 << places - SPARE_BITS // 2)
    return [Interval(value - radius, value + radius) for value in centre]


def _inside(boxes: Sequence[Interval], h: Sequence[Interval], places: int) -> bool:
    """The hypothesis of the theorem."""
    z = [(box.lower + box.upper) / 2 for box in boxes]
    rho = [(box.upper - box.lower) / 2 for box in boxes]
    D = _derivative(z)
    Y = _inverse(D, places)
    value, spread = _value(z, h), _spread(z, rho)
    moved = [sum(size * r for size, r in zip(row, rho, strict=True)) for row in spread]
    for i, (row, r) in enumerate(zip(Y, rho, strict=True)):
        middle = abs(sum(y * (v.lower + v.upper) / 2 for y, v in zip(row, value, strict=True)))
        around = sum(abs(y) * ((v.upper - v.lower) / 2 + m) for y, v, m in zip(row, value, moved, strict=True))
        skew = sum(
            abs((i == j) - sum(y * line[j] for y, line in zip(row, D, strict=True))) * rho[j] for j in range(len(z))
        )
        if not middle + around + skew < r:
            return False
    return True


def _value(z: Point, h: Sequence[Interval]) -> list[Interval]:
    """F(z), as far as h is known."""
    n = len(z) // 2
    sums = [sum(w * x**j for x, w in zip(z[:n], z[n:], strict=True)) for j in range(2 * n)]
    return [Interval(total - h_j.upper, total - h_j.lower) for total, h_j in zip(sums, h, strict=True)]


def _derivative(z: Point) -> list[Point]:
    """F'(z): a row for each lag, a column for each node, then for each weight."""
    n = len(z) // 2
    return [
        [*(j * x ** max(j - 1, 0) * w for x, w in zip(z[:n], z[n:], strict=True)), *(x**j for x in z[:n])]
        for j in range(2 * n)
    ]


def _spread(z: Point, rho: Point) -> list[Point]:
    """Bounds of |F'(z') - F'(z)| on the box: of the derivatives of its entries, times the radii."""
    n = len(z) // 2
    rows = []
    for j in range(2 * n):
        by_nodes, by_weights = [], []
        for i in range(n):
            X, W = abs(z[i]) + rho[i], abs(z[n + i]) + rho[n + i]
            second = j * (j - 1) * X ** max(j - 2, 0) * W * rho[i]
            by_nodes.append(second + j * X ** max(j - 1, 0) * rho[n + i])
            by_weights.append(j * X ** max(j - 1, 0) * rho[i])
        rows.append([*by_nodes, *by_weights])
    return rows


def _newton(z: Point, h: Sequence[Interval], places: int) -> Point:
    """A point nearer to the rule; nothing is promised of it."""
    for _ in range(NEWTON_STEPS):
        Y, value = _inverse(_derivative(z), places), [(v.lower + v.upper) / 2 for v in _value(z, h)]
        z = [
            _short(x - sum(y * v for y, v in zip(row, value, strict=True)), places) for x, row in zip(z, Y, strict=True)
        ]
    return z


def _short(value: Fraction, places: int) -> Fraction:
    return Fraction(round(value * (1 << places)), 1 << places)


def _inverse(rows: list[Point], places: int) -> list[Point]:
    """About the inverse, by Gauss and Jordan with rounding; of a singular matrix something, which proves nothing."""
    size = len(rows)
    work = [[*row, *(Fraction(int(i == j)) for j in range(size))] for i, row in enumerate(rows)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda i: abs(work[i][column]))
        work[column], work[pivot] = work[pivot], work[column]
        divisor = work[column][column] or Fraction(1)
        head = [_short(entry / divisor, places) for entry in work[column]]
        work = [
            head if i == column else [_short(x - row[column] * y, places) for x, y in zip(row, head, strict=True)]
            for i, row in enumerate(work)
        ]
    return [row[size:] for row in work]


def _disjoint(boxes: Sequence[Interval]) -> bool:
    ordered = sorted(boxes, key=lambda box: box.lower)
    return all(first.upper < second.lower for first, second in pairwise(ordered))


def _meet(boxes: Sequence[Interval], nodes: Sequence[Interval], weights: Sequence[Interval]) -> bool:
    """Whether every atom of the rule found may be one of those claimed, in whatever order."""
    count = len(nodes)
    return all(
        any(not _apart(x, node) and not _apart(w, weight) for node, weight in zip(nodes, weights, strict=True))
        for x, w in zip(boxes[:count], boxes[count:], strict=True)
    )


def _apart(first: Interval, second: Interval) -> bool:
    return first.upper < second.lower or second.upper < first.lower
