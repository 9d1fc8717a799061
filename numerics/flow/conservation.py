r"""Balancedness along an enclosed flow: its balls at the end of a step, and over every time within the step.

Q is quadratic, so along a path of degree N it is a polynomial in t of degree 2N. Each of its coefficients beyond the
first would be 0 on the exact flow; here they are balls around 0, and so Q stays known to the width of the enclosure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from flint import arb, arb_mat, fmpq

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.exact import Exact
from numerics.arithmetics.power_series import PowerSeries, SeriesArithmetic
from numerics.arithmetics.precision import arb_bits
from numerics.flow.flow import Flow, FlowState, FlowStep
from numerics.model.balancedness import SIGNS, Signs, signed_balancedness
from numerics.model.linear_rnn import LinearRNN, in_arithmetic

M = TypeVar("M")


def balancedness_at(state: FlowState, signs: Signs = SIGNS) -> Any:
    """Q at the time of the state: an arb matrix."""
    return signed_balancedness(widened(state.model, state.radius, state.bits), Balls(state.bits), signs)


def balancedness_during(step: FlowStep, signs: Signs = SIGNS) -> Any:
    """One arb matrix that contains Q at every time within the step."""
    path, balls = step.path, Balls(step.path.bits)
    first = widened(path.coefficients[0], step.radius, path.bits)
    student = _series((first, *path.coefficients[1:]), balls)
    Q = signed_balancedness(student, SeriesArithmetic(balls), signs)
    with arb_bits(path.bits):
        half = arb(fmpq(step.duration.numerator, 2 * step.duration.denominator))
        times, total = half + arb(0, half.upper()), Q[2 * path.order]
        for n in range(2 * path.order - 1, -1, -1):
            total = total * times + Q[n]
        return total


def widened(model: LinearRNN[Any], radius: arb, bits: int) -> LinearRNN[Any]:
    """The box about an exact student that holds the ball of this radius."""
    with arb_bits(bits):
        around = arb(0, radius)
        return LinearRNN(*(arb_mat(X.nrows(), X.ncols(), [x + around for x in X.entries()]) for X in model.parts))


def _series(coefficients: Sequence[LinearRNN[Any]], balls: Balls) -> LinearRNN[PowerSeries[Any]]:
    """The polynomial in t as three power series, zero beyond its degree."""

    def part(terms: Sequence[Any]) -> PowerSeries[Any]:
        return PowerSeries(lambda n: terms[n] if n < len(terms) else balls.scale(0, terms[0]))

    return LinearRNN(*(part([getattr(x, name) for x in coefficients]) for name in "ABC"))


@dataclass(frozen=True)
class Drift:
    """The exact Q(0) (``before``) and what became of it over all steps.

    ``widest`` is the largest radius of an entry of Q; ``contained``: Q(0) certainly lies in the enclosure of Q at all
    times; ``change``: a time with the enclosure of Q there, which certainly misses Q(0), None when there is none.
    """

    before: Any
    widest: arb
    contained: bool
    change: tuple[Fraction, Any] | None


def drift(steps: Sequence[FlowStep], problem: Flow, signs: Signs = SIGNS) -> Drift:
    """Q compared with Q(0) at the end of every step and, in one ball for all times, within it; the start exact.

    The ball for all times is at least as wide as the true change within the step; that of the end is not.
    """
    before = signed_balancedness(in_arithmetic(problem.start, Exact()), Exact(), signs)
    widest, contained = arb(0), True
    for step in steps:
        with arb_bits(2 * step.path.bits + 64):  # contains() turns a fraction into a ball of the current precision
            start = [arb(entry) for entry in before.entries()]
        for Q in (balancedness_during(step, signs), balancedness_at(step.after, signs)):
            pairs = list(zip(Q.entries(), start, strict=True))
            widest = max([widest, *(now.rad() for now, _ in pairs)])
            contained = contained and all(now.contains(first) for now, first in pairs)
            if not all(now.overlaps(first) for now, first in pairs):
                return Drift(before, widest, False, (step.after.time, Q))
    return Drift(before, widest, contained, None)
