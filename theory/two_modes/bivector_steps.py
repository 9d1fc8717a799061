r"""D = u ^ S u on the way from zero to theta_1: it is never created, and it stays at least c eps |u|^2.

In an eigenbasis of S, u = (c_p), the component (p, q) of u ^ S^i u is c_p c_q (l_q^i - l_p^i), so

    u ^ S^i u = q_i D,      S u ^ S^i u = S_1 S_2 q_{i-1} D,      q_i = sum_{n<i} l_p^n l_q^{i-1-n},

and D' = B D for symmetric students with an operator B, polynomial in the student: B acts on components by numbers where
S is diagonal, lambda_1 on e_1 ^ R^{d-1} at theta_1, but another number on the rest. For all students the error is even
in theta_a = (Z, v), so of second order. Near zero the terms of lag 0 cancel in D/|u|^2.
"""

import sympy as sp

from theory.kernel.derivation import Premise, Step
from theory.kernel.steps import equation, less, noncommutative, same_powers
from theory.kernel.sums import termwise

i, n, j = sp.symbols("i n j", integer=True, positive=True)
k = sp.Symbol("k", integer=True, positive=True)
l_p, l_q = sp.symbols("l_p l_q", positive=True)
a, s = sp.symbols("a s", positive=True)
R = sp.IndexedBase("R")
R_0 = sp.Symbol("R_0", real=True)

BIVECTORS = Premise(
    "bivectors",
    "estimates on bivectors: |q_i| <= i alpha^{i-1}; with u' and S' even in theta_a, |(|D|/|u|^2)' - (symmetric "
    "part)| <= C (alpha |Z|^2 + alpha |Z||v|/|u| + |v|^2 + |Z||u||v| + |Z|^2 |u|^2) before |u| = delta, and "
    "|D' - B D| <= C |theta_a|^2 after it; an operator with the eigenvalue lambda on e_1 ^ R^{d-1} gives "
    "<D, D'> >= (lambda - C diam) |D|^2 for a decomposable D = u ^ q with u/|u| near e_1 (compared exactly at random "
    "symmetric students; the bounds themselves are not machine-checked)",
)


def bivector_steps(generic: bool) -> tuple[Step, ...]:
    """The identities, evenness, the rate at theta_1, the lower bound. A control drops (G): D = 0 at the start."""
    return (*_identities(), *_even(), *_rate_at_the_fit(), *_lower_bound(generic))


def _identities() -> tuple[Step, ...]:
    """Each component telescopes; the identities hold for all l by continuity of polynomials."""
    c_p, c_q = sp.symbols("c_p c_q", real=True)
    term = l_p**n * l_q ** (i - 1 - n)
    return (
        same_powers(
            (l_q - l_p) * term,
            l_p**n * l_q ** (i - n) - l_p ** (n + 1) * l_q ** (i - (n + 1)),
            "q_i (l_q - l_p) telescopes to l_q^i - l_p^i: u ^ S^i u = q_i D (polynomials, checked for positive l)",
        ).labelled("wedge"),
        same_powers(
            c_p * c_q * (l_p * l_q**i - l_q * l_p**i),
            c_p * c_q * l_p * l_q * (l_q ** (i - 1) - l_p ** (i - 1)),
            "the component of S u ^ S^i u: S u ^ S^i u = S_1 S_2 q_{i-1} D",
        ).labelled("wedge-of-S", "wedge"),
        same_powers(
            c_p * c_q * (l_p**i * l_q - l_q**i * l_p + l_q ** (i + 1) - l_p ** (i + 1)),
            c_p * c_q * (l_q ** (i + 1) - l_p ** (i + 1) - l_p * l_q * (l_q ** (i - 1) - l_p ** (i - 1))),
            "u' ^ Su + u ^ Su' is sum_i f_i (S^i u ^ Su + u ^ S^{i+1} u) = sum_i f_i (q_{i+1} - S_1 S_2 q_{i-1}) D for "
            "i >= 1, and 2 f_0 D for i = 0; u ^ S'u is a sum of multiples of q_i D",
        ).labelled("operator", "wedge", "wedge-of-S", "symmetric-flow"),
    )


def _even() -> tuple[Step, ...]:
    """Transposing a student turns the signs of Z and v: u' and S' do not change, so they are even in theta_a."""
    P, T, u, v, T_i, T_r, P_i, P_r = sp.symbols("P T u v T_i T_r P_i P_r", commutative=False)
    b, b_T, c, c_T, u_T, v_T = sp.symbols("B B^T C^T C u^T v^T", commutative=False)
    pair = T_i * c * b_T * T_r + P_r * b * c_T * P_i
    mirror = {T_i: P_i, T_r: P_r, P_i: T_i, P_r: T_r, b: c, c: b, b_T: c_T, c_T: b_T}
    modes = {b: u + v, c: u - v, b_T: u_T + v_T, c_T: u_T - v_T}
    return (
        noncommutative(
            (P + T) * u + (P - T) * v,
            (T + P) * u + (T - P) * (-v),
            "a lag of u' is the same for the transposed student, P and T exchanged, v -> -v",
        ).labelled("u-even", "u-rate"),
        noncommutative(
            pair.subs(mirror, simultaneous=True),
            P_i * (u + v) * (u_T - v_T) * P_r + T_r * (u - v) * (u_T + v_T) * T_i,
            "the pair (i, r), i + r = j - 1, of A' + (A')^T for the transposed student is the pair (r, i) of the "
            "student itself (B, C^T = u + v, u - v, up to sqrt2): so S' is even too",
            modes,
        ).labelled("S-even", "gradient"),
    )


def _rate_at_the_fit() -> tuple[Step, ...]:
    """l_p = a, l_q = 0: q_i = a^{i-1}. l_p = l_q = 0: q_1 = 1, the others are 0."""
    span, of_r, of_slope = (j, 1, k - 1), sp.symbols("r(a)", real=True), sp.Symbol("a r'(a)", real=True)
    r_1, lam = sp.symbols("R_1 lambda_1", real=True)
    return (
        termwise(
            sp.Sum((j - 1) * R[j] * a**j, span),
            sp.Sum(j * R[j] * a**j, span) - sp.Sum(R[j] * a**j, span),
            "over the lags from 1 on this is a r'(a) - (r(a) - R_0)",
        ).labelled("tail"),
        equation(
            of_slope - (of_r - R_0),
            R_0,
            "at theta_1 r(a) = r'(a) = 0: sum_j (j - 1) R_j a^{j-2}, j >= 2, is R_0/a^2",
            {of_r: sp.Integer(0), of_slope: sp.Integer(0)},
        ).labelled("tail-at-the-fit", "tail", "U"),
        equation(
            -2 * R_0 - 2 * s * sp.Symbol("t"),
            lam,
            "on e_1 ^ R^{d-1}: f(a) + f_0 - 2 s sum_j R_j (j - 1) a^{j-2}, f(a) = -2 r(a) = 0, is lambda_1",
            {sp.Symbol("t"): R_0 / a**2, lam: -2 * R_0 * (1 + s / a**2)},
        ).labelled("along", "operator", "tail-at-the-fit"),
        equation(
            -4 * R_0 - 2 * s * sp.Symbol("t"),
            -4 * R_0 + 2 * s * (R_0 + a * r_1) / a**2,
            "on the bivectors of the complement: 2 f_0 - 2 s sum_j R_j a^{j-2}, j >= 2: another number",
            {sp.Symbol("t"): (0 - R_0 - a * r_1) / a**2},
        ).labelled("across", "operator", "U"),
    )


def _lower_bound(generic: bool) -> tuple[Step, ...]:
    """(|D|/|u|^2)' >= -C (alpha + |u|^2) |D|/|u|^2 - O(eps^2 ...): from eps |u_0 ^ S_0 u_0|/|u_0|^2 on."""
    f_0, size, eps, C, total = sp.symbols("f_0 |D|/|u|^2 epsilon C I", positive=True)
    start = sp.Symbol("kappa", positive=True) if generic else sp.Integer(0)
    wrong = "d = 2, A_0 = 0, B_0 = C_0^T = (1, 0): S u = 0, so D = 0 for ever; the student keeps one node"
    return (
        equation(
            2 * f_0 * size - 2 * f_0 * size,
            sp.Integer(0),
            "lag 0 gives 2 f_0 to D'/D and to (|u|^2)'/|u|^2: it cancels in |D|/|u|^2",
            name="lag 0",
        ).labelled("lag-0-cancels", "operator", "u-rate"),
        less(
            sp.Integer(0),
            eps * start * sp.exp(-C * total),
            "kappa = |u_0 ^ S_0 u_0|/|u_0|^2, I = int (alpha + |u|^2), bounded; errors O(eps^2): |D| >= c eps |u|^2",
        )
        .refuted_by(None if generic else wrong)
        .labelled(
            "bivector-stays", "lag-0-cancels", "generic", "bivectors", "u-even", "S-even", "int-u", "A-grows", "int-uv"
        ),
    )
