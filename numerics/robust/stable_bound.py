"""The annihilator for students with spectrum in [-1, 1], where a node at an end needs a simple factor only.

With q from here and the interval (-1, 1), `numerics.robust.robust_bound.robust_constant` bounds the extrapolation
error of a stable symmetric student from deg q + 1 lags: 2 n + 1 without a node at an end, and one lag fewer for each
such node.
"""

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq_poly

from numerics.arithmetics.rationals import to_flint


def stable_annihilator(nodes: Sequence[Fraction]) -> fmpq_poly:
    """q = prod of (x - x_i)^2, but 1 - x for a node 1 and 1 + x for a node -1: non-negative on [-1, 1].

    >>> stable_annihilator([Fraction(1)]), stable_annihilator([Fraction(-1), Fraction(0)])
    ((-1)*x + 1, x^3 + x^2)
    """
    q = fmpq_poly([1])
    for node in nodes:
        x_i = to_flint(node)
        q *= fmpq_poly([1, -x_i]) if abs(node) == 1 else fmpq_poly([-x_i, 1]) ** 2
    return q
