"""How long descent stays near the saddle at zero: until the loss is half of what the zero student has."""

from fractions import Fraction
from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic
from numerics.descent.descent import descend
from numerics.descent.run import Run

M = TypeVar("M")


class NoEscape(ArithmeticError):  # noqa: N818
    """The step limit came before the loss had halved."""


def escape_time(run: Run, arithmetic: Arithmetic[M]) -> Fraction:
    """The step size times the first step at which L <= sum |g_j|^2 / 2; raises NoEscape at the end of the run."""
    for iterate in descend(run, arithmetic):
        if not arithmetic.exceeds(iterate.loss, run.loss_of_zero / 2):
            return run.step_size * iterate.step
    raise NoEscape(f"escape: the loss has not halved after {run.steps} steps; allow more")
