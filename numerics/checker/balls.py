r"""The checker's arithmetic: matrices of integers at one scale, each within a known distance of the exact matrix.

A `Ball` at scale s stands for every real matrix X with |X - 2^-s rows|_F <= 2^-s radius. Entries of a product are exact
sums of exact products, rounded once; what the factors' radii do to it is

    |X Y - X' Y'| <= |X'| r_Y + r_X |Y'| + r_X r_Y            (Frobenius norms; they are submultiplicative).

Only integers are used, and every bound is rounded up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from operator import mul

Rows = tuple[tuple[int, ...], ...]
Exact = Sequence[Sequence[Fraction]]

COARSE = 60
"""Leading bits of the entries that the bound of a norm looks at."""


@dataclass(frozen=True)
class Interval:
    """A number known to lie between two fractions."""

    lower: Fraction
    upper: Fraction


@dataclass(frozen=True)
class Ball:
    """All matrices within ``radius`` (Frobenius norm) of ``rows``, both in units of the scale."""

    rows: Rows
    radius: int

    @property
    def transposed(self) -> "Ball":
        """X^T."""
        return Ball(tuple(zip(*self.rows, strict=True)), self.radius)

    @property
    def size(self) -> int:
        """An upper bound of the norm of the middle, at most a few units of its 60th bit too large."""
        largest = max((max(max(row), -min(row)) for row in self.rows), default=0)
        shift = max(0, largest.bit_length() - COARSE)
        leading = [entry >> shift for row in self.rows for entry in row]
        return isqrt(sum(map(mul, leading, leading))) + isqrt(len(leading)) + 2 << shift

    @property
    def squared(self) -> int:
        """The squared norm of the middle, exactly, in squared units."""
        return sum(entry * entry for row in self.rows for entry in row)


def above(blocks: Sequence[Ball]) -> Ball:
    """Blocks under one another."""
    return Ball(tuple(row for X in blocks for row in X.rows), sum(X.radius for X in blocks))


def beside(blocks: Sequence[Ball]) -> Ball:
    """Blocks next to one another."""
    return above([X.transposed for X in blocks]).transposed


def rounded_up(value: int, bits: int) -> int:
    """value / 2^bits, rounded up."""
    return -(-value >> bits)


@dataclass(frozen=True)
class Fixed:
    """Fixed-point arithmetic with units of 2^-bits."""

    bits: int

    def ball(self, rows: Exact, radius: Fraction = Fraction(0)) -> Ball:
        """All matrices within `radius` of exact rows."""
        middle = tuple(tuple(round(entry * 2**self.bits) for entry in row) for row in rows)
        exact = all(entry.denominator & (entry.denominator - 1) == 0 and entry.denominator.bit_length() <= self.bits + 1
                    for row in rows for entry in row)  # fmt: skip
        return Ball(middle, self.units(radius) + (0 if exact else _rounding(middle)))

    def units(self, value: Fraction) -> int:
        """A number >= 0 in units, rounded up."""
        return -(-value.numerator * 2**self.bits // value.denominator)

    def add(self, X: Ball, Y: Ball, sign: int = 1) -> Ball:
        """X + sign Y."""
        rows = tuple(
            tuple(x + sign * y for x, y in zip(*pair, strict=True)) for pair in zip(X.rows, Y.rows, strict=True)
        )
        return Ball(rows, X.radius + Y.radius)

    def subtract(self, X: Ball, Y: Ball) -> Ball:
        """X - Y."""
        return self.add(X, Y, -1)

    def scale(self, factor: Fraction, X: Ball) -> Ball:
        """factor X."""
        n, d = factor.numerator, factor.denominator
        rows = tuple(tuple((2 * n * entry + d) // (2 * d) for entry in row) for row in X.rows)
        return Ball(rows, -(-abs(n) * X.radius // d) + (0 if d == 1 else _rounding(rows)))

    def multiply(self, X: Ball, Y: Ball) -> Ball:
        """X Y."""
        bits, half, columns = self.bits, 1 << self.bits >> 1, list(zip(*Y.rows, strict=True))
        rows = tuple(tuple(sum(map(mul, row, column)) + half >> bits for column in columns) for row in X.rows)
        spread = X.radius * Y.radius
        if Y.radius:
            spread += X.size * Y.radius
        if X.radius:
            spread += X.radius * Y.size
        return Ball(rows, rounded_up(spread, bits) + _rounding(rows))

    def norm(self, X: Ball, *others: Ball) -> Interval:
        """The Frobenius norm of all blocks together."""
        middle, radius = sum(Y.squared for Y in (X, *others)), sum(Y.radius for Y in (X, *others))
        low = isqrt(middle)
        unit = Fraction(1, 2**self.bits)
        return Interval(max(0, low - radius) * unit, (low + 1 + radius) * unit)


def _rounding(rows: Rows) -> int:
    """The norm of a matrix whose entries are at most half a unit, rounded up to whole units."""
    count = len(rows) * len(rows[0]) if rows else 0
    return (isqrt(count) + 2) // 2
