"""Symbolic matrix expressions at concrete sizes, where shapes are real: the second route to every identity."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Expr, ImmutableMatrix, eye, sympify, zeros
from sympy.matrices.expressions import (
    Identity,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    Transpose,
    ZeroMatrix,
)


@dataclass(frozen=True)
class Values:
    """Concrete values: ``matrices`` by name, ``scalars`` (sizes, z, steps) by symbol; all exact."""

    matrices: Mapping[str, ImmutableMatrix]
    scalars: Mapping[Expr, Expr]

    def __str__(self) -> str:
        named = {**{str(symbol): value for symbol, value in self.scalars.items()}, **self.matrices}
        return ", ".join(f"{name} = {show(value)}" for name, value in named.items())


def show(value: Any) -> str:
    """A scalar or matrix as a reader writes it down; a 1 x 1 matrix as its entry.

    >>> show(ImmutableMatrix([[1, 2], [3, 4]])), show(ImmutableMatrix([[5]]))
    ('[[1, 2], [3, 4]]', '5')
    """
    if not hasattr(value, "tolist"):
        return str(value)
    return str(value[0, 0]) if value.shape == (1, 1) else str(value.tolist())


def evaluate(expression: Any, values: Values) -> ImmutableMatrix:
    """The matrix that `expression` is at `values`; sympy raises ShapeError where concrete shapes do not fit."""
    if isinstance(expression, MatrixSymbol):
        return values.matrices[expression.name]
    if isinstance(expression, Identity | ZeroMatrix):
        rows, columns = (int(sympify(size).subs(values.scalars)) for size in expression.shape)
        return ImmutableMatrix(eye(rows) if isinstance(expression, Identity) else zeros(rows, columns))
    if isinstance(expression, Transpose):
        return evaluate(expression.arg, values).T
    if isinstance(expression, Inverse):
        return evaluate(expression.arg, values).inv()
    if isinstance(expression, MatPow):
        return evaluate(expression.base, values) ** int(expression.exp)
    if isinstance(expression, MatAdd | MatMul):
        return _combined(expression, values)
    raise ValueError(f"{expression}: only sums, products, powers, transposes and inverses can be evaluated")


def _combined(expression: MatAdd | MatMul, values: Values) -> ImmutableMatrix:
    first, *rest = [evaluate(part, values) for part in expression.args if isinstance(part, MatrixExpr)]
    for part in rest:
        first = first + part if isinstance(expression, MatAdd) else first * part
    for factor in (part for part in expression.args if not isinstance(part, MatrixExpr)):
        first = first * sympify(factor).subs(values.scalars)
    return first
