r"""Leaving the saddle at zero: the exact equations of u = (B + C^T)/sqrt2, v = (B - C^T)/sqrt2 and a = e^T A e.

Lag j with P = A^j, T = (A^T)^j: u' = -R_j ((P + T) u + (P - T) v), v' = R_j ((P - T) u + (P + T) v). At the origin u
grows at the rate 2 g_0. The node is moved by lag 1: a' = 2 (w l - h_1)(e^T C^T)(B^T e) + lags j >= 2.
"""

import sympy as sp
from sympy.matrices.expressions import MatrixSymbol

from theory.kernel.derivation import Premise, Step
from theory.kernel.steps import at_most, equation, less, noncommutative
from theory.kernel.trace_identity import trace_identity
from theory.model.gradient import gradient
from theory.model.linear_rnn import LinearRNN
from theory.model.samples import sample_values
from theory.words.matrix_words import words
from theory.words.symbols import d

w, node = sp.symbols("w l", positive=True)
k = sp.Symbol("k", integer=True, positive=True)
slack = sp.Symbol("sigma", integer=True, nonnegative=True)
u, v = sp.symbols("u v", commutative=False)
half = 1 / sp.sqrt(2)

GRADIENT = Premise(
    "gradient",
    "the claim gradient, m = p = 1: lag j of the flow is B' = -2 R_j (A^T)^j C^T, (C^T)' = -2 R_j A^j B and "
    "A' = -2 R_j sum_{i<j} (A^T)^i C^T B^T (A^T)^{j-1-i}",
)


def equations_of_escape(weight_sign: int = 1) -> tuple[Step, ...]:
    """u' and v' for one lag in non-commuting letters, the outer products, and the rate of u at the origin."""
    P, T, B, Ct = sp.symbols("P T B C^T", commutative=False)
    R, in_modes = sp.Symbol("R_j"), {B: half * (u + v), Ct: half * (u - v)}
    B_rate, C_rate = -2 * R * T * Ct, -2 * R * P * B
    u_rule, v_rule = (f"lag j gives this part of {letter}', with P = A^j and T = (A^T)^j" for letter in "uv")
    u_rate = noncommutative(half * (B_rate + C_rate), -R * ((P + T) * u + (P - T) * v), u_rule, in_modes, "u'")
    v_rate = noncommutative(half * (B_rate - C_rate), R * ((P - T) * u + (P + T) * v), v_rule, in_modes, "v'")
    return (
        u_rate.labelled("u-rate", "gradient", "scalar"),
        v_rate.labelled("v-rate", "gradient", "scalar"),
        *_outer_products(),
        _rate_at_the_origin(weight_sign),
    )


def _outer_products() -> tuple[Step, ...]:
    """C^T B^T - B C = u v^T - v u^T and C B = (|u|^2 - |v|^2)/2, for every width."""
    u_T, v_T = sp.symbols("u^T v^T", commutative=False)
    U, V = (MatrixSymbol(letter, d, 1) for letter in "uv")
    inner, squares = words((U - V).T * (U + V) / 2), words((U.T * U - V.T * V) / 2)
    outer = half * (u - v) * half * (u_T + v_T) - half * (u + v) * half * (u_T - v_T)
    rule = "the antisymmetric part of lag 1 of A' has a size of at most 2 |u| |v|"
    h_0 = trace_identity(inner, squares, "h_0 = C B is half of |u|^2 - |v|^2", (), sample_values((U, V)), "h_0")
    return (
        noncommutative(outer, u * v_T - v * u_T, rule, name="C^T B^T - B C").labelled("outer"),
        h_0.labelled("lag-0"),
    )


def _rate_at_the_origin(weight_sign: int) -> Step:
    """At lag 0, P = T = I: u' = -2 R_0 u with R_0 = h_0 - g_0, so that u grows at the rate 2 g_0 where h_0 = 0."""
    h_0, g_0 = sp.symbols("h_0 g_0", real=True)
    origin = {h_0: sp.Integer(0), g_0: w if weight_sign > 0 else -w}
    step = less(sp.Integer(0), -2 * (h_0 - g_0), "lag 0 of u' is -2 (h_0 - g_0) u: at the origin u grows", origin)
    return step.refuted_by(_decaying(weight_sign)).labelled("grows", "u-rate", "lag-0", "teacher")


def _decaying(weight_sign: int) -> str:
    """u'/u at d = 1, A = 0, B = C = 1/10, from the gradient."""
    small = sp.Rational(1, 10)
    point = LinearRNN(*(sp.ImmutableMatrix([[entry]]) for entry in (0, small, small)))
    G = gradient(point, [sp.ImmutableMatrix([[weight_sign]])])
    rate = -(G.B + G.C)[0, 0] / (2 * small)
    return f"d = 1, A = 0, B = C = 1/10, g_0 = {weight_sign}: u'/u = {rate}, so u decays"


def lag_one(length: int = 2) -> tuple[Step, ...]:
    """e^T A' e at lag 1 is -2 (h_1 - w l)(e^T C^T)(B^T e), provided lag 1 is trained; lag 0 does not move A."""
    R_1, h_1, product = sp.symbols("R_1 h_1 K", real=True)
    trained = at_most(sp.Integer(2), k, "lag 1 is trained, and it is the first that moves A", {k: length + slack})
    rate = equation(
        -2 * R_1 * product,
        2 * w * node * product - 2 * h_1 * product,
        "lag 1 of e^T A' e pulls the node to the teacher's side, K = (e^T C^T)(B^T e)",
        {R_1: h_1 - w * node},
    )
    return (
        trained.refuted_by(_standing(length)).labelled("trained", "lags"),
        rate.labelled("lag-1", "trained", "gradient", "teacher"),
    )


def _standing(length: int) -> str:
    """e^T A' e at A = 0, B = C^T = (1/10, 1/10), w = l = 1, from the gradient."""
    column = sp.ImmutableMatrix([sp.Rational(1, 10)] * 2)
    point = LinearRNN(sp.ImmutableMatrix.zeros(2, 2), column, column.T)
    rate = -gradient(point, [sp.ImmutableMatrix([[1]])] * length).A[0, 0]
    return f"k = {length}, A = 0, B = C^T = (1/10, 1/10), e^T A' e = {rate}; w = l = 1 asks for 1/50"
