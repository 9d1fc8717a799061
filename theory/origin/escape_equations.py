r"""Leaving the saddle at zero: the exact equations of u = (B + C^T)/sqrt2, v = (B - C^T)/sqrt2 and a = e^T A e.

Lag j with P = A^j, T = (A^T)^j: u' = -R_j ((P + T) u + (P - T) v), v' = R_j ((P - T) u + (P + T) v). At the origin u
grows at the rate 2 g_0. The node is moved by lag 1: a' = 2 (w l - h_1)(e^T C^T)(B^T e) + lags j >= 2.
"""

import sympy as sp

from theory.kernel.derivation import Step
from theory.model.gradient import gradient
from theory.model.linear_rnn import LinearRNN, impulse_response

w, node = sp.symbols("w l", positive=True)
g_0 = sp.Symbol("g_0", real=True)


def equations_of_escape(weight_sign: int = 1, width: int = 2, lags: int = 3) -> tuple[Step, ...]:
    """u' and v' for one lag in non-commuting letters; and the whole gradient, entry by entry, against them."""
    P, T_, U, V = sp.symbols("P T u v", commutative=False)
    R = sp.Symbol("R_j")
    B_rate, C_rate = -2 * R * T_ * (U - V) / sp.sqrt(2), -2 * R * P * (U + V) / sp.sqrt(2)
    return (
        _words((B_rate + C_rate) / sp.sqrt(2), -R * ((P + T_) * U + (P - T_) * V), "u', lag j: P = A^j, T = (A^T)^j"),
        _words((B_rate - C_rate) / sp.sqrt(2), R * ((P - T_) * U + (P + T_) * V), "v', lag j; at lag 0: u' = -2 R_0 u"),
        _whole_gradient(width, lags),
        _outer_products(width + 1),
        _rate_at_the_origin(weight_sign),
    )


def _words(before: sp.Expr, after: sp.Expr, rule: str) -> Step:
    return Step(sp.latex(before), sp.latex(after), rule, sp.expand(before - after) == 0)


def _whole_gradient(width: int, lags: int) -> Step:
    A = sp.ImmutableMatrix(width, width, sp.symbols(f"a:{width**2}"))
    B, C = (sp.ImmutableMatrix(sp.symbols(f"{name}:{width}")) for name in ("b", "c"))
    teacher = [sp.ImmutableMatrix([[sp.Symbol(f"g{lag}")]]) for lag in range(lags)]
    theta = LinearRNN(A, B, C.T)
    G = gradient(theta, teacher)
    residuals = [(h - g)[0, 0] for h, g in zip(impulse_response(theta, lags), teacher, strict=True)]
    plus, minus = B + C, B - C
    claimed = sp.zeros(width, 1)
    for lag, R in enumerate(residuals):
        claimed -= R * ((A**lag + A.T**lag) * plus + (A**lag - A.T**lag) * minus)
    holds = (-(G.B + G.C.T) - claimed).applyfunc(sp.expand).is_zero_matrix
    rule = f"-(dL/dB + (dL/dC)^T), every entry, d = {width}, k = {lags}"
    return Step("u'", r"-\sum_j R_j \left((A^j + A^{Tj}) u + (A^j - A^{Tj}) v\right)", rule, bool(holds))


def _outer_products(width: int) -> Step:
    """C^T B^T - B C = u v^T - v u^T and C B = (|u|^2 - |v|^2)/2."""
    U, V = (sp.Matrix(sp.symbols(f"{name}:{width}")) for name in ("u", "v"))
    B, Ct = (U + V) / sp.sqrt(2), (U - V) / sp.sqrt(2)
    outer = (Ct * B.T - B * Ct.T - U * V.T + V * U.T).applyfunc(sp.expand).is_zero_matrix
    inner = sp.expand((Ct.T * B)[0, 0] - (U.dot(U) - V.dot(V)) / 2) == 0
    rule = "and h_0 = (|u|^2 - |v|^2)/2: the first lag of A' is symmetric up to |u| |v|"
    return Step("C^T B^T - B C", "u v^T - v u^T", rule, bool(outer and inner))


def _rate_at_the_origin(weight_sign: int) -> Step:
    """d = 1, A = 0, B = C = eps: u'/u = 2 (g_0 - eps^2), from the gradient; at eps -> 0 it is 2 g_0."""
    eps = sp.Symbol("eps", positive=True)
    point = LinearRNN(*(sp.ImmutableMatrix([[entry]]) for entry in (0, eps, eps)))
    G = gradient(point, [sp.ImmutableMatrix([[g_0]])])
    rate = sp.cancel(-(G.B + G.C)[0, 0] / (2 * eps)).subs(g_0, w if weight_sign > 0 else -w)
    instance = rate.subs({w: 1, eps: sp.Rational(1, 10)})
    holds = rate.subs(eps, 0).is_positive
    wrong = "" if holds else f"d = 1, A = 0, B = C = 1/10, g_0 = {weight_sign}: u'/u = {instance}, so u decays"
    return Step(f"{sp.latex(rate)}, eps = 0", "0", "2 g_0, the rate of u at the origin", holds, ">", wrong)


def lag_one(length: int = 2, width: int = 2) -> Step:
    """a' + 2 h_1 (e^T C^T)(B^T e) = 2 w l (e^T C^T)(B^T e) for lags j < min(k, 2); e is the first axis."""
    A = sp.ImmutableMatrix(width, width, sp.symbols(f"a:{width**2}"))
    B, C = (sp.ImmutableMatrix(sp.symbols(f"{name}:{width}")) for name in ("b", "c"))
    theta, lags = LinearRNN(A, B, C.T), min(length, 2)
    rate = -gradient(theta, [sp.ImmutableMatrix([[w * node**lag]]) for lag in range(lags)]).A[0, 0]
    h_1 = impulse_response(theta, 2)[1][0, 0]
    gap = sp.expand(rate + 2 * h_1 * B[0] * C[0] - 2 * w * node * B[0] * C[0])
    small = dict.fromkeys(A, 0) | {letter: sp.Rational(1, 10) for letter in (*B, *C)}
    found = f"k = {length}, A = 0, B = C^T = (1/10, 1/10), e^T A' e = {rate.subs(small)}; w = l = 1 asks for 1/50"
    return Step(
        r"e^T A' e + 2 h_1 (e^T C^T)(B^T e)",
        r"2 w l\, (e^T C^T)(B^T e)",
        f"lags 0 and 1, from the gradient, every entry, d = {width}: R_1 = h_1 - w l moves the node",
        gap == 0,
        counterexample="" if gap == 0 else found,
    )
