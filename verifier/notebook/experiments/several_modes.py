"""Several modes from near zero, measured: plateau laws, modes learnt one by one, the support they are learnt on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import log

from mpmath import mpf

from numerics.descent.descent import descend
from numerics.descent.slope import fitted_exponent
from numerics.model.hankel import singular_values
from numerics.model.linear_rnn import exact_values, impulse_response
from numerics.plateau.krylov import krylov_angle
from verifier.cases.near_zero import Case, Observed, observe
from verifier.ground.plots import power_laws
from verifier.notebook.experiments.experiment import Experiment, watch
from verifier.notebook.markdown import Shown, table
from verifier.notebook.svg import Panel, Picture, framed, picture


def plateaus(case: Case, scales: Sequence[Fraction], digits: int) -> tuple[Observed, ...]:
    """One direction, several scales: each run stops on its plateau, by the rule of numerics.plateau.stopping_rule."""
    return tuple(observe(case, scale, digits) for scale in scales)


def exponent(runs: Sequence[Observed], name: str) -> float:
    """The power of eps that "loss", "error" or "asymmetry" follows (the asymmetry is measured squared)."""
    power = 2 if name == "asymmetry" else 1
    return fitted_exponent([run.scale for run in runs], [run.measured(name) for run in runs]) / power


def plateau_table(runs: Sequence[Observed]) -> Shown:
    """Loss and error as measured, and divided by the closed formulas in q."""
    rows = [
        (
            f"{float(run.scale):.0e}",
            f"{float(run.stopped.loss):.4e}",
            f"{float(run.measured('loss') / run.law['loss']):.6f}",
            f"{abs(float(run.error)):.4e}",
            f"{float(run.error / run.law['error']):.6f}",
        )
        for run in runs
    ]
    return table((r"$\epsilon$", "loss", "loss / formula", "error", "error / formula"), rows)


def plateau_curves(runs: Sequence[Observed]) -> Picture:
    """The three quantities against the scale; the legend gives the slopes."""
    laws = {
        "loss": [(run.scale, run.stopped.loss) for run in runs],
        "extrapolation error": [(run.scale, abs(run.error)) for run in runs],
        "asymmetry": [(run.scale, float(run.stopped.squared_asymmetry) ** 0.5) for run in runs],
    }
    return framed(power_laws(laws), "plateau laws: loss, extrapolation error and asymmetry against the scale")


@dataclass(frozen=True)
class Staircase:
    """Along one run: the loss, and the singular values of the Hankel matrix of the student's response."""

    experiment: Experiment
    steps: tuple[int, ...]
    losses: tuple[float, ...]
    values: tuple[tuple[mpf, ...], ...]

    def ranks(self, tolerance: float) -> tuple[int, ...]:
        """How many singular values exceed the tolerance."""
        return tuple(sum(1 for value in values if value > tolerance) for values in self.values)

    def arrivals(self, tolerance: float) -> tuple[int, ...]:
        """The first step seen with rank 1, 2, ..., n; raises ValueError when the rank does not climb so."""
        ranks, modes = self.ranks(tolerance), range(1, len(self.experiment.nodes) + 1)
        if sorted(ranks) != list(ranks) or not set(modes) <= set(ranks):
            raise ValueError(f"staircase: the ranks are {ranks}; more steps, or another tolerance, may show them all")
        return tuple(self.steps[ranks.index(rank)] for rank in modes)


def staircase(experiment: Experiment, every: int) -> Staircase:
    """Runs descent; the Hankel matrix has one row and one column more than the teacher has modes."""
    arithmetic, seen = experiment.arithmetic, []
    lags = 2 * len(experiment.nodes) + 1
    for iterate in descend(experiment.run, arithmetic):
        if iterate.step % every == 0:
            h = [arithmetic.fractions(block)[0][0] for block in impulse_response(iterate.model, lags, arithmetic)]
            seen.append((iterate.step, float(iterate.loss), tuple(singular_values(h, experiment.digits))))
    steps, losses, values = zip(*seen, strict=True)
    return Staircase(experiment, steps, losses, values)


def staircase_curves(found: Staircase) -> Picture:
    """The loss, and the singular values, by steps."""
    names = range(len(found.values[0]))
    curves = {f"number {i + 1}": (found.steps, [values[i] for values in found.values]) for i in names}
    return picture(
        Panel({"loss": (found.steps, found.losses)}, "step", "loss", "the loss", ("linear", "log")),
        Panel(curves, "step", "singular value", "Hankel matrix of the student", ("linear", "log")),
    )


def arrival_table(experiment: Experiment, scales: Sequence[Fraction], every: int, tolerance: float) -> Shown:
    """For each scale the step at which each mode has arrived."""
    rows = []
    for scale in scales:
        arrivals = staircase(replace(experiment, scale=scale), every).arrivals(tolerance)
        rows.append((f"{float(scale):.0e}", *map(str, arrivals)))
    return table((r"$\epsilon$", *(f"mode {i + 1} by step" for i in range(len(experiment.nodes)))), rows)


def krylov_angles(experiment: Experiment, scales: Sequence[Fraction]) -> tuple[tuple[Fraction, mpf], ...]:
    """For each scale the sine of the largest angle between the learnt support and span(u_0, ..., S_0^{n-1} u_0)."""
    return tuple((scale, _angle(replace(experiment, scale=scale))) for scale in scales)


def _angle(experiment: Experiment) -> mpf:
    end = exact_values(watch(experiment).final, experiment.arithmetic)
    return krylov_angle(experiment.run.start, end, len(experiment.nodes), experiment.digits)


def krylov_table(angles: Sequence[tuple[Fraction, mpf]]) -> Shown:
    """The angle, scale by scale, and what it is as a multiple of eps log 1/eps."""
    rows = [
        (f"{float(scale):.0e}", f"{float(angle):.3e}", f"{float(angle) / (float(scale) * log(1 / scale)):.4f}")
        for scale, angle in angles
    ]
    return table((r"$\epsilon$", "sine of the angle", r"divided by $\epsilon \log (1/\epsilon)$"), rows)
