"""Beyond the plateau: the run is stopped there, and the gradient flow from there on is followed while q decays."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from numerics.arithmetics.float64 import Float64
from numerics.descent.descent import descend
from numerics.descent.run import Run
from numerics.flow.stiff_flow import Array, flow
from numerics.model.linear_rnn import LinearRNN, exact_values
from numerics.plateau.snapshot import DIGITS, Snapshot, snapshot
from verifier.cases.near_zero import Case, stopped_run


def follow_flow(
    case: Case, scale: Fraction, multiples: Sequence[int | float], rate: Fraction, symmetric: bool
) -> list[Snapshot]:
    """The plateau, and then the flow at these multiples of 1/(2 Gamma (|y_+|^2 + |y_-|^2)), the time q decays in.

    ``rate`` is Gamma. A symmetric start is the symmetric part of the case's.
    """
    first, model = _plateau(case, scale, symmetric)
    times = [multiple * relaxation_time(first, rate) for multiple in multiples]
    students = flow(model, [float(g[0][0]) for g in case.response], times)
    return [first, *(_seen(case, first.time + t, student) for t, student in zip(times, students, strict=True))]


def follow_descent(case: Case, scale: Fraction, multiples: Sequence[int | float], rate: Fraction) -> list[Snapshot]:
    """The same by plain descent in float64, step by step: the cross-check of the flow."""
    first, model = _plateau(case, scale, symmetric=False)
    unit, double = relaxation_time(first, rate), Float64()
    due = [round(multiple * unit / float(case.eta)) for multiple in multiples]
    run = Run(exact_values(model, double), case.response, case.eta, due[-1])
    iterates = descend(run, double)
    seen = [(iterate.step * float(case.eta), iterate.model) for iterate in iterates if iterate.step in due]
    return [first, *(_seen(case, first.time + t, student) for t, student in seen)]


def relaxation_time(first: Snapshot, rate: Fraction) -> float:
    """1/(2 Gamma (|y_+|^2 + |y_-|^2)) on the plateau."""
    return 1 / float(2 * rate * sum(first.complement.squared_norms))


def _plateau(case: Case, scale: Fraction, symmetric: bool) -> tuple[Snapshot, LinearRNN[Array]]:
    """The run to the plateau at 30 digits or more, then rounded to float64."""
    stopped = stopped_run(case, scale, DIGITS, symmetric=symmetric)
    model = LinearRNN(*(np.array(part, dtype=float) for part in stopped.model.parts))
    return _seen(case, float(stopped.step * case.eta), model), model


def _seen(case: Case, time: float, model: LinearRNN[Array]) -> Snapshot:
    return snapshot(time, model, case.nodes, case.weights, case.length, case.lag)
