"""Descent in balls from exact rational data: the naive enclosure, the reference for every other one.

Every iterate is a box of balls that contains the exact one. The radii grow by about 0.8 bit a step at d = 6, k = 5,
eta = 1/50, whatever the true sensitivity, so the precision must grow with the number of steps.
"""

from collections.abc import Callable

from flint import arb

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.precision import guarded_bits
from numerics.descent.descent import Divergence, descend
from numerics.descent.run import Run
from numerics.rigour.certified_run import EndState, Lost, recentred

BITS_PER_STEP = 1
"""The first guess of how fast the radii grow; a run that needs more is repeated with more."""

WIDEST = 2.0**-10
"""A loss known no better than this is a lost run: the balls are about to burst."""


def enclose(run: Run, bits: int, progress: Callable[[int], None] = lambda step: None) -> EndState:
    """All steps in balls of `bits` bits; `progress` hears of every step.

    Raises:
        Lost: at the step where the balls have become too wide, or where descent diverges.
    """
    balls, energy = Balls(bits), arb(0)
    try:
        for iterate in descend(run, balls):
            if not iterate.loss.rad() < WIDEST:
                raise Lost(iterate.step, f"{bits} bits leave the loss unknown by more than 2^-10", "use more bits")
            model, G = iterate.model, iterate.gradient
            if iterate.step < run.steps:
                energy += balls.squared_norm(*G.parts)
            progress(iterate.step)
    except Divergence as error:
        raise Lost(error.step, "descent diverged", "take a smaller step size", hopeless=True) from error
    middle, radius = recentred(model, balls)
    return EndState(run.steps, middle, radius, energy, bits)


def first_bits(run: Run, digits: int) -> int:
    """The precision to begin with: in proportion to the steps."""
    return guarded_bits(digits, max(run.steps, 1)) + BITS_PER_STEP * run.steps
