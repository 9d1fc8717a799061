"""Two flows known in full: a saddle, where the bound of the error is attained, and one mode, a logistic curve."""

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import equation

t, nu = sp.symbols("t nu", nonnegative=True)


def sharpness_steps() -> tuple[Step, ...]:
    """L = -nu x^2 / 2: two flows part as e^{nu t}, so nu cannot be dropped or made smaller."""
    start, x = sp.Symbol("E_0", positive=True), sp.Symbol("x")
    loss, error = -nu * x**2 / 2, start * sp.exp(nu * t)
    return (
        equation(
            sp.Derivative(error, t),
            -sp.Subs(sp.Derivative(loss, x), x, error),
            "e(t) = E_0 e^{nu t} solves e' = -L'(e) for L = -nu x^2/2: the bound is attained on a saddle",
        ).labelled("saddle-flow", "solves"),
        equation(sp.Derivative(loss, (x, 2)), -nu, "the curvature of that L is -nu").labelled(
            "saddle-curvature", "saddle-flow"
        ),
    )


def one_mode_steps() -> tuple[Step, ...]:
    """d = m = p = k = 1, B = C = b, A = 0: b' = 2 (g - b^2) b, and b^2 is a logistic curve: a flow known in full."""
    b, g, first = sp.symbols("b g b_0", positive=True)
    B, C = sp.symbols("B C")
    curve = g / (1 + (g / first**2 - 1) * sp.exp(-4 * g * t))
    slope = -sp.Subs(sp.Derivative((B * C - g) ** 2, B), (B, C), (b, b))
    return (
        equation(slope, 2 * (g - b**2) * b, "the flow -dL/dB on B = C = b").labelled("one-mode-slope"),
        equation(
            sp.Derivative(curve, t), 4 * curve * (g - curve), "the logistic curve b^2 solves (b^2)' = 4 b^2 (g - b^2)"
        ).labelled("logistic", "one-mode-slope"),
        equation(sp.Subs(curve, t, 0), first**2, "the curve starts at b_0^2").labelled("logistic-start", "logistic"),
    )
