r"""Leaving the saddle at zero: until |u| = delta the student is one mode, up to O(eps log 1/eps). Constants explicit.

u = (B + C^T)/sqrt2, v = (B - C^T)/sqrt2, Z = (A - A^T)/2, alpha = |A|, e = u_0/|u_0|, xi the part of u orthogonal to e
over |u|, Y = A - (e^T A e) e e^T. Gamma >= sqrt(L) at the start, so |R_j| <= Gamma for ever; m = max(1, |v_0| / |u_0|);
c = 4 Gamma (1 + m). As long as |u| <= delta, where alpha <= 1/2, c alpha <= w/2 and (1 + m^2) delta^2 <= w/2:

    w |u| <= |u|' <= 3 w |u|,      |v| <= m |u|,      alpha <= alpha_0 + (2 Gamma (1 + m^2)/w) |u|^2,
    |Z| <= 2 (|Z_0| + 8 Gamma |v_0| delta / w),       |v| <= |v_0| + (4 Gamma / w) delta sup |Z|,
    xi <= 8 c y_0 T,      |Y| <= 2 y_0 + 8 (c^2/w) y_0 T delta^2,      y_0 = |A_0| + c int |u||v| = O(eps),

and the time T at which |u| = delta is at most log(delta/|u_0|)/w. delta depends on Gamma, w, m and l only, not on eps.
`escape_off_axis` holds the last line of estimates and the first exit.
"""

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import at_most, equation, less

Gamma, w, u, T = sp.symbols("Gamma w u T", positive=True)
alpha, v, Z, Y, xi, delta = sp.symbols("alpha v Z Y xi delta", nonnegative=True)
m, slack, more, rest = sp.symbols("m sigma_1 sigma_2 sigma_3", nonnegative=True)
time = sp.Symbol("t", positive=True)
squares = sp.Symbol(r"\int{u^2}", nonnegative=True)
"""The integral of |u|^2 up to t."""

BOTH = 1 + m**2
"""|u|^2 + |v|^2 is at most this times |u|^2, and |B| |C| half of that."""
SUM_0, SUM_1, SUM_2, SUM_LATER = 2 * alpha, sp.Integer(4), sp.Integer(16), 6 * alpha
"""Bounds, for alpha <= 1/2, of sum alpha^j, sum j alpha^{j-1}, sum j (j-1) alpha^{j-2}; the last from j = 2."""


def escape_steps() -> tuple[Step, ...]:
    """The sums over the lags, and the estimates of |u|, |v|, alpha and |Z| up to |u| = delta."""
    return (
        *_geometric_sums(),
        *_growth(),
        *_decay_of_v(),
        *_growth_of_A(),
        *_antisymmetric_part(),
        *_product_of_u_and_v(),
        *_closed_loop(),
    )


def _geometric_sums() -> tuple[Step, ...]:
    """For alpha <= 1/2: sum alpha^j <= 2 alpha, sum j alpha^{j-1} <= 4, sum j (j-1) alpha^{j-2} <= 16."""
    half = {alpha: 1 / (2 + slack)}
    series = 1 / (1 - alpha)
    first, second = sp.Derivative(series, alpha), sp.Derivative(series, (alpha, 2))
    lines = (
        (alpha * series, SUM_0, "the sum of alpha^j over j >= 1, for alpha <= 1/2", "sum-0"),
        (first, SUM_1, "the sum of j alpha^{j-1} over j >= 1 is this derivative, term by term", "sum-1"),
        (second, SUM_2, "the sum of j (j-1) alpha^{j-2} over j >= 2 is this derivative, term by term", "sum-2"),
        (first - 1, SUM_LATER, "the sum of j alpha^{j-1} over j >= 2 is that without its first term", "sum-later"),
    )
    return tuple(
        at_most(before, after, rule, half).labelled(label, "power-series") for before, after, rule, label in lines
    )


def _growth() -> tuple[Step, ...]:
    """w |u| <= |u|' <= 3 w |u|: 2 h_0 <= |u|^2 <= w/2, and the other lags give at most c alpha |u| <= w |u| / 2."""
    twice_h, v_squared, lags = sp.symbols("2h_0 |v|^2 c\\alpha", nonnegative=True)
    bounds = {twice_h: w / 2 - slack, v_squared: w / 2 - more, lags: w / 2 - rest}
    return (
        equation(
            2 * Gamma * SUM_0 * (u + m * u),
            4 * Gamma * (1 + m) * alpha * u,
            "the lags j >= 1 of |u|' add up to at most c alpha |u|, with c = 4 Gamma (1 + m)",
        ).labelled("lags-of-u", "u-lag", "sum-0", "first-exit"),
        at_most(
            BOTH * delta**2,
            w / 2,
            "delta is so chosen that |u|^2 and |v|^2 <= m^2 |u|^2 are at most w/2",
            {delta: sp.sqrt(w / 2) / sp.sqrt(BOTH + slack)},
        ).labelled("delta", "small"),
        at_most(
            w * u, (2 * w - twice_h - lags) * u, "|u|' >= (2 w - 2 h_0 - c alpha) |u|, where 2 h_0 <= |u|^2", bounds
        ).labelled("u-grows", "grows", "lags-of-u", "lag-0", "delta"),
        at_most(
            (2 * w + v_squared + lags) * u,
            3 * w * u,
            "|u|' <= (2 w - 2 h_0 + c alpha) |u|, and -2 h_0 <= |v|^2",
            bounds,
        ).labelled("u-bounded", "grows", "lags-of-u", "lag-0", "delta"),
    )


def _decay_of_v() -> tuple[Step, ...]:
    """|v|' <= -w |v| + 8 Gamma |Z| |u|; so |v|/|u| never exceeds m."""
    ratio, twice_h = sp.symbols("varrho 2h_0", positive=True)
    small = {alpha: (w / 2 - rest) / (4 * Gamma * (1 + m))}
    return (
        at_most(
            -(2 * w - twice_h) * v + 2 * Gamma * SUM_0 * v,
            -w * v,
            "|v|' <= -(2 w - 2 h_0) |v| + 4 Gamma alpha |v| + 8 Gamma |Z| |u|, 2 h_0 <= w/2 and c alpha <= w/2",
            {twice_h: w / 2 - more, **small},
        ).labelled("v-decays", "v-lag", "sum-0", "sum-1", "lag-0", "delta", "first-exit"),
        at_most(
            2 * SUM_1 * Gamma * alpha - 2 * w * ratio,
            -w,
            "where varrho = |v|/|u| >= 1, varrho' <= 8 Gamma |Z| - 2 w varrho <= -w as |Z| <= alpha: it stays below m",
            {**small, ratio: 1 + slack},
        ).labelled("v-below-u", "v-decays", "u-grows", "sum-1"),
    )


def _growth_of_A() -> tuple[Step, ...]:
    """int |u|^2 <= |u|^2/(2 w); |A'| <= 2 Gamma * 4 |B| |C| <= 4 Gamma (|u|^2 + |v|^2)."""
    p, q = sp.symbols("p q", real=True)
    size = sp.Function("u", positive=True)(time)
    return (
        at_most(
            2 * w * size**2,
            sp.Derivative(size**2, time),
            "|u|' >= w |u|, and the integral of |u|^2 up to t is at most |u(t)|^2 / (2 w)",
            {sp.Derivative(size, time): w * size + slack},
        ).labelled("int-u", "u-grows", "comparison"),
        equation(p**2 + q**2 - 2 * p * q, (p - q) ** 2, "|B| |C| <= (|B|^2 + |C|^2)/2 = (|u|^2 + |v|^2)/2").labelled(
            "product"
        ),
        equation(
            2 * Gamma * SUM_1 * (squares + m**2 * squares) / 2,
            2 * Gamma * BOTH / w * u**2,
            "alpha <= alpha_0 + int |A'|, and |A'| <= 4 Gamma (|u|^2 + |v|^2), |v| <= m |u|",
            {squares: u**2 / (2 * w)},
        ).labelled("A-grows", "A-lag", "sum-1", "product", "v-below-u", "int-u", "comparison"),
    )


def _antisymmetric_part() -> tuple[Step, ...]:
    """|Z'| <= Gamma (8 |u||v| + 16 (1 + m^2) |Z| |u|^2)."""
    twist, product = sp.symbols("tau |B||C|", nonnegative=True)
    growth = equation(
        Gamma * (SUM_1 * twist + SUM_2 * 2 * Z * product),
        Gamma * (8 * u * v + 16 * BOTH * Z * u**2),
        "the terms of Z' add up over the lags to at most this: tau <= 2 |u||v|, |B| |C| <= (1 + m^2) |u|^2 / 2",
        {twist: 2 * u * v, product: BOTH * u**2 / 2},
    )
    return (growth.labelled("Z-grows", "Z-lag", "sum-1", "sum-2", "product", "v-below-u"),)


def _product_of_u_and_v() -> tuple[Step, ...]:
    """int |u||v| <= |v_0| delta/w + (4 Gamma/w) zeta delta^2/(2 w), zeta = sup |Z|."""
    total, past, memory = sp.symbols("zeta s I", nonnegative=True)
    decay = T * sp.exp(-w * T)
    return (
        equation(
            1 / (2 * w) - sp.Integral(sp.exp(-2 * w * (time - past)), (past, 0, time)),
            sp.exp(-2 * w * time) / (2 * w),
            "the integral I of exp(-2 w (t - s)) is below 1/(2 w)",
        ).labelled("memory"),
        equation(
            2 * SUM_1 * Gamma * total * u * memory,
            4 * Gamma / w * total * u,
            "|u(s)| <= |u(t)| exp(-w (t - s)): |v| <= |v_0| exp(-w t) + (4 Gamma / w) sup|Z| |u|",
            {memory: 1 / (2 * w)},
        ).labelled("v-small", "v-decays", "u-grows", "memory", "comparison"),
        equation(
            sp.Derivative(decay, T), (1 - w * T) * sp.exp(-w * T), "T exp(-w T) rises until T = 1/w and falls after"
        ).labelled("decay-slope"),
        less(
            sp.Subs(decay, T, 1 / w),
            1 / w,
            "T exp(-w T) is below 1/w, and int |u||v| <= |v_0| delta/w + (4 Gamma/w) zeta delta^2/(2 w)",
        ).labelled("int-uv", "decay-slope", "v-small", "int-u", "u-grows"),
    )


def _closed_loop() -> tuple[Step, ...]:
    """zeta = sup |Z| is at most a fixed part plus zeta / 2, hence at most twice the fixed part."""
    start, v_0, total, fixed, products = sp.symbols("Z_0 v_0 zeta F I_{uv}", nonnegative=True)
    loop = 16 * Gamma**2 / w**2 + 8 * Gamma * BOTH / w
    sizes = {products: v_0 * delta / w + 4 * Gamma / w * total * delta**2 / (2 * w), squares: delta**2 / (2 * w)}
    return (
        equation(
            start + 8 * Gamma * products + 16 * Gamma * BOTH * total * squares,
            start + 8 * Gamma * v_0 * delta / w + total * delta**2 * loop,
            "zeta = sup |Z| is at most this, by integration; I_{uv} is the integral of |u||v|",
            sizes,
        ).labelled("Z-loop", "Z-grows", "int-uv", "int-u", "comparison"),
        at_most(
            total,
            2 * fixed,
            "delta^2 times the bracket is at most 1/2: zeta <= F + zeta/2 with F = |Z_0| + 8 Gamma |v_0| delta/w",
            {fixed: total / 2 + slack},
        ).labelled("Z-small", "Z-loop", "small"),
    )
