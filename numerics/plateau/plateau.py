r"""Descent from a near-zero start up to its plateau.

Stopping rule: the loss is below half that of the zero student, and since then |grad L| has varied by less than 1 %
while log t grew by 1 (t is the number of steps times eta). The first half keeps the saddle at zero from counting.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import exp
from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic, squared_size
from numerics.descent.descent import Iterate, descend
from numerics.descent.run import Run
from numerics.descent.stopping import Stopped, stopped

M = TypeVar("M")

SAMPLES_PER_UNIT = 8
"""How often |grad L| is looked at while log t grows by 1."""
VARIATION = Fraction(1, 100)
"""How much |grad L| may vary over that time."""


class NoPlateau(ArithmeticError):  # noqa: N818
    """The step limit came before the stopping rule was met."""


class Vanished(ArithmeticError):  # noqa: N818
    """The gradient fell below what the precision can tell from zero: the loss goes to zero and has no plateau."""


def run_to_plateau(run: Run, arithmetic: Arithmetic[M], floor: Fraction) -> Stopped:
    """The run until the stopping rule is met; `floor` is the |grad L| that counts as zero.

    Raises Vanished at the floor, NoPlateau after the last step, Divergence when the loss leaves all bounds.
    """
    sizes: list[Fraction] = []
    half = run.loss_of_zero / 2
    for iterate in _sampled(descend(run, arithmetic)):
        if arithmetic.exceeds(iterate.loss, half):
            continue
        sizes.append(squared_size(*map(arithmetic.fractions, iterate.gradient.parts)))
        if sizes[-1] < floor**2:
            raise Vanished(
                f"plateau: |grad L| fell below {float(floor):.0e} at step {iterate.step} without levelling off"
            )
        if is_level(sizes):
            return stopped(run, iterate, arithmetic)
    raise NoPlateau(f"plateau: not reached within {run.steps} steps; allow more, or take a start nearer to zero")


def is_level(squared_sizes: Sequence[Fraction]) -> bool:
    """Whether the samples of |grad L|^2 span one unit of log t and |grad L| varied by less than 1 % over the last one.

    >>> is_level([Fraction(1)] * 9), is_level([Fraction(1)] * 8), is_level([Fraction(1)] * 8 + [Fraction(2)])
    (True, False, False)
    """
    last = squared_sizes[-SAMPLES_PER_UNIT - 1 :]
    return len(last) > SAMPLES_PER_UNIT and max(last) < (1 + VARIATION) ** 2 * min(last)


def _sampled(iterates: Iterator[Iterate[M]]) -> Iterator[Iterate[M]]:
    """The iterates at steps in geometric progression, from where the steps are denser than the samples."""
    ratio = exp(1 / SAMPLES_PER_UNIT)
    due = 1 / (ratio - 1)
    for iterate in iterates:
        if iterate.step >= due:
            due *= ratio
            yield iterate
