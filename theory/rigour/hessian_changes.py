r"""How fast the Hessian of the loss can change: a bound of the third derivative on a ball of students.

With gamma_j, kappa_j, mu_j bounds of the first three derivatives of h_j where |A| <= a, |B| <= b, |C| <= c, and
rho_j >= |R_j|, in every direction of norm 1

    |D^3 L| <= 2 sum_j (3 gamma_j kappa_j + rho_j mu_j),

so the Hessians of two students at the distance s differ by at most s times this (spectral norm). On the ball of radius
r about theta, rho_j = |R_j(theta)| + r gamma_j will do.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation
from theory.rigour.word_count import (
    COUNTED_BY,
    LAG_ZERO,
    first_derivative_of_scalars,
    lag_zero,
    mixed_products,
    second_derivative_of_scalars,
    second_words,
    third_derivative_of_scalars,
    words_become_scalars,
)

CITED = (
    *COUNTED_BY,
    Premise("mean-value", "mean value inequality: |f(x) - f(y)| <= sup |Df| |x - y|, the supremum over the segment"),
    Premise(
        "diagonal",
        "Banach: a symmetric multilinear form on a Euclidean space has its norm on the diagonal, sup |T[v, ..., v]|",
    ),
)
HYPOTHESES = (
    Premise(
        "norms",
        r"$\lVert A \rVert \le a$, $\lVert B \rVert \le b$, $\lVert C \rVert \le c$ on the ball of radius $r$",
    ),
)


def proof(products: int = 3) -> Derivation:
    """The bound of D^3 L with `products` times gamma_j kappa_j; a control asks for fewer."""
    gamma, kappa, rho, mu = sp.symbols("gamma_j kappa_j rho_j mu_j", nonnegative=True)
    bound = 2 * products * gamma * kappa + 2 * rho * mu
    return Derivation(
        "every width, every lag, any number of inputs and outputs",
        (
            *words_become_scalars(),
            first_derivative_of_scalars(),
            *second_derivative_of_scalars(second_words),
            third_derivative_of_scalars(),
            *lag_zero(),
            *mixed_products(),
            _product_rule(),
            *_bounded(bound),
            _residual_on_the_ball(),
        ),
        CITED,
        HYPOTHESES,
        Conclusion(
            rf"$|D^3 L| \le \sum_j ({sp.latex(bound)})$ with $\rho_j = |R_j(\theta)| + r \gamma_j$, and $s$ times it "
            r"bounds how far Hessians at the distance $s \le r$ differ",
            (
                "from-above",
                "from-below",
                "residual",
                "two-equal",
                "all-different",
                *LAG_ZERO,
            ),
        ),
    )


def _product_rule() -> Step:
    s = sp.Symbol("s", real=True)
    h, g = sp.Function("h_j")(s), sp.Symbol("g_j")
    first, second, third = (sp.Derivative(h, (s, order)) for order in (1, 2, 3))
    after = 6 * first * second + 2 * (h - g) * third
    rule = "product rule along a line, for every lag, output and input; summed over them"
    return equation(sp.Derivative((h - g) ** 2, (s, 3)), after, rule).labelled("product-rule")


def _bounded(bound: sp.Expr) -> tuple[Step, ...]:
    """6 p q + 2 R t where |p| <= gamma, |q| <= kappa, |R| <= rho, |t| <= mu: each product is 1 - u of its bound."""
    gamma, kappa, rho, mu = sp.symbols("gamma_j kappa_j rho_j mu_j", nonnegative=True)
    u, v = sp.symbols("u v", nonnegative=True)
    rule = "by Cauchy-Schwarz <D h, D^2 h> is gamma kappa (1 - u) and <R, D^3 h> is rho mu (1 - v) in size, u, v >= 0;"
    uses = ("product-rule", "first-derivative", "second-derivative", "third-derivative", "cauchy-schwarz", "diagonal")
    sized = 6 * gamma * kappa * (1 - u) + 2 * rho * mu * (1 - v)
    return (
        at_most(sized, bound, f"{rule} from above").labelled("from-above", *uses, "mean-value"),
        at_most(-bound, -sized, f"{rule} from below").labelled("from-below", *uses, "mean-value"),
    )


def _residual_on_the_ball() -> Step:
    size, gamma, r, w = sp.symbols("R_j gamma_j r w", nonnegative=True)
    rule = "mean value inequality: R_j moves by r gamma_j (1 - w) at most, w >= 0, and R_j stands for |R_j(theta)|"
    return at_most(size + r * gamma * (1 - w), size + r * gamma, rule).labelled(
        "residual", "first-derivative", "mean-value"
    )
