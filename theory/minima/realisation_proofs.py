r"""Why fewer than k + 1 - n states that fit k lags extrapolate, and why from that width on they need not.

Both proofs compare two rational functions whose difference has a numerator of known degree. Impulse responses are
expanded in powers of 1/x: H(x) = sum_j h_j x^{-j-1}, so agreeing on k lags means that H - G = O(x^{-k-1}).
"""

import sympy as sp

from theory.kernel.derivation import Derivation
from theory.kernel.steps import at_most, equation

delta, power = sp.symbols("delta x^s")
a, b, c, e, P, chi = sp.symbols("a b c e P chi")
n, s, slack = sp.symbols("n s sigma", integer=True, nonnegative=True)
d, k = sp.symbols("d k", integer=True, positive=True)

RATIONAL = "Cramer's rule (Cayley-Hamilton): C (xI - A)^{-1} B is a polynomial of degree < d over the monic chi_A"
COMPANION = "Kalman: a proper fraction with a monic denominator of degree D is realised by D states (companion form)"
BEZOUT = "Bezout: for coprime a and c, deg c < deg a = n, there are b, e with b c - e a = 1 and deg b < n"


def small_students_proof(lags: sp.Expr = d + n + slack) -> Derivation:
    """d + n <= k and zero loss force H = G. `lags` is k: any number from d + n on, unless a control says otherwise."""
    steps = (
        equation(P / chi - c / a, (P * a - c * chi) / (chi * a), "H = P/chi and G = c/a over a common denominator"),
        at_most(
            sp.Max(d - 1 + n, n - 1 + d, evaluate=False),
            d + n - 1,
            "degrees of P a and c chi: the numerator of H - G has no power of x above d + n - 1",
        ),
        at_most(
            d + n - k - 1,
            -sp.Integer(1),
            "and, being chi a (H - G) = x^{d+n} O(x^{-k-1}), no power from x^0 on: so it is 0, and H = G",
            {k: lags},
        ),
    )
    scope = "every width d, degree n and k >= d + n, any numbers of inputs and outputs (entry by entry)"
    return Derivation(scope, steps, (RATIONAL,))


def non_extrapolating_proof(excess: sp.Expr = s) -> Derivation:
    """(x^s c - delta e)/(x^s a - delta b), s = k + 1 - 2n, fits k lags and is off by delta at lag k.

    `excess` is s: any number from 0 on, unless a control says otherwise.
    """
    numerator, denominator = power * c - delta * e, power * a - delta * b
    bezout, given = b * c - e * a, {k: 2 * n - 1 + excess, s: excess}
    u, tail = sp.Symbol("u"), sp.Symbol("t")
    steps = (
        at_most(sp.Integer(0), s, "the student's numerator and denominator are polynomials", given),
        at_most(n, n + s, "deg b < n <= n + s: the student's denominator is monic of degree n + s", given),
        equation(n + s, k + 1 - n, "which is its number of states", given),
        equation(numerator / denominator - c / a, delta * bezout / (denominator * a), "the difference H - G"),
        equation(delta * bezout, delta, "Bezout's relation", {b * c: 1 + e * a}),
        equation(n + (n + s), k + 1, "degree of the denominator of H - G, so H - G = O(x^{-k-1}): k lags fit", given),
        equation(
            (delta / (1 + u * tail)).subs(u, 0),
            delta,
            "the coefficient of x^{-k-1} in delta x^{-k-1} / (1 + u t), u = 1/x, t a series in u",
            name="h_k - g_k",
        ),
    )
    return Derivation("every n, every k >= 2n - 1, every teacher of degree n, every delta", steps, (BEZOUT, COMPANION))
