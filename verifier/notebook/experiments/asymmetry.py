"""A trained student, nearly symmetric: its extrapolation error against the bound made of experiment-time quantities."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from numerics.arithmetics.exact import Exact
from numerics.model.asymmetry import squared_asymmetry
from numerics.model.linear_rnn import exact_values, impulse_response, in_arithmetic
from numerics.model.teacher import response_of_measure
from numerics.robust.near_symmetric_bound import extrapolation_constants, segment_norms
from numerics.robust.robust_bound import annihilator
from verifier.notebook.experiments.experiment import Watched
from verifier.notebook.svg import Panel, Picture, picture


@dataclass(frozen=True)
class Compared:
    """sqrt(L) and norm(theta_a)^2 of a trained student; at each lag its error and C1 sqrt(L) + C2 norm(theta_a)^2."""

    root_of_loss: float
    squared_asymmetry: float
    lags: tuple[int, ...]
    errors: tuple[float, ...]
    bounds: tuple[float, ...]


def compared(run: Watched, horizon: int) -> Compared:
    """The final student of a run, in exact rational arithmetic, at every lag below the horizon."""
    experiment, exact = run.experiment, Exact()
    student = in_arithmetic(exact_values(run.final, experiment.arithmetic), exact)
    h = [exact.rows(block)[0][0] for block in impulse_response(student, horizon, exact)]
    g = [block[0][0] for block in response_of_measure(experiment.nodes, experiment.weights, horizon)]
    errors = [abs(ours - theirs) for ours, theirs in zip(h, g, strict=True)]
    root = sqrt(sum((error**2 for error in errors[: experiment.length]), Fraction(0)))
    asymmetry = float(squared_asymmetry(student, exact))
    q, norms = annihilator(experiment.nodes), segment_norms(student)
    constants = [extrapolation_constants(lag, experiment.length, q, norms) for lag in range(horizon)]
    bounds = tuple(float(both.C1) * root + float(both.C2) * asymmetry for both in constants)
    return Compared(root, asymmetry, tuple(range(horizon)), tuple(map(float, errors)), bounds)


def compared_curves(found: Compared) -> Picture:
    """The error and the bound, lag by lag."""
    curves = {"bound": (found.lags, found.bounds), "error": (found.lags, found.errors)}
    return picture(Panel(curves, "lag j", "error", "a trained student", ("linear", "log"), ("error",)))
