r"""A diagonal student trained on its last lag alone: a conserved quantity, and the limit it leaves.

Let A = diag(a_1, ..., a_d) be trained alone, B = C^T = (1, ..., 1)^T, on one lag l >= 3, so h_l = sum_i a_i^l. With
p = l - 2 the flow of L = (h_l - g_l)^2 is a_i' = -2 l R a_i^(p+1): one factor for all i. So for positive a_i

    a_i^(-p) = y_i - c(t),   y_i = a_i(0)^(-p),   c' = -2 l p R,   R = sum_i (y_i - c)^(-l/p) - g_l,

and R increases in c < min y_i from -g_l to oo: c tends to its one zero. The label of another lag, lag 1 say, adds the
same number to every a_i', and the differences of the a_i^(-p) are no longer constant.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import equation, less, same_powers

p, g = sp.symbols("p g", positive=True)
a, gap = sp.symbols("a_i Delta", positive=True)
rate, R, rest = sp.symbols("r R S", real=True)
y, c = sp.symbols("y_i c", real=True)

SCALAR = Premise(
    "scalar",
    "a scalar equation c' = -f(c) with a smooth increasing f that has a zero: every solution tends to it monotonely",
)
INTERMEDIATE = Premise("intermediate-value", "a continuous increasing function from -g to oo has exactly one zero")
MODEL = Premise(
    "model",
    r"$A = \mathrm{diag}(a_1, \ldots, a_d)$ is trained alone, $B = C^T = (1, \ldots, 1)^T$: $h_j = \sum_i a_i^j$",
)
START = Premise("start", r"$a_i(0) > 0$ for every $i$")
LAG = Premise("lag", r"$L = (h_\ell - g_\ell)^2$ with one lag $\ell = p + 2$, $p \ge 1$, and $g_\ell > 0$")


def poisoning_proof(extra: sp.Expr | int = 0) -> Derivation:
    """The conserved differences and the limit. A control adds `extra` to every a_i', as the label of lag 1 does."""
    return Derivation(
        "every d, every lag l >= 3, every positive start",
        (*_flow(), *_conserved(extra), *_limit()),
        (SCALAR, INTERMEDIATE),
        (MODEL, START, LAG),
        Conclusion(
            r"every $a_i^{-(\ell-2)} - a_l^{-(\ell-2)}$ is constant, and "
            r"$a_i \to (a_i(0)^{-(\ell-2)} - c)^{-1/(\ell-2)}$ with the one $c$ for which $h_\ell = g_\ell$",
            ("difference", "limit", "increasing", "scalar", "intermediate-value"),
        ),
    )


def _flow() -> tuple[Step, ...]:
    """One factor r = -2 l R for all i."""
    loss = (a ** (p + 2) + rest - g) ** 2
    slope = -2 * (p + 2) * (a ** (p + 2) + rest - g) * a ** (p + 1)
    return (
        same_powers(-sp.Derivative(loss, a), slope, "S the other terms of h_l: R = a_i^l + S - g_l", "a_i'").labelled(
            "flow", "model", "lag"
        ),
    )


def _conserved(extra: sp.Expr | int) -> tuple[Step, ...]:
    """(a_i^-p)' is the same for all i."""
    velocity = rate * a ** (p + 1) + extra
    moved = -p * a ** (-p - 1) * velocity
    by_hand = "p = 1, r = 0, one added to every a_i': a = (1, 2) has (1/a_i)' = -1 and -1/4"
    return (
        same_powers(moved, -p * rate, "a_i' = r a_i^(p + 1), r = -2 l R the same for all i", "(a_i^{-p})'")
        .refuted_by(by_hand)
        .labelled("rate", "flow", "start"),
        equation(
            -p * rate - (-p * rate), sp.Integer(0), "so differences stand still", name="(a_i^{-p} - a_l^{-p})'"
        ).labelled("difference", "rate"),
    )


def _limit() -> tuple[Step, ...]:
    """a_i^-p = y_i - c with one c, c' = p r = -2 l p R; and R increases in c."""
    residual = sp.Symbol("R", real=True)
    term = gap ** (-(p + 2) / p)
    return (
        equation(
            p * rate, -2 * p * (p + 2) * residual, "a_i^-p = y_i - c: c' = p r", {rate: -2 * (p + 2) * residual}, "c'"
        ).labelled("c-moves", "rate", "flow"),
        same_powers(
            (gap ** (-1 / p)) ** (p + 2), term, "Delta = y_i - c > 0, a_i = Delta^(-1/p): its part of h_l", "a_i^{l}"
        ).labelled("limit", "c-moves"),
        less(
            sp.Integer(0),
            (p + 2) / p * gap ** (-(p + 2) / p - 1),
            "the derivative of that part in c = y_i - Delta: R increases, from -g_l to oo as c tends to min y_i",
        ).labelled("increasing", "limit"),
    )


def moved_differences(a: Sequence[Fraction], lag: int, lag_1: bool) -> list[Fraction]:
    """d/dt (a_i^-p - a_1^-p), p = lag - 2, by the flow on the lag with the label 1, and on lag 1 too if asked for.

    >>> moved_differences([Fraction(1), Fraction(2)], 3, lag_1=True)
    [Fraction(0, 1), Fraction(-3, 1)]
    """
    p, of_lag, of_1 = lag - 2, sum(x**lag for x in a) - 1, (sum(a) - 1 if lag_1 else 0)
    moved = [-p * (-2 * lag * of_lag * x ** (lag - 1) - 2 * of_1) / x ** (p + 1) for x in a]
    return [value - moved[0] for value in moved]
