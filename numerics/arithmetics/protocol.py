"""What descent needs of numbers, and no more: the algorithm is written once over this protocol.

An arithmetic owns a matrix type ``M`` and a precision. It is a frozen value, can be pickled, and changes nothing
global: every operation sets the precision it needs and restores what it found. Implementations: numerics/arithmetics/.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol, TypeVar

Rows = tuple[tuple[Fraction, ...], ...]
"""A matrix of exact rational entries, row by row: the form in which models and responses are exchanged and stored."""

M = TypeVar("M")


def exact_rows(rows: Sequence[Sequence[Fraction | int]]) -> Rows:
    """The matrix as `Rows`.

    Raises:
        ValueError: no rows, no columns, or rows of unequal length.

    >>> exact_rows([[1, 2]])
    ((Fraction(1, 1), Fraction(2, 1)),)
    """
    matrix = tuple(tuple(Fraction(entry) for entry in row) for row in rows)
    if not matrix or not matrix[0] or len({len(row) for row in matrix}) != 1:
        raise ValueError(f"matrix: rows of lengths {[len(row) for row in matrix]}; all must be equal and at least 1")
    return matrix


def squared_size(*matrices: Rows) -> Fraction:
    """The sum of the squares of all entries.

    >>> squared_size(exact_rows([[3, 4]]), exact_rows([[Fraction(1, 2)]]))
    Fraction(101, 4)
    """
    return sum((entry * entry for X in matrices for row in X for entry in row), Fraction(0))


class Arithmetic(Protocol[M]):
    """Matrices over one kind of number. Shapes are those of ordinary matrix algebra."""

    @property
    def name(self) -> str:
        """The name on the command line and in results: mpmath, arb, float64, exact, ball."""

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> M:
        """The matrix with these exact entries, each rounded once where the arithmetic rounds at all."""

    def multiply(self, X: M, Y: M) -> M:
        """X Y."""

    def transpose(self, X: M) -> M:
        """The transpose of X."""

    def transpose_multiply(self, X: M, Y: M) -> M:
        """X^T Y."""

    def multiply_transpose(self, X: M, Y: M) -> M:
        """X Y^T."""

    def add(self, X: M, Y: M) -> M:
        """X + Y."""

    def subtract(self, X: M, Y: M) -> M:
        """X - Y."""

    def scale(self, factor: Fraction | int, X: M) -> M:
        """The exact factor (rounded once where the arithmetic rounds) times X."""

    def beside(self, blocks: Sequence[M]) -> M:
        """The blocks side by side, left to right: (X_1 | X_2 | ...)."""

    def squared_norm(self, *blocks: M) -> Any:
        """The sum of the squares of all entries of all blocks, a scalar of this arithmetic."""

    def exceeds(self, scalar: Any, bound: Fraction | int) -> bool:
        """Whether the scalar is not finite or (for balls: certainly) above the bound."""

    def rows(self, X: M) -> list[list[Any]]:
        """The entries as scalars of this arithmetic: mpf, arb, float or Fraction."""

    def fractions(self, X: M) -> Rows:
        """The entries (for balls: their midpoints) as exact fractions; `matrix` gives the same bits back."""
