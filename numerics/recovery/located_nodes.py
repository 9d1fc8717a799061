"""Boxes with the rule of every truth whose recurrence lies in given regions: nodes by signs or discs, then weights.

Real nodes: where every polynomial of the region has one sign at a, the other at b, each has a root between; n such
disjoint intervals hold all n roots. Other nodes: about the roots z_i of the middle polynomial, discs of radius
n |p(z_i)| / |p_n prod_{j != i} (z_i - z_j)| hold all roots of p, one each where they are disjoint (B. T. Smith, J. ACM
17, 1970, theorem 3); a disc about a real z_i then holds a real root, p being real.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from flint import acb, acb_mat, arb, fmpq

from numerics.arithmetics.precision import arb_bits
from numerics.moments.prony_map import NodeAndWeight
from numerics.recovery.krawczyk import Krawczyk, data_balls, narrowed
from numerics.recovery.left_inverse import sharpest_inverse
from numerics.recovery.recurrence_guesses import floats
from numerics.recovery.recurrence_region import Cut, Measured, Region, dyadic
from numerics.recovery.recurrence_set import Left, bounded, recurrences

MAXIMAL_LAGS = 48
"""How many lags the linear programs use."""

MAXIMAL_DEGREE = 5
"""Above it the programs take too long."""

NARROWINGS = 2

HALVINGS = 8
"""How often the gap between a root and where its sign is certain is halved."""


def rule_by_recurrences(
    moments: Sequence[Fraction], errors: Sequence[Fraction], n: int, bits: int
) -> list[NodeAndWeight] | None:
    """Boxes with the rule of every degree-n truth within the errors of the moments; None where they stay too wide.

    The nodes come from the first `MAXIMAL_LAGS` moments; all narrow them. Raises ValueError where there is no truth.
    """
    regions = recurrences(Measured.of(moments[:MAXIMAL_LAGS], errors[:MAXIMAL_LAGS]), n)
    if not regions:
        raise ValueError(f"rule_by_recurrences: no sequence of degree {n} is within the errors")
    with arb_bits(bits):
        nodes, data = node_boxes(regions), data_balls(moments, errors)
        rule = with_weights(nodes, data) if nodes else None
        if rule is None:
            return None
        for _ in range(NARROWINGS):
            point = fitted([node.mid() for node, _ in rule], data)
            rule = narrowed(rule, point, data, [len(data)])
        return rule


def node_boxes(regions: Sequence[Left]) -> list[acb] | None:
    """Boxes, one for each node in the same order for every region; None where the regions do not tell nodes apart."""
    found: list[acb] = []
    for region, cuts in regions:
        boxes = _of_region(region, cuts)
        if boxes is None or any(a.imag.is_zero() != b.imag.is_zero() for a, b in zip(found, boxes, strict=False)):
            return None
        found = [a.union(b) for a, b in zip(found, boxes, strict=True)] if found else boxes
    if not found or any(found[i].overlaps(found[j]) for i in range(len(found)) for j in range(i)):
        return None
    return found


def _of_region(region: Region, cuts: Sequence[Cut]) -> list[acb] | None:
    (middle,) = floats([region.centre])
    roots = np.roots(middle[::-1])
    if len(roots) < region.degree:
        return None
    if np.abs(roots.imag).max() == 0:
        return _intervals(np.sort(roots.real), region, cuts)
    return _discs(roots, region, cuts)


def _sign(point: fmpq, region: Region, cuts: Sequence[Cut]) -> int:
    """The sign that every polynomial of the region has at the point; 0 where none is certain."""
    powers = [point**i for i in range(region.degree + 1)]
    if bounded(powers, region, cuts) < 0:
        return -1
    return int(bounded([-power for power in powers], region, cuts) < 0)


def _intervals(roots: Any, region: Region, cuts: Sequence[Cut]) -> list[acb] | None:
    gaps = [right - left for left, right in pairwise(roots)] or [1 + abs(roots[0])]
    outside = (roots[0] - gaps[0], *((a + b) / 2 for a, b in pairwise(roots)), roots[-1] + gaps[-1])
    points = [dyadic(float(point)) for point in outside]
    signs = [_sign(point, region, cuts) for point in points]
    if 0 in signs or any(left == right for left, right in pairwise(signs)):
        return None
    found = []
    for i, root in enumerate(roots):
        low, high = (_nearest(points[i + side], dyadic(float(root)), signs[i + side], region, cuts) for side in (0, 1))
        found.append(acb(arb((low + high) / 2) + arb(0, arb((high - low) / 2).abs_upper())))
    return found


def _nearest(certain: fmpq, root: fmpq, sign: int, region: Region, cuts: Sequence[Cut]) -> fmpq:
    """A point between the two, nearer to the root, at which the sign is still certain."""
    uncertain = root
    for _ in range(HALVINGS):
        middle = (certain + uncertain) / 2
        if _sign(middle, region, cuts) == sign:
            certain = middle
        else:
            uncertain = middle
    return certain


def _discs(roots: Any, region: Region, cuts: Sequence[Cut]) -> list[acb] | None:
    n = region.degree
    ordered = sorted(roots, key=lambda z: (z.imag != 0, z.real, z.imag))
    centres = [(dyadic(z.real), dyadic(z.imag)) for z in ordered]
    leading = [fmpq(int(i == n)) for i in range(n + 1)]
    least = max(-bounded([-value for value in leading], region, cuts), -bounded(leading, region, cuts))
    if least <= 0:
        return None
    points = [acb(arb(a), arb(b)) for a, b in centres]
    found = []
    for i, centre in enumerate(centres):
        apart = acb(1)
        for j, other in enumerate(points):
            apart *= points[i] - other if j != i else 1
        radius = n * arb(_largest(centre, region, cuts)).sqrt() / (arb(least) * abs(apart))
        width = arb(0, radius.abs_upper())
        found.append(points[i] + (acb(width) if centre[1] == 0 else acb(width, width)))
    return found if all(box.is_finite() for box in found) else None


def _largest(point: tuple[fmpq, fmpq], region: Region, cuts: Sequence[Cut]) -> fmpq:
    """A bound of |p(z)|^2."""
    real, imaginary = [fmpq(1)], [fmpq(0)]
    for _ in range(region.degree):
        a, b = real[-1], imaginary[-1]
        real.append(a * point[0] - b * point[1])
        imaginary.append(a * point[1] + b * point[0])
    return _size(real, region, cuts) ** 2 + _size(imaginary, region, cuts) ** 2


def _size(functional: Sequence[fmpq], region: Region, cuts: Sequence[Cut]) -> fmpq:
    """A bound of the absolute value of a functional."""
    return max(bounded(functional, region, cuts), bounded([-value for value in functional], region, cuts))


def with_weights(nodes: Sequence[acb], data: Sequence[acb]) -> list[NodeAndWeight] | None:
    """The boxes of the nodes with boxes of their weights; None where these are not determined.

    With y the rows of a left inverse of the Jacobian that belong to the weights, y . h = sum_m w_m y(x_m): a linear
    system for w whose matrix is the identity at the middle, and differs from it only to second order over the boxes.
    """
    n, middle = len(nodes), [node.mid() for node in nodes]
    try:
        inverse = sharpest_inverse(fitted(middle, data), data)
        operator = Krawczyk.at(fitted(middle, data), data, inverse)
        matrix = [[_value(operator.taylor[m], n + i, nodes[m] - middle[m]) for m in range(n)] for i in range(n)]
        sums = inverse * acb_mat([[datum] for datum in data])
        found = acb_mat(matrix).solve(acb_mat([[sums[n + i, 0]] for i in range(n)]))
        weights = [found[i, 0] for i in range(n)]
    except ZeroDivisionError:
        weights = []
    if not (weights and all(weight.is_finite() for weight in weights)):
        weights = [_by_lagrange(nodes, i, data) for i in range(n)]
    if not all(weight.is_finite() for weight in weights):
        return None
    return [(x, acb(w.real) if x.imag.is_zero() else w) for x, w in zip(nodes, weights, strict=True)]


def _by_lagrange(nodes: Sequence[acb], i: int, data: Sequence[acb]) -> acb:
    """w_i: each other node x is taken out of the sequence, h_j -> (h_{j+1} - x h_j) / (x_i - x), and w_i x_i^j is left.

    Wide balls are divided one by one: their product may reach 0 where they do not.
    """
    left = list(data[: len(nodes)])
    for m, node in enumerate(nodes):
        if m != i:
            left = [(after - node * before) / (nodes[i] - node) for before, after in pairwise(left)]
    return left[0]


def fitted(nodes: Sequence[acb], data: Sequence[acb]) -> list[NodeAndWeight]:
    """Points: the nodes with the weights that fit the middles of the data best (least squares)."""
    powers = acb_mat([[x**j for x in nodes] for j in range(len(data))])
    adjoint = powers.transpose().conjugate()
    weights = (adjoint * powers).solve(adjoint * acb_mat([[datum.mid()] for datum in data]))
    return [(x, weights[i, 0].mid()) for i, x in enumerate(nodes)]


def _value(taylor: acb_mat, row: int, spread: acb) -> acb:
    value = acb(0)
    for order in range(taylor.ncols() - 1, -1, -1):
        value = value * spread + taylor[row, order]
    return value
