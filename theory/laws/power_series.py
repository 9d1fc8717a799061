"""Truncated power series over the integers modulo a prime, and matrices of them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from flint import nmod_mat, nmod_poly

from theory.model.matrix_products import Entries, multiply

PRIME = 2**61 - 1
"""The prime; it fits a machine word."""


@dataclass(frozen=True)
class Series:
    """Power series modulo t^order over the integers modulo `PRIME`."""

    order: int

    def constant(self, value: int) -> nmod_poly:
        """The series of one integer."""
        return nmod_poly([value % PRIME], PRIME)

    def random(self, source: Random) -> nmod_poly:
        """A series with random coefficients."""
        return nmod_poly([source.randrange(PRIME) for _ in range(self.order)], PRIME)

    def times(self, x: nmod_poly, y: nmod_poly) -> nmod_poly:
        """The truncated product.

        >>> Series(2).times(nmod_poly([1, 1], PRIME), nmod_poly([1, 1], PRIME))
        2*x + 1
        """
        return x.mul_low(y, self.order)

    def integral(self, x: nmod_poly) -> nmod_poly:
        """The integral from 0, truncated."""
        return x.integral().truncate(self.order)

    def multiply(self, X: Entries, Y: Entries) -> Entries:
        """The truncated product of two matrices of series."""
        return multiply(X, Y, self.times)

    def coefficients(self, X: Entries) -> list[nmod_mat]:
        """The matrices X_0, X_1, ... of X = X_0 + X_1 t + ..."""
        flat = [entry for row in X for entry in row]
        return [nmod_mat(len(X), len(X[0]), [int(entry[n]) for entry in flat], PRIME) for n in range(self.order)]


def convolution(X: list[nmod_mat], Y: list[nmod_mat], n: int) -> nmod_mat:
    """The coefficient of t^n in the product of two matrix series, given by their coefficients."""
    total = X[0] * Y[n]
    for i in range(1, n + 1):
        total += X[i] * Y[n - i]
    return total
