"""Matrices as tuples of rows, whatever the numbers: what mpmath's two arithmetics share."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

Matrix = tuple[tuple[Any, ...], ...]
"""Rows of raw numbers of one arithmetic."""


class TupleMatrices(ABC):
    """Every product is made of dot products; what a number is, and how it is rounded, the arithmetic says."""

    @abstractmethod
    def number(self, value: Fraction | int) -> Any:
        """The rational as a number of the arithmetic."""

    @abstractmethod
    def _dot(self, x: Sequence[Any], y: Sequence[Any]) -> Any:
        """The sum of x_i y_i."""

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> Matrix:
        return tuple(tuple(self.number(entry) for entry in row) for row in rows)

    def multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        return self.multiply_transpose(X, self.transpose(Y))

    def transpose(self, X: Matrix) -> Matrix:
        return tuple(zip(*X, strict=True))

    def transpose_multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        return self.multiply_transpose(self.transpose(X), self.transpose(Y))

    def multiply_transpose(self, X: Matrix, Y: Matrix) -> Matrix:
        if len(X[0]) != len(Y[0]):
            raise ValueError(f"product: inner dimensions {len(X[0])} and {len(Y[0])} differ; check the shapes")
        dot = self._dot
        return tuple(tuple([dot(x, y) for y in Y]) for x in X)

    def beside(self, blocks: Sequence[Matrix]) -> Matrix:
        return tuple(tuple(chain.from_iterable(parts)) for parts in zip(*blocks, strict=True))
