r"""Where the student lacks mass beyond [-1, 1]: for odd k everywhere, for even k up to the one real zero of t.

With the notation of `mass_deficit`, P = pi_a^2 t is 1 less a combination of (a_i^j) and (j a_i^j), j < k. So

    P(z) prod_i (1 - a_i z)^2 = A(z) + z^k B(z),     deg A <= 2m,   deg B <= 2m - 1,

with the zeros a_i and 1/a_i, twice each: 4m of them, beside those of t. Descartes' rule for z and -z together allows
4m where k is odd and 4m + 1 where it is even. If all a_i > 0, Descartes' rule for z alone allows 4m positive zeros.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation, less
from theory.moments.lag_sets import DESCARTES
from theory.saddles.zero_count import cost, counting_steps

m, k = sp.symbols("m k", integer=True, positive=True)
half = sp.Symbol("K", integer=True, nonnegative=True)
x = sp.Symbol("x", real=True)

COMPLEMENT = Premise(
    "complement",
    "what is orthogonal to V, of dimension k - 2m, is spanned by (a_i^j) and (j a_i^j), as v(a_i) = v'(a_i) = 0 for v "
    "in V, and these 2m vectors are independent (Hermite)",
)
BELOW = Premise(
    "mass-deficit",
    "the claim mass-deficit: g_0 - h_0 = sum_l w_l pi_a(x_l)^2 t(x_l), and t > 0 on [-1, 1]; if all terms are 0 where "
    "t(x_l) > 0 and w_l >= 0, then R = 0",
)
NODES = Premise("nodes", r"the student's nodes $a_i$ are real, distinct and not 0, $m \ge 1$, $k > 2m$")
ODD = Premise("odd", r"for the whole line: $k$ is odd")
ONE_SIGN = Premise("one-sign", r"for the half-line: every $a_i > 0$")
TEACHER = Premise("teacher", r"every $w_l \ge 0$, some $R_j \ne 0$, and $t(x_l) > 0$ for every $l$")
INTERMEDIATE = Premise("intermediate-value", "intermediate values: t > 0 on [-1, 1] and beyond, up to a zero")
TWO_ENDS = "exponents 0..2m and k..k+2m-1, k > 2m; x = (-1)^(k - 2m) = (-1)^k"


def sharp_deficit_proof(lags: sp.Expr = 2 * half + 1, negative: int = 0) -> Derivation:
    """No real zero of t for k = `lags`, odd; at most one for even k, which is negative where no a_i is.

    A control takes an even k for the first, or lets `negative` of the a_i be negative for the last.
    """
    return Derivation(
        "every m >= 1, every k > 2m, any signs of the a_i",
        (*_numerators(), *counting_steps(), *_zeros(lags), _positive(negative), _term()),
        (COMPLEMENT, DESCARTES, BELOW, INTERMEDIATE),
        (NODES, ODD, ONE_SIGN, TEACHER),
        Conclusion(
            r"$t > 0$ on the real line for odd $k$; for even $k$ it has at most one real zero, simple and outside "
            r"$[-1, 1]$, and $t > 0$ on $[0, \infty)$ if every $a_i > 0$; and $h_0 < g_0$ where $t > 0$ at the "
            "teacher's nodes",
            ("odd-k", "even-k", "half-line", "intermediate-value", "terms"),
        ),
    )


def _numerators() -> tuple[Step, ...]:
    """(1 - y)^2 times sum_j (kappa + mu j) y^j, y = a z, has the powers 0, 1, k, k + 1 only."""
    j, kappa, mu, degree = sp.symbols("j kappa mu D")

    def factor(at: sp.Expr) -> sp.Expr:
        return kappa + mu * at

    middle = "the coefficient of y^j, 2 <= j < k, in (1 - y)^2 sum_(j < k) (kappa + mu j) y^j, y = a_i z"
    others = "times the factors (1 - a_l z)^2 of the other nodes: powers 0..2m-1 and k..k+2m-1"
    return (
        equation(factor(j) - 2 * factor(j - 1) + factor(j - 2), sp.Integer(0), middle, name="[y^j]").labelled(
            "middle", "complement", "nodes"
        ),
        equation(degree + 2 * (m - 1), 2 * m - 1, others, {degree: sp.Integer(1)}).labelled("others", "middle"),
    )


def _zeros(lags: sp.Expr) -> tuple[Step, ...]:
    """The zeros that are there, and those that the gaps allow."""
    i = sp.Symbol("i", integer=True)
    one = cost(sp.Integer(-1))
    gaps = sp.Sum(one, (i, 1, 2 * m)) + cost(x) + sp.Sum(one, (i, 1, 2 * m - 1))
    by_hand = "m = 1, a = 1, k = 4: t = (3 + 2x)/10 is 0 at -3/2"
    return (
        equation(4 * m, sp.Sum(2 + 2, (i, 1, m)), "the zeros a_i and 1/a_i, twice each, beside those of t").labelled(
            "zeros", "others"
        ),
        equation(gaps, 4 * m - 1 + cost(x), TWO_ENDS).labelled("gaps", "merged", "others"),
        less(4 * m - 1 + cost(x), 4 * m + 1, "odd k: no zero of t is left", {x: sp.Pow(-1, lags - 2 * m)})
        .refuted_by(by_hand)
        .labelled("odd-k", "zeros", "gaps", "odd"),
        less(
            4 * m - 1 + cost(x), 4 * m + 2, "even k: at most one, as it counts with multiplicity", {x: sp.Integer(1)}
        ).labelled("even-k", "zeros", "gaps"),
    )


def _positive(negative: int) -> Step:
    """For a_i > 0 all 4m zeros are positive, and 4m + 1 terms change sign 4m times at most."""
    rule = "every a_i > 0: 4m + 1 terms, 4m changes of sign; one more positive zero, of t, would be too many"
    step = less(4 * m, 4 * (m - negative) + 1, rule)
    by_hand = "m = 1, a = -1, k = 4: t = (3 - 2x)/10 is 0 at 3/2"
    return step.refuted_by(by_hand).labelled("half-line", "zeros", "one-sign", "descartes")


def _term() -> Step:
    """Where t > 0 at the teacher's nodes no term of the sum is negative."""
    weight, at_node = sp.Symbol("w_l", nonnegative=True), sp.Symbol("pi_l", real=True)
    of_t = sp.Symbol("t_l", positive=True)
    rule = "no term of g_0 - h_0 is negative, and they are not all 0 where R is not: h_0 < g_0"
    return at_most(sp.Integer(0), weight * at_node**2 * of_t, rule).labelled("terms", "mass-deficit", "teacher")
