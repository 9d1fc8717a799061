"""Beyond the plateau: the run is stopped there, and the gradient flow from there on is followed while q decays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier.cases.near_zero import Case, arithmetic_of, working_digits

if TYPE_CHECKING:
    from numerics.plateau.plateau_coordinates import ComplementCoordinates

DIGITS = 30
"""Digits for the coordinates of float64 students."""


@dataclass(frozen=True)
class Snapshot:
    """A time of the flow, and there: residuals' component q, loss, errors at two lags, the complement."""

    time: float
    q: float
    loss: float
    errors: tuple[float, float]
    complement: ComplementCoordinates


def follow_flow(
    case: Case, scale: Fraction, multiples: Sequence[int | float], rate: Fraction, symmetric: bool
) -> list[Snapshot]:
    """The plateau, and then the flow at these multiples of 1/(2 Gamma (|y_+|^2 + |y_-|^2)), the time q decays in.

    ``rate`` is Gamma. A symmetric start is the symmetric part of the case's.
    """
    from numerics.flow.stiff_flow import flow

    first, model = _plateau(case, scale, symmetric)
    times = [multiple * relaxation_time(first, rate) for multiple in multiples]
    students = flow(model, [float(g[0][0]) for g in case.response], times)
    return [first, *(snapshot(case, first.time + t, student) for t, student in zip(times, students, strict=True))]


def follow_descent(case: Case, scale: Fraction, multiples: Sequence[int | float], rate: Fraction) -> list[Snapshot]:
    """The same by plain descent in float64, step by step: the cross-check of the flow."""
    from numerics.arithmetics.float64 import Float64
    from numerics.descent.descent import descend
    from numerics.descent.run import Run
    from numerics.model.linear_rnn import exact_values

    first, model = _plateau(case, scale, symmetric=False)
    unit, double = relaxation_time(first, rate), Float64()
    due = [round(multiple * unit / float(case.eta)) for multiple in multiples]
    iterates = descend(Run(exact_values(model, double), case.response, case.eta, due[-1]), double)
    seen = [(iterate.step * float(case.eta), iterate.model) for iterate in iterates if iterate.step in due]
    return [first, *(snapshot(case, first.time + t, student) for t, student in seen)]


def relaxation_time(first: Snapshot, rate: Fraction) -> float:
    """1/(2 Gamma (|y_+|^2 + |y_-|^2)) on the plateau."""
    return 1 / float(2 * rate * sum(first.complement.squared_norms))


def _plateau(case: Case, scale: Fraction, symmetric: bool) -> tuple[Snapshot, Any]:
    """The run to the plateau at 30 digits or more, then rounded to float64."""
    import numpy as np

    from numerics.arithmetics.exact import Exact
    from numerics.model.asymmetry import symmetric_part
    from numerics.model.linear_rnn import LinearRNN, exact_values
    from numerics.plateau.plateau import run_to_plateau

    digits, exact = working_digits(scale, DIGITS), Exact()
    run = case.run(scale)
    if symmetric:
        run = replace(run, start=exact_values(symmetric_part(run.start_in(exact), exact), exact))
    floor = Fraction(1, 10 ** (digits - 10))
    stopped = run_to_plateau(run, arithmetic_of(case, digits), floor)
    model = LinearRNN(*(np.array(part, dtype=float) for part in stopped.model.parts))
    return snapshot(case, float(stopped.step * case.eta), model), model


def snapshot(case: Case, time: float, model: Any) -> Snapshot:
    """What a float64 student shows; q is read off the residuals, c . R / c_0 with c the coefficients of pi^2."""
    import numpy as np

    from numerics.flow.stiff_flow import response
    from numerics.model.linear_rnn import LinearRNN
    from numerics.model.teacher import moment as teacher_moment
    from numerics.plateau.plateau_coordinates import complement_coordinates
    from numerics.plateau.residual_component import residual_component, squared_size

    g = [float(teacher_moment(case.nodes, case.weights, lag)) for lag in range(case.lag + 2)]
    deviation = response(model, case.lag + 2) - np.array(g)
    residuals = deviation[: case.length]
    q = residual_component(residuals, [float(x) for x in case.nodes])
    parts = (part.tolist() for part in model.parts)
    rows = LinearRNN(*(tuple(tuple(map(Fraction, row)) for row in part) for part in parts))
    errors = (float(deviation[-2]), float(deviation[-1]))
    complement = complement_coordinates(rows, case.modes, DIGITS)
    return Snapshot(time, q, squared_size(residuals), errors, complement)
