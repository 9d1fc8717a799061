r"""Descent from a near-zero start up to its plateau, by one stopping rule, `RULE`.

The loss is below half that of the zero student, and since then |grad L| has hardly varied while log t grew by 1 (t is
the number of steps times eta). The first condition keeps the saddle at zero from counting.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp
from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows
from numerics.descent.descent import Iterate, descend
from numerics.descent.stopping import Stopped, measured
from numerics.model.linear_rnn import LinearRNN, exact_values, in_arithmetic

M = TypeVar("M")


@dataclass(frozen=True)
class PlateauRule:
    """When a run has reached its plateau; printed, it is the text that reports quote.

    ``variation`` is how much |grad L| may vary while log t grows by 1, ``samples`` how often it is looked at meanwhile.

    >>> str(PlateauRule(Fraction(1, 20)))
    'loss below half of sum g_j^2, and then |grad L| varied by less than 5 % while log t grew by 1'
    """

    variation: Fraction = Fraction(1, 100)
    samples: int = 8

    def __str__(self) -> str:
        level = f"|grad L| varied by less than {100 * self.variation} % while log t grew by 1"
        return f"loss below half of sum g_j^2, and then {level}"

    def loss_limit(self, teacher_response: Sequence[Rows]) -> Fraction:
        """Half of sum g_j^2, the loss of the zero student: at or below it the saddle at zero is left."""
        return sum((g_j[0][0] ** 2 for g_j in teacher_response), Fraction(0)) / 2

    def is_level(self, squared_sizes: Sequence[Fraction]) -> bool:
        """Whether the samples of |grad L|^2 span one unit of log t and vary little enough over the last one.

        >>> [PlateauRule().is_level([Fraction(1)] * 8 + more) for more in ([Fraction(1)], [], [Fraction(2)])]
        [True, False, False]
        """
        last = squared_sizes[-self.samples - 1 :]
        return len(last) > self.samples and max(last) < (1 + self.variation) ** 2 * min(last)


RULE = PlateauRule()
"""The stopping rule of every run to a plateau."""


class NoPlateau(ArithmeticError):  # noqa: N818
    """The step limit came before the stopping rule was met."""


class Vanished(ArithmeticError):  # noqa: N818
    """The gradient fell below what the precision can tell from zero: the loss goes to zero and has no plateau."""


def run_to_plateau(
    start: LinearRNN[Rows],
    teacher_response: Sequence[Rows],
    eta: Fraction,
    arithmetic: Arithmetic[M],
    floor: Fraction,
    limit: int = 100_000,
) -> Stopped:
    """Descends from `start` until `RULE` is met.

    Args:
        start: where the run begins, exact.
        teacher_response: the lags to be fitted, exact.
        eta: the step size.
        arithmetic: what computes; it rounds the start and the response once.
        floor: the |grad L| that counts as zero.
        limit: the most steps that are taken.

    Returns:
        The step at which the run stopped, the student there, and what is measured of it, exact.

    Raises:
        Vanished: |grad L| fell to the floor before the loss had levelled off.
        NoPlateau: the rule was not met within `limit` steps.
        Divergence: the loss left all bounds.
    """
    g = [arithmetic.matrix(rows) for rows in teacher_response]
    sizes: list[Fraction] = []
    half = RULE.loss_limit(teacher_response)
    for iterate in _sampled(descend(in_arithmetic(start, arithmetic), g, eta, limit, arithmetic)):
        if arithmetic.exceeds(iterate.loss, half):
            continue
        sizes.append(_squared_gradient(iterate, arithmetic))
        if sizes[-1] < floor**2:
            raise Vanished(
                f"plateau: |grad L| fell below {float(floor):.0e} at step {iterate.step} without levelling off"
            )
        if RULE.is_level(sizes):
            return measured(iterate.step, exact_values(iterate.model, arithmetic), teacher_response)
    raise NoPlateau(f"plateau: not reached within {limit} steps; allow more, or take a start nearer to zero")


def _sampled(iterates: Iterator[Iterate[M]]) -> Iterator[Iterate[M]]:
    """The iterates at steps in geometric progression, from where the steps are denser than the samples."""
    ratio = exp(1 / RULE.samples)
    due = 1 / (ratio - 1)
    for iterate in iterates:
        if iterate.step >= due:
            due *= ratio
            yield iterate


def _squared_gradient(iterate: Iterate[M], arithmetic: Arithmetic[M]) -> Fraction:
    parts = (iterate.gradient.A, iterate.gradient.B, iterate.gradient.C)
    entries = (entry for part in parts for row in arithmetic.fractions(part) for entry in row)
    return sum((entry**2 for entry in entries), Fraction(0))
