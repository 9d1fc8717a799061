"""Interval arithmetic by mpmath (the numbers of ``mpmath.iv``): the second rigorous route, which needs no FLINT.

Matrices are tuples of rows of mpmath's raw intervals, pairs of endpoints. The functions of `mpmath.libmp` take the
precision as an argument and round outward; mpmath's own contexts are neither read nor changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from mpmath import iv
from mpmath.libmp import from_rational, mpf_add, mpf_gt, mpf_neg, mpf_shift
from mpmath.libmp.libmpi import mpi_add, mpi_mul, mpi_sub

from numerics.arithmetics.mp_matrix import raw_fraction
from numerics.arithmetics.protocol import Rows
from numerics.arithmetics.tuples import Matrix, TupleMatrices

Interval = Any
"""A pair of mpmath's raw numbers, lower and upper endpoint."""

FLOOR, CEILING = "f", "c"

TINY = -(2**15)
"""`Intervals.bounds` rounds what is smaller than 2^TINY outward to it, or to 0."""


@dataclass(frozen=True)
class Intervals(TupleMatrices):
    """Endpoints of ``bits`` bits, rounded outward.

    >>> intervals = Intervals(100)
    >>> third = intervals.matrix([[Fraction(1, 3)]])
    >>> [[(lower, upper)]] = intervals.bounds(third)
    >>> lower < Fraction(1, 3) < upper
    True
    """

    bits: int
    name: ClassVar[str] = "interval"

    def number(self, value: Fraction | int) -> Interval:
        """The narrowest interval of the precision that contains the rational."""
        p, q = value.numerator, value.denominator
        return from_rational(p, q, self.bits, FLOOR), from_rational(p, q, self.bits, CEILING)

    def box(self, rows: Sequence[Sequence[Fraction | int]], radius: Fraction) -> Matrix:
        """The matrix with these entries, each known within ``radius`` only."""
        return tuple(
            tuple((self.number(entry - radius)[0], self.number(entry + radius)[1]) for entry in row) for row in rows
        )

    def bounds(self, X: Matrix) -> list[list[tuple[Fraction, Fraction]]]:
        """Lower and upper bound of every entry, exact; raises ValueError for an entry without bounds."""
        return [[(-_above(mpf_neg(low)), _above(high)) for low, high in row] for row in X]

    def _dot(self, x: Sequence[Interval], y: Sequence[Interval]) -> Interval:
        bits = self.bits
        total = mpi_mul(x[0], y[0], bits)
        for i in range(1, len(x)):
            low, high = mpi_mul(x[i], y[i], bits)
            total = mpf_add(total[0], low, bits, FLOOR), mpf_add(total[1], high, bits, CEILING)
        return total

    def add(self, X: Matrix, Y: Matrix) -> Matrix:
        return self._entrywise(mpi_add, X, Y)

    def subtract(self, X: Matrix, Y: Matrix) -> Matrix:
        return self._entrywise(mpi_sub, X, Y)

    def _entrywise(self, operation: Any, X: Matrix, Y: Matrix) -> Matrix:
        bits = self.bits
        return tuple(
            tuple([operation(x, y, bits) for x, y in zip(*rows, strict=True)]) for rows in zip(X, Y, strict=True)
        )

    def scale(self, factor: Fraction | int, X: Matrix) -> Matrix:
        number, bits = self.number(factor), self.bits
        return tuple(tuple([mpi_mul(number, x, bits) for x in row]) for row in X)

    def squared_norm(self, *blocks: Matrix) -> Any:
        entries = [x for X in blocks for row in X for x in row]
        return iv.make_mpf(self._dot(entries, entries))

    def exceeds(self, scalar: Any, bound: Fraction | int) -> bool:
        low, high = scalar._mpi_
        finite = all(number[1] or not number[2] for number in (low, high))
        return not finite or bool(mpf_gt(low, self.number(bound)[1]))

    def rows(self, X: Matrix) -> list[list[Any]]:
        return [[iv.make_mpf(x) for x in row] for row in X]

    def fractions(self, X: Matrix) -> Rows:
        half = tuple(tuple(mpf_shift(mpf_add(low, high), -1) for low, high in row) for row in X)
        return tuple(tuple(_fraction(x) for x in row) for row in half)


def _above(number: Any) -> Fraction:
    """The number, or, where it is tiny, 0 or 2^TINY just above it."""
    sign, mantissa, exponent, size = number
    if mantissa and exponent + size < TINY:
        return Fraction(0) if sign else Fraction(2) ** TINY
    return _fraction(number)


def _fraction(number: Any) -> Fraction:
    if not number[1] and number[2]:
        raise ValueError("interval: an entry is not finite; use more bits")
    return raw_fraction(number)
