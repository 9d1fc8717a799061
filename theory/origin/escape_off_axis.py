r"""Leaving the saddle at zero: what grows off the axis e of u_0, and why no estimate can fail before |u| = delta.

Here c = 4 Gamma (1 + m); Xi is the supremum of xi, and y_0 = |A_0| + c int |u||v| = O(eps). The rest of the notation is
that of `escape`.
"""

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import at_most, equation
from theory.origin.escape import BOTH, SUM_0, SUM_1, Gamma, T, Y, alpha, delta, m, slack, squares, u, v, w, xi


def off_axis_steps() -> tuple[Step, ...]:
    """The estimates of xi and |Y|, then the first exit."""
    return (*_equations(), *_closed_loop(), _first_exit())


def _equations() -> tuple[Step, ...]:
    """xi' <= c (|Y| + alpha xi) and |Y|' <= c (xi |u|^2 + |u||v| + 2 (1 + m)|Y||u|^2)."""
    reach = 4 * Gamma * (1 + m)
    off, along = sp.symbols("q b", nonnegative=True)
    sizes = {off: (xi * u + v) / sp.sqrt(2), along: (1 + m) * u / sp.sqrt(2)}
    return (
        equation(
            2 * Gamma * (SUM_0 / alpha) * Y * (u + m * u),
            reach * Y * u,
            "the lags j >= 1 of (I - e e^T) u' add up to the source of xi",
        ).labelled("xi-source", "off-axis-u-lag", "sum-0", "v-below-u"),
        equation(
            2 * 2 * Gamma * (SUM_0 / alpha * off * along + SUM_1 * Y * along**2),
            reach * ((xi * u + v) * u + 2 * (1 + m) * Y * u**2),
            "|Y'| <= |P A'| + |A' P|, P = I - e e^T: |P C^T|, |P B| are at most q, and |B|, |C| at most b",
            sizes,
        ).labelled("Y-source", "off-axis-A-first", "off-axis-A-rest", "axis-parts", "sum-0", "sum-1", "v-below-u"),
    )


def _closed_loop() -> tuple[Step, ...]:
    """Xi is at most 4 c y_0 T + Xi / 2: both xi and |Y| are O(eps log 1/eps)."""
    y_0, Xi = sp.symbols("y_0 Xi", nonnegative=True)
    c = sp.Symbol("c", positive=True)
    return (
        equation(
            2 * (y_0 + c * Xi * squares),
            2 * y_0 + c / w * Xi * u**2,
            "exp(2 c (1 + m) delta^2/(2 w)) <= 2 for small delta: |Y| <= 2 (y_0 + c int xi |u|^2)",
            {squares: u**2 / (2 * w)},
        ).labelled("Y-bound", "Y-source", "int-u", "int-uv", "comparison", "small"),
        equation(
            2 * c * (2 * y_0 * T + c / w * Xi * squares),
            4 * c * y_0 * T + c**2 * delta**2 / w**2 * Xi,
            "exp(c int alpha) <= 2 for small delta and eps: xi <= 2 c int |Y|",
            {squares: delta**2 / (2 * w)},
        ).labelled("xi-bound", "xi-source", "Y-bound", "A-grows", "comparison", "small"),
        at_most(
            Xi,
            8 * c * y_0 * T,
            "c^2 delta^2 <= w^2/2: Xi <= 4 c y_0 T + Xi/2, so it is of order eps log(1/eps)",
            {y_0: (Xi / 2 + slack) / (4 * c * T)},
        ).labelled("xi-small", "xi-bound", "small"),
    )


def _first_exit() -> Step:
    """The estimates assume alpha <= mu = min(1/2, w / (2 c)) and |v| <= m |u|: neither can fail first."""
    mu = sp.Symbol("mu", positive=True)
    step = equation(
        2 * Gamma * BOTH / w * delta**2,
        mu / 4,
        "for this delta or less and alpha_0 <= mu/4, alpha <= mu/2 < mu up to |u| = delta; and |v| <= m |u| is kept",
        {delta: sp.sqrt(w * mu / (8 * Gamma * BOTH))},
    )
    return step.labelled("A-stays-small", "A-grows", "v-below-u", "small")
