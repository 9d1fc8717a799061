"""Symmetric students as positive measures: what lags leave free, and how far an imperfect fit can stray."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt

from numerics.arithmetics.precision import arb_bits
from numerics.recovery.recovery import recover
from numerics.robust.robust_bound import annihilator, robust_constant
from theory.moments.discrete_measure import Measure, loss
from theory.moments.moment_sharpness import free_continuation
from theory.moments.stable_range import extreme_deviation, stable_student
from theory.moments.stable_threshold import twice_index
from verifier.cases.moment_students import numeric_response
from verifier.notebook.markdown import Shown, table
from verifier.notebook.svg import Panel, Picture, picture
from verifier.terminal.recovery_text import lines_of, pole_rows


def free_responses(teacher: Measure, pairs: Sequence[tuple[Fraction, Fraction]], horizon: int) -> list[list[Fraction]]:
    """For each (h_2n, h_{2n+1}) the response of a symmetric student that fits lags 0, ..., 2n - 1 and has these two."""
    return [numeric_response(free_continuation(teacher, pair).realization, horizon) for pair in pairs]


def free_curves(teacher: Measure, responses: Sequence[Sequence[Fraction]]) -> Picture:
    """Those responses with the teacher's, and by how much they differ from it."""
    horizon, n = len(responses[0]), len(teacher.nodes)
    curves = {f"h_{2 * n} = {r[2 * n]}, h_{2 * n + 1} = {r[2 * n + 1]}": (range(horizon), r) for r in responses}
    curves["teacher"] = (range(horizon), teacher.moments(horizon))
    title = f"symmetric, zero loss on lags 0 to {2 * n - 1}"
    return picture(Panel(curves, "lag j", "response", title, points=("teacher",)))


def robust_curves(teacher: Measure, student: Measure, length: int, rho: Fraction, horizon: int) -> Picture:
    """The error of a symmetric student at each lag, and the bound C1(j) sqrt(L) that it cannot exceed."""
    error, bound = robust_errors(teacher, student, length, rho, horizon)
    curves = {"bound": (range(horizon), bound), "error": (range(horizon), error)}
    title = f"trained on lags 0 to {length - 1}"
    return picture(Panel(curves, "lag j", "error", title, ("linear", "log"), ("error",)))


def robust_errors(
    teacher: Measure, student: Measure, length: int, rho: Fraction, horizon: int
) -> tuple[list[float], list[float]]:
    """|h_j - g_j| and C1(j) sqrt(L) for j below the horizon."""
    root = sqrt(loss(student, teacher, length))
    q = annihilator(teacher.nodes)
    errors = [abs(float(student.moment(j) - teacher.moment(j))) for j in range(horizon)]
    return errors, [float(robust_constant(j, q, (-rho, rho))) * root for j in range(horizon)]


def within(errors: Sequence[float], bounds: Sequence[float]) -> bool:
    """Whether no error exceeds its bound."""
    return all(error <= bound for error, bound in zip(errors, bounds, strict=True))


def threshold_table(teachers: Sequence[Measure]) -> Shown:
    """How many lags force the measure, without and with a spectrum in [-1, 1], and what one lag fewer leaves open."""
    rows = [
        (
            str(teacher),
            str(2 * len(teacher.nodes) + 1),
            str(twice_index(teacher.nodes) + 1),
            f"{extreme_deviation(teacher)}",
        )
        for teacher in teachers
    ]
    head = (
        "teacher (weight at node)",
        "lags, any spectrum",
        "lags, spectrum in $[-1, 1]$",
        "$h_k - g_k$ up to, at $k$ one less",
    )
    return table(head, rows)


def range_curves(teacher: Measure, shares: Sequence[Fraction], horizon: int) -> Picture:
    """Stable symmetric students with zero loss on 2 ind lags, from the teacher to the extreme of the range."""
    curves = {
        f"share {share} of the range": (
            range(horizon),
            numeric_response(stable_student(teacher, share).realization, horizon),
        )
        for share in shares
    }
    curves["teacher"] = (range(horizon), teacher.moments(horizon))
    title = f"spectrum in [-1, 1], zero loss on lags 0 to {twice_index(teacher.nodes) - 1}"
    return picture(Panel(curves, "lag j", "response", title, points=("teacher",)))


def recovered(moments: Sequence[Fraction], digits: int) -> Shown:
    """What `verifier recover` answers to these moments."""
    with arb_bits(64):
        found = recover(moments, digits)
        rows = [(node, weight) for node, _, weight in pole_rows(found)]
        lines = "\n\n".join(lines_of(found)[:5])
    answer = table(("node", "weight"), rows).markdown if rows else "No node is determined."
    return Shown(f"{answer}\n\n{lines}")
