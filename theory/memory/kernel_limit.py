r"""Why the tangent kernel of a wide random start is diagonal in the limit, for every pair of lags.

Power counting on the loop equation. In normalised traces tau = tr/d a splitting costs no power of d and every other
pairing at least one, so by induction on the letters E prod tau(w) is a polynomial in 1/d with constant term
prod m(w), m counting pairings by splittings alone. m(A^j (A^T)^i) = delta_ij: only mirror images split to the end.
Expectations of products factorise in the limit, so K_ij converges in mean square, with an error of order 1/d.
"""

from collections.abc import Callable

import sympy as sp
from sympy.concrete.delta import deltasummation

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import decided, equation, solution
from theory.memory.kernel_regime import (
    INDEPENDENT,
    Start,
    constant_term,
    limit_kernel,
    mean_kernel,
    mean_squared_kernel,
    sigma,
)
from theory.memory.learning import learning
from theory.memory.loop_equation import leading, loop_rules
from theory.words.symbols import d

STEIN = Premise(
    "stein", "Gaussian integration by parts (Stein): E[A_ab F(A)] = (sigma^2/d) E[dF/dA_ab] for polynomials F"
)
ISSERLIS = Premise("isserlis", "Isserlis' (Wick's) formula for the Gaussian vectors B and C")
INDUCTION = Premise(
    "induction",
    "induction on the number of letters (in words): by the power counting each pairing leaves a product of taus with "
    "two letters fewer, times 1 (splittings), 1/d or 1/d^2; so E of the product is a polynomial in 1/d, and its "
    "constant term is the product of the m(w), m counting pairings by splittings alone",
)
START = Premise("start", r"$A \sim N(0, \sigma^2/d)$, $B \sim N(0, 1)$, $C \sim N(0, 1/d)$, all entries independent")
HELD = Premise("held", "for learning: the kernel is held at its limit")
COUNTED = 8
"""The pairings of A^j (A^T)^i by splittings alone are counted in full up to here."""
EXACT = 3
"""The exact moments of K_ij are formed for lags up to this one."""

Limit = Callable[[int, int], sp.Expr]


def kernel_limit_proof(start: Start = INDEPENDENT, limit: Limit = limit_kernel) -> Derivation:
    """The theorem for all lags, then the exact first and second moments of small ones, which a control changes."""
    moments = exact_moments(start, limit)
    steps = (
        *loop_rules(),
        *power_counting(),
        *mirror_images(),
        *blocks(),
        *diagonal(),
        two_forms(),
        spread(),
        *learning(),
        *moments,
    )
    return Derivation(
        "every pair of lags, as d grows (the start only: that training leaves the kernel in place is measured)",
        steps,
        (STEIN, ISSERLIS, INDUCTION),
        (START, HELD),
        Conclusion(
            r"$E (K_{ij} - \delta_{ij} \kappa_{jj})^2 = O(1/d)$ with "
            rf"$\kappa_{{jj}} = {sp.latex(limit_kernel(J, J))}$; "
            rf"$E K_{{ij}}$ and $E K_{{ij}}^2$ in full for $i \le j \le {EXACT}$; with the kernel held there each lag "
            "learns by itself, lag $k$ and those beyond not at all",
            ("spread", "alone", "beyond", "weight", *(step.label for step in moments)),
        ),
    )


J = sp.Symbol("j", integer=True, positive=True)


def power_counting() -> tuple[Step, ...]:
    """What each pairing of the first letter of one tau costs: (sigma^2/d), then the normalisations before and after."""
    weight = sigma**2 / d
    rows = (
        (
            "cost-of-splitting",
            weight / d * d**2,
            sigma**2,
            "a splitting, tau(x) tau(y): (sigma^2/d) d^-1 d^2",
            "splitting",
        ),
        (
            "cost-of-one-trace",
            weight / d * d,
            weight,
            "the same letter, one trace, tau(x y^T): (sigma^2/d) d^-1 d",
            "one-trace",
        ),
        (
            "cost-of-merging",
            weight / d**2 * d,
            weight / d,
            "two traces become one, tau(u v): (sigma^2/d) d^-2 d",
            "merging",
        ),
    )
    return tuple(
        equation(cost, claimed, text, name=r"\mathrm{cost}").labelled(
            label, rule, *(("merging-turned",) if rule == "merging" else ())
        )
        for label, cost, claimed, text, rule in rows
    )


def mirror_images() -> tuple[Step, ...]:
    """m(A^j (A^T)^i) = delta_ij."""
    i, s = sp.symbols("i s", integer=True, positive=True)
    sizes = range(COUNTED + 1)

    def nothing_to_split() -> bool:
        return all(leading("t" * size) == 0 for size in sizes if size)

    def only_mirror_images() -> bool:
        return all(leading("a" * p + "t" * q) == int(p == q) for p in sizes for q in sizes)

    costs = ("induction", "cost-of-splitting", "cost-of-one-trace", "cost-of-merging")
    return (
        decided(
            f"m((A^T)^q) = 0 for q = 1, ..., {COUNTED}",
            nothing_to_split,
            "there is no A to split with: so y is empty in A^j (A^T)^i = A x A^T y, y = (A^T)^{i-1-s}",
        ).labelled("nothing-to-split", *costs),
        solution(i - 1 - s, s, i - 1, "y = (A^T)^{i-1-s} is empty: the first A pairs with the last A^T").labelled(
            "outermost", "nothing-to-split"
        ),
        equation(
            sp.Mul(sigma**2, sigma ** (2 * (J - 1)), evaluate=False),
            sigma ** (2 * J),
            "the outermost pair off: from j - 1 to j",
        ).labelled("peeled", "outermost"),
        decided(
            f"m(A^j (A^T)^i) = delta_ij for i, j up to {COUNTED}",
            only_mirror_images,
            "all pairings are counted as well",
        ).labelled("counted", *costs),
    )


def blocks() -> tuple[Step, ...]:
    """The three parts of K_ij in normalised traces, B^T w B becoming d tau(w) and C v C^T becoming tau(v)."""
    inner, outer = sp.symbols("tau_b tau_c")
    normalised = sp.Integer(1) / d
    return (
        equation(normalised * (d * inner), inner, "the block of C: b_i.b_j / d", name="K^{(C)}").labelled(
            "block-of-C", "start", "isserlis"
        ),
        equation(
            normalised * outer, outer / d, "the block of B: c_i.c_j / d, gone in the limit", name="K^{(B)}"
        ).labelled("block-of-B", "start", "isserlis"),
        equation(
            normalised * (d * inner * outer),
            inner * outer,
            "the block of A: (c_a.c_a')(b_{i-1-a}.b_{j-1-a'}) / d",
            name="K^{(A)}",
        ).labelled("block-of-A", "start", "isserlis"),
    )


def diagonal() -> tuple[Step, ...]:
    """Only i = j, a = a' survive, and they sum up."""
    a, i = sp.symbols("a i", integer=True, positive=True)
    total = sp.Sum(sigma ** (2 * a) * sigma ** (2 * (J - 1 - a)), (a, 0, J - 1))
    return (
        solution(
            (i - 1 - a) - (J - 1 - a), i, J, "both factors are mirrored: a = a' and i - 1 - a = j - 1 - a'"
        ).labelled("mirrored", "peeled", "counted", "block-of-A"),
        equation(
            sigma ** (2 * J) + total, limit_kernel(J, J), "the block of C, and the sum over a < j", name="K_{jj}"
        ).labelled("kappa", "mirrored", "block-of-C", "block-of-B"),
    )


def two_forms() -> Step:
    """E[B^T v B B^T w B] = tr v tr w + tr(v w) + tr(v w^T): d^2, d and d, so forms factorise in the limit as well."""
    a, b, c, e, n = sp.symbols("a b c e n", integer=True, positive=True)
    v, w, delta = sp.IndexedBase("v"), sp.IndexedBase("w"), sp.KroneckerDelta
    pairings = (
        (delta(b, a) * delta(e, c), (b, e), v[a, a] * w[c, c]),
        (delta(c, b) * delta(e, a), (c, e), v[a, b] * w[b, a]),
        (delta(e, b) * delta(c, a), (c, e), v[a, b] * w[a, b]),
    )

    def all_pairings() -> bool:
        return all(
            deltasummation(deltasummation(v[a, b] * w[c, e] * pairing, (first, 1, n), True), (second, 1, n), True)
            == traced
            for pairing, (first, second), traced in pairings
        )

    return decided(
        "E (B^T v B)(B^T w B) = tr(v) tr(w) + tr(v w) + tr(v w^T), pairing by pairing",
        all_pairings,
        "the three pairings of B_a B_b B_c B_e; the last two are d times a tau where the first is d^2; C alike",
    ).labelled("two-forms", "isserlis", "start")


def spread() -> Step:
    """E (K - kappa)^2 from E K = kappa + O(1/d), E K^2 = kappa^2 + O(1/d)."""
    kappa, first, second = sp.symbols("kappa r_1 r_2")
    before = (kappa**2 + second / d) - 2 * kappa * (kappa + first / d) + kappa**2
    rule = "E K and E K^2 are polynomials in 1/d with constant terms kappa and kappa^2 (products factorise)"
    return equation(before, (second - 2 * kappa * first) / d, rule, name=r"E (K_{ij} - \kappa)^2").labelled(
        "spread", "kappa", "two-forms"
    )


def exact_moments(start: Start, limit: Limit) -> tuple[Step, ...]:
    """E K_ij and E K_ij^2 in full, not by power counting, against the limit."""
    return tuple(
        _exact(i, j, power, moment(i, j, start), limit(i, j) ** power).labelled(f"moment-{i}-{j}-{power}", "stein")
        for j in range(EXACT + 1)
        for i in range(j + 1)
        for power, moment in ((1, mean_kernel), (2, mean_squared_kernel))
    )


def _exact(i: int, j: int, power: int, value: sp.Expr, expected: sp.Expr) -> Step:
    reached, exponent = constant_term(value), "" if power == 1 else "^2"
    return equation(
        sp.Limit(value, d, sp.oo),
        sp.expand(expected),
        "the loop equation run to the end",
        name=rf"\lim E K_{{{i}{j}}}{exponent}",
    ).refuted_by(f"E K_{i}{j}{exponent} = {sp.sstr(value)} tends to {sp.sstr(reached)}, not {sp.sstr(expected)}")
