r"""A computed run of descent with a rigorous bound of its distance to the exact run: shadowing.

theta_t is the computed trajectory (midpoints), tau_t a bound of its one-step defect, e_t of the distance to the exact
trajectory. The step map has derivative I - eta Hess L, so on the ball of radius e_t about theta_t, where Hess L lies in
[-nu, beta],

    e_{t+1} <= max(1 + eta nu, |1 - eta beta|) e_t + tau_t.

The defect costs nothing: one step in balls from exact midpoints has it as its radius. The curvature is computed once
for a stretch of the path, and again when the path has left the ball on which it is sharp enough.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from flint import arb, fmpq
from threadpoolctl import threadpool_limits

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.precision import arb_bits, guarded_bits
from numerics.arithmetics.rationals import saturated, to_flint
from numerics.descent.descent import Divergence, Iterate, evaluate, move, runaway_loss
from numerics.descent.run import Run
from numerics.rigour.certified_run import EndState, Lost, recentred
from numerics.rigour.curvature import BITS, Curvature, curvature

REACH = Fraction(1, 64)
"""How far from a student its curvature bounds may be used at most; a larger error is a lost run."""

MOST_PARAMETERS = 4000
"""Beyond it one Hessian takes more than 128 MB, and its eigenvalues a minute."""

MOST_LOG_GROWTH = 16
"""Reusing old curvature bounds may enlarge the growth factor by at most e^16 over the whole run."""


@dataclass(frozen=True)
class _Stretch:
    """The curvature at an earlier point of the path, how far the path has gone since, and how far it may go."""

    curvature: Curvature
    gone: arb
    spare: arb

    def serves(self, radius: arb) -> bool:
        """Whether it is sharp enough for a ball of `radius` here."""
        return bool(self.gone + radius <= self.spare)


def shadow(run: Run, bits: int, progress: Callable[[int], None] = lambda step: None) -> EndState:
    r"""Descent computed nearby, and a rigorous bound of its distance from the exact run.

    With $\tau_t$ the defect of a step and $-\nu \le \nabla^2 L \le \beta$ on the ball of radius $e_t$ about the
    computed student, $e_{t+1} \le \max(1 + \eta \nu, |1 - \eta \beta|) e_t + \tau_t$ (the claim `shadowing`).

    Args:
        run: start, response, step size and number of steps, all exact.
        bits: the precision of the computation.
        progress: hears the number of each step.

    Returns:
        The last student, exact, and the radius (Frobenius norm) within which the exact iterate lies.

    Raises:
        Lost: where descent diverges or the bound passes `REACH`.
    """
    _require_room(run)
    balls = Balls(bits)
    g = run.response_in(balls)
    bound = runaway_loss(g, balls)
    with arb_bits(BITS), threadpool_limits(limits=1):  # small matrices: more threads would only wait for each other
        model, radius = recentred(run.start_in(balls), balls)
        now = EndState(0, model, radius, arb(0), bits, arb(1))
        stretch = _measure(now, run)
        for step in range(run.steps):
            if not stretch.serves(now.radius):
                stretch = _measure(now, run)
                now = replace(now, anchors=now.anchors + 1)
            try:
                iterate = evaluate(step, now.model, g, balls, bound)
            except Divergence as error:
                raise Lost(step, "descent diverged", "take a smaller step size", hopeless=True) from error
            now, length = _advance(now, iterate, stretch, run.step_size, balls)
            stretch = replace(stretch, gone=(stretch.gone + length).upper())
            progress(step)
        return now


def _require_room(run: Run) -> None:
    parameters = sum(len(row) for X in run.start.parts for row in X)
    if parameters > MOST_PARAMETERS:
        raise Lost(0, f"the Hessian has {parameters} rows", f"take a narrower student, up to {MOST_PARAMETERS}", True)


def first_bits(run: Run, digits: int) -> int:
    """The precision to begin with: two modes escape from the start's scale, each amplifies by its inverse squared.

    A guess only; `numerics.rigour.certified_run.with_enough_bits` repeats the run where it was too low.
    """
    largest = max(abs(entry) for X in run.start.parts for row in X for entry in row)
    scale_bits = (1 / largest).numerator.bit_length() - (1 / largest).denominator.bit_length() if largest else 0
    return guarded_bits(digits, max(run.steps, 1)) + 64 + 4 * max(scale_bits, 0)


def _advance(
    now: EndState, iterate: Iterate[Any], stretch: _Stretch, eta: Fraction, balls: Balls
) -> tuple[EndState, arb]:
    """One step: the next state with its bound, and how far the computed trajectory moved."""
    G, ball = iterate.gradient, stretch.gone + now.radius
    model, defect = recentred(move(now.model, eta, G, balls), balls)
    growth = stretch.curvature.growth(eta, ball)
    squared = balls.squared_norm(*G.parts)
    size = squared.upper().sqrt().upper()
    change = stretch.curvature.largest(ball) * now.radius
    there = replace(
        now,
        step=now.step + 1,
        model=model,
        radius=(growth * now.radius + defect).upper(),
        energy=now.energy + squared + arb(0, (change * (2 * size + change)).upper()),
        amplification=(now.amplification * growth).upper(),
    )
    return there, (to_flint(eta) * size + defect).upper()


def _measure(now: EndState, run: Run) -> _Stretch:
    """The curvature here, and how far it may be carried: until it grew by half or its share of `MOST_LOG_GROWTH`."""
    here = curvature(now.model, run.response, REACH, sharp_below=saturated(2 / run.step_size))
    if not here.reach > 0:
        raise Lost(now.step, "the student has become too large", "take a smaller step size", hopeless=True)
    if not now.radius <= here.reach:
        cause = f"the bound of the error is {now.radius.str(3, radius=False)}, more than it can be followed with"
        stiff = bool(to_flint(run.step_size) * here.beta > 2)
        remedy = "the step size exceeds 2 / curvature there: take a smaller one" if stiff else "use more digits"
        raise Lost(now.step, cause, remedy)
    share = arb(MOST_LOG_GROWTH) * fmpq(run.step_size.denominator, run.step_size.numerator) / max(run.steps, 1)
    spare = (here.nu / 2).max(share) / here.lipschitz
    return _Stretch(here, arb(0), spare.max(now.radius).min(here.reach).upper())
