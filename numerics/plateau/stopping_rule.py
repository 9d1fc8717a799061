r"""Descent from a near-zero start up to its plateau, by one stopping rule, `RULE`.

The loss is below half that of the zero student, and since then |grad L| has hardly varied while log t grew by 1 (t is
the number of steps times eta). The first condition keeps the saddle at zero from counting.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp
from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic
from numerics.descent.descent import Iterate, descend
from numerics.descent.end import stored_size
from numerics.descent.fitting import Stopped, stopped
from numerics.descent.run import Run

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

    def loss_limit(self, run: Run) -> Fraction:
        """Half of sum g_j^2, the loss of the zero student: at or below it the saddle at zero is left."""
        return run.loss_of_zero / 2

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


def run_to_plateau(run: Run, arithmetic: Arithmetic[M], floor: Fraction) -> Stopped:
    """Descends until `RULE` is met.

    Args:
        run: its start, the teacher's response, the step size, and the most steps that are taken.
        arithmetic: what computes; it rounds the start and the response once.
        floor: the |grad L| that counts as zero.

    Returns:
        The step at which the run stopped, the student there, and what is measured of it, exact.

    Raises:
        Vanished: |grad L| fell to the floor before the loss had levelled off.
        NoPlateau: the rule was not met within the run's steps.
        Divergence: the loss left all bounds.
    """
    sizes: list[Fraction] = []
    half = RULE.loss_limit(run)
    for iterate in _sampled(descend(run, arithmetic)):
        if arithmetic.exceeds(iterate.loss, half):
            continue
        sizes.append(stored_size(arithmetic, *iterate.gradient.parts))
        if sizes[-1] < floor**2:
            raise Vanished(
                f"plateau: |grad L| fell below {float(floor):.0e} at step {iterate.step} without levelling off"
            )
        if RULE.is_level(sizes):
            return stopped(run, iterate, arithmetic)
    raise NoPlateau(f"plateau: not reached within {run.steps} steps; allow more, or take a start nearer to zero")


def _sampled(iterates: Iterator[Iterate[M]]) -> Iterator[Iterate[M]]:
    """The iterates at steps in geometric progression, from where the steps are denser than the samples."""
    ratio = exp(1 / RULE.samples)
    due = 1 / (ratio - 1)
    for iterate in iterates:
        if iterate.step >= due:
            due *= ratio
            yield iterate
