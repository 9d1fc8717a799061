"""The gradient fields of the entries of matrix products, and their derivatives, along a path of power series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from theory.laws.power_series import Series
from theory.model.matrix_products import Entries, MatrixProducts, identity, transpose


def gradient(
    model: MatrixProducts, matrices: Mapping[str, Entries], weights: Sequence[Entries], series: Series
) -> list[Any]:
    """The gradient of sum_w <W_w, w>, D entries: the factor X at a place of w = P X R receives P^T W_w R^T."""
    total = [series.constant(0)] * model.dimension
    for factors, weight in zip(model.products, weights, strict=True):
        parts = Parts(factors, matrices, series)
        for place, name in enumerate(factors):
            left = series.multiply(transpose(parts.between(0, place)), weight)
            increment = series.multiply(left, transpose(parts.between(place + 1, len(factors))))
            for number, value in enumerate((x for row in increment for x in row), start=model.offset(name)):
                total[number] += value
    return total


def generators(model: MatrixProducts, matrices: Mapping[str, Entries], series: Series) -> Entries:
    """The gradients of all entries of all products, as the columns of a matrix of D rows."""
    rows, columns = model.output_shape
    units = [(w, a, b) for w in range(len(model.products)) for a in range(rows) for b in range(columns)]
    return transpose([gradient(model, matrices, _unit(model, unit, series), series) for unit in units])


def _unit(model: MatrixProducts, unit: tuple[int, int, int], series: Series) -> list[Entries]:
    rows, columns = model.output_shape
    return [
        [[series.constant(int((w, a, b) == unit)) for b in range(columns)] for a in range(rows)]
        for w in range(len(model.products))
    ]


def hessian(
    model: MatrixProducts, matrices: Mapping[str, Entries], weights: Sequence[Entries], series: Series
) -> Entries:
    """The D x D Hessian of sum_w <W_w, w>: for w = P X M Y R, d^2 / dX_ab dY_ce is M_bc (R W_w^T P)_ea."""
    total = [[series.constant(0)] * model.dimension for _ in range(model.dimension)]
    for factors, weight in zip(model.products, weights, strict=True):
        parts = Parts(factors, matrices, series)
        for second in range(len(factors)):
            for first in range(second):
                inner = parts.between(first + 1, second)
                outer = series.multiply(parts.between(second + 1, len(factors)), transpose(weight))
                outer = series.multiply(outer, parts.between(0, first))
                places = model.offset(factors[first]), model.offset(factors[second])
                _add_pair(total, places, inner, outer, series)
    return total


def _add_pair(total: Entries, places: tuple[int, int], inner: Entries, outer: Entries, series: Series) -> None:
    """Adds M_bc N_ea at the entries X_ab, Y_ce, and at Y_ce, X_ab."""
    first, second = places
    X_columns, Y_columns, X_rows = len(inner), len(outer), len(outer[0])
    for b, row in enumerate(inner):
        for c, middle in enumerate(row):
            for e in range(Y_columns):
                for a in range(X_rows):
                    i, j = first + a * X_columns + b, second + c * Y_columns + e
                    entry = series.times(middle, outer[e][a])
                    total[i][j] += entry
                    total[j][i] += entry


class Parts:
    """The products of consecutive factors of one product, each computed once."""

    def __init__(self, factors: Sequence[str], matrices: Mapping[str, Entries], series: Series) -> None:
        self._factors, self._matrices, self._series = factors, matrices, series
        self._known: dict[tuple[int, int], Entries] = {}

    def between(self, start: int, stop: int) -> Entries:
        """The product of the factors start, ..., stop - 1; the identity of the fitting size when there is none."""
        if (start, stop) not in self._known:
            self._known[start, stop] = self._empty(start) if start == stop else self._product(start, stop)
        return self._known[start, stop]

    def _product(self, start: int, stop: int) -> Entries:
        head = self._matrices[self._factors[start]]
        return head if stop == start + 1 else self._series.multiply(head, self.between(start + 1, stop))

    def _empty(self, place: int) -> Entries:
        before_last = place < len(self._factors)
        neighbour = self._matrices[self._factors[place if before_last else place - 1]]
        size = len(neighbour) if before_last else len(neighbour[0])
        return identity(size, self._series.constant(1), self._series.constant(0))
