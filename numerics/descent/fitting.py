r"""Where a run of descent is stopped, and what is measured there, exactly.

Stopping rule of `run_to_fit`: the loss is at or below a target. Losses that level off stop by
`numerics.plateau.stopping_rule`.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.protocol import Arithmetic, Rows
from numerics.descent.descent import Iterate, descend
from numerics.descent.run import Run
from numerics.model.asymmetry import squared_asymmetry
from numerics.model.balancedness import balancedness
from numerics.model.linear_rnn import LinearRNN, exact_values, in_arithmetic, loss, markov_parameter

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


def run_to_fit(run: Run, arithmetic: Arithmetic[M], target: Fraction) -> Stopped:
    """Descends until the loss is at most a target.

    Args:
        run: its start, the teacher's response, the step size, and the most steps that are taken.
        arithmetic: what computes; it rounds the start and the response once.
        target: the loss at which the run has fitted.

    Returns:
        The step at which the run stopped, the student there, and what is measured of it, exact.

    Raises:
        NotFitted: the loss is above the target after the last step.
        Divergence: the loss left all bounds.
    """
    for iterate in descend(run, arithmetic):
        if not arithmetic.exceeds(iterate.loss, target):
            return stopped(run, iterate, arithmetic)
    raise NotFitted(f"fit: the loss is above {float(target):.0e} after {run.steps} steps; allow more")


def stopped(run: Run, iterate: Iterate[M], arithmetic: Arithmetic[M]) -> Stopped:
    """Loss and asymmetry of the iterate, in exact arithmetic."""
    exact, model = Exact(), exact_values(iterate.model, arithmetic)
    student = in_arithmetic(model, exact)
    return Stopped(iterate.step, model, loss(student, run.response_in(exact), exact), squared_asymmetry(student, exact))
