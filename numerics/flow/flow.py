r"""A rigorous enclosure of the gradient flow theta' = -grad L: Taylor polynomials, their defect, and how errors grow.

Over each step the flow lies within a proved distance of one exact polynomial (`taylor_path`), the distance obeying
e' <= nu e + defect (`flow_error`). Errors are norms, not boxes: nothing wraps around. Order, step and precision are
chosen here, the stretches on which nu is bounded there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from flint import arb
from threadpoolctl import threadpool_limits

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.precision import arb_bits, guarded_bits
from numerics.arithmetics.protocol import Rows
from numerics.arithmetics.rationals import ball
from numerics.flow.flow_error import Approximation, OneSidedLipschitz, Unfollowed, carried, one_sided_lipschitz
from numerics.flow.taylor_path import BITS, TaylorPath, taylor_path
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from numerics.rigour.certified_run import recentred

MAXIMAL_BITS = 1 << 10
"""Where raising the precision stops, unless the caller sets another limit."""

MAXIMAL_STEPS = 10_000
"""How many Taylor steps are taken at most."""


class FlowLost(ArithmeticError):  # noqa: N818
    """Nothing rigorous is known beyond ``time``. ``hopeless``: more bits would not help."""

    def __init__(self, time: Fraction, cause: str, remedy: str, hopeless: bool = False) -> None:
        super().__init__(f"lost at time {float(time):.6g}: {cause}; {remedy}")
        self.time, self.cause, self.remedy, self.hopeless = time, cause, remedy, hopeless

    def __reduce__(self) -> tuple[type["FlowLost"], tuple[Fraction, str, str, bool]]:
        return type(self), (self.time, self.cause, self.remedy, self.hopeless)


@dataclass(frozen=True)
class Flow:
    """The flow of L = sum |h_j - g_j|^2, up to ``time``, from every student within ``uncertainty`` of ``start``."""

    start: LinearRNN[Rows]
    g: tuple[Rows, ...]
    time: Fraction
    uncertainty: Fraction = Fraction(0)


@dataclass(frozen=True)
class FlowState:
    """At ``time`` the flow lies within ``radius`` (Frobenius norm) of ``model``, exact arb matrices.

    ``growth`` bounds by how much errors made at the start have been amplified.
    """

    time: Fraction
    model: LinearRNN[Any]
    radius: arb
    growth: arb
    bits: int


@dataclass(frozen=True)
class FlowStep:
    """For 0 <= t <= ``duration`` the flow at before.time + t lies within ``radius`` of the polynomial path.at(t)."""

    before: FlowState
    path: TaylorPath
    duration: Fraction
    radius: arb
    after: FlowState


@dataclass(frozen=True)
class Method:
    """How steps are made (order and the defect aimed at, from the bits) and what proves them (nu, the defect found).

    A parameter, so that a false bound can be tried and refuted.
    """

    order: Callable[[int], int] = lambda bits: max(4, bits // 3)
    aim: Callable[[int], Fraction] = lambda bits: Fraction(1, 2**bits)
    one_sided: OneSidedLipschitz = one_sided_lipschitz
    defect: Callable[[TaylorPath, Fraction], arb] = TaylorPath.defect


METHOD = Method()
"""Rigorous; at order bits/3 a step is about e^-2 times the radius of convergence, near the cheapest."""


def flow_steps(problem: Flow, bits: int, method: Method = METHOD) -> Iterator[FlowStep]:
    """The steps that cover [0, problem.time], computed with `bits` bits.

    Raises:
        FlowLost: where the error can no longer be bounded, or `MAXIMAL_STEPS` were taken.
    """
    now = _begin(problem, bits)
    for _ in range(MAXIMAL_STEPS):
        if now.time >= problem.time:
            return
        step = _step(now, problem, method)
        yield step
        now = step.after
    remedy = "ask for fewer digits or a shorter time"
    raise FlowLost(now.time, f"{MAXIMAL_STEPS} Taylor steps were not enough", remedy, hopeless=True)


def enclosed_flow(
    problem: Flow, digits: int, limit: int = MAXIMAL_BITS, method: Method = METHOD
) -> tuple[FlowStep, ...]:
    r"""All Taylor steps of the gradient flow $\theta' = -\nabla L(\theta)$, the last within 10^-digits.

    Args:
        problem: the exact start, the teacher's response, the time, and how far the start may be off.
        digits: decimals that the radius at the end shall leave; the precision is raised until it does.
        limit: the most bits that are tried.
        method: how the Taylor steps are made, and what proves their error.

    Returns:
        The steps in their order. Within each the flow is enclosed at every time, not at the ends alone.

    Raises:
        ValueError: a time that is not positive, a negative uncertainty, or fewer than one digit.
        FlowLost: with the time reached and what would help.
    """
    if problem.time <= 0 or problem.uncertainty < 0:
        raise ValueError(
            f"flow: time {problem.time}, uncertainty {problem.uncertainty}; use a positive time, from 0 on"
        )
    bits = guarded_bits(digits)
    while True:
        try:
            steps = tuple(flow_steps(problem, min(bits, limit), method))
            end = steps[-1].after
            lost = _too_wide(end, digits, problem.uncertainty)
            if lost is None:
                return steps
            more = _bits_missing(end.radius, digits)
        except FlowLost as error:
            lost, more = error, bits
        if lost.hopeless or bits >= limit:
            raise lost
        bits += more


def _bits_missing(radius: arb, digits: int) -> int:
    """log2(radius 10^digits), rounded up, and a few."""
    with arb_bits(BITS):
        return ceil(float((radius * arb(10) ** digits).log() / arb(2).log())) + 8


def _too_wide(end: FlowState, digits: int, uncertainty: Fraction) -> FlowLost | None:
    """None when the radius is small enough; otherwise why not, and whether the start alone accounts for it."""
    if end.radius <= arb(10) ** -digits:
        return None
    cause = f"the radius {end.radius.str(3, radius=False)} exceeds 1e-{digits}"
    blamed = bool(ball(uncertainty) * end.growth > arb(10) ** -digits)
    remedy = "know the start more precisely" if blamed else "raise the limit of the precision, or run for less time"
    return FlowLost(end.time, cause, remedy, hopeless=blamed)


def _begin(problem: Flow, bits: int) -> FlowState:
    balls = Balls(bits)
    with arb_bits(BITS):
        model, off = recentred(in_arithmetic(problem.start, balls), balls)
        return FlowState(Fraction(0), model, (off + ball(problem.uncertainty)).upper(), arb(1), bits)


def _step(now: FlowState, problem: Flow, method: Method) -> FlowStep:
    path = taylor_path(now.model, problem.g, method.order(now.bits), now.bits)
    duration = min(path.duration(method.aim(now.bits)), problem.time - now.time)
    near = Approximation(path, duration, method.defect(path, duration), problem.g)
    with arb_bits(BITS), threadpool_limits(limits=1):  # small matrices: more threads would only wait for each other
        try:
            error = carried(near, now.radius, method.one_sided)
        except Unfollowed as lost:
            remedy = "know the start more precisely" if problem.uncertainty else "use more bits"
            raise FlowLost(now.time, str(lost), remedy, hopeless=problem.uncertainty > 0) from lost
        model, off = recentred(path.at(duration), Balls(now.bits))
        radius, growth = (error.radius + off).upper(), (now.growth * error.growth).upper()
    after = FlowState(now.time + duration, model, radius, growth, now.bits)
    return FlowStep(now, path, duration, error.largest, after)
