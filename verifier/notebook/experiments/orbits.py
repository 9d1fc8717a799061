"""Least norm along an orbit, Newton's way to it, and the cycle that is balanced and does not extrapolate."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from mpmath import exp, log, mpf, workdps

from numerics.arithmetics.protocol import exact_rows
from numerics.model.linear_rnn import LinearRNN
from numerics.orbit.norm_balance import NormBalanced, norm_balance
from theory.model.linear_rnn import impulse_response
from theory.orbit.balanced_cycle import cycle
from verifier.notebook.markdown import Shown, table
from verifier.notebook.svg import Panel, Picture, picture


def model(A: list[list[int]], B: list[list[int]], C: list[list[int]]) -> LinearRNN[Any]:
    """A model of integers."""
    return LinearRNN(*map(exact_rows, (A, B, C)))


def balanced(found: LinearRNN[Any], digits: int) -> NormBalanced:
    """The least-norm representative, to this many digits."""
    return norm_balance(found, digits)


def least_norm_curves(b: int, c: int, digits: int, start: LinearRNN[Any]) -> Picture:
    """norm^2 along the orbit of A = 0, B = b, C = c (Q = 0 where it is least); the residuals of Newton's method."""
    shifts = [log(mpf(c) / b) / 2 + mpf(i) / 40 for i in range(-40, 41)]
    norms = [b**2 * exp(2 * s) + c**2 * exp(-2 * s) for s in shifts]
    Q = [b**2 * exp(2 * s) - c**2 * exp(-2 * s) for s in shifts]
    with workdps(2 * digits):
        residuals = [r for r in norm_balance(start, digits).residuals if r > mpf(10) ** -digits]
    return picture(
        Panel({"norm squared": (shifts, norms), "Q": (shifts, Q)}, "s", "", f"the orbit of B = {b}, C = {c}"),
        Panel({"|Q| / norm squared": (range(len(residuals)), residuals)}, "Newton step", "", "", ("linear", "log")),
    )


def cycle_curves(widths: Sequence[int], horizon: int) -> Picture:
    """The responses of the balanced cycles, which all fit g = (1, 0, 0, ...) on as many lags as they are wide."""
    panels = {}
    for width in widths:
        responses = impulse_response(cycle(width), horizon)
        panels[f"cycle, d = {width}"] = (range(horizon), [Fraction(int(h[0, 0])) for h in responses])
    panels["teacher"] = (range(horizon), [Fraction(int(j == 0)) for j in range(horizon)])
    return picture(
        *(
            Panel({name: curve, "teacher": panels["teacher"]}, "lag j", "response", name, points=(name, "teacher"))
            for name, curve in list(panels.items())[:-1]
        )
    )


def signature_table(models: dict[str, LinearRNN[Any]], digits: int) -> Shown:
    """What norm_balance finds for each model: how balanced, and how many +1 and -1 in its signature."""
    rows = []
    for name, start in models.items():
        found = norm_balance(start, digits)
        signs = found.signature.inertia if found.signature else None
        counted = f"{signs.positive} and {signs.negative}" if signs else "none: the response is not symmetric"
        rows.append((name, "yes" if found.balanced else "no", counted))
    return table(("model", f"balanced to {digits} digits", "+1 and -1 in S"), rows)
