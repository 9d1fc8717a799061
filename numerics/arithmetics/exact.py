"""Rational arithmetic (FLINT's fmpq_mat): no rounding at all; the entries grow with every operation."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from flint import fmpq_mat

from numerics.arithmetics.protocol import Rows, squared_size
from numerics.arithmetics.rationals import flint_matrix, to_flint, to_fraction

Matrix = Any
"""A python-flint ``fmpq_mat``."""


@dataclass(frozen=True)
class Exact:
    """Matrices of rational numbers.

    >>> exact = Exact()
    >>> third = exact.matrix([[Fraction(1, 3)]])
    >>> exact.rows(exact.add(third, third))
    [[Fraction(2, 3)]]
    """

    name: ClassVar[str] = "exact"

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> Matrix:
        return flint_matrix(rows)

    def multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        return X * Y

    def transpose(self, X: Matrix) -> Matrix:
        return X.transpose()

    def transpose_multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        return X.transpose() * Y

    def multiply_transpose(self, X: Matrix, Y: Matrix) -> Matrix:
        return X * Y.transpose()

    def add(self, X: Matrix, Y: Matrix) -> Matrix:
        return X + Y

    def subtract(self, X: Matrix, Y: Matrix) -> Matrix:
        return X - Y

    def scale(self, factor: Fraction | int, X: Matrix) -> Matrix:
        return X * to_flint(factor)

    def beside(self, blocks: Sequence[Matrix]) -> Matrix:
        parts = zip(*(block.tolist() for block in blocks), strict=True)
        return fmpq_mat([[entry for part in row for entry in part] for row in parts])

    def squared_norm(self, *blocks: Matrix) -> Any:
        return squared_size(*map(self.fractions, blocks))

    def exceeds(self, scalar: Any, bound: Fraction | int) -> bool:
        return bool(scalar > bound)

    def rows(self, X: Matrix) -> list[list[Any]]:
        return [[to_fraction(entry) for entry in row] for row in X.tolist()]

    def fractions(self, X: Matrix) -> Rows:
        return tuple(map(tuple, self.rows(X)))
