"""Near the saddle at zero: by how much descent multiplies B + C^T and B - C^T, for one input and one output."""

from fractions import Fraction
from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows
from numerics.descent.descent import descend
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN, exact_values

M = TypeVar("M")


def mode_growth(run: Run, arithmetic: Arithmetic[M]) -> tuple[Fraction, Fraction]:
    """The factors by which norm(B + C^T)^2 and norm(B - C^T)^2 are multiplied over the run."""
    first, *_, last = descend(run, arithmetic)
    begin, end = (exact_values(iterate.model, arithmetic) for iterate in (first, last))
    grown, decayed = (squared_mode(end, sign) / squared_mode(begin, sign) for sign in (1, -1))
    return grown, decayed


def squared_mode(model: LinearRNN[Rows], sign: int) -> Fraction:
    """norm(B + sign C^T)^2 of an exact model with one input and output.

    >>> squared_mode(LinearRNN((), ((Fraction(2),), (Fraction(1),)), ((Fraction(1), Fraction(3)),)), -1)
    Fraction(5, 1)
    """
    return sum(((b[0] + sign * c) ** 2 for b, c in zip(model.B, model.C[0], strict=True)), Fraction(0))
