"""From Lojasiewicz's gradient inequality, which is cited, to the length of a gradient flow, which is derived."""

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import at_most

t = sp.Symbol("t", real=True)
c, slope, power = sp.symbols("c G kappa", positive=True)
L = sp.Function("L", positive=True)(t)
slack = sp.Symbol("tau", nonnegative=True)


def path_to_the_limit(inequality: str, exponent: sp.Expr = power) -> tuple[Step, ...]:
    """|grad L| >= c L^{1 - kappa}, kappa > 0: -(L^kappa)' >= c kappa |grad L|; the length is at most L^kappa/(c kappa).

    `inequality` is the label of the premise or step that gives the inequality; `exponent` is kappa.
    """
    along = {sp.Derivative(L, t): -(slope**2), slope: c * L ** (1 - exponent) + slack}
    rule = "L' = -G^2, G = |grad L| >= c L^{1-kappa}: the rest of the path is at most L^kappa / (c kappa)"
    step = at_most(c * exponent * slope, -sp.Derivative(L**exponent, t), rule, along)
    return (step.labelled("path", inequality),)
