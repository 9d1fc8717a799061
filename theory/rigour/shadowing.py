r"""How far a computed run of descent can be from the exact one, from one-step defects and bounds of the Hessian.

theta_t computed, Phi(theta) = theta - eta grad L, tau_t >= |theta_{t+1} - Phi(theta_t)|, e_t >= |theta_t - exact|.
Where Hess L lies in [-nu, beta], nu >= 0, on the ball of radius e_t about theta_t (which holds the segment to the exact
iterate),

    e_{t+1} <= max(1 + eta nu, |1 - eta beta|) e_t + tau_t.

nu = 2 sum |R_j| kappa_j and beta = 2 sum |grad h_j|^2 + nu will do, kappa_j from counting the words of C A^j B with two
letters replaced; mu_j, from three letters, bounds how fast the Hessian changes.
"""

from collections.abc import Callable
from typing import Any

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, decided, equation
from theory.rigour.word_count import (
    COUNTED_BY,
    LAG_ZERO,
    WordCount,
    lag_zero,
    mixed_products,
    second_derivative_of_scalars,
    second_words,
    third_derivative_of_scalars,
    words_become_scalars,
)

Growth = Callable[[sp.Expr, sp.Expr, sp.Expr], sp.Expr]


CITED = (
    Premise(
        "mean-value", "mean value inequality: |Phi(x) - Phi(y)| <= sup |DPhi| |x - y|, the supremum over the segment"
    ),
    *COUNTED_BY,
)
HYPOTHESES = (
    Premise(
        "norms",
        r"$\lVert A \rVert \le a$, $\lVert B \rVert \le b$, $\lVert C \rVert \le c$ where derivatives are taken",
    ),
    Premise(
        "spectrum",
        r"$\nabla^2 L$ lies in $[-\nu, \beta]$, $\nu \ge 0$, on the ball of radius $e_t$ about $\theta_t$",
    ),
    Premise("defect", r"$\tau_t \ge |\theta_{t+1} - \Phi(\theta_t)|$, $\Phi(\theta) = \theta - \eta \nabla L$"),
)


def growth(eta: sp.Expr, nu: sp.Expr, beta: sp.Expr) -> sp.Expr:
    """max(1 + eta nu, |1 - eta beta|)."""
    return sp.Max(1 + eta * nu, sp.Abs(1 - eta * beta))


def proof(words: WordCount = second_words, factor: Growth = growth) -> Derivation:
    """The bound of the second derivative, the interval of the Hessian, the recursion of the error, step by step."""
    eta, nu, beta = sp.symbols("eta nu beta", nonnegative=True)
    slopes, least = one_lag(1, 0, 0), one_lag(0, 1, 1)
    return Derivation(
        "every width, every lag, any number of inputs and outputs, every step size",
        (
            *words_become_scalars(),
            *second_derivative_of_scalars(words),
            third_derivative_of_scalars(),
            *lag_zero(),
            *mixed_products(),
            _hessian_of_the_loss(),
            *_hessian_within(),
            *_one_step(factor),
            _error_splits(),
            *_whole_run(),
        ),
        CITED,
        HYPOTHESES,
        Conclusion(
            rf"$e_{{t+1}} \le {sp.latex(factor(eta, nu, beta))} \, e_t + \tau_t$, so $e_T \le e_0 P_T + D_T$; "
            rf"$\nu = {least} \sum |R_j| \kappa_j$ and $\beta = {slopes} \sum |\nabla h_j|^2 + \nu$ will do; "
            r"$\mu_j$ bounds $D^3 h_j$",
            (
                "run",
                "start",
                "from-below",
                "from-above",
                "third-derivative",
                "two-equal",
                "all-different",
                *LAG_ZERO,
            ),
        ),
    )


def one_lag(squared_slope: Any, residual: Any, curvature: Any) -> Any:
    """The second derivative of (h_j - g_j)^2: 2 (h_j')^2 + 2 R_j h_j''; its first part is at least 0.

    >>> one_lag(9, 5, 1)
    28
    """
    return 2 * squared_slope + 2 * residual * curvature


def _hessian_of_the_loss() -> Step:
    s = sp.Symbol("s", real=True)
    h, g = sp.Function("h_j")(s), sp.Symbol("g_j")
    after = one_lag(sp.Derivative(h, s) ** 2, h - g, sp.Derivative(h, (s, 2)))
    rule = "product rule, for every lag, output and input; summed over them"
    return equation(sp.Derivative((h - g) ** 2, (s, 2)), after, rule).labelled("product-rule")


def _hessian_within() -> tuple[Step, ...]:
    r"""-2|R| kappa <= 2 p^2 + 2 R q <= 2 p^2 + 2|R| kappa when |q| <= kappa: R q = |R| kappa (u - 1), 0 <= u <= 2."""
    p, size, kappa, u, v = sp.symbols("p r_j kappa_j u v", nonnegative=True)
    rule = "r_j = |R_j|: by Cauchy-Schwarz <R_j, D^2 h_j> is r_j kappa_j times a number in [-1, 1],"
    uses = ("product-rule", "second-derivative", "cauchy-schwarz")
    return (
        at_most(
            one_lag(0, size, -kappa),
            one_lag(p**2, size, kappa * (u - 1)),
            f"{rule} u - 1 with u >= 0; p = |D h_j delta|",
        ).labelled("from-below", *uses),
        at_most(one_lag(p**2, size, kappa * (1 - v)), one_lag(p**2, size, kappa), f"{rule} 1 - v with v >= 0").labelled(
            "from-above", *uses
        ),
    )


def _one_step(factor: Growth) -> tuple[Step, ...]:
    """|1 - eta mu| <= the factor for mu in [-nu, beta]: affine in mu, so a mean of its values at the ends."""
    eta, nu, beta = sp.symbols("eta nu beta_L", positive=True)
    t = sp.Symbol("t", nonnegative=True)
    mu = -(1 - t) * nu + t * beta
    bound = factor(eta, nu, beta)

    def largest_at_the_ends() -> bool:
        return all(sp.simplify(sp.Max(bound, end) - bound) == 0 for end in (1 + eta * nu, sp.Abs(1 - eta * beta)))

    def at_ones() -> str:
        values = {eta: 1, nu: 1, beta: 1}
        worst = abs((1 + eta * nu).subs(values))
        return f"eta = nu = beta = 1, mu = -nu: |1 - eta mu| = {worst}, the factor says {bound.subs(values)}"

    return (
        equation(
            1 - eta * mu,
            (1 - t) * (1 + eta * nu) + t * (1 - eta * beta),
            "1 - eta mu is a mean of 1 + eta nu and 1 - eta beta for every eigenvalue mu = -(1 - t) nu + t beta",
        ).labelled("mean-of-the-ends", "spectrum"),
        decided(
            f"${sp.latex(bound)}$ is at least $1 + \\eta \\nu$ and at least $|1 - \\eta \\beta_L|$",
            largest_at_the_ends,
            "the norm of I - eta Hess L is its largest absolute eigenvalue",
            at_ones,
        ).labelled("factor", "mean-of-the-ends", "spectral-theorem"),
    )


def _error_splits() -> Step:
    """theta_{t+1} - exact_{t+1} = defect + (Phi(theta_t) - Phi(exact_t)): the norms of the two add up."""
    there, image, exact = sp.symbols(r"\theta_{t+1} \Phi_t \Phi^*_t")
    defect, moved = sp.symbols("X_t Y_t")
    rule = "X_t is the defect; Y_t, from Phi at theta_t and at the exact iterate, is at most the factor times e_t"
    split = {defect: there - image, moved: image - exact}
    return equation(defect + moved, there - exact, rule, split).labelled(
        "splits", "defect", "factor", "mean-value", "submultiplicativity"
    )


def _whole_run() -> tuple[Step, ...]:
    """e_T <= e_0 P_T + D_T, P_T the product of the factors q_t, D_T the defects, each amplified by later factors."""
    q, product, defects, tau, e_0, room = sp.symbols("q_T P_T D_T tau_T e_0 r", nonnegative=True)
    error = e_0 * product + defects - room
    later = "P_{T+1} = q_T P_T and D_{T+1} = q_T D_T + tau_T; e_T = e_0 P_T + D_T - r with r >= 0"
    return (
        equation(
            e_0 * product + defects, e_0, "the bound holds at T = 0", {product: sp.Integer(1), defects: sp.Integer(0)}
        ).labelled("start", "splits"),
        at_most(q * error + tau, e_0 * (q * product) + (q * defects + tau), f"induction on T: {later}").labelled(
            "run", "splits", "start"
        ),
    )
