"""mpmath, the default engine: every entry of every product is a dot product, summed exactly and rounded once.

Matrices are tuples of rows of mpmath's raw numbers, on which `mpmath.libmp` works with the precision as an argument:
this is `mpmath.fdot` without the conversions, and mpmath's own context is neither read nor changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Any, ClassVar

from mpmath import mp
from mpmath.libmp import from_rational, mpf_add, mpf_gt, mpf_mul, mpf_sub, mpf_sum, to_rational

from numerics.arithmetic import Rows

Number = Any
"""mpmath's raw number: the tuple (sign, mantissa, exponent, number of bits)."""
Matrix = tuple[tuple[Number, ...], ...]

NEAREST = "n"


@dataclass(frozen=True)
class Mpmath:
    """Binary floating point of ``bits`` bits, rounded to nearest, exponents unbounded.

    >>> engine = Mpmath(100)
    >>> X = engine.matrix([[1, 2], [3, 4]])
    >>> engine.rows(engine.multiply(X, X))
    [[mpf('7.0'), mpf('10.0')], [mpf('15.0'), mpf('22.0')]]
    """

    bits: int
    name: ClassVar[str] = "mpmath"

    def number(self, value: Fraction | int) -> Number:
        """The exact rational, rounded to nearest."""
        return from_rational(value.numerator, value.denominator, self.bits, NEAREST)

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> Matrix:
        return tuple(tuple(self.number(entry) for entry in row) for row in rows)

    def _dot(self, x: Sequence[Number], y: Sequence[Number]) -> Number:
        return mpf_sum(list(map(mpf_mul, x, y)), self.bits, NEAREST)

    def multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        return self.multiply_transpose(X, self.transpose(Y))

    def transpose(self, X: Matrix) -> Matrix:
        return tuple(zip(*X, strict=True))

    def transpose_multiply(self, X: Matrix, Y: Matrix) -> Matrix:
        return self.multiply_transpose(self.transpose(X), self.transpose(Y))

    def multiply_transpose(self, X: Matrix, Y: Matrix) -> Matrix:
        _same(len(X[0]), len(Y[0]))
        dot = self._dot
        return tuple(tuple([dot(x, y) for y in Y]) for x in X)

    def add(self, X: Matrix, Y: Matrix) -> Matrix:
        bits = self.bits
        return tuple(
            tuple([mpf_add(x, y, bits, NEAREST) for x, y in zip(*rows, strict=True)]) for rows in zip(X, Y, strict=True)
        )

    def subtract(self, X: Matrix, Y: Matrix) -> Matrix:
        bits = self.bits
        return tuple(
            tuple([mpf_sub(x, y, bits, NEAREST) for x, y in zip(*rows, strict=True)]) for rows in zip(X, Y, strict=True)
        )

    def scale(self, factor: Fraction | int, X: Matrix) -> Matrix:
        number, bits = self.number(factor), self.bits
        return tuple(tuple([mpf_mul(number, x, bits, NEAREST) for x in row]) for row in X)

    def beside(self, blocks: Sequence[Matrix]) -> Matrix:
        return tuple(tuple(chain.from_iterable(parts)) for parts in zip(*blocks, strict=True))

    def squared_norm(self, *blocks: Matrix) -> Any:
        entries = [x for X in blocks for row in X for x in row]
        return mp.make_mpf(self._dot(entries, entries))

    def exceeds(self, scalar: Any, bound: Fraction | int) -> bool:
        return not mp.isfinite(scalar) or bool(mpf_gt(scalar._mpf_, self.number(bound)))

    def rows(self, X: Matrix) -> list[list[Any]]:
        return [[mp.make_mpf(x) for x in row] for row in X]

    def fractions(self, X: Matrix) -> Rows:
        return tuple(tuple(Fraction(*map(int, to_rational(x))) for x in row) for row in X)


def _same(columns: int, others: int) -> None:
    if columns != others:
        raise ValueError(f"product: inner dimensions {columns} and {others} differ; check the shapes")
