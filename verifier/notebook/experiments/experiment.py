"""Descent at high precision, watched: the loss, the response, how far balancedness has moved and how far it may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from numerics.arithmetics.arb import Midpoints
from numerics.arithmetics.precision import guarded_bits
from numerics.arithmetics.protocol import Rows
from numerics.descent.descent import Iterate, descend
from numerics.descent.run import Run
from numerics.model.balancedness import balancedness
from numerics.model.linear_rnn import LinearRNN, impulse_response
from numerics.model.start import start
from numerics.model.teacher import response_of_measure
from verifier.notebook.svg import Panel, Picture, picture

WATCHED = 200
"""How many of the iterates are kept for a picture."""


@dataclass(frozen=True)
class Experiment:
    """A teacher by its nodes and weights, a student by width, scale and seed, and how it is trained."""

    nodes: Sequence[Fraction]
    weights: Sequence[Fraction]
    width: int = 6
    scale: Fraction = Fraction(1, 100)
    seed: int = 1
    length: int = 5
    step_size: Fraction = Fraction(1, 50)
    steps: int = 2000
    digits: int = 50

    @property
    def arithmetic(self) -> Midpoints:
        """Floating point with guard digits for the whole run."""
        return Midpoints(guarded_bits(self.digits, self.steps))

    @property
    def run(self) -> Run:
        """The run from theta_0, which the documented generator draws."""
        begin = start(self.seed, self.width, self.scale)
        return Run(begin, self.response(self.length), self.step_size, self.steps)

    def response(self, length: int) -> tuple[Rows, ...]:
        """g_0, ..., g_{length-1}."""
        return response_of_measure(self.nodes, self.weights, length)


@dataclass(frozen=True)
class Watched:
    """What was seen at some of the steps: the loss, norm(Q_t - Q_0)_F, and sqrt2 eta^2 sum norm(G_s)^2 up to there."""

    experiment: Experiment
    steps: tuple[int, ...]
    losses: tuple[float, ...]
    drifts: tuple[float, ...]
    bounds: tuple[float, ...]
    final: LinearRNN[Any]


def watch(experiment: Experiment) -> Watched:
    """Runs descent and keeps about `WATCHED` of its steps, the first and the last among them."""
    arithmetic, every = experiment.arithmetic, max(1, experiment.steps // WATCHED)
    run = experiment.run
    first = balancedness(run.start_in(arithmetic), arithmetic)
    kept: list[tuple[Iterate[Any], Any]] = []
    travelled: Any = 0
    for iterate in descend(run, arithmetic):
        if iterate.step % every == 0 or iterate.step == experiment.steps:
            kept.append((iterate, travelled))
        travelled = travelled + arithmetic.squared_norm(*iterate.gradient.parts)
    moved = [arithmetic.subtract(balancedness(iterate.model, arithmetic), first) for iterate, _ in kept]
    return Watched(
        experiment,
        tuple(iterate.step for iterate, _ in kept),
        tuple(float(iterate.loss) for iterate, _ in kept),
        tuple(float(arithmetic.squared_norm(Q)) ** 0.5 for Q in moved),
        tuple(2**0.5 * float(experiment.step_size) ** 2 * float(total) for _, total in kept),
        kept[-1][0].model,
    )


def refined(experiment: Experiment, factors: Sequence[int]) -> tuple[Watched, ...]:
    """The same run over the same time, with the step divided by each factor and as many times the steps."""
    return tuple(
        watch(replace(experiment, step_size=experiment.step_size / factor, steps=experiment.steps * factor))
        for factor in factors
    )


def learning_curves(watched: Watched, horizon: int) -> Picture:
    """The loss by steps; the impulse responses of teacher, start and trained student up to the horizon."""
    experiment, arithmetic, lags = watched.experiment, watched.experiment.arithmetic, range(horizon)

    def values(response: list[Any]) -> list[float]:
        return [float(arithmetic.rows(h)[0][0]) for h in response]

    responses = {
        "teacher": (lags, [float(g[0][0]) for g in experiment.response(horizon)]),
        "at the start": (lags, values(impulse_response(experiment.run.start_in(arithmetic), horizon, arithmetic))),
        "trained": (lags, values(impulse_response(watched.final, horizon, arithmetic))),
    }
    trained = f"trained on lags 0 to {experiment.length - 1}"
    return picture(
        Panel({"loss": (watched.steps, watched.losses)}, "step", "loss", "the loss", ("linear", "log")),
        Panel(responses, "lag j", "response", trained, points=("teacher",)),
    )


def drift_curves(runs: Sequence[Watched]) -> Picture:
    """norm(Q_t - Q_0) and its bound against time t eta, for each step size; then the drift at the end against eta."""
    curves = {}
    for run in runs:
        eta, times = run.experiment.step_size, [float(run.experiment.step_size) * step for step in run.steps]
        curves[f"drift, step {eta}"] = (times[1:], run.drifts[1:])
        curves[f"bound, step {eta}"] = (times[1:], run.bounds[1:])
    ends = [float(run.experiment.step_size) for run in runs], [run.drifts[-1] for run in runs]
    name = "drift at the end"
    return picture(
        Panel(curves, "time (steps times step size)", "norm", "drift and its bound", ("linear", "log")),
        Panel({name: ends}, "step size", "drift", name, ("log", "log"), (name,)),
    )
