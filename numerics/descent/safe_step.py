r"""A step size below the stability limit at the student that descent is heading for.

At a student with zero loss the Hessian is 2 sum_j grad h_j grad h_j^T, so descent is stable there while
eta < 2 / smoothness, and smoothness <= 2 sum_j |grad h_j|^2. At the n-node student A = diag(x), B = sqrt|w|,
C = B^T with signs, the squared norms are rational in nodes and weights:

    |dh_j/dB|^2 = |dh_j/dC|^2 = sum_a |w_a| x_a^{2j},
    |dh_j/dA|^2 = sum_{a,b} |w_a w_b| (sum_{i<j} x_a^i x_b^{j-1-i})^2.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil


def smoothness_bound(nodes: Sequence[Fraction], weights: Sequence[Fraction], length: int) -> Fraction:
    """2 sum_j |grad h_j|^2 over j < length at the n-node student.

    >>> smoothness_bound([Fraction(1)], [Fraction(1)], 2)
    Fraction(10, 1)
    """
    atoms = [(x, abs(w)) for x, w in zip(nodes, weights, strict=True)]
    total = Fraction(0)
    for j in range(length):
        total += 2 * sum(w * x ** (2 * j) for x, w in atoms)
        total += sum(v * w * _divided_difference(x, y, j) ** 2 for x, v in atoms for y, w in atoms)
    return 2 * total


def safe_step(nodes: Sequence[Fraction], weights: Sequence[Fraction], length: int) -> Fraction:
    """The largest 1/integer that is at most 1 / `smoothness_bound`: half the stability limit, or less."""
    return Fraction(1, ceil(smoothness_bound(nodes, weights, length)))


def _divided_difference(x: Fraction, y: Fraction, j: int) -> Fraction:
    """(x^j - y^j) / (x - y), and j x^{j-1} where they meet."""
    return sum((x**i * y ** (j - 1 - i) for i in range(j)), Fraction(0))
