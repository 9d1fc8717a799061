"""What training-time quantities alone promise: C1 sqrt(L) + C2 asymmetry^2, beside the error that was certified."""

from collections.abc import Mapping
from fractions import Fraction

from flint import fmpq_poly

from numerics.arithmetics.bounds import Bounds, root
from numerics.arithmetics.exact import Exact
from numerics.arithmetics.rationals import ball
from numerics.model.linear_rnn import in_arithmetic
from numerics.model.teacher import response_of
from numerics.moments.berlekamp_massey import shortest_recurrence
from numerics.rigour.power_bounds import rounded_up
from numerics.rigour.response_error import Ball
from numerics.robust.constants import square_annihilator
from numerics.robust.near_symmetric_bound import extrapolation_constants, segment_norms
from verifier.problem.problem import Problem
from verifier.problem.scope import modes_of, outside_the_theory

LAST_LAG = 200
"""Beyond it the constants take longer than the run."""


def a_priori_bound(problem: Problem, state: Ball, found: Mapping[str, Bounds], lag: int) -> Fraction | str:
    r"""What training-time quantities alone promise: $C_1 \sqrt{L} + C_2 \|\theta_a\|^2 \ge |h_j - g_j|$.

    It holds for one input and one output, a positive measure with n nodes as teacher, and k > 2n lags of training.

    Args:
        problem: the teacher and the number of lags trained on.
        state: the certified ball of students.
        found: certified enclosures, of which the loss and the asymmetry are read.
        lag: j.

    Returns:
        An upper bound, exact; or the reason why there is none.
    """
    reason = _hindrance(problem, lag)
    if reason:
        return reason
    model, radius = state.model, state.radius
    student = in_arithmetic(model, Exact())
    norms = segment_norms(student).within(ball(radius))
    constants = extrapolation_constants(lag, problem.training.length, _square(problem), norms)
    loss = root(found["loss"], 64).upper
    return rounded_up(constants.C1 * loss + constants.C2 * found["asymmetry"].upper ** 2)


def _hindrance(problem: Problem, lag: int) -> str:
    modes = modes_of(problem.teacher)
    if modes is None:
        return "the teacher's modes are not counted: it has several inputs or outputs, or is a list of lags"
    if not modes.positive:
        return outside_the_theory(problem.teacher, problem.training.length)[0]
    if problem.training.length < modes.lags_needed:
        return "training on k > 2n lags is needed"
    return f"lag {lag} is beyond {LAST_LAG}" if lag > LAST_LAG else ""


def _square(problem: Problem) -> fmpq_poly:
    """P^2, P the characteristic polynomial of the teacher's recurrence."""
    modes = modes_of(problem.teacher)
    assert modes is not None
    g = [value[0][0] for value in response_of(problem.teacher.known, modes.lags_needed)]
    return square_annihilator(shortest_recurrence(g).polynomial)
