"""How far trained students extrapolate: their errors at lags in geometric progression, one curve for each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from numerics.model.deviation import response_stream
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from verifier.ground.plots import draw_extrapolation, panels
from verifier.notebook.experiments.experiment import Experiment, watch
from verifier.notebook.svg import Picture, framed

if TYPE_CHECKING:
    from verifier.ground.plots import Points


@dataclass(frozen=True)
class Errors:
    """The loss at the end of a run, and |h_j - g_j| at the lags looked at, none of them trained on."""

    loss: float
    at: tuple[tuple[int, float], ...]

    @property
    def largest(self) -> float:
        """The largest error at the lags looked at."""
        return max(error for _, error in self.at)


def errors(experiment: Experiment, horizon: int) -> Errors:
    """Trains, and follows the response to the horizon."""
    run, lags, arithmetic = watch(experiment), set(lags_between(experiment.length, horizon)), experiment.arithmetic
    nodes = tuple(tuple(x * (i == j) for j in range(len(experiment.nodes))) for i, x in enumerate(experiment.nodes))
    ones, weights = tuple((Fraction(1),) for _ in nodes), (tuple(experiment.weights),)
    teacher = in_arithmetic(LinearRNN(nodes, ones, weights), arithmetic)
    streams = zip(response_stream(run.final, arithmetic), response_stream(teacher, arithmetic), strict=False)
    pairs = ((lag, pair) for lag, pair in enumerate(islice(streams, horizon)) if lag in lags)
    at = tuple((lag, abs(float(arithmetic.subtract(*pair)[0, 0]))) for lag, pair in pairs)
    return Errors(run.losses[-1], at)


def lags_between(first: int, horizon: int) -> list[int]:
    """2, 4, 6, 8, 12, 16, ... from `first` on: even lags, for nodes x and -x can hide an error at odd ones.

    >>> lags_between(3, 10)
    [4, 6, 8]
    """
    lags = (lag for i in range(1, horizon.bit_length()) for lag in (2**i, 3 * 2**i))
    return sorted(lag for lag in lags if first <= lag < horizon)


def by_scale(experiment: Experiment, scales: Sequence[Fraction], horizon: int) -> dict[str, Errors]:
    """The same run from starts of several scales."""
    return {f"scale {float(scale):g}": errors(replace(experiment, scale=scale), horizon) for scale in scales}


def error_curves(found: Mapping[str, Errors], length: int) -> Picture:
    """Errors against lags; dashed, the end of the lags trained on."""
    figure, (axes,) = panels(1)
    curves: dict[str, Points] = {name: run.at for name, run in found.items()}
    draw_extrapolation(axes, curves, length)
    return framed(figure, f"extrapolation error against lag, trained on {length} lags ({', '.join(found)})")
