r"""Where a run of descent is stopped, and what is measured there, exactly.

Stopping rule of `run_to_fit`: the loss is at or below a target. Losses that level off stop by
`numerics.plateau.plateau`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.protocol import Arithmetic, Rows
from numerics.descent.descent import descend
from numerics.model.asymmetry import squared_asymmetry
from numerics.model.linear_rnn import LinearRNN, balancedness, exact_values, in_arithmetic, loss, markov_parameter

M = TypeVar("M")


class NotFitted(ArithmeticError):  # noqa: N818
    """The step limit came before the loss reached its target."""


@dataclass(frozen=True)
class Stopped:
    """The iterate where a stopping rule was met: its exact parameters and exact functions of them (m = p = 1)."""

    step: int
    model: LinearRNN[Rows]
    loss: Fraction
    squared_asymmetry: Fraction

    def response_at(self, lag: int) -> Fraction:
        """h_lag, exactly."""
        exact = Exact()
        return exact.fractions(markov_parameter(in_arithmetic(self.model, exact), lag, exact))[0][0]

    @property
    def squared_balancedness(self) -> Fraction:
        """norm(Q)_F^2, exactly."""
        exact = Exact()
        return Fraction(exact.squared_norm(balancedness(in_arithmetic(self.model, exact), exact)))


def run_to_fit(
    start: LinearRNN[Rows],
    teacher_response: Sequence[Rows],
    eta: Fraction,
    arithmetic: Arithmetic[M],
    target: Fraction,
    limit: int = 100_000,
) -> Stopped:
    """Descends until the loss is at most a target.

    Args:
        start: where the run begins, exact.
        teacher_response: the lags to be fitted, exact.
        eta: the step size.
        arithmetic: what computes; it rounds the start and the response once.
        target: the loss at which the run has fitted.
        limit: the most steps that are taken.

    Returns:
        The step at which the run stopped, the student there, and what is measured of it, exact.

    Raises:
        NotFitted: the loss is above the target after `limit` steps.
        Divergence: the loss left all bounds.
    """
    g = [arithmetic.matrix(rows) for rows in teacher_response]
    for iterate in descend(in_arithmetic(start, arithmetic), g, eta, limit, arithmetic):
        if not arithmetic.exceeds(iterate.loss, target):
            return measured(iterate.step, exact_values(iterate.model, arithmetic), teacher_response)
    raise NotFitted(f"fit: the loss is above {float(target):.0e} after {limit} steps; allow more")


def measured(step: int, model: LinearRNN[Rows], teacher_response: Sequence[Rows]) -> Stopped:
    """Loss and asymmetry of the model, in exact arithmetic."""
    exact = Exact()
    student, g = in_arithmetic(model, exact), [exact.matrix(rows) for rows in teacher_response]
    return Stopped(step, model, loss(student, g, exact), squared_asymmetry(student, exact))
