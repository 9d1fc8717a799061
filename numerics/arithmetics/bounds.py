"""Exact lower and upper bounds of what an enclosing arithmetic computed: norms and roots, rounded outward.

Everything here is rational, so it is the same for every arithmetic that can say between which fractions an entry lies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Protocol, TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows, squared_size

M = TypeVar("M")


@dataclass(frozen=True)
class Bounds:
    """A number known to lie between ``lower`` and ``upper``."""

    lower: Fraction
    upper: Fraction

    def __post_init__(self) -> None:
        if self.lower > self.upper:
            raise ValueError(f"bounds: the lower one, {self.lower}, exceeds the upper one, {self.upper}")

    def within(self, other: "Bounds") -> bool:
        """Whether `other` contains all of it."""
        return other.lower <= self.lower and self.upper <= other.upper

    def meets(self, other: "Bounds") -> bool:
        """Whether the two have a number in common."""
        return self.lower <= other.upper and other.lower <= self.upper


class EnclosingArithmetic(Arithmetic[M], Protocol[M]):
    """An arithmetic whose results contain the exact ones: Arb balls, or mpmath intervals."""

    @property
    def bits(self) -> int:
        """The working precision."""

    def box(self, rows: Sequence[Sequence[Fraction | int]], radius: Fraction) -> M:
        """The matrix with these entries, each known within ``radius`` only."""

    def bounds(self, X: M) -> list[list[tuple[Fraction, Fraction]]]:
        """Lower and upper bound of every entry; raises ValueError for an entry without bounds."""


def entries(X: M, arithmetic: EnclosingArithmetic[M]) -> list[tuple[Fraction, Fraction]]:
    """The bounds of all entries, row by row."""
    return [pair for row in arithmetic.bounds(X) for pair in row]


def sum_of_squares(blocks: Iterable[M], arithmetic: EnclosingArithmetic[M]) -> Bounds:
    """The sum of the squares of all entries of all blocks."""
    squares = [_square(low, high) for X in blocks for low, high in entries(X, arithmetic)]
    return Bounds(sum((s.lower for s in squares), Fraction(0)), sum((s.upper for s in squares), Fraction(0)))


def norm(blocks: Iterable[M], arithmetic: EnclosingArithmetic[M]) -> Bounds:
    """Frobenius norm of all blocks together."""
    return root(sum_of_squares(blocks, arithmetic), arithmetic.bits)


def _square(low: Fraction, high: Fraction) -> Bounds:
    least = Fraction(0) if low <= 0 <= high else min(abs(low), abs(high)) ** 2
    return Bounds(least, max(abs(low), abs(high)) ** 2)


def root(value: Bounds, bits: int) -> Bounds:
    """The square root of a number >= 0, each end rounded outward to about `bits` bits.

    >>> root(Bounds(Fraction(4), Fraction(9)), 10)
    Bounds(lower=Fraction(2, 1), upper=Fraction(3, 1))
    """
    return Bounds(_floor_root(max(value.lower, Fraction(0)), bits), _ceiling_root(value.upper, bits))


def _floor_root(value: Fraction, bits: int) -> Fraction:
    shift = max(0, bits + value.denominator.bit_length() - value.numerator.bit_length())
    return Fraction(isqrt((value.numerator << (2 * shift)) // value.denominator), 1 << shift)


def _ceiling_root(value: Fraction, bits: int) -> Fraction:
    if value == 0:
        return Fraction(0)
    shift = max(0, bits + value.denominator.bit_length() - value.numerator.bit_length())
    scaled = -((-value.numerator << (2 * shift)) // value.denominator)
    return Fraction(isqrt(scaled - 1) + 1, 1 << shift)


def operator_norm(X: M, arithmetic: EnclosingArithmetic[M], squarings: int = 2) -> Fraction:
    """An upper bound of ||X||: ||(X^T X)^{2^s}||_F to the power 1/2^{s+1}, at most d^{1/2^{s+2}} times too large."""
    power = arithmetic.transpose_multiply(X, X)
    for _ in range(squarings):
        power = arithmetic.multiply(power, power)
    bound = norm([power], arithmetic)
    for _ in range(squarings + 1):
        bound = root(bound, arithmetic.bits)
    return bound.upper


def exact_norm(rows: Rows, bits: int) -> Fraction:
    """An upper bound of the Frobenius norm of a rational matrix."""
    return _ceiling_root(squared_size(rows), bits)
