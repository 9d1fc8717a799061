"""Ball arithmetic (Arb): every operation returns balls that contain the exact result for all points of its arguments.

F. Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic, IEEE Trans. Comput. 66 (2017).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from operator import add, mul, sub
from typing import Any, ClassVar

from flint import arb, arb_mat, ctx

from numerics.arithmetics.protocol import Rows
from numerics.arithmetics.rationals import ball, exact_value, flint_matrix, to_flint

Matrix = Any
"""A python-flint ``arb_mat``."""

TINY = -(2**15)
"""`Balls.bounds` rounds what is smaller outward to 2^TINY or to 0: exponents may be astronomic, fractions not."""


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
        exact = flint_matrix(rows)
        with ctx.workprec(self.bits):
            return self._settle(arb_mat(exact))

    def _rounded(self, operation: Callable[[Any, Any], Any], X: Any, Y: Any) -> Matrix:
        """One operation at this precision; python-flint's own precision is put back, whatever happens."""
        before = ctx.prec
        ctx.prec = self.bits
        try:
            return self._settle(operation(X, Y))
        finally:
            ctx.prec = before

    def multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        return self._rounded(mul, X, Y)

    def transpose(self, X: Matrix) -> Matrix:
        return X.transpose()

    def transpose_multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        return self._rounded(mul, X.transpose(), Y)

    def multiply_transpose(self, X: Matrix, Y: Matrix) -> Matrix:
        return self._rounded(mul, X, Y.transpose())

    def add(self, X: Matrix, Y: Matrix) -> Matrix:
        return self._rounded(add, X, Y)

    def subtract(self, X: Matrix, Y: Matrix) -> Matrix:
        return self._rounded(sub, X, Y)

    def scale(self, factor: Fraction | int, X: Matrix) -> Matrix:
        return self._rounded(_times, X, factor)

    def beside(self, blocks: Sequence[Matrix]) -> Matrix:
        turned = [block if block.ncols() == 1 else block.transpose() for block in blocks]
        stacked = list(chain.from_iterable(block.entries() for block in turned))
        return arb_mat(len(stacked) // blocks[0].nrows(), blocks[0].nrows(), stacked).transpose()

    def squared_norm(self, *blocks: Matrix) -> Any:
        entries = [entry for X in blocks for entry in X.entries()]
        row, column = arb_mat(1, len(entries), entries), arb_mat(len(entries), 1, entries)
        return self.multiply(row, column)[0, 0]

    def exceeds(self, scalar: Any, bound: Fraction | int) -> bool:
        return not scalar.is_finite() or bool(scalar > to_flint(bound))

    def rows(self, X: Matrix) -> list[list[Any]]:
        entries: list[list[Any]] = X.tolist()
        return entries

    def fractions(self, X: Matrix) -> Rows:
        return tuple(tuple(exact_value(entry.mid()) for entry in row) for row in X.tolist())

    def box(self, rows: Sequence[Sequence[Fraction | int]], radius: Fraction) -> Matrix:
        """The matrix with these entries, each known within ``radius`` only."""
        with ctx.workprec(self.bits):
            around = arb(0, ball(radius).upper())
            X = self.matrix(rows)
            return X + arb_mat(X.nrows(), X.ncols(), [around] * (X.nrows() * X.ncols()))

    def bounds(self, X: Matrix) -> list[list[tuple[Fraction, Fraction]]]:
        """Lower and upper bound of every entry, exact; raises ValueError for an entry without bounds."""
        return [[_bounds(entry, self.bits) for entry in row] for row in X.tolist()]


def _bounds(entry: Any, bits: int) -> tuple[Fraction, Fraction]:
    if not entry.is_finite():
        raise ValueError("ball: an entry is not finite; use more bits")
    with ctx.workprec(bits + 64):
        low, high = entry.lower(), entry.upper()
        tiny = arb(2) ** TINY
        lower = exact_value(low) if abs(low) > tiny else Fraction(0) if low >= 0 else -(Fraction(2) ** TINY)
        upper = exact_value(high) if abs(high) > tiny else Fraction(0) if high <= 0 else Fraction(2) ** TINY
        return lower, upper


def _times(X: Matrix, factor: Fraction | int) -> Matrix:
    return X * ball(factor)
