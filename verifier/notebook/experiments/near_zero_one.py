"""One mode from near zero, any width: how far the end is from the symmetric one-node student, scale by scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from mpmath import matrix, mpf, sqrt, workdps

from numerics.descent.descent import descend
from numerics.model.hankel import number
from numerics.model.linear_rnn import LinearRNN, exact_values
from numerics.model.start import start
from verifier.ground.plots import power_laws
from verifier.notebook.experiments.training import Training
from verifier.notebook.svg import Picture, framed


@dataclass(frozen=True)
class End:
    """Where the run from one scale ended: its distance from (l e e^T, sqrt w e, sqrt w e^T), and |theta_a|."""

    scale: Fraction
    distance: mpf
    asymmetry: mpf
    loss: float


def ends(training: Training, scales: Sequence[Fraction]) -> tuple[End, ...]:
    """The run of `training`, whose teacher has one node, repeated from each scale times the same direction."""
    return tuple(_end(replace(training, scale=scale)) for scale in scales)


def _end(training: Training) -> End:
    arithmetic = training.arithmetic
    *_, last = descend(training.student, training.response(training.length), training.step, training.steps, arithmetic)
    with workdps(training.digits):
        A, B, C = matrices(exact_values(last.model, arithmetic))
        _, B_0, C_0 = matrices(start(training.seed, training.width, training.scale))
        e = (B_0 + C_0.T) / norm(B_0 + C_0.T)
        node, root = number(training.nodes[0]), sqrt(number(training.weights[0]))
        distance = norm(A - node * e * e.T, B - root * e, C - root * e.T)
        return End(training.scale, distance, norm(A - A.T, B - C.T, C - B.T) / 2, float(last.loss))


def matrices(model: LinearRNN[Any]) -> tuple[matrix, matrix, matrix]:
    """A, B, C of exact entries, at mpmath's precision."""
    A, B, C = (matrix([[number(entry) for entry in row] for row in part]) for part in (model.A, model.B, model.C))
    return A, B, C


def norm(*parts: matrix) -> mpf:
    """The Frobenius norm of all entries together."""
    return sqrt(sum(entry**2 for part in parts for entry in part))


def end_curves(found: Sequence[End]) -> Picture:
    """Distance and asymmetry against the scale of the start."""
    laws = {
        "distance": [(end.scale, float(end.distance)) for end in found],
        "asymmetry": [(end.scale, float(end.asymmetry)) for end in found],
    }
    return framed(power_laws(laws), "one mode: distance from the symmetric student, and asymmetry, against the scale")
