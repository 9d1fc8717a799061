r"""Descent from a near-zero start up to its plateau.

Stopping rule: the loss is below half that of the zero student, and since then |grad L| has varied by less than 1 %
while log t grew by 1 (t is the number of steps times eta). The first half keeps the saddle at zero from counting.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import exp
from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows
from numerics.descent.descent import Iterate, descend
from numerics.descent.stopping import Stopped, measured
from numerics.model.linear_rnn import LinearRNN, exact_values, in_arithmetic

M = TypeVar("M")

SAMPLES_PER_UNIT = 8
"""How often |grad L| is looked at while log t grows by 1."""
VARIATION = Fraction(1, 100)
"""How much |grad L| may vary over that time."""


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
    """Descend from `start` until the stopping rule is met; `floor` is the |grad L| that counts as zero.

    Raises Vanished at the floor, NoPlateau after `limit` steps, Divergence when the loss leaves all bounds.
    """
    g = [arithmetic.matrix(rows) for rows in teacher_response]
    sizes: list[Fraction] = []
    half = sum((g_j[0][0] ** 2 for g_j in teacher_response), Fraction(0)) / 2
    for iterate in _sampled(descend(in_arithmetic(start, arithmetic), g, eta, limit, arithmetic)):
        if arithmetic.exceeds(iterate.loss, half):
            continue
        sizes.append(_squared_gradient(iterate, arithmetic))
        if sizes[-1] < floor**2:
            raise Vanished(
                f"plateau: |grad L| fell below {float(floor):.0e} at step {iterate.step} without levelling off"
            )
        if is_level(sizes):
            return measured(iterate.step, exact_values(iterate.model, arithmetic), teacher_response)
    raise NoPlateau(f"plateau: not reached within {limit} steps; allow more, or take a start nearer to zero")


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


def _squared_gradient(iterate: Iterate[M], arithmetic: Arithmetic[M]) -> Fraction:
    parts = iterate.gradient.parts
    entries = (entry for part in parts for row in arithmetic.fractions(part) for entry in row)
    return sum((entry**2 for entry in entries), Fraction(0))
