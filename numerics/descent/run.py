"""One run of gradient descent, fixed exactly: its start, what it is trained on, the size and number of its steps."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows, squared_size
from numerics.model.linear_rnn import LinearRNN, in_arithmetic

M = TypeVar("M")


@dataclass(frozen=True)
class Run:
    """theta <- theta - step_size grad L(theta), ``steps`` times from ``start``, on the lags ``response``.

    Everything is exact; the arithmetic in which it is computed rounds the start and the response once. Where a stopping
    rule ends the run, ``steps`` is how many it may take at most.
    """

    start: LinearRNN[Rows]
    response: tuple[Rows, ...]
    step_size: Fraction
    steps: int

    def start_in(self, arithmetic: Arithmetic[M]) -> LinearRNN[M]:
        """theta_0, each entry rounded once."""
        return in_arithmetic(self.start, arithmetic)

    def response_in(self, arithmetic: Arithmetic[M]) -> list[M]:
        """g_0, ..., g_{k-1}, each entry rounded once."""
        return [arithmetic.matrix(g) for g in self.response]

    @property
    def loss_of_zero(self) -> Fraction:
        """The loss of the student theta = 0: sum |g_j|^2."""
        return squared_size(*self.response)
