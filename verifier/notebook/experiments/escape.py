"""How a student leaves the saddle at zero: u = (B + C^T)/sqrt2 grows, v = (B - C^T)/sqrt2 decays, A waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numerics.descent.descent import descend
from verifier.notebook.experiments.experiment import Experiment
from verifier.notebook.svg import Panel, Picture, picture

if TYPE_CHECKING:
    from numerics.model.linear_rnn import LinearRNN


@dataclass(frozen=True)
class Escape:
    """The norms of u, v and A, iterate by iterate."""

    experiment: Experiment
    u: tuple[float, ...]
    v: tuple[float, ...]
    A: tuple[float, ...]


def escape(experiment: Experiment) -> Escape:
    """Runs descent and keeps the three norms of every iterate; one input and one output."""
    run = descend(experiment.run, experiment.arithmetic)
    u, v, A = zip(*(_norms(iterate.model, experiment) for iterate in run), strict=True)
    return Escape(experiment, u, v, A)


def _norms(model: LinearRNN[Any], experiment: Experiment) -> tuple[float, float, float]:
    arithmetic = experiment.arithmetic
    C = arithmetic.transpose(model.C)
    u, v = arithmetic.add(model.B, C), arithmetic.subtract(model.B, C)
    squares = [float(arithmetic.squared_norm(part)) for part in (u, v, model.A)]
    return (squares[0] / 2) ** 0.5, (squares[1] / 2) ** 0.5, squares[2] ** 0.5


def factor(norms: tuple[float, ...], steps: int) -> float:
    """By how much a norm was multiplied in each of the first so many steps, in the mean.

    >>> factor((1.0, 2.0, 4.0), 2)
    2.0
    """
    return float((norms[steps] / norms[0]) ** (1 / steps))


def escape_curves(found: Escape) -> Picture:
    """The three norms by steps: about 120 points of each."""
    every = max(1, len(found.u) // 120)
    steps = range(0, len(found.u), every)
    curves = {"|u|": (steps, found.u[::every]), "|v|": (steps, found.v[::every]), "|A|": (steps, found.A[::every])}
    title = f"leaving zero, from scale {float(found.experiment.scale):.0e}"
    return picture(Panel(curves, "step", "norm", title, ("linear", "log")))
