"""mpmath, the default engine: every entry of every product is a dot product, summed exactly and rounded once.

Matrices are tuples of rows of mpmath's raw numbers, on which `mpmath.libmp` works with the precision as an argument:
this is `mpmath.fdot` without the conversions, and mpmath's own context is neither read nor changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from mpmath import mp
from mpmath.libmp import from_rational, mpf_add, mpf_gt, mpf_mul, mpf_sub, mpf_sum

from numerics.arithmetics.mp_matrix import raw_fraction
from numerics.arithmetics.protocol import Rows
from numerics.arithmetics.tuples import Matrix, TupleMatrices

Number = Any
"""mpmath's raw number: the tuple (sign, mantissa, exponent, number of bits)."""

NEAREST = "n"


@dataclass(frozen=True)
class Mpmath(TupleMatrices):
    """Binary floating point of ``bits`` bits, rounded to nearest, exponents unbounded.

    >>> engine = Mpmath(100)
    >>> X = engine.matrix([[1, 2], [3, 4]])
    >>> engine.rows(engine.multiply(X, X))
    [[mpf('7.0'), mpf('10.0')], [mpf('15.0'), mpf('22.0')]]
    """

    bits: int
    name: ClassVar[str] = "mpmath"

    def number(self, value: Fraction | int) -> Number:
        """The exact rational, rounded to nearest."""
        return from_rational(value.numerator, value.denominator, self.bits, NEAREST)

    def _dot(self, x: Sequence[Number], y: Sequence[Number]) -> Number:
        return mpf_sum(list(map(mpf_mul, x, y)), self.bits, NEAREST)

    def add(self, X: Matrix, Y: Matrix) -> Matrix:
        bits = self.bits
        return tuple(
            tuple([mpf_add(x, y, bits, NEAREST) for x, y in zip(*rows, strict=True)]) for rows in zip(X, Y, strict=True)
        )

    def subtract(self, X: Matrix, Y: Matrix) -> Matrix:
        bits = self.bits
        return tuple(
            tuple([mpf_sub(x, y, bits, NEAREST) for x, y in zip(*rows, strict=True)]) for rows in zip(X, Y, strict=True)
        )

    def scale(self, factor: Fraction | int, X: Matrix) -> Matrix:
        number, bits = self.number(factor), self.bits
        return tuple(tuple([mpf_mul(number, x, bits, NEAREST) for x in row]) for row in X)

    def squared_norm(self, *blocks: Matrix) -> Any:
        entries = [x for X in blocks for row in X for x in row]
        return mp.make_mpf(self._dot(entries, entries))

    def exceeds(self, scalar: Any, bound: Fraction | int) -> bool:
        return not mp.isfinite(scalar) or bool(mpf_gt(scalar._mpf_, self.number(bound)))

    def rows(self, X: Matrix) -> list[list[Any]]:
        return [[mp.make_mpf(x) for x in row] for row in X]

    def fractions(self, X: Matrix) -> Rows:
        return tuple(tuple(raw_fraction(x) for x in row) for row in X)
