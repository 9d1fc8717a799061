"""The whole run of descent in mpmath intervals: slow, and independent of FLINT and of shadowing."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from numerics.arithmetics.bounds import Bounds
from numerics.arithmetics.interval import Intervals
from numerics.arithmetics.tuples import Matrix
from numerics.descent.descent import descend
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN
from numerics.rigour.power_bounds import rounded_up
from numerics.rigour.response_error import Ball

WIDEST = Fraction(1, 1024)
"""A loss known no better than this: the intervals are about to burst."""


@dataclass(frozen=True)
class IntervalRun:
    """A ball around the exact end of the run, and sum |G_t|^2 on the way."""

    end: Ball
    energy: Bounds


def interval_run(run: Run, bits: int, progress: Callable[[int], None] = lambda step: None) -> IntervalRun:
    """Every step in intervals of `bits` bits; raises ValueError where they burst, Divergence where descent diverges."""
    intervals = Intervals(bits)
    energy = intervals.matrix([[0]])
    for iterate in descend(run, intervals):
        if intervals.exceeds(iterate.loss.delta, WIDEST):
            raise ValueError(f"interval run: {bits} bits are used up at step {iterate.step}; use more")
        if iterate.step < run.steps:
            G = iterate.gradient
            energy = intervals.add(energy, ((intervals.squared_norm(*G.parts)._mpi_,),))
        progress(iterate.step)
    return IntervalRun(_ball(iterate.model, intervals), Bounds(*intervals.bounds(energy)[0][0]))


def _ball(model: LinearRNN[Matrix], intervals: Intervals) -> Ball:
    """The midpoints, and a radius that reaches every point of the box."""
    boxes = [intervals.bounds(X) for X in model.parts]
    middle = (tuple(tuple((low + high) / 2 for low, high in row) for row in box) for box in boxes)
    widths = [(high - low) / 2 for box in boxes for row in box for low, high in row]
    return Ball(LinearRNN(*middle), rounded_up(sum(widths, Fraction(0))))
