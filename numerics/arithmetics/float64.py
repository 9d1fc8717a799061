"""IEEE double precision (numpy): about 16 digits, for surveys. Overflow gives inf or nan, which `exceeds` reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from numerics.arithmetics.protocol import Rows

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Float64:
    """Matrices are numpy arrays.

    >>> double = Float64()
    >>> double.rows(double.scale(Fraction(1, 2), double.matrix([[1, 3]])))
    [[0.5, 1.5]]
    """

    name: ClassVar[str] = "float64"

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> Matrix:
        return np.array([[float(entry) for entry in row] for row in rows], dtype=np.float64)

    def multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        with np.errstate(over="ignore", invalid="ignore"):
            return X @ Y

    def transpose(self, X: Matrix) -> Matrix:
        return np.ascontiguousarray(X.T)

    def transpose_multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        return self.multiply(X.T, Y)

    def multiply_transpose(self, X: Matrix, Y: Matrix) -> Matrix:
        return self.multiply(X, Y.T)

    def add(self, X: Matrix, Y: Matrix) -> Matrix:
        _same_shape(X, Y)
        with np.errstate(over="ignore", invalid="ignore"):
            return X + Y

    def subtract(self, X: Matrix, Y: Matrix) -> Matrix:
        _same_shape(X, Y)
        with np.errstate(over="ignore", invalid="ignore"):
            return X - Y

    def scale(self, factor: Fraction | int, X: Matrix) -> Matrix:
        with np.errstate(over="ignore", invalid="ignore"):
            return float(factor) * X

    def beside(self, blocks: Sequence[Matrix]) -> Matrix:
        return np.hstack(blocks)

    def squared_norm(self, *blocks: Matrix) -> Any:
        with np.errstate(over="ignore", invalid="ignore"):
            return float(sum(np.vdot(X, X) for X in blocks))

    def exceeds(self, scalar: Any, bound: Fraction | int) -> bool:
        return not np.isfinite(scalar) or bool(scalar > bound)

    def rows(self, X: Matrix) -> list[list[Any]]:
        entries: list[list[Any]] = X.tolist()
        return entries

    def fractions(self, X: Matrix) -> Rows:
        return tuple(tuple(Fraction(entry) for entry in row) for row in X.tolist())


def _same_shape(X: Matrix, Y: Matrix) -> None:
    """Numpy would broadcast where matrix algebra refuses."""
    if X.shape != Y.shape:
        raise ValueError(f"sum: shapes {X.shape} and {Y.shape} differ; check the shapes")
