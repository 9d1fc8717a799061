r"""Bounds for polynomials in t whose coefficients are matrices: the polynomial of the norms of the coefficients.

Written as an arithmetic: X(t) = sum X_n t^n is represented by sum ||X_n||_F t^n, and every operation gives a polynomial
that is at least as large, coefficient by coefficient, as the norms of the true result (Cauchy's majorants). Products
need ||X Y||_F <= ||X||_F ||Y||_F; signs are lost, so a difference is bounded by the sum. Whatever is written over an
arithmetic, such as the adjoint gradient, is thereby bounded to every order without being expanded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from flint import arb, arb_poly, fmpq

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.protocol import Rows
from numerics.arithmetics.rationals import ball, to_flint

Polynomial = Any
"""A python-flint ``arb_poly`` with coefficients >= 0; of each, the upper end of the ball counts."""


def norm_bound(*blocks: Any) -> arb:
    """An upper bound of the Frobenius norm of all arb matrices together, whatever points of their balls are meant."""
    return sum((entry.abs_upper() ** 2 for X in blocks for entry in X.entries()), arb(0)).sqrt().upper()


@dataclass(frozen=True)
class Majorants:
    """Polynomials of norms, computed with ``bits`` bits.

    >>> majorants = Majorants()
    >>> t = arb_poly([3, 1])
    >>> majorants.multiply(t, majorants.subtract(t, t))
    2.00000000000000*x^2 + 12.0000000000000*x + 18.0000000000000
    """

    bits: int = 64
    name: ClassVar[str] = "majorant"

    def polynomial(self, coefficients: Sequence[Any]) -> Polynomial:
        """sum ||X_n||_F t^n for arb matrices X_0, X_1, ..."""
        with arb_bits(self.bits):
            return arb_poly([norm_bound(X) for X in coefficients])

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> Polynomial:
        with arb_bits(self.bits):
            squares = sum((to_flint(entry) ** 2 for row in rows for entry in row), fmpq(0))
            return arb_poly([arb(squares).sqrt().upper()])

    def multiply(self, X: Polynomial, Y: Polynomial) -> Polynomial:
        with arb_bits(self.bits):
            return X * Y

    def transpose(self, X: Polynomial) -> Polynomial:
        return X

    def transpose_multiply(self, X: Polynomial, Y: Polynomial) -> Polynomial:
        return self.multiply(X, Y)

    def multiply_transpose(self, X: Polynomial, Y: Polynomial) -> Polynomial:
        return self.multiply(X, Y)

    def add(self, X: Polynomial, Y: Polynomial) -> Polynomial:
        with arb_bits(self.bits):
            return X + Y

    def subtract(self, X: Polynomial, Y: Polynomial) -> Polynomial:
        return self.add(X, Y)

    def scale(self, factor: Fraction | int, X: Polynomial) -> Polynomial:
        with arb_bits(self.bits):
            return X * abs(ball(factor))

    def beside(self, blocks: Sequence[Polynomial]) -> Polynomial:
        with arb_bits(self.bits):
            length = max(len(X) for X in blocks)
            return arb_poly(
                [sum((X[n].abs_upper() ** 2 for X in blocks), arb(0)).sqrt().upper() for n in range(length)]
            )

    def squared_norm(self, *blocks: Polynomial) -> Any:
        with arb_bits(self.bits):
            return sum((X[0].abs_upper() ** 2 for X in blocks), arb(0))

    def exceeds(self, scalar: Any, bound: Fraction | int) -> bool:
        return not scalar.is_finite() or bool(scalar > to_flint(bound))

    def rows(self, X: Polynomial) -> list[list[Any]]:
        return [[X[0].abs_upper()]]

    def fractions(self, X: Polynomial) -> Rows:
        raise ValueError("majorant: norms have no matrix entries to give back; ask the series itself")

    def tail(self, X: Polynomial, order: int, duration: Fraction) -> arb:
        """sum_{n >= order} X_n duration^n: on [0, duration] no more is left of X beyond that order."""
        with arb_bits(self.bits):
            tau, total = ball(duration), arb(0)
            for n in range(len(X) - 1, order - 1, -1):
                total = total * tau + X[n].abs_upper()
            return (total * tau**order).upper()
