r"""Why the tangent kernel of a wide random start is diagonal in the limit, for every pair of lags.

Power counting on the loop equation. In normalised traces tau = tr/d a splitting costs no power of d and every other
pairing at least one, so by induction on the letters E prod tau(w) is a polynomial in 1/d with constant term
prod m(w), m counting pairings by splittings alone. m(A^j (A^T)^i) = delta_ij: only mirror images split to the end.
Expectations of products factorise in the limit, so K_ij converges in mean square, with an error of order 1/d.
"""

from collections.abc import Callable

import sympy as sp
from sympy.concrete.delta import deltasummation

from theory.kernel.derivation import Derivation, Step
from theory.kernel.steps import equation
from theory.kernel.symbols import d
from theory.memory.kernel_regime import (
    INDEPENDENT,
    Start,
    constant_term,
    limit_kernel,
    mean_kernel,
    mean_squared_kernel,
    sigma,
)
from theory.memory.loop_equation import leading, loop_rules

STEIN = "Gaussian integration by parts (Stein): E[A_ab F(A)] = (sigma^2/d) E[dF/dA_ab] for polynomials F"
ISSERLIS = "Isserlis' (Wick's) formula for the Gaussian vectors B and C"
INDUCTION = (
    "induction on the number of letters (in words): by the power counting each pairing leaves a product of taus with "
    "two letters fewer, times 1 (splittings), 1/d or 1/d^2; so E of the product is a polynomial in 1/d, and its "
    "constant term is the product of the m(w), m counting pairings by splittings alone"
)
COUNTED = 8
"""The pairings of A^j (A^T)^i by splittings alone are counted in full up to here."""
EXACT = 3
"""The exact moments of K_ij are formed for lags up to this one."""

Limit = Callable[[int, int], sp.Expr]


def kernel_limit_proof(start: Start = INDEPENDENT, limit: Limit = limit_kernel) -> Derivation:
    """The theorem for all lags, then the exact first and second moments of small ones, which a control changes."""
    steps = (
        *loop_rules(),
        *power_counting(),
        *mirror_images(),
        *blocks(),
        *diagonal(),
        two_forms(),
        spread(),
        *learning(),
        *exact_moments(start, limit),
    )
    scope = "every pair of lags, as d grows (the start only: that training leaves the kernel in place is measured)"
    return Derivation(scope, steps, (STEIN, ISSERLIS, INDUCTION))


def power_counting() -> tuple[Step, ...]:
    """What each pairing of the first letter of one tau costs: (sigma^2/d), then the normalisations before and after."""
    weight, shown = sigma**2 / d, r"\frac{\sigma^2}{d}"
    return (
        equation(weight / d * d**2, sigma**2, "splitting: tau(x) tau(y)", name=rf"{shown} d^{{-1}} d^2"),
        equation(weight / d * d, sigma**2 / d, "the same letter, one trace: tau(x y^T)", name=rf"{shown} d^{{-1}} d"),
        equation(weight / d**2 * d, sigma**2 / d**2, "two traces become one: tau(u v)", name=rf"{shown} d^{{-2}} d"),
    )


def mirror_images() -> tuple[Step, ...]:
    """m(A^j (A^T)^i) = delta_ij."""
    i, s, j = sp.symbols("i s j", integer=True, positive=True)
    balanced = sp.solve(sp.Eq(i - 1 - s, 0), s)
    sizes = range(COUNTED + 1)
    counted = all(leading("a" * p + "t" * q) == int(p == q) for p in sizes for q in sizes)
    return (
        Step(
            r"m( (A^T)^{i-1-s} ) \neq 0",
            rf"s = {sp.latex(balanced[0])}",
            "A^j (A^T)^i = A x A^T y with y = (A^T)^{i-1-s}: there is no A left to split y, so y is empty",
            balanced == [i - 1] and all(leading("t" * size) == 0 for size in sizes if size),
            r"\Rightarrow",
        ),
        equation(sigma**2 * sigma ** (2 * (j - 1)), sigma ** (2 * j), "the outermost pair off: from j - 1 to j"),
        Step(r"m(A^j (A^T)^i)", r"\delta_{ij}", f"all pairings counted for i, j up to {COUNTED} as well", counted),
    )


def blocks() -> tuple[Step, ...]:
    """The three parts of K_ij in normalised traces, B^T w B becoming d tau(w) and C v C^T becoming tau(v)."""
    inner, outer = sp.symbols("tau_b tau_c")
    return (
        equation(d * inner / d, inner, "the block of C: b_i.b_j / d", name=r"d^{-1} ( d \tau_b )"),
        equation(outer / d, outer / d, "the block of B: c_i.c_j / d, gone in the limit", name=r"d^{-1} ( \tau_c )"),
        equation(
            d * inner * outer / d,
            inner * outer,
            "the block of A: (c_a.c_a')(b_{i-1-a}.b_{j-1-a'}) / d",
            name=r"d^{-1} ( \tau_c ) ( d \tau_b )",
        ),
    )


def diagonal() -> tuple[Step, ...]:
    """Only i = j, a = a' survive, and they sum up."""
    a, i, j = sp.symbols("a i j", integer=True, positive=True)
    mirrored = sp.solve(sp.Eq(i - 1 - a, j - 1 - a), i)
    total = sp.simplify(sp.summation(sigma ** (2 * a) * sigma ** (2 * (j - 1 - a)), (a, 0, j - 1)))
    whole = sigma ** (2 * j) + total
    return (
        Step(
            "a = a', i - 1 - a = j - 1 - a'",
            f"i = {sp.latex(mirrored[0])}",
            "both factors mirrored",
            mirrored == [j],
            r"\Rightarrow",
        ),
        equation(whole, limit_kernel(j, j), "the sum over a < j, and the block of C", name="K_{jj}"),
    )


def two_forms() -> Step:
    """E[B^T v B B^T w B] = tr v tr w + tr(v w) + tr(v w^T): d^2, d and d, so forms factorise in the limit as well."""
    a, b, c, e, n = sp.symbols("a b c e n", integer=True, positive=True)
    v, w, delta = sp.IndexedBase("v"), sp.IndexedBase("w"), sp.KroneckerDelta
    rows = (
        (delta(b, a) * delta(e, c), (b, e), v[a, a] * w[c, c]),
        (delta(c, b) * delta(e, a), (c, e), v[a, b] * w[b, a]),
        (delta(e, b) * delta(c, a), (c, e), v[a, b] * w[a, b]),
    )
    found = []
    for pairing, (first, second), traced in rows:
        once = deltasummation(v[a, b] * w[c, e] * pairing, (first, 1, n), True)
        found.append(deltasummation(once, (second, 1, n), True) == traced)
    return Step(
        r"E ( B^T v B ) ( B^T w B )",
        r"\mathrm{tr}(v) \mathrm{tr}(w) + \mathrm{tr}(v w) + \mathrm{tr}(v w^T)",
        "the three pairings of B_a B_b B_c B_e; the last two are d times a tau where the first is d^2; C alike",
        all(found),
    )


def spread() -> Step:
    """E (K - kappa)^2 from E K = kappa + O(1/d), E K^2 = kappa^2 + O(1/d)."""
    kappa, first, second = sp.symbols("kappa r_1 r_2")
    before = (kappa**2 + second / d) - 2 * kappa * (kappa + first / d) + kappa**2
    rule = "E K and E K^2 are polynomials in 1/d with constant terms kappa and kappa^2 (products factorise)"
    return equation(before, (second - 2 * kappa * first) / d, rule, name=r"E (K_{ij} - \kappa)^2")


def learning() -> tuple[Step, ...]:
    """With the kernel held at its limit, h_i' = -<grad h_i, grad L> = -2 sum_{j<k} d kappa_ij R_j."""
    t, j, kappa, begun = sp.symbols("t j kappa_j R_j", positive=True)
    k, earlier, later = (sp.Symbol(name, integer=True, nonnegative=True) for name in ("k", "m", "n"))
    course = begun * sp.exp(-2 * d * kappa * t)
    beyond = sp.KroneckerDelta(k + later, k - 1 - earlier)
    return (
        equation(sp.diff(course, t), -2 * d * kappa * course, "a diagonal kernel: each lag by itself", name="R_j'"),
        equation(beyond, sp.Integer(0), "no trained lag moves lag k + n", name=r"\delta_{k + n, k - 1 - m}"),
        equation(
            limit_kernel(j, j), sigma ** (2 * j - 2) * (sigma**2 + j), "exponentially small in j", name=r"\kappa_{jj}"
        ),
    )


def exact_moments(start: Start, limit: Limit) -> tuple[Step, ...]:
    """E K_ij and E K_ij^2 in full, not by power counting, against the limit."""
    return tuple(
        _exact(i, j, power, moment(i, j, start), limit(i, j) ** power)
        for j in range(EXACT + 1)
        for i in range(j + 1)
        for power, moment in ((1, mean_kernel), (2, mean_squared_kernel))
    )


def _exact(i: int, j: int, power: int, value: sp.Expr, expected: sp.Expr) -> Step:
    reached = constant_term(value)
    exponent = "" if power == 1 else "^2"
    return Step(
        rf"\lim E K_{{{i}{j}}}{exponent} = \lim ( {sp.latex(value)} )",
        sp.latex(expected),
        "the loop equation run to the end",
        sp.expand(reached - expected) == 0 if reached.is_finite is not False else False,
        counterexample=f"E K_{i}{j}{exponent} = {sp.sstr(value)} tends to {sp.sstr(reached)}, not {sp.sstr(expected)}",
    )
