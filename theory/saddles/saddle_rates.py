r"""The rates of an m-mode saddle: for each eigenvalue nu of N one direction grows and one decays, at the same rate.

In an orthonormal eigenbasis of a symmetric N the second-order term 2 y_L r(N) y_R falls apart into 2 r(nu) y_L y_R with
y_R = B_p + sum_i A_pi b_i / (nu - a_i), y_L = C_p + sum_i c_i A_ip / (nu - a_i) and b_i^2 = c_i^2 = s_i. The flow of
these entries moves y_R by mu y_L and y_L by mu y_R,

    mu(nu) = -2 r(nu) (1 + sum_i s_i / (nu - a_i)^2),     mu(0) = lambda_m = 2 (g_0 - h_0) (1 + sum_i s_i / a_i^2).

Everything else off the block is neutral, and tangent to the set of critical points, whose dimension is d^2.
"""

import sympy as sp
from sympy import MatrixSymbol, ZeroMatrix

from theory.kernel.derivation import Step
from theory.kernel.matrix_identity import identity
from theory.kernel.steps import equation, less, solution
from theory.kernel.sums import termwise
from theory.kernel.vector_fields import same, term
from theory.saddles.second_variation import N_22, S, V, beta, block_values, e, i, m
from theory.words.evaluation import Values
from theory.words.matrix_words import combination, word
from theory.words.rewriting import resolvent_rules, rule
from theory.words.symbols import z

G = MatrixSymbol("G", e, m)
rho = sp.Symbol("r(nu)", real=True)
y_L, y_R, nu, g_0, h_0 = sp.symbols("y_L y_R nu g_0 h_0", real=True)
missing, s_2 = sp.Symbol("delta", positive=True), sp.Symbol("s", nonnegative=True)
ratio, moved, s, a, b, c = (sp.IndexedBase(name) for name in ("e", "A'", "s", "a", "b", "c"))


def rate_steps(mass: sp.Expr = missing) -> tuple[Step, ...]:
    """From the second-order term to the rates and to the number of neutral directions. `mass` is g_0 - h_0."""
    return (*_flow(), *_growth(mass), *_neutral(), *_counted())


def _flow() -> tuple[Step, ...]:
    """y_R' = mu y_L for one eigenvalue, by the gradient of 2 r(nu) y_L y_R; y_L' = mu y_R, with c_i for b_i."""
    B, A, e_i, rest = sp.symbols("B_p A_{pi} e_i Y", real=True)
    form, each, down = 2 * rho * y_L * (B + A * e_i + rest), (i, 1, m), -2 * rho * y_L
    Gamma, moves = (
        sp.Symbol("Gamma", positive=True),
        "y_R = B_p + sum_i A_pi e_i with e_i = b_i/(nu - a_i); the flow moves",
    )
    return (
        equation(-sp.Derivative(form, B), down, f"{moves} B_p", name="B_p'").labelled(
            "B-moves", "off-block-form", "symmetric-N"
        ),
        equation(-sp.Derivative(form, A), down * e_i, f"{moves} A_pi", name="A_{pi}'").labelled(
            "A-moves", "off-block-form", "symmetric-N"
        ),
        termwise(
            sp.Sum(ratio[i] * moved[i], each),
            sp.Sum(down * ratio[i] ** 2, each),
            "what the A_pi add to y_R'",
            {moved[i]: down * ratio[i]},
        ).labelled("A-adds", "A-moves"),
        equation(
            down + down * s_2,
            -2 * rho * Gamma * y_L,
            "so y_R' = mu y_L, mu = -2 r(nu) Gamma with Gamma = 1 + s, s = sum_i e_i^2",
            {Gamma: 1 + s_2},
            "y_R'",
        ).labelled("of-y_R", "B-moves", "A-adds"),
        termwise(
            sp.Sum(c[i] ** 2 / (nu - a[i]) ** 2, each),
            sp.Sum(b[i] ** 2 / (nu - a[i]) ** 2, each),
            "for y_L the same sum, whatever the signs: y_L' = mu y_R",
            {c[i] ** 2: s[i], b[i] ** 2: s[i]},
        ).labelled("of-y_L", "of-y_R", "weights"),
    )


def _growth(mass: sp.Expr) -> tuple[Step, ...]:
    """y_R + y_L grows at the rate mu and y_R - y_L decays at it; at nu = 0 the rate is lambda_m."""
    mu, lambda_m = sp.Symbol("mu", real=True), 2 * (g_0 - h_0) * (1 + s_2)
    sign = "positive where h_0 < g_0: y_+ grows and y_- decays; the other way round where h_0 > g_0"
    step = less(sp.Integer(0), lambda_m, sign, {g_0: h_0 + mass})
    by_hand = "m = 0, g_0 = 0, h_0 = 0: lambda_0 = 0, nothing grows"
    return (
        equation(mu * y_L + mu * y_R, mu * (y_R + y_L), "y_+ = y_R + y_L", name="y_+'").labelled(
            "plus", "of-y_R", "of-y_L"
        ),
        equation(mu * y_L - mu * y_R, -mu * (y_R - y_L), "y_- = y_R - y_L", name="y_-'").labelled(
            "minus", "of-y_R", "of-y_L"
        ),
        equation(
            -2 * rho * (1 + s_2),
            lambda_m,
            "at nu = 0, which is no node: r(0) = R_0 = h_0 - g_0, s = sum_i s_i/a_i^2",
            {rho: h_0 - g_0},
            r"\lambda_m",
        ).labelled("rate", "plus", "minus", "apart"),
        step.refuted_by(by_hand).labelled("sign", "rate", "deficit"),
    )


def _neutral() -> tuple[Step, ...]:
    """All points T.theta are critical, and the tangents of that orbit have y_R = 0; likewise y_L = 0."""
    one = combination([((), sp.Integer(1))])
    back, forth = rule("T^{-1} T", (1, "")), rule("T T^{-1}", (1, ""))
    factor = one + combination([(word("T A T^{-1}"), -z)])
    chosen, values = (rule("V", (-1, "G")),), tuple(map(_with_G, block_values()))
    return (
        same(
            factor * term("T R T^{-1}"),
            one,
            (*resolvent_rules(), back, forth),
            "T R T^{-1} is the resolvent of T A T^{-1}",
            "(I - z T A T^{-1}) T R T^{-1}",
        ).labelled("orbit-resolvent"),
        same(
            term("C T^{-1} T R T^{-1} T B"),
            term("C R B"),
            (back,),
            "h and L are constant along the orbit, so all its points are critical, and its tangents neutral",
        ).labelled("orbit", "orbit-resolvent", "critical-point", "critical-curve"),
        identity(
            N_22 * V - V * S,
            G * S - N_22 * G,
            "a tangent with the lower block G has A_21 = G S - N G, so that V = -G",
            chosen,
            values,
        ).labelled("tangent", "orbit", "sylvester", "apart"),
        identity(
            G * beta + V * beta, ZeroMatrix(e, 1), "it has B_2 = G b, so y_R = B_2 + V b is this", chosen, values
        ).labelled("tangent-neutral", "tangent", "fractions"),
    )


def _with_G(instance: Values) -> Values:
    """The instance with G = -V."""
    return Values({**instance.matrices, "G": -instance.matrices["V"]}, instance.scalars)


def _counted() -> tuple[Step, ...]:
    """How many directions are neutral, grow, decay, or move nodes and weights."""
    d, g = sp.Symbol("d", integer=True, positive=True), sp.Symbol("g_il", real=True)
    apart, root = sp.symbols("Delta b_i", nonzero=True)
    within = "A_11 = g S - S g has the entries g_il (a_l - a_i): none for l != i only where g_il = 0"
    neutral = (
        "for each of e = d - m eigenvalues 2m of 2m + 2 directions, A_22, and m^2 tangents of the orbit in the block"
    )
    return (
        solution(apart * g, g, sp.Integer(0), within).labelled("nodes-apart", "orbit", "nodes"),
        solution(root * g, g, sp.Integer(0), "and B_1 = g b has b_i g_ii: the tangents are independent").labelled(
            "no-stabiliser", "nodes-apart", "weights"
        ),
        equation(2 * m * e + e**2 + m**2, d**2, neutral, {d: m + e}).labelled(
            "neutral", "tangent-neutral", "no-stabiliser", "off-block"
        ),
        equation(
            d**2 + 2 * e + 2 * m,
            d**2 + 2 * d,
            "neutral; y_+ and y_-, d - m = e each; nodes and weights: all directions",
            {d: m + e},
        ).labelled("all", "neutral", "sign"),
    )
