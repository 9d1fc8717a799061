"""How long descent stays near the saddle at zero: until the loss is half of what the zero student has."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows
from numerics.descent.descent import descend
from numerics.model.linear_rnn import LinearRNN, in_arithmetic

M = TypeVar("M")


class NoEscape(ArithmeticError):  # noqa: N818
    """The step limit came before the loss had halved."""


def escape_time(
    start: LinearRNN[Rows], teacher_response: Sequence[Rows], eta: Fraction, arithmetic: Arithmetic[M], limit: int
) -> Fraction:
    """eta times the first step at which L <= sum |g_j|^2 / 2; raises NoEscape after `limit` steps."""
    g = [arithmetic.matrix(rows) for rows in teacher_response]
    half = sum((entry**2 for rows in teacher_response for row in rows for entry in row), Fraction(0)) / 2
    for iterate in descend(in_arithmetic(start, arithmetic), g, eta, limit, arithmetic):
        if not arithmetic.exceeds(iterate.loss, half):
            return eta * iterate.step
    raise NoEscape(f"escape: the loss has not halved after {limit} steps; allow more")
