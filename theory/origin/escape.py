r"""Leaving the saddle at zero: until |u| = delta the student is one mode, up to O(eps log 1/eps). Constants explicit.

u = (B + C^T)/sqrt2, v = (B - C^T)/sqrt2, Z = (A - A^T)/2, alpha = |A|, e = u_0/|u_0|, xi the part of u orthogonal to e
over |u|, Y = A - (e^T A e) e e^T. Gamma >= sqrt(L) at the start, so |R_j| <= Gamma for ever; m = max(1, |v_0| / |u_0|);
c = 4 Gamma (1 + m). As long as |u| <= delta, where alpha <= 1/2, c alpha <= w/2 and (1 + m^2) delta^2 <= w/2:

    w |u| <= |u|' <= 3 w |u|,      |v| <= m |u|,      alpha <= alpha_0 + (2 Gamma (1 + m^2)/w) |u|^2,
    |Z| <= 2 (|Z_0| + 8 Gamma |v_0| delta / w),       |v| <= |v_0| + (4 Gamma / w) delta sup |Z|,
    xi <= 8 c y_0 T,      |Y| <= 2 y_0 + 8 (c^2/w) y_0 T delta^2,      y_0 = |A_0| + c int |u||v| = O(eps),

and the time T at which |u| = delta is at most log(delta/|u_0|)/w. delta depends on Gamma, w, m and l only, not on eps.
"""

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import at_most, equation
from theory.origin.escape_equations import equations_of_escape
from theory.origin.escape_norms import norm_steps

Gamma, w, u, T = sp.symbols("Gamma w u T", positive=True)
alpha, v, Z, Y, xi, delta = sp.symbols("alpha v Z Y xi delta", nonnegative=True)
m, slack, more, rest = sp.symbols("m sigma_1 sigma_2 sigma_3", nonnegative=True)
j = sp.Symbol("j", integer=True, positive=True)


def escape_steps(weight_sign: int = 1) -> tuple[Step, ...]:
    """All estimates up to |u| = delta; a control asks for g_0 < 0."""
    return (
        *equations_of_escape(weight_sign),
        *norm_steps(),
        *_geometric_sums(),
        *_growth(),
        *_decay_of_v(),
        *_growth_of_A(),
        *_antisymmetric_part(),
        *_off_the_support(),
        *_first_exit(),
    )


def _geometric_sums() -> tuple[Step, ...]:
    """For alpha <= 1/2: sum alpha^j <= 2 alpha, sum j alpha^{j-1} <= 4, sum j (j-1) alpha^{j-2} <= 16."""
    half = {alpha: 1 / (2 + slack)}
    second = j - 2 * (j - 1) + (j - 2)
    third = j * (j - 1) - 3 * (j - 1) * (j - 2) + 3 * (j - 2) * (j - 3) - (j - 3) * (j - 4)
    return (
        equation(
            second,
            sp.Integer(0),
            "the coefficients of (1 - alpha)^2 sum j alpha^{j-1} = 1",
            name=r"j - 2 (j - 1) + (j - 2)",
        ),
        equation(third, sp.Integer(0), "the coefficients of (1 - alpha)^3 sum j (j-1) alpha^{j-2} = 2"),
        _below(alpha / (1 - alpha), 2 * alpha, half, "sum_{j>=1} alpha^j, alpha = 1/(2 + sigma_1)"),
        _below(1 / (1 - alpha) ** 2, sp.Integer(4), half, "sum_{j>=1} j alpha^{j-1}"),
        _below(2 / (1 - alpha) ** 3, sp.Integer(16), half, "sum_{j>=2} j (j-1) alpha^{j-2}"),
        _below(1 / (1 - alpha) ** 2 - 1, 6 * alpha, half, "sum_{j>=2} j alpha^{j-1}"),
    )


def _below(before: sp.Expr, after: sp.Expr, given: dict[sp.Expr, sp.Expr], rule: str) -> Step:
    """before <= after for rational functions: the difference, brought to one fraction, has no negative term."""
    above, below = sp.fraction(sp.factor((after - before).subs(given)))
    holds = sp.expand(above).is_nonnegative and sp.expand(below).is_positive
    return Step(sp.latex(before), sp.latex(after), rule, True if holds else None, r"\le")


def _growth() -> tuple[Step, ...]:
    """w |u| <= |u|' <= 3 w |u|: 2 h_0 <= |u|^2 <= w/2, and the other lags give at most c alpha |u| <= w |u| / 2."""
    twice_h, v_squared, lags = sp.symbols("2h_0 |v|^2 c\\alpha", nonnegative=True)
    bounds = {twice_h: w / 2 - slack, v_squared: w / 2 - more, lags: w / 2 - rest}
    drag = {delta: sp.sqrt(w / 2) / sp.sqrt(1 + m**2 + slack)}
    return (
        equation(
            2 * Gamma * 2 * alpha * (u + m * u),
            4 * Gamma * (1 + m) * alpha * u,
            "lags j >= 1: c alpha |u|, c = 4 Gamma (1 + m)",
        ),
        at_most(w * u, (2 * w - twice_h - lags) * u, "|u|' >= (2 w - 2 h_0 - c alpha) |u|, 2 h_0 <= |u|^2", bounds),
        at_most(
            (2 * w + v_squared + lags) * u, 3 * w * u, "|u|' <= (2 w - 2 h_0 + c alpha) |u|, -2 h_0 <= |v|^2", bounds
        ),
        _below(
            (1 + m**2) * delta**2,
            w / 2,
            drag,
            "the choice of delta: |u|^2 and |v|^2 <= m^2 |u|^2 are at most w/2",
        ),
    )


def _decay_of_v() -> tuple[Step, ...]:
    """|v|' <= -w |v| + 8 Gamma |Z| |u|; so |v|/|u| never exceeds m."""
    ratio = sp.Symbol("varrho", positive=True)
    small = {w: 8 * Gamma * (1 + m) * alpha + slack}
    return (
        _below(
            -(2 * w - w / 2) * v + 4 * Gamma * alpha * v,
            -w * v,
            small,
            "|v|' <= -(2 w - 2 h_0) |v| + Gamma (8 |Z| |u| + 4 alpha |v|), as |A^j - A^{Tj}| <= 2 j alpha^{j-1} |Z|",
        ),
        _below(
            8 * Gamma * alpha - 2 * w * ratio,
            sp.Integer(0),
            {**small, ratio: 1 + rest},
            "varrho = |v|/|u| >= 1: varrho' <= 8 Gamma |Z| - 2 w varrho <= 0, |Z| <= alpha: it stays below m",
        ),
    )


def _growth_of_A() -> tuple[Step, ...]:
    """int |u|^2 <= |u|^2/(2 w); |A'| <= 2 Gamma * 4 |B| |C| <= 4 Gamma (|u|^2 + |v|^2)."""
    p, q = sp.symbols("p q", real=True)
    return (
        equation(
            2 * u * (w * u),
            2 * w * u**2,
            "(|u|^2)' >= 2 w |u|^2: int_0^t |u|^2 <= |u(t)|^2 / (2 w)",
            name=r"2 |u| (w |u|)",
        ),
        equation(p**2 + q**2 - 2 * p * q, (p - q) ** 2, "|B| |C| <= (|B|^2 + |C|^2)/2 = (|u|^2 + |v|^2)/2"),
        equation(
            4 * Gamma * (1 + m**2) * u**2 / (2 * w),
            2 * Gamma * (1 + m**2) / w * u**2,
            "alpha <= alpha_0 + 4 Gamma (1 + m^2) int |u|^2",
            name=r"4 \Gamma (1 + m^2) |u|^2 / (2 w)",
        ),
    )


def _antisymmetric_part() -> tuple[Step, ...]:
    """|Z'| <= Gamma (8 |u||v| + 16 (1 + m^2) |Z| |u|^2), so sup |Z| <= |Z_0| + 8 Gamma |v_0| delta/w + sup |Z| / 2."""
    growth = equation(
        Gamma * (4 * 2 * u * v + 16 * 2 * Z * (1 + m**2) * u**2 / 2),
        Gamma * (8 * u * v + 16 * (1 + m**2) * Z * u**2),
        "one factor antisymmetric in each term: C^T B^T - B C (norm 2 |u||v|), or one of j - 1 factors A (2 |Z|)",
    )
    return (growth, *_product_of_u_and_v(), *_closed_loop())


def _product_of_u_and_v() -> tuple[Step, ...]:
    """int |u||v| <= |v_0| delta/w + (4 Gamma/w) zeta delta^2/(2 w), zeta = sup |Z|."""
    total, time, past = sp.symbols("zeta t s", nonnegative=True)
    memory = 1 / (2 * w) - sp.integrate(sp.exp(-2 * w * (time - past)), (past, 0, time))
    return (
        equation(
            sp.expand(memory),
            sp.exp(-2 * w * time) / (2 * w),
            "int exp(-2 w (t - s)) ds <= 1/(2 w)",
            name=r"\frac{1}{2 w} - \int_0^t e^{-2 w (t - s)} ds",
        ),
        equation(
            8 * Gamma * total * u / (2 * w),
            4 * Gamma / w * total * u,
            "|u(s)| <= |u(t)| exp(-w (t - s)): |v| <= |v_0| exp(-w t) + (4 Gamma / w) sup|Z| |u|",
            name=r"8 \Gamma \zeta |u| / (2 w)",
        ),
        equation(
            sp.diff(T * sp.exp(-w * T), T),
            (1 - w * T) * sp.exp(-w * T),
            "T exp(-w T) rises until T = 1/w and falls after",
            name=r"\frac{d}{dT} T e^{-w T}",
        ),
        equation(
            (T * sp.exp(-w * T)).subs(T, 1 / w),
            sp.exp(-1) / w,
            "so it is below 1/w: int |u||v| <= |v_0| delta/w + (4 Gamma/w) zeta delta^2/(2 w)",
            name="T e^{-w T}, T = 1/w",
        ),
    )


def _closed_loop() -> tuple[Step, ...]:
    """zeta = sup |Z| is at most a fixed part plus zeta / 2, hence at most twice the fixed part."""
    start, v_0, total = sp.symbols("Z_0 v_0 zeta", nonnegative=True)
    loop = 16 * Gamma**2 / w**2 + 8 * Gamma * (1 + m**2) / w
    products = v_0 * delta / w + 4 * Gamma / w * total * delta**2 / (2 * w)
    bound = start + 8 * Gamma * products + 16 * Gamma * (1 + m**2) * total * delta**2 / (2 * w)
    fixed = start + 8 * Gamma * v_0 * delta / w
    return (
        equation(bound, fixed + total * delta**2 * loop, "zeta = sup |Z| <= this, by integration"),
        equation(
            sp.solve(fixed + total / 2 - total, total)[0],
            2 * fixed,
            "delta^2 (16 Gamma^2/w^2 + 8 Gamma (1 + m^2)/w) <= 1/2: zeta <= fixed part + zeta/2",
            name=r"\zeta: \zeta = F + \zeta / 2",
        ),
    )


def _off_the_support() -> tuple[Step, ...]:
    """xi' <= c (|Y| + alpha xi) and |Y|' <= c (xi |u|^2 + |u||v| + 2 (1 + m)|Y||u|^2): both O(eps log 1/eps)."""
    c, y_0, Xi, bound = sp.symbols("c y_0 Xi X", nonnegative=True)
    reach = 4 * Gamma * (1 + m)
    source = 2 * Gamma * (2 * (xi * u + v) * (1 + m) * u / 2 + 4 * Y * (1 + m) ** 2 * u**2 / 2)
    grown = 2 * c * (2 * y_0 * T + c / w * Xi * delta**2 / (2 * w))
    return (
        equation(
            2 * Gamma * 2 * Y * (u + m * u),
            reach * Y * u,
            "|P A^j| <= |Y| alpha^{j-1}, P = I - e e^T: source of Pu",
        ),
        equation(
            2 * source,
            reach * ((xi * u + v) * u + 2 * (1 + m) * Y * u**2),
            "|Y'| <= |P A'| + |A' P|, |P C^T|, |P B| <= (xi |u| + |v|)/sqrt2, |B|, |C| <= (1 + m)|u|/sqrt2",
        ),
        equation(
            2 * (y_0 + c * Xi * u**2 / (2 * w)),
            2 * y_0 + c / w * Xi * u**2,
            "exp(2 c (1 + m) delta^2/(2 w)) <= 2 for small delta: |Y| <= 2 (y_0 + c int xi |u|^2), Xi = sup xi",
            name=r"2 (y_0 + c \Xi u^2 / (2 w))",
        ),
        equation(
            grown,
            4 * c * y_0 * T + c**2 * delta**2 / w**2 * Xi,
            "exp(c int alpha) <= 2 for small delta and eps: xi <= 2 c int |Y|",
        ),
        equation(
            sp.solve(4 * c * y_0 * T + bound / 2 - bound, bound)[0],
            8 * c * y_0 * T,
            "c^2 delta^2 <= w^2/2: Xi <= 8 c y_0 T, of order eps log(1/eps)",
            name=r"\Xi: \Xi = 4 c y_0 T + \Xi / 2",
        ),
    )


def _first_exit() -> tuple[Step, ...]:
    """The estimates assume alpha <= mu = min(1/2, w / (2 c)) and |v| <= m |u|: neither can fail first."""
    mu, rho = sp.symbols("mu varrho", positive=True)
    chosen = {delta: sp.sqrt(w * mu / (8 * Gamma * (1 + m**2)))}
    barrier = {w: 8 * Gamma * (1 + m) * alpha + slack, rho: 1 + rest}
    return (
        equation(
            2 * Gamma * (1 + m**2) / w * delta**2,
            mu / 4,
            "delta^2 = w mu / (8 Gamma (1 + m^2)) or less, alpha_0 <= mu/4: alpha <= mu/2 < mu up to |u| = delta",
            chosen,
        ),
        _below(
            8 * Gamma * alpha - 2 * w * rho,
            -w,
            barrier,
            "and varrho' <= -w < 0, strictly, where varrho = m >= 1: it cannot pass m while alpha <= mu",
        ),
    )
