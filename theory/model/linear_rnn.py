"""The linear RNN, exactly: impulse response, states, loss. The same formulae serve symbols and concrete matrices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, ImmutableMatrix, Integer


@dataclass(frozen=True)
class LinearRNN:
    """theta = (A, B, C): s_{t+1} = A s_t + B x_t, y_t = C s_{t+1}, s_0 = 0.

    ``A`` is d x d, ``B`` d x m, ``C`` p x d: sympy matrix symbols and expressions, or immutable matrices. Directions
    (gradients, velocities) are triples of the same kind.
    """

    A: Any
    B: Any
    C: Any

    def plus(self, direction: LinearRNN, factor: Any = 1) -> LinearRNN:
        """theta + factor * direction."""
        return LinearRNN(self.A + factor * direction.A, self.B + factor * direction.B, self.C + factor * direction.C)

    def scaled(self, factor: Any) -> LinearRNN:
        """factor * theta."""
        return LinearRNN(factor * self.A, factor * self.B, factor * self.C)

    @property
    def parts(self) -> tuple[Any, Any, Any]:
        """A, B and C as a tuple."""
        return self.A, self.B, self.C


def linear_rnn(A: Sequence[Sequence[Any]], B: Sequence[Sequence[Any]], C: Sequence[Sequence[Any]]) -> LinearRNN:
    """A concrete model from exact rows.

    Args:
        A: d rows of d numbers: int, Fraction or sympy's own, never floats.
        B: d rows of m numbers.
        C: p rows of d numbers.

    Returns:
        The model, its matrices immutable.

    >>> impulse_response(linear_rnn([[2]], [[1]], [[3]]), 3)
    (Matrix([[3]]), Matrix([[6]]), Matrix([[12]]))
    """
    return LinearRNN(ImmutableMatrix(A), ImmutableMatrix(B), ImmutableMatrix(C))


def reachability(theta: LinearRNN, length: int) -> tuple[Any, ...]:
    """b_j = A^j B for j < length."""
    columns = [theta.B]
    for _ in range(length - 1):
        columns.append(theta.A * columns[-1])
    return tuple(columns[:length])


def observability(theta: LinearRNN, length: int) -> tuple[Any, ...]:
    """c_j = (A^T)^j C^T for j < length (d x p each)."""
    return reachability(LinearRNN(theta.A.T, theta.C.T, theta.B.T), length)


def impulse_response(theta: LinearRNN, length: int) -> tuple[Any, ...]:
    """h_j = C A^j B for j < length (p x m each)."""
    return tuple(theta.C * column for column in reachability(theta, length))


def residuals(theta: LinearRNN, teacher: Sequence[Any]) -> tuple[Any, ...]:
    """R_j = h_j - g_j over the lags of the teacher's response."""
    return tuple(h - g for h, g in zip(impulse_response(theta, len(teacher)), teacher, strict=True))


def squared_norm(matrix: Any) -> Expr:
    """norm(X)_F^2 of a concrete matrix.

    >>> squared_norm(ImmutableMatrix([[1, 2], [3, 4]]))
    30
    """
    return sum((entry**2 for entry in matrix), Integer(0))


def loss(theta: LinearRNN, teacher: Sequence[Any]) -> Expr:
    """L = sum_{j<k} norm(h_j - g_j)_F^2, k the length of the teacher's response."""
    return sum((squared_norm(residual) for residual in residuals(theta, teacher)), Integer(0))


def outputs(theta: LinearRNN, inputs: Sequence[Any], state: Any = None) -> tuple[Any, ...]:
    """y_0, y_1, ... by running the recursion on m x 1 inputs from the state s_0 (zero when None)."""
    current = ImmutableMatrix.zeros(theta.A.shape[0], 1) if state is None else state
    found = []
    for x in inputs:
        current = theta.A * current + theta.B * x
        found.append(theta.C * current)
    return tuple(found)
