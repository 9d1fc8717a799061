"""The picture of one run of descent: its curves on the way, and where it ended."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from numerics.arithmetics.mp_matrix import exact
from numerics.descent.end import stored_size
from numerics.model.deviation import deviations, response_stream
from numerics.model.hankel import singular_values
from numerics.model.linear_rnn import LinearRNN, reachability
from numerics.moments.extrapolation import chosen_lags
from verifier.descent.descent_run import DescentRun
from verifier.descent.recording import Recording, Snapshot
from verifier.ground.numbers import root_text
from verifier.ground.plots import Number, draw_curves, draw_extrapolation, draw_singular_values, panels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

M = TypeVar("M")

MOST_STATES = 24
"""The states are looked at after that many inputs at most."""

GUARD_DIGITS = 10
DIGITS_DRAWN = 15


def descent_figure(recording: Recording[M], last: LinearRNN[M], digits: int) -> "Figure":
    """A run as a picture: loss, Hankel singular values and asymmetry on the way; extrapolation and states at the end.

    Args:
        recording: what was kept on the way. A run resumed from a checkpoint says where its recording began.
        last: the student at the end.
        digits: decimals of the computation, from which it follows what is noise.

    Returns:
        A figure of matplotlib. Its steps are counted from 1, so that the start is drawn on a logarithmic axis.
    """
    snapshots, run = recording.snapshots, recording.run
    first = snapshots[0].step
    figure, axes = panels(5, f"recorded from step {first} on, where the run was resumed" if first else "")
    draw_curves(axes[0], {"loss": [(float(m.step + 1), m.loss) for m in snapshots]}, "step + 1", "loss $L$")
    draw_curves(axes[1], _spectra(snapshots, digits), "step + 1", "Hankel singular values")
    draw_curves(axes[2], {"asymmetry": _asymmetry(snapshots)}, "step + 1", "asymmetry")
    draw_extrapolation(axes[3], {"": _errors(run, last)}, run.problem.training.length)
    draw_singular_values(axes[4], {"": _states(run, last, digits)}, "singular values of the states (relative)")
    return figure


def _asymmetry(snapshots: Sequence[Snapshot]) -> list[tuple[Number, Number]]:
    """Nothing when m and p differ."""
    return [(float(m.step + 1), _root(m.squared_asymmetry)) for m in snapshots if m.squared_asymmetry is not None]


def _spectra(snapshots: Sequence[Snapshot], digits: int) -> dict[str, list[tuple[Number, Number]]]:
    """The singular values of the Hankel matrix of the lags trained on, each as a curve in the step."""
    found = [(float(m.step + 1), singular_values(m.response, digits + GUARD_DIGITS)) for m in snapshots]
    curves = range(len(found[0][1]))
    return {f"$\\sigma_{{{i + 1}}}$": [(step, exact(values[i])) for step, values in found] for i in curves}


def _errors(run: DescentRun[M], last: LinearRNN[M]) -> list[tuple[Number, Number]]:
    """|h_j - g_j| at lags j that thin out, against j + 1, as far as the arithmetic can say."""
    student, horizon = response_stream(last, run.arithmetic), run.exact.horizon
    apart = deviations(
        student, run.exact.teacher_stream(run.arithmetic), horizon, chosen_lags(0, horizon), run.arithmetic
    )
    return [(float(d.lag + 1), _root(stored_size(run.arithmetic, d.difference))) for d in apart.at if not d.overflow]


def _root(square: Fraction) -> Number:
    return Decimal(root_text(square, DIGITS_DRAWN))


def _states(run: DescentRun[M], last: LinearRNN[M], digits: int) -> list[Number]:
    """Singular values of (b_0 | b_1 | ...): the directions in which white inputs move the state."""
    lags = min(2 * run.problem.student.width, MOST_STATES)
    states = [run.arithmetic.fractions(b) for b in reachability(last, lags, run.arithmetic)]
    return [exact(value) for value in singular_values(states, digits + GUARD_DIGITS, rows=1)]
