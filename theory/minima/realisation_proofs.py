r"""Why fewer than k + 1 - n states that fit k lags extrapolate, and why from that width on they need not.

Both proofs compare two rational functions whose difference has a numerator of known degree. Impulse responses are
expanded in powers of 1/x: H(x) = sum_j h_j x^{-j-1}, so agreeing on k lags means that H - G = O(x^{-k-1}).
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import Given, at_most, equation, printed

delta, power = sp.symbols("delta x^s")
a, b, c, e, P, chi = sp.symbols("a b c e P chi")
n, s, slack = sp.symbols("n s sigma", integer=True, nonnegative=True)
d, k = sp.symbols("d k", integer=True, positive=True)
D_P, D_c = sp.symbols(r"\deg{P} \deg{c}", integer=True, nonnegative=True)

RATIONAL = Premise(
    "cramer", "Cramer's rule (Cayley-Hamilton): C (xI - A)^{-1} B is a polynomial of degree < d over the monic chi_A"
)
COMPANION = Premise(
    "companion",
    "Kalman: a proper fraction with a monic denominator of degree D is realised by D states (companion form)",
)
BEZOUT = Premise(
    "bezout", "Bezout: for coprime a and c, deg c < deg a = n, there are b, e with b c - e a = 1 and deg b < n"
)


def small_students_proof(lags: sp.Expr = d + n + slack) -> Derivation:
    """d + n <= k and zero loss force H = G. `lags` is k: any number from d + n on, unless a control says otherwise."""
    steps = (
        equation(
            P / chi - c / a, (P * a - c * chi) / (chi * a), "H = P/chi and G = c/a are put over a common denominator"
        ).labelled("difference", "cramer", "teacher"),
        at_most(
            sp.Max(D_P + n, D_c + d),
            d + n - 1,
            "the degrees of P a and c chi: the numerator of H - G has no power of x above d + n - 1",
            {D_P: d - 1, D_c: n - 1},
        ).labelled("no-high-power", "difference"),
        at_most(
            d + n - k - 1,
            -sp.Integer(1),
            "the numerator is chi a (H - G) = x^{d+n} O(x^{-k-1}): it has no power from x^0 on",
            {k: lags},
        ).labelled("no-low-power", "difference", "fits", "lags"),
    )
    return Derivation(
        "every width d, degree n and k >= d + n, any numbers of inputs and outputs (entry by entry)",
        steps,
        (RATIONAL,),
        (
            Premise("teacher", "the teacher's response is C (xI - A)^{-1} B of n states: G = c/a, deg c < deg a = n"),
            Premise("fits", "$L = 0$: the student fits $k$ lags, so $H - G = O(x^{-k-1})$"),
            Premise("lags", f"$k = {printed(lags)}$"),
        ),
        Conclusion("the numerator of $H - G$ is zero: $h_j = g_j$ for all $j$", ("no-high-power", "no-low-power")),
    )


def non_extrapolating_proof(excess: sp.Expr = s) -> Derivation:
    """(x^s c - delta e)/(x^s a - delta b), s = k + 1 - 2n, fits k lags and is off by delta at lag k.

    `excess` is s: any number from 0 on, unless a control says otherwise.
    """
    return Derivation(
        "every n, every k >= 2n - 1, every teacher of degree n, every delta",
        (*_states({k: 2 * n - 1 + excess, s: excess}), *_fits_and_strays({k: 2 * n - 1 + excess, s: excess})),
        (BEZOUT, COMPANION),
        (
            Premise("teacher", "the teacher's degree is $n$: $G = c/a$ with $a$ monic of degree $n$, coprime to $c$"),
            Premise("lags", f"$k = {printed(2 * n - 1 + excess)}$"),
        ),
        Conclusion(
            r"for every $\delta$ the student $H = (x^s c - \delta e) / (x^s a - \delta b)$ of $k + 1 - n$ states has "
            r"$h_j = g_j$ for $j < k$ and $h_k = g_k + \delta$; states of zero make it wider",
            ("states", "fits", "off-at-lag-k"),
        ),
    )


def _states(given: Given) -> tuple[Step, ...]:
    """The student's fraction is proper with a monic denominator of degree n + s = k + 1 - n."""
    polynomial = "the power x^s is a polynomial, so the student's numerator and denominator are"
    return (
        at_most(sp.Integer(0), s, polynomial, given).labelled("polynomials", "lags"),
        at_most(n, n + s, "deg b < n <= n + s: the student's denominator is monic of degree n + s", given).labelled(
            "monic", "polynomials", "bezout"
        ),
        equation(n + s, k + 1 - n, "the degree n + s is the student's number of states", given).labelled(
            "states", "monic", "companion"
        ),
    )


def _fits_and_strays(given: Given) -> tuple[Step, ...]:
    """H - G = delta / (x^{k+1} + ...): k lags are fitted, and the next is off by delta."""
    numerator, denominator = power * c - delta * e, power * a - delta * b
    bezout, u, tail = b * c - e * a, sp.Symbol("u"), sp.Symbol("t")
    return (
        equation(
            numerator / denominator - c / a, delta * bezout / (denominator * a), "H - G over a common denominator"
        ).labelled("difference", "teacher"),
        equation(delta * bezout, delta, "Bezout's relation", {b * c: 1 + e * a}).labelled("numerator", "bezout"),
        equation(
            n + (n + s), k + 1, "the degree of the denominator of H - G, so H - G = O(x^{-k-1}) and k lags fit", given
        ).labelled("fits", "difference", "numerator", "monic"),
        equation(
            sp.Subs(delta / (1 + u * tail), u, 0),
            delta,
            "the coefficient of x^{-k-1} in delta x^{-k-1} / (1 + u t), u = 1/x and t a series in u",
            name="h_k - g_k",
        ).labelled("off-at-lag-k", "fits"),
    )
