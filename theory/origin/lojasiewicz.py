"""From Lojasiewicz's gradient inequality, which is cited, to the length of a gradient flow, which is derived."""

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import at_most, equation


def path_to_the_limit() -> tuple[Step, ...]:
    """|grad L| >= c L^a, a < 1: (L^{1-a})' <= -c (1 - a) |grad L|, so the length is at most L^{1-a}/(c (1 - a))."""
    t, c, slope, power = sp.symbols("t c G a", positive=True)
    L = sp.Function("L")(t)
    size, gap = sp.Symbol("L", positive=True), sp.Symbol("tau", nonnegative=True)
    rate = sp.diff(L ** (1 - power), t).subs(sp.diff(L, t), -(slope**2)).subs(L, size)
    inequality = {slope: c * size**power + gap}
    return (
        equation(
            sp.simplify(rate),
            -(1 - power) * slope**2 / size**power,
            "the flow: L' = -G^2, G = |grad L|",
            name=r"\frac{d}{dt} L^{1 - a}",
        ),
        at_most(
            c * size**power * slope,
            slope**2,
            "G >= c L^a: the rest of the path is at most L^{1-a}/(c (1 - a)), small with L; at its end G = 0, so L = 0",
            inequality,
        ),
    )
