"""One mode from near zero, any width: how far the end is from the symmetric one-node student, scale by scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from mpmath import mpf

from numerics.descent.descent import descend
from numerics.model.linear_rnn import exact_values
from numerics.plateau.one_mode import one_mode_end
from verifier.ground.plots import power_laws
from verifier.notebook.experiments.experiment import Experiment
from verifier.notebook.svg import Picture, framed


@dataclass(frozen=True)
class End:
    """Where the run from one scale ended: its distance from (l e e^T, sqrt w e, sqrt w e^T), and |theta_a|."""

    scale: Fraction
    distance: mpf
    asymmetry: mpf
    loss: float


def ends(experiment: Experiment, scales: Sequence[Fraction]) -> tuple[End, ...]:
    """The run of `experiment`, whose teacher has one node, repeated from each scale times the same direction."""
    return tuple(_end(replace(experiment, scale=scale)) for scale in scales)


def _end(experiment: Experiment) -> End:
    arithmetic = experiment.arithmetic
    *_, last = descend(experiment.run, arithmetic)
    learnt = exact_values(last.model, arithmetic)
    found = one_mode_end(experiment.run.start, learnt, experiment.nodes[0], experiment.weights[0], experiment.digits)
    return End(experiment.scale, found.distance, found.asymmetry, float(last.loss))


def end_curves(found: Sequence[End]) -> Picture:
    """Distance and asymmetry against the scale of the start."""
    laws = {
        "distance": [(end.scale, float(end.distance)) for end in found],
        "asymmetry": [(end.scale, float(end.asymmetry)) for end in found],
    }
    return framed(power_laws(laws), "one mode: distance from the symmetric student, and asymmetry, against the scale")
