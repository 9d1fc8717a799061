r"""A critical student with n distinct nodes fits if k is even, and one with more nodes fits for every k.

Let R_j = sum_i v_i c_i^j, c_1, ..., c_M the distinct nodes of student and teacher with a net weight v_i != 0. Then

    r(z) prod_i (1 - c_i z) = P_0(z) - z^k P_1(z),     deg P_0, P_1 <= M - 1,

has the zeros 1/c_i and, twice each, the a_i: M + 2m of them. Descartes' rule for z and -z together allows at most
2 (M - 1) + delta, with delta = 1 where k - M + 1 is odd and 2 where it is even. As M <= m + n, r is 0 if m > n, and if
m = n and k is even.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.finite_sums import same_sum
from theory.kernel.steps import equation, less
from theory.moments.lag_sets import DESCARTES
from theory.saddles.zero_count import cost, counting_steps

n, m, M, k = sp.symbols("n m M k", integer=True, positive=True)
more = sp.Symbol("sigma", integer=True, positive=True)
fewer, half = sp.symbols("tau K", integer=True, nonnegative=True)
x = sp.Symbol("x", real=True)

ROOM = Premise("degree", "a polynomial of degree below 2m with 2m zeros, with multiplicity, is 0: r = 0 if k <= 2m")
VANDERMONDE = Premise("vandermonde", "powers of distinct numbers are independent: R_0 = R_1 = 0 needs M >= 3")
CRITICAL = Premise(
    "critical",
    r"$h_j = \sum_{i \le m} s_i a_i^j$, distinct $a_i$, $s_i \ne 0$ of any signs, $r(a_i) = r'(a_i) = 0$ for every $i$",
)
TEACHER = Premise("teacher", r"$g_j = \sum_{l \le n} w_l x_l^j$ with real $x_l$ and real $w_l$ of any signs")
NODES = Premise("nodes", r"$m > n$, or $m = n$ and $k$ is even")


def no_spurious_fit_proof(lags: sp.Expr = 2 * half, extra: sp.Expr = more) -> Derivation:
    """r = 0: for m = n + `extra`, and for m = n with k = `lags`. A control takes k odd, or m = n - 1."""
    steps = (
        *_product(),
        *counting_steps(),
        *_gaps(),
        *_nodes_at_zero(),
        _more_modes(extra),
        *_as_many_modes(lags),
    )
    return Derivation(
        "every n >= 1, every m >= n, every k",
        steps,
        (DESCARTES, ROOM, VANDERMONDE),
        (CRITICAL, TEACHER, Premise("modes", NODES.text)),
        Conclusion(r"$R_j = 0$ for every $j < k$: $L = 0$", ("more-modes", "as-many", "as-many-fewer", "degree")),
    )


def _product() -> tuple[Step, ...]:
    """(1 - c z) sum_j (c z)^j = 1 - c^k z^k, and what the other factors make of it."""
    i, j = sp.symbols("i j", integer=True)
    y = sp.Function("y")
    v, others, first, last = sp.symbols("v_i Pi_i y_0 y_k")
    turned = "y_j = (c z)^j, c z y_j = y_(j + 1)"
    return (
        same_sum(
            sp.Sum(y(j), (j, 0, k - 1)) - sp.Sum(y(j + 1), (j, 0, k - 1)), y(0) - y(k), f"{turned}: geometric sums"
        ).labelled("geometric", "critical", "teacher"),
        equation(
            v * (first - last) * others,
            v * others - last * v * others,
            "times the factors Pi_i of the other nodes, of degree M - 1: a term of P_0 less z^k times one of P_1",
            {first: sp.Integer(1)},
        ).labelled("product", "geometric"),
        equation(
            M + 2 * m,
            sp.Sum(1, (i, 1, M)) + sp.Sum(2, (i, 1, m)),
            "the zeros 1/c_i and, twice each, the a_i: none of them is 0 here",
        ).labelled("zeros", "product", "critical"),
    )


def _gaps() -> tuple[Step, ...]:
    """The exponents 0..M-1 and k..k+M-1 have 2 (M - 1) gaps of one and the gap k - M + 1."""
    i = sp.Symbol("i", integer=True)
    within = sp.Sum(cost(sp.Integer(-1)), (i, 1, M - 1))
    return (
        equation(
            within + cost(x) + within,
            2 * (M - 1) + cost(x),
            "delta over the gaps of 0..M-1, k..k+M-1, x = (-1)^(k - M + 1); here M - 1 < k, for M <= m + n <= 2m < k",
        ).labelled("gaps", "merged", "product", "degree", "modes"),
    )


def _nodes_at_zero() -> tuple[Step, ...]:
    """A node at 0 of the teacher, of the student, of both, lowers zeros and gaps by the same number."""
    found, allowed, delta = sp.symbols("Z G delta")
    cases = (
        ("teacher-at-0", M - 1 + 2 * m, M - 1 + M - 2, 1, "c = 0 for the teacher: no zero 1/c, deg P_1 <= M - 2"),
        ("both-at-0", M + 2 * (m - 1), M - 3 + M - 1, 2, "a = 0 without net weight: R_0 = R_1 = 0, exponents from 2"),
        ("student-at-0", M - 1 + 2 * (m - 1), M - 3 + M - 2, 3, "a = 0 with net weight: both"),
    )
    return tuple(
        equation(
            found - allowed,
            M + 2 * m - (2 * (M - 1) + delta),
            f"{text}; zeros and gaps are {lowered} fewer each",
            {found: zeros, allowed: gaps + delta},
        ).labelled(name, "zeros", "gaps", *(("vandermonde",) if lowered > 1 else ()))
        for name, zeros, gaps, lowered, text in cases
    )


def _more_modes(extra: sp.Expr) -> Step:
    """More than n modes: fewer gaps than zeros, whatever the parity."""
    at = {M: 2 * n + extra - fewer, m: n + extra}
    step = less(
        2 * (M - 1) + cost(sp.Integer(1)),
        M + 2 * m,
        "m > n and M <= m + n: too few changes of sign even for delta = 2, so r = 0",
        at,
    )
    by_hand = "n = 1, m = 0, h = 0: r = -g, with the one node of the teacher, M = 1"
    return step.refuted_by(by_hand).labelled("more-modes", "zeros", "gaps", *AT_ZERO)


def _as_many_modes(lags: sp.Expr) -> tuple[Step, ...]:
    """m = n: with M = 2n the gap k - 2n + 1 is odd for an even k; with fewer net nodes delta = 2 is not enough."""
    parity = sp.Pow(-1, k - 2 * n + 1)
    at = {M: 2 * n, m: n, x: sp.Pow(-1, lags - 2 * n + 1)}
    by_hand = (
        "k = 5, teacher 419/72 at -1 and 71/8 at 1, student 116/9 at 1/2 and 29/36 at 2: "
        "R = (-1, 5, -33/4, 5, -1), r = -(z - 1/2)^2 (z - 2)^2"
    )
    fewer_net = {M: 2 * n - 1 - fewer, m: n}
    return (
        equation(parity, sp.Integer(-1), "m = n and M = 2n: the long gap is odd", {k: lags}, "x")
        .refuted_by(by_hand)
        .labelled("odd-gap", "gaps", "modes"),
        less(2 * (M - 1) + cost(x), M + 2 * m, "too few changes of sign: r = 0", at)
        .refuted_by(by_hand)
        .labelled("as-many", "odd-gap", "zeros", *AT_ZERO),
        less(
            2 * (M - 1) + cost(sp.Integer(1)), M + 2 * m, "M < 2n: too few even for delta = 2, so r = 0", fewer_net
        ).labelled("as-many-fewer", "zeros", "gaps", *AT_ZERO),
    )


AT_ZERO = ("teacher-at-0", "both-at-0", "student-at-0")
