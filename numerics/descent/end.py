"""What a finished run is worth, exact for the numbers as they were computed: loss, drift of Q, asymmetry."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows, squared_size
from numerics.model.asymmetry import antisymmetric_part
from numerics.model.balancedness import balancedness
from numerics.model.linear_rnn import LinearRNN, in_arithmetic

M = TypeVar("M")


@dataclass(frozen=True)
class End:
    """``loss`` is L, ``squared_drift`` |Q_T - Q_0|^2, ``squared_asymmetry`` |theta_a|^2 (None unless m = p)."""

    loss: Fraction
    squared_drift: Fraction
    squared_asymmetry: Fraction | None


def end_of(start: LinearRNN[Rows], model: LinearRNN[M], loss: Fraction, arithmetic: Arithmetic[M]) -> End:
    """The end of a run from `start` at `model`, whose loss is known."""
    first = balancedness(in_arithmetic(start, arithmetic), arithmetic)
    drift = arithmetic.subtract(balancedness(model, arithmetic), first)
    return End(loss, stored_size(arithmetic, drift), stored_asymmetry(start, model, arithmetic))


def stored_asymmetry(start: LinearRNN[Rows], model: LinearRNN[M], arithmetic: Arithmetic[M]) -> Fraction | None:
    """|theta_a|^2 of a model with the shapes of `start`; None unless m = p."""
    square = len(start.B[0]) == len(start.C)
    return stored_size(arithmetic, *antisymmetric_part(model, arithmetic).parts) if square else None


def stored_size(arithmetic: Arithmetic[M], *blocks: M) -> Fraction:
    """The sum of the squares of all entries, exact for the numbers as they are stored."""
    return squared_size(*map(arithmetic.fractions, blocks))
