r"""Power series in t whose coefficients are matrices, each computed when it is first asked for.

A coefficient of a sum or a product needs coefficients of its arguments up to the same order only. So a series may be
defined through its own derivative: theta' = f(theta) gives theta_{n+1} = f(theta)_n / (n + 1), and f, written once over
any arithmetic (the adjoint gradient), yields its own Taylor coefficients. Called relaxed or lazy power series.

J. van der Hoeven, Relax, but don't be too lazy, J. Symbolic Computation 34 (2002).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Generic, TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows

M = TypeVar("M")


@dataclass(frozen=True, eq=False)
class PowerSeries(Generic[M]):
    """sum_n t^n X_n with X_n = ``rule(n)``; what was computed is kept, for the coefficients never change."""

    rule: Callable[[int], M]
    known: list[M] = field(default_factory=list, repr=False)

    def __getitem__(self, order: int) -> M:
        """X_order."""
        while len(self.known) <= order:
            self.known.append(self.rule(len(self.known)))
        return self.known[order]


@dataclass(frozen=True)
class SeriesArithmetic(Generic[M]):
    """Power series over the matrices of ``base``, by the protocol `numerics.arithmetics.protocol.Arithmetic`.

    Scalars (`rows`, `fractions`, `squared_norm`) are those of the value at t = 0.

    >>> from numerics.arithmetics.exact import Exact
    >>> series = SeriesArithmetic(Exact())
    >>> one_plus_t = PowerSeries(lambda n: series.base.matrix([[int(n < 2)]]))
    >>> square = series.multiply(one_plus_t, one_plus_t)
    >>> [int(series.base.rows(square[n])[0][0]) for n in range(4)]
    [1, 2, 1, 0]
    """

    base: Arithmetic[M]

    @property
    def name(self) -> str:
        return f"power series over {self.base.name}"

    def constant(self, X: M) -> PowerSeries[M]:
        """X + 0 t + 0 t^2 + ..."""
        return PowerSeries(lambda n: X if n == 0 else self.base.scale(0, X))

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> PowerSeries[M]:
        return self.constant(self.base.matrix(rows))

    def multiply(self, X: PowerSeries[M], Y: PowerSeries[M]) -> PowerSeries[M]:
        def coefficient(n: int) -> M:
            total = self.base.multiply(X[0], Y[n])
            for i in range(1, n + 1):
                total = self.base.add(total, self.base.multiply(X[i], Y[n - i]))
            return total

        return PowerSeries(coefficient)

    def transpose(self, X: PowerSeries[M]) -> PowerSeries[M]:
        return PowerSeries(lambda n: self.base.transpose(X[n]))

    def transpose_multiply(self, X: PowerSeries[M], Y: PowerSeries[M]) -> PowerSeries[M]:
        return self.multiply(self.transpose(X), Y)

    def multiply_transpose(self, X: PowerSeries[M], Y: PowerSeries[M]) -> PowerSeries[M]:
        return self.multiply(X, self.transpose(Y))

    def add(self, X: PowerSeries[M], Y: PowerSeries[M]) -> PowerSeries[M]:
        return PowerSeries(lambda n: self.base.add(X[n], Y[n]))

    def subtract(self, X: PowerSeries[M], Y: PowerSeries[M]) -> PowerSeries[M]:
        return PowerSeries(lambda n: self.base.subtract(X[n], Y[n]))

    def scale(self, factor: Fraction | int, X: PowerSeries[M]) -> PowerSeries[M]:
        return PowerSeries(lambda n: self.base.scale(factor, X[n]))

    def beside(self, blocks: Sequence[PowerSeries[M]]) -> PowerSeries[M]:
        return PowerSeries(lambda n: self.base.beside([X[n] for X in blocks]))

    def squared_norm(self, *blocks: PowerSeries[M]) -> Any:
        return self.base.squared_norm(*(X[0] for X in blocks))

    def exceeds(self, scalar: Any, bound: Fraction | int) -> bool:
        return self.base.exceeds(scalar, bound)

    def rows(self, X: PowerSeries[M]) -> list[list[Any]]:
        return self.base.rows(X[0])

    def fractions(self, X: PowerSeries[M]) -> Rows:
        return self.base.fractions(X[0])
