r"""The sign of the next mode at a saddle is the sign of g_0 - h_0: locally, from the linear flow of `every_saddle`.

Off the learnt block the response changes, to second order, by y_L y_R at lag 0 and by terms in a_i^j and j a_i^{j-1}:
a mode of node 0 with the weight y_L y_R appears beside nodes that move. With y_+ = y_R + y_L^T and y_- = y_R - y_L^T

    y_L y_R = (|y_+|^2 - |y_-|^2)/4 = (e^{2 lambda t} |y_+(0)|^2 - e^{-2 lambda t} |y_-(0)|^2)/4

along the linear flow, and so ends with the sign of lambda_m = 2 (g_0 - h_0) (1 + sum_i s_i / a_i^2).
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import equation, less
from theory.kernel.sums import termwise

e = sp.Symbol("e", integer=True, positive=True)
p = sp.Symbol("p", integer=True)
y_L, y_R, y_plus, y_minus = (sp.IndexedBase(name) for name in ("y^L", "y^R", "y^+", "y^-"))
t, rate, g_0, h_0 = sp.symbols("t lambda g_0 h_0", real=True)
P, M, delta = sp.symbols("P M delta", positive=True)
s_2 = sp.Symbol("s", nonnegative=True)

LINEAR = Premise(
    "linear",
    r"`every-saddle` at $N = 0$: to first order $y_R' = \lambda_m y_L^T$, $(y_L^T)' = \lambda_m y_R$, "
    r"$\lambda_m = 2 (g_0 - h_0)(1 + s)$, $s = \sum_i s_i / a_i^2$ with $s_i = b_i^2$",
)
WEIGHT = Premise(
    "weight",
    r"`every-saddle` at $N = 0$, where $R_N = I$: to second order the response changes by $y_L y_R$ at lag 0 and by "
    r"terms in $a_i^j$ and $j a_i^{j-1}$, that is, a mode of node 0 and weight $y_L y_R$ appears",
)
GROWS = Premise("grows", r"$y_+ \ne 0$ at the start where $g_0 > h_0$, $y_- \ne 0$ where $g_0 < h_0$")
INERTIA = Premise(
    "inertia",
    "a Hankel matrix of distinct nodes is K^T diag(weights) K with K of full rank: by Sylvester's law it has as many "
    "positive and negative eigenvalues as there are positive and negative weights",
)


def sign_law_proof(mirrored: int = 1, mass: sp.Expr = delta) -> Derivation:
    """The weight of the next mode along the linear flow, and its final sign, for every m, d, k and all signs.

    A control takes y_R + y_L^T for y_- too (`mirrored` = -1), or another g_0 - h_0 (`mass`).
    """
    return Derivation(
        "every m >= 0, every d > m, every k, any signs of the weights; the linear flow",
        (*_product(mirrored), *_in_time(), *_sign(mass)),
        (INERTIA,),
        (LINEAR, WEIGHT, GROWS),
        Conclusion(
            r"along the linear flow the weight $y_L y_R$ of the next mode is "
            r"$\frac14 (e^{2 \lambda_m t} |y_+(0)|^2 - e^{-2 \lambda_m t} |y_-(0)|^2)$; from some time on its sign, "
            r"and so that of the eigenvalue which the Hankel matrix gains, is the sign of $g_0 - h_0$",
            ("in-time", "finally-positive", "finally-negative", "of-the-deficit", "below", "inertia"),
        ),
    )


def _product(mirrored: int) -> tuple[Step, ...]:
    """y_L y_R by the two combinations, entry by entry."""
    each = (p, 1, e)
    sums = {y_plus[p]: y_R[p] + y_L[p], y_minus[p]: y_R[p] - mirrored * y_L[p]}
    return (
        termwise(
            sp.Sum(y_L[p] * y_R[p], each),
            sp.Sum((y_plus[p] ** 2 - y_minus[p] ** 2) / 4, each),
            "y_+ = y_R + y_L^T, y_- = y_R - y_L^T, for each of the e = d - m unused directions",
            sums,
        ).labelled("product", "weight"),
    )


def _in_time() -> tuple[Step, ...]:
    """The linear flow multiplies y_+ by e^{lambda t} and y_- by e^{-lambda t}."""
    grown, shrunk = P * sp.exp(rate * t), M * sp.exp(-rate * t)
    moved = "so this solves the linear flow, P = |y_+(0)|"
    return (
        equation(sp.Derivative(grown, t), rate * grown, f"y_+' = lambda y_+: {moved}").labelled("plus", "linear"),
        equation(sp.Derivative(shrunk, t), -rate * shrunk, "y_-' = -lambda y_-: and this, M = |y_-(0)|").labelled(
            "minus", "linear"
        ),
        equation(
            (grown**2 - shrunk**2) / 4,
            sp.exp(-2 * rate * t) * (P**2 * sp.exp(4 * rate * t) - M**2) / 4,
            "the weight at time t",
            name="y_L y_R",
        ).labelled("in-time", "product", "plus", "minus"),
    )


def _sign(mass: sp.Expr) -> tuple[Step, ...]:
    """Where P^2 e^{4 lambda t} = M^2 + delta the weight is positive; where it is M^2/(1 + delta), negative."""
    X, factor = sp.Symbol("X", positive=True), sp.Symbol("E", positive=True)
    weight, Gamma = factor * (P**2 * X - M**2) / 4, 1 + s_2
    up = "E = e^{-2 lambda t} > 0; X = e^{4 lambda t} grows beyond all bounds where lambda > 0: once X > M^2/P^2"
    down = "and X falls to 0 where lambda < 0: once X < M^2/P^2"
    by_hand = "m = 0, g_0 = h_0 = 0: lambda_0 = 0, no sign is singled out"
    return (
        less(sp.Integer(0), weight, up, {X: (M**2 + delta) / P**2}).labelled("finally-positive", "in-time", "grows"),
        less(weight, sp.Integer(0), down, {X: M**2 / ((1 + delta) * P**2)}).labelled(
            "finally-negative", "in-time", "grows"
        ),
        less(sp.Integer(0), 2 * (g_0 - h_0) * Gamma, "lambda_m > 0 where g_0 > h_0", {g_0: h_0 + mass})
        .refuted_by(by_hand)
        .labelled("of-the-deficit", "linear"),
        less(2 * (g_0 - h_0) * Gamma, sp.Integer(0), "lambda_m < 0 where g_0 < h_0", {g_0: h_0 - mass})
        .refuted_by(by_hand)
        .labelled("below", "linear"),
    )
