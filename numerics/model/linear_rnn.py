r"""The linear recurrent network as a frozen value: its impulse response and loss.

s_{t+1} = A s_t + B x_t, y_t = C s_{t+1}, s_0 = 0, so that y_t is the sum of h_j x_{t-j} with h_j = C A^j B.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows

M = TypeVar("M")


@dataclass(frozen=True)
class LinearRNN(Generic[M]):
    """The parameters A (d x d), B (d x m), C (p x d); also a direction in which they move, such as a gradient."""

    A: M
    B: M
    C: M

    @property
    def parts(self) -> tuple[M, M, M]:
        """(A, B, C)."""
        return self.A, self.B, self.C


def in_arithmetic(model: LinearRNN[Rows], arithmetic: Arithmetic[M]) -> LinearRNN[M]:
    """The model of exact rational entries, rounded into the arithmetic."""
    return LinearRNN(*map(arithmetic.matrix, model.parts))


def exact_values(model: LinearRNN[M], arithmetic: Arithmetic[M]) -> LinearRNN[Rows]:
    """The model's entries as exact fractions: what a checkpoint stores. `in_arithmetic` gives the same bits back."""
    return LinearRNN(*map(arithmetic.fractions, model.parts))


def reachability(model: LinearRNN[M], length: int, arithmetic: Arithmetic[M]) -> list[M]:
    """The d x m matrices b_j = A^j B for j < length.

    Raises:
        ValueError: a length below 1.
    """
    if length < 1:
        raise ValueError(f"length: {length} lags asked for; at least 1 is needed")
    b = [model.B]
    for _ in range(length - 1):
        b.append(arithmetic.multiply(model.A, b[-1]))
    return b


def impulse_response(model: LinearRNN[M], length: int, arithmetic: Arithmetic[M]) -> list[M]:
    """The impulse response (the Markov parameters) $h_j = C A^j B$.

    Args:
        model: A is d x d, B d x m, C p x d, matrices of the arithmetic.
        length: k, how many lags.
        arithmetic: what computes.

    Returns:
        $h_0, ..., h_{k-1}$, each p x m.

    Raises:
        ValueError: a length below 1.
    """
    return [arithmetic.multiply(model.C, b) for b in reachability(model, length, arithmetic)]


def markov_parameter(model: LinearRNN[M], lag: int, arithmetic: Arithmetic[M]) -> M:
    """The one lag $h_j = C A^j B$, without keeping the others.

    Args:
        model: A is d x d, B d x m, C p x d, matrices of the arithmetic.
        lag: j.
        arithmetic: what computes.

    Returns:
        A p x m matrix of the arithmetic.
    """
    b = model.B
    for _ in range(lag):
        b = arithmetic.multiply(model.A, b)
    return arithmetic.multiply(model.C, b)


def loss(model: LinearRNN[M], teacher_response: Sequence[M], arithmetic: Arithmetic[M]) -> Any:
    r"""The loss $L = \sum_{j<k} \|h_j - g_j\|_F^2$ over the lags that are given.

    Args:
        model: A is d x d, B d x m, C p x d, matrices of the arithmetic.
        teacher_response: $g_0, ..., g_{k-1}$, each p x m, matrices of the arithmetic.
        arithmetic: what computes.

    Returns:
        A scalar of the arithmetic.

    Raises:
        ValueError: no lags.
    """
    h = impulse_response(model, len(teacher_response), arithmetic)
    return arithmetic.squared_norm(*map(arithmetic.subtract, h, teacher_response))
