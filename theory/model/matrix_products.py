"""Models whose outputs are entries of products of their parameter matrices: linear RNNs, two-layer linear networks.

The same few lines then serve every such model: its gradient fields, their derivatives, and its conservation laws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import mul
from typing import Any

Entries = list[list[Any]]
"""A matrix by rows; its entries live in any commutative ring (integers, power series, polynomials)."""


@dataclass(frozen=True)
class MatrixProducts:
    """The functions theta -> entries of ``products``, theta the entries of the matrices named in ``shapes``.

    A product is the tuple of the names of its factors; all products have the same shape. Parameters are numbered
    matrix by matrix, in the order of ``shapes``, and row by row.

    >>> linear_rnn(width=2, length=3).products
    (('C', 'B'), ('C', 'A', 'B'), ('C', 'A', 'A', 'B'))
    >>> linear_rnn(width=2, length=3).dimension
    8
    """

    shapes: Mapping[str, tuple[int, int]]
    products: tuple[tuple[str, ...], ...]

    @property
    def dimension(self) -> int:
        """The number of parameters, D."""
        return sum(map(prod, self.shapes.values()))

    @property
    def output_shape(self) -> tuple[int, int]:
        """Rows and columns of every product."""
        first = self.products[0]
        return self.shapes[first[0]][0], self.shapes[first[-1]][1]

    def offset(self, name: str) -> int:
        """The number of the first parameter of the matrix `name`."""
        names = list(self.shapes)
        return sum(prod(self.shapes[earlier]) for earlier in names[: names.index(name)])

    def matrices(self, parameters: Iterable[Any]) -> dict[str, Entries]:
        """The matrices that a list of D ring elements stands for."""
        values = iter(parameters)
        return {
            name: [[next(values) for _ in range(columns)] for _ in range(rows)]
            for name, (rows, columns) in self.shapes.items()
        }


def linear_rnn(width: int, length: int, inputs: int = 1, outputs: int = 1) -> MatrixProducts:
    """The impulse response $h_j = C A^j B$ of $s_{t+1} = A s_t + B x_t$, $y_t = C s_{t+1}$, as products of matrices.

    Args:
        width: d.
        length: k, the number of lags.
        inputs: m.
        outputs: p.

    Returns:
        The k products of p rows and m columns, over the d(d + m + p) entries of A, B and C.

    Raises:
        ValueError: a size below 1.
    """
    _require_positive(width=width, length=length, inputs=inputs, outputs=outputs)
    shapes = {"A": (width, width), "B": (width, inputs), "C": (outputs, width)}
    return MatrixProducts(shapes, tuple(("C", *["A"] * lag, "B") for lag in range(length)))


def two_layer_network(outputs: int, width: int, inputs: int) -> MatrixProducts:
    """The two-layer linear network x -> U V x, U of outputs x width, V of width x inputs.

    Raises ValueError when a size is below 1.
    """
    _require_positive(outputs=outputs, width=width, inputs=inputs)
    return MatrixProducts({"U": (outputs, width), "V": (width, inputs)}, (("U", "V"),))


def _require_positive(**sizes: int) -> None:
    for name, size in sizes.items():
        if size < 1:
            raise ValueError(f"{name} = {size}: every size must be at least 1")


def identity(size: int, one: Any, zero: Any) -> Entries:
    """The identity matrix over the ring of `one` and `zero`."""
    return [[one if row == column else zero for column in range(size)] for row in range(size)]


def transpose(X: Entries) -> Entries:
    """X^T, row by row."""
    return [list(column) for column in zip(*X, strict=True)]


def multiply(X: Entries, Y: Entries, times: Callable[[Any, Any], Any] = mul) -> Entries:
    """X Y, with `times` the product of the ring (truncated, for power series)."""
    columns = transpose(Y)
    return [[reduce(lambda s, t: s + t, map(times, row, column)) for column in columns] for row in X]
