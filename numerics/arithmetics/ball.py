"""Ball arithmetic (Arb): every operation returns balls that contain the exact result for all points of its arguments.

F. Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic, IEEE Trans. Comput. 66 (2017).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from flint import arb, arb_mat, ctx, fmpq, fmpq_mat

from numerics.arithmetic import Rows

Matrix = Any
"""A python-flint ``arb_mat``."""


@dataclass(frozen=True)
class Balls:
    """Midpoints of ``bits`` bits with rigorous radii.

    >>> balls = Balls(100)
    >>> [[third]] = balls.rows(balls.matrix([[Fraction(1, 3)]]))
    >>> third.is_exact(), 3 * third == 1, (3 * third).contains(1)
    (False, False, True)
    """

    bits: int
    name: ClassVar[str] = "ball"

    def _settle(self, X: Matrix) -> Matrix:
        """What is kept of a result: here all of it, radii included."""
        return X

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> Matrix:
        exact = fmpq_mat([[fmpq(entry.numerator, entry.denominator) for entry in row] for row in rows])
        with ctx.workprec(self.bits):
            return self._settle(arb_mat(exact))

    def multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        with ctx.workprec(self.bits):
            return self._settle(X * Y)

    def transpose(self, X: Matrix) -> Matrix:
        return X.transpose()

    def transpose_multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        return self.multiply(X.transpose(), Y)

    def multiply_transpose(self, X: Matrix, Y: Matrix) -> Matrix:
        return self.multiply(X, Y.transpose())

    def add(self, X: Matrix, Y: Matrix) -> Matrix:
        with ctx.workprec(self.bits):
            return self._settle(X + Y)

    def subtract(self, X: Matrix, Y: Matrix) -> Matrix:
        with ctx.workprec(self.bits):
            return self._settle(X - Y)

    def scale(self, factor: Fraction | int, X: Matrix) -> Matrix:
        with ctx.workprec(self.bits):
            return self._settle(X * arb(fmpq(factor.numerator, factor.denominator)))

    def beside(self, blocks: Sequence[Matrix]) -> Matrix:
        if all(block.ncols() == 1 for block in blocks):
            rows = zip(*(block.entries() for block in blocks), strict=True)
            return arb_mat(blocks[0].nrows(), len(blocks), [entry for row in rows for entry in row])
        parts = zip(*(block.tolist() for block in blocks), strict=True)
        return arb_mat([[entry for part in row for entry in part] for row in parts])

    def squared_norm(self, *blocks: Matrix) -> Any:
        entries = [entry for X in blocks for entry in X.entries()]
        row, column = arb_mat(1, len(entries), entries), arb_mat(len(entries), 1, entries)
        return self.multiply(row, column)[0, 0]

    def exceeds(self, scalar: Any, bound: Fraction | int) -> bool:
        return not scalar.is_finite() or bool(scalar > fmpq(bound.numerator, bound.denominator))

    def rows(self, X: Matrix) -> list[list[Any]]:
        entries: list[list[Any]] = X.tolist()
        return entries

    def fractions(self, X: Matrix) -> Rows:
        return tuple(tuple(_fraction(entry.mid().fmpq()) for entry in row) for row in X.tolist())

    def radii(self, X: Matrix) -> list[list[Any]]:
        """The radii, entry by entry, as exact ``arb``."""
        return [[entry.rad() for entry in row] for row in X.tolist()]


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
