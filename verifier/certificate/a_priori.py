"""What training-time quantities alone promise: C1 sqrt(L) + C2 asymmetry^2, beside the error that was certified."""

from collections.abc import Mapping
from fractions import Fraction

from numerics.arithmetics.bounds import Bounds, root
from numerics.arithmetics.exact import Exact
from numerics.arithmetics.rationals import ball
from numerics.model.linear_rnn import in_arithmetic
from numerics.rigour.power_bounds import rounded_up
from numerics.rigour.response_error import Ball
from numerics.robust.near_symmetric_bound import extrapolation_constants, segment_norms
from numerics.robust.robust_bound import annihilator
from verifier.problem.problem import Problem

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
    nodes, model, radius = _nodes(problem), state.model, state.radius
    student = in_arithmetic(model, Exact())
    norms = segment_norms(student).within(ball(radius))
    constants = extrapolation_constants(lag, problem.training.length, annihilator(nodes), norms)
    loss = root(found["loss"], 64).upper
    return rounded_up(constants.C1 * loss + constants.C2 * found["asymmetry"].upper ** 2)


def _hindrance(problem: Problem, lag: int) -> str:
    if "nodes" not in problem.teacher.source:
        return "the teacher is not given by nodes and weights"
    if any(Fraction(str(weight)) <= 0 for weight in problem.teacher.source["weights"]):  # type: ignore[attr-defined]
        return "a weight of the teacher is negative"
    if problem.training.length <= 2 * len(_nodes(problem)):
        return "training on k > 2n lags is needed"
    return f"lag {lag} is beyond {LAST_LAG}" if lag > LAST_LAG else ""


def _nodes(problem: Problem) -> list[Fraction]:
    nodes = problem.teacher.source["nodes"]
    return [Fraction(str(node)) for node in nodes] if isinstance(nodes, list) else []
