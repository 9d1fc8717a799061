"""What is true of every student in a ball: loss, balancedness and its drift, asymmetry, spectral radius, extrapolation.

Written over any enclosing arithmetic, so that Arb balls and mpmath intervals can be asked for the same numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from numerics.arithmetics.bounds import Bounds, EnclosingArithmetic, norm, sum_of_squares
from numerics.arithmetics.protocol import Rows
from numerics.descent.exact_problem import ExactProblem
from numerics.model.asymmetry import antisymmetric_part
from numerics.model.balancedness import balancedness
from numerics.model.linear_rnn import LinearRNN, impulse_response, in_arithmetic
from numerics.model.teacher import Teacher
from numerics.rigour.response_error import Ball, error_at_every_lag, response_error
from numerics.rigour.spectral_radius import spectral_radius

M = TypeVar("M")

MAXIMAL_LISTED = 256
"""The longest response, given lag by lag, that is turned into a realisation."""


@dataclass(frozen=True)
class Measured:
    """Bounds by name; what could not be bounded, with the reason; the lag at which the error is largest."""

    values: Mapping[str, Bounds]
    lag: int
    missing: Mapping[str, str] = field(default_factory=dict)


def measure(state: Ball, problem: ExactProblem, arithmetic: EnclosingArithmetic[M]) -> Measured:
    """All quantities, for every student of the ball.

    Raises:
        ValueError: the teacher is a list of more than `MAXIMAL_LISTED` lags.
    """
    model, run, teacher = boxed(state, arithmetic), problem.run, realised(problem.teacher)
    values = {"loss": loss_bounds(model, run.response, arithmetic), **_balancedness(model, run.start, arithmetic)}
    if len(run.start.C) == len(run.start.B[0]):
        values["asymmetry"] = norm(antisymmetric_part(model, arithmetic).parts, arithmetic)
    values["spectral_radius"] = spectral_radius(model.A, arithmetic)
    values["extrapolation_error"], lag = response_error(state, teacher, problem.horizon, arithmetic)
    missing = {}
    if teacher is not problem.teacher:
        missing["error_at_every_lag"] = "the teacher's response is known at finitely many lags only"
    else:
        try:
            values["error_at_every_lag"] = error_at_every_lag(state, teacher, arithmetic)
        except ValueError as error:
            missing["error_at_every_lag"] = str(error)
    return Measured(values, lag, missing)


def boxed(state: Ball, arithmetic: EnclosingArithmetic[M]) -> LinearRNN[M]:
    """A box of the arithmetic that contains the ball."""
    model = state.model
    return LinearRNN(*(arithmetic.box(X, state.radius) for X in model.parts))


def loss_bounds(model: LinearRNN[M], g: Sequence[Rows], arithmetic: EnclosingArithmetic[M]) -> Bounds:
    """The loss L of every student in the box."""
    h = impulse_response(model, len(g), arithmetic)
    return sum_of_squares(
        [arithmetic.subtract(h_j, arithmetic.matrix(g_j)) for h_j, g_j in zip(h, g, strict=True)], arithmetic
    )


def drift_bound(eta: Fraction, energy: Bounds) -> Bounds:
    """sqrt2 eta^2 sum |G_t|^2, which the drift of Q cannot exceed; sqrt2 as an interval of 60 digits."""
    low = Fraction(14142135623730950488016887242096980785696718753769480731766, 10**58)
    return Bounds(low * eta**2 * energy.lower, (low + Fraction(1, 10**58)) * eta**2 * energy.upper)


def realised(teacher: Teacher) -> LinearRNN[Rows]:
    """The teacher as a realisation, a list by `listed_teacher`."""
    return teacher if isinstance(teacher, LinearRNN) else listed_teacher(teacher)


def listed_teacher(response: Sequence[Rows]) -> LinearRNN[Rows]:
    """A shift register that plays back the lags given: C = (g_0 g_1 ...), A shifts, and everything beyond is 0.

    Raises:
        ValueError: more than `MAXIMAL_LISTED` lags.
    """
    if len(response) > MAXIMAL_LISTED:
        raise ValueError(f"response: {len(response)} lags; a comparison is certified up to {MAXIMAL_LISTED} of them")
    m, size = len(response[0][0]), len(response) * len(response[0][0])
    A = tuple(tuple(Fraction(int(i == j + m)) for j in range(size)) for i in range(size))
    B = tuple(tuple(Fraction(int(i == u)) for u in range(m)) for i in range(size))
    C = tuple(tuple(entry for g in response for entry in g[t]) for t in range(len(response[0])))
    return LinearRNN(A, B, C)


def _balancedness(model: LinearRNN[M], start: LinearRNN[Rows], arithmetic: EnclosingArithmetic[M]) -> dict[str, Bounds]:
    """|Q| and |Q - Q_0|, Frobenius norms."""
    Q, Q_0 = balancedness(model, arithmetic), balancedness(in_arithmetic(start, arithmetic), arithmetic)
    return {"balancedness": norm([Q], arithmetic), "drift": norm([arithmetic.subtract(Q, Q_0)], arithmetic)}
