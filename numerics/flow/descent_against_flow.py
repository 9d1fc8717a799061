r"""Descent against the flow that it discretises, both enclosed: the distance at a fixed time, and a proved bound of it.

With -nu <= Hess L <= beta on a tube of radius r about the flow and M = sup |Hess L grad L| on it, for eta beta <= 2

    |theta_n - theta(n eta)| <= eta K,   K = M (e^{nu T} - 1) / (2 nu),   as long as eta K <= r.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import arb

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball, exact_value
from numerics.descent.run import Run
from numerics.flow.flow import Flow, FlowState, FlowStep
from numerics.flow.taylor_path import BITS
from numerics.model.linear_rnn import LinearRNN
from numerics.rigour.curvature import curvature
from numerics.rigour.enclosure import enclose, first_bits


@dataclass(frozen=True)
class EulerBound:
    """|descent - flow| <= constant eta for the step sizes to which it ``applies``."""

    constant: arb
    beta: arb
    tube: Fraction

    def applies(self, eta: Fraction) -> bool:
        """Whether descent of this step provably stays in the tube, and eta beta <= 2."""
        with arb_bits(BITS):
            return bool(self.constant * ball(eta) <= ball(self.tube)) and bool(self.beta * ball(eta) <= 2)

    def confirms(self, eta: Fraction, error: arb) -> bool:
        """Whether the bound applies and an error found is certainly within it."""
        with arb_bits(BITS):
            return self.applies(eta) and bool(error <= self.constant * ball(eta))


def euler_bound(steps: Sequence[FlowStep], problem: Flow, tube: Fraction) -> EulerBound:
    r"""The constant K of $|\theta_n - \theta(n \eta)| \le \eta K$, on a tube about an enclosed flow.

    Args:
        steps: the flow, from `numerics.flow.flow.enclosed_flow`.
        problem: what it is the flow of.
        tube: the radius of the tube; the bound applies as long as $\eta K$ is within it.

    Returns:
        K with what decides to which step sizes it applies, every number rounded up.
    """
    with arb_bits(BITS):
        nu, beta, bend = arb(0), arb(0), arb(0)
        for step in steps:
            here_nu, here_beta, here_bend = _over(step, problem, tube)
            nu, beta, bend = nu.max(here_nu), beta.max(here_beta), bend.max(here_bend)
        nu, time = nu.upper(), ball(problem.time)
        growth = (nu * time).expm1() / nu if nu > 0 else time
        return EulerBound((bend * growth / 2).upper(), beta.upper(), tube)


def _over(step: FlowStep, problem: Flow, tube: Fraction) -> tuple[arb, arb, arb]:
    """nu and beta on the tube about one step, and M on its piece of the flow."""
    speed, defect = step.path.speed(step.duration), step.path.defect(step.duration)
    reach = (speed * ball(step.duration) + step.radius + ball(tube)).upper()
    here = curvature(step.before.model, problem.g, exact_value(reach), sharp_below=0)
    slack, largest = here.lipschitz * reach, here.largest(reach)
    return here.nu + slack, here.beta + slack, largest * (speed + defect + largest * step.radius)


def euler_error(problem: Flow, flow: FlowState, eta: Fraction, digits: int) -> arb:
    r"""The distance $|\theta_n - \theta(T)|$ of $n = T / \eta$ steps of descent from the flow at T.

    Args:
        problem: the start, the response and the time T.
        flow: the enclosed flow at T.
        eta: the step size; T is a whole number of steps.
        digits: decimals to which the run of descent is enclosed.

    Returns:
        A ball that contains the exact distance.

    Raises:
        ValueError: the time is no whole number of steps.
        numerics.rigour.certified_run.Lost: `digits` digits of descent were not to be had.
    """
    if problem.time % eta:
        raise ValueError(f"descent: time {problem.time} is not a whole number of steps {eta}; choose eta = time / n")
    run = Run(problem.start, problem.g, eta, int(problem.time / eta))
    end = enclose(run, first_bits(run, digits))
    return distance(end.model, flow.model, (end.radius + flow.radius).upper(), max(end.bits, flow.bits))


def distance(first: LinearRNN[Any], second: LinearRNN[Any], uncertainty: arb, bits: int) -> arb:
    """The distance of two students that are known within `uncertainty` in all."""
    balls = Balls(bits)
    apart = balls.squared_norm(*(balls.subtract(X, Y) for X, Y in zip(_parts(first), _parts(second), strict=True)))
    with arb_bits(bits):
        return apart.sqrt() + arb(0, uncertainty)


def observed_orders(errors: Sequence[arb]) -> list[arb]:
    """log2 of the ratio of each error to the next: the power of eta they are proportional to, eta being halved."""
    with arb_bits(BITS):
        return [(large / small).log() / arb(2).log() for large, small in pairwise(errors)]


def _parts(model: LinearRNN[Any]) -> tuple[Any, Any, Any]:
    return model.A, model.B, model.C
