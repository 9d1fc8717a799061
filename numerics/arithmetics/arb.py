"""Arb midpoints: ball arithmetic that forgets its radii after every operation. The fast high-precision engine.

Radii that nobody reads grow, and a midpoint is not computed beyond its radius: so they must go at once. Products are
truncated toward zero, which is why `numerics.arithmetics.precision.guarded_bits` counts the steps.
"""

from dataclasses import dataclass
from typing import ClassVar

from numerics.arithmetics.ball import Balls, Matrix


@dataclass(frozen=True)
class Midpoints(Balls):
    """Floating point of ``bits`` bits, exponents unbounded, not rigorous.

    >>> midpoints = Midpoints(100)
    >>> X = midpoints.matrix([[1, 2], [3, 4]])
    >>> midpoints.rows(midpoints.multiply(X, X))[1][1]
    22.0000000000000
    """

    name: ClassVar[str] = "arb"

    def _settle(self, X: Matrix) -> Matrix:
        return X.mid()
