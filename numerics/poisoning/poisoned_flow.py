r"""Where a diagonal student ends that is trained on its last lag and on lag 1: its flow, enclosed up to the limit.

The flow :math:`a_i' = -l R_l a_i^{l-1} - R_1`, with R_j = sum_i a_i^j - 1, is that of -grad E, E = (R_l^2 + R_1^2)/2.
A polynomial p on a step is compared with it: their distance e obeys e' <= nu e + |p' + grad E(p)| wherever
Hess E >= -nu, and here nu = l (l - 1) |R_l| max a^{l-2}. At the end sqrt(2 E) falls at least at the rate
Hess E >= -nu, and nu = l (l - 1) |R_l| max a^{l-2} will do. At the end sqrt(2 E) falls at least at the rate
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, arb_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.poisoning.poisoned_series import ORDER, slow_series, taylor_series

LAST_TERM = Fraction(1, 2**80)
"""How large the last term of a polynomial is on its step, and |R| where the path is left."""

RELAXED, AWAKE = 60.0, 0.25
"""R_1 has relaxed after this time times d; the slow part of the way ends where some a_i exceeds `AWAKE`."""

NEAR = Fraction(1, 10**6)
"""The ball about the end in which sigma is bounded."""

MOST_STEPS = 5_000


@dataclass(frozen=True)
class EnclosedLimit:
    """The limit of every a_i, within the same radius; the number of steps, and the time at which the path was left."""

    nodes: tuple[arb, ...]
    steps: int
    time: float


@dataclass(frozen=True)
class _State:
    """A point of the path, how far the flow is from it at most, and the time."""

    a: tuple[arb, ...]
    error: arb
    time: float


def poisoned_flow_limit(start: Sequence[Fraction], lag: int, bits: int) -> EnclosedLimit:
    """The limit of the flow on lag l and lag 1, both labelled 1.

    Args:
        start: positive numbers.
        lag: l >= 3.
        bits: the precision, 200 or more.

    Raises:
        ArithmeticError: the flow could not be followed to its end.
    """
    with arb_bits(bits):
        state = _State(tuple(ball(value) for value in start), arb(0), 0.0)
        for steps in range(MOST_STEPS):
            if all(abs(R) < ball(LAST_TERM) for R in _residuals(state.a, lag)):
                radius = state.error + _rest_of_the_way(state, lag)
                return EnclosedLimit(tuple(a + arb(0, radius.upper()) for a in state.a), steps, state.time)
            state = _next(state, lag)
        raise ArithmeticError(f"poisoned_flow: no end after {MOST_STEPS} steps, t = {state.time:.3g}")


def _next(state: _State, lag: int) -> _State:
    """One step: as long as the last terms allow, and halved until the error is bounded."""
    d = len(state.a)
    if state.time * d > RELAXED and max(float(a.mid()) for a in state.a) < AWAKE:
        series, jump = slow_series(state.a, lag)
    else:
        series, jump = taylor_series(state.a, lag), arb(0)
    duration = min(map(_length, series))
    for _ in range(60):
        h = arb(duration)
        error = _carried(series, lag, h, state.error + jump)
        if error is not None:
            end = tuple(p(h).mid() for p in series)
            return _State(end, error, state.time + duration)
        duration /= 2
    raise ArithmeticError(f"poisoned_flow: the error cannot be bounded beyond t = {state.time:.3g}")


def _length(p: arb_poly) -> float:
    """The step on which the last two terms are `LAST_TERM` at most."""
    least = float("inf")
    for power in (ORDER - 1, ORDER):
        size = abs(p[power]).mid()
        if size > 0:
            least = min(least, float(((ball(LAST_TERM) / size).log() / power).exp().mid()))
    return least


def _carried(polynomials: Sequence[arb_poly], lag: int, h: arb, error: arb) -> arb | None:
    """The error at the end of a step that began with `error`; None where it may leave the ball on which nu holds."""
    d = len(polynomials)
    powers = [p ** (lag - 1) for p in polynomials]
    R_l = sum((p * q for p, q in zip(polynomials, powers, strict=True)), arb_poly([-1]))
    R_1 = sum(polynomials, arb_poly([-1]))
    defects = [_bound(p.derivative() + lag * q * R_l + R_1, h) for p, q in zip(polynomials, powers, strict=True)]
    grown = error + h * sum((x * x for x in defects), arb(0)).sqrt()
    room = 2 * grown
    largest = max((_bound(p, h).abs_upper() for p in polynomials), key=float) + room
    residual = _bound(R_l, h) + lag * largest ** (lag - 1) * arb(d).sqrt() * room
    growth = (lag * (lag - 1) * residual * largest ** (lag - 2) * h).exp()
    return (grown * growth).abs_upper() if growth < 2 else None


def _bound(polynomial: arb_poly, h: arb) -> arb:
    """max |polynomial| on [0, h] is at most this."""
    total, power = arb(0), arb(1)
    for coefficient in polynomial.coeffs():
        total, power = total + abs(coefficient) * power, power * h
    return total


def _residuals(a: Sequence[arb], lag: int) -> tuple[arb, arb]:
    """R_l and R_1."""
    return sum((x**lag for x in a), arb(-1)), sum(a, arb(-1))


def _rest_of_the_way(state: _State, lag: int) -> arb:
    """|R| / sigma, at every point within the error of the path's end."""
    a, rho, d = state.a, ball(NEAR), len(state.a)
    of_l, mixed = lag**2 * sum((x ** (2 * lag - 2) for x in a), arb(0)), lag * sum((x ** (lag - 1) for x in a), arb(0))
    trace, determinant = of_l + d, of_l * d - mixed**2
    largest = max((abs(x).abs_upper() for x in a), key=float) + rho
    change = lag * (lag - 1) * largest ** (lag - 2) * rho
    sigma = ((trace - (trace**2 - 4 * determinant).sqrt()) / 2).sqrt() - change
    R_l, R_1 = _residuals(a, lag)
    size = (R_l * R_l + R_1 * R_1).sqrt() + (trace.sqrt() + change) * state.error
    length = size / sigma
    if not (sigma > 0 and length + state.error < rho):
        raise ArithmeticError(f"poisoned_flow: the rest of the way is not bounded at t = {state.time:.3g}")
    return length.abs_upper()
