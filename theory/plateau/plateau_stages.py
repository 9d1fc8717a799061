"""The stages of `from_the_plateau`, each with its constants: steep descent, the window after it, all later times."""

import sympy as sp

from theory.kernel.derivation import Step, within
from theory.kernel.steps import at_most, equation
from theory.origin.lojasiewicz import L, path_to_the_limit, t

r, K, slack = sp.symbols("r K tau", nonnegative=True)
sigma, Lambda, slope = sp.symbols("sigma Lambda G", positive=True)
HALF, QUARTER = sp.Rational(1, 2), sp.Rational(1, 4)
"""kappa of `path_to_the_limit` on the first stage and on the third."""

RATE = sigma**2 / 2
"""sqrt(L) decays at this rate on the first stage."""


def first_stage_steps() -> tuple[Step, ...]:
    """||R|| >= K rho^2 gives |grad L| >= sigma ||R||; then the way down, its length and its time."""
    return (*_steep_while_large(), *_way_down(), *_arrival())


def _steep_while_large() -> tuple[Step, ...]:
    """||R|| >= K rho^2 and 4 K rho <= sigma imply |grad L| >= sigma ||R||."""
    rho, perp, size = sp.symbols("rho p_R R", nonnegative=True)
    in_range = sp.Rational(4, 5)
    return (
        at_most(
            perp,
            size / 2,
            "R - J* delta is at most K rho^2 / 2 (Taylor), J* delta in the range: p = |R_perp| <= K rho^2/2 <= |R|/2",
            {perp: K * rho**2 / 2, size: K * rho**2 + slack},
        ).labelled("off-range", "taylor", "fitted"),
        at_most(
            (in_range * size) ** 2, size**2 - perp**2, "Pythagoras gives |Pi R| >= 4/5 |R|", {size: 2 * perp + slack}
        ).labelled("in-range", "off-range"),
        at_most(
            sigma * size,
            2 * (in_range * sigma * size - K * rho * size),
            "grad L = 2 J^T R, |J - J*| <= K rho: |grad L| >= 2 (sigma |Pi R| - K rho |R|)",
            {sigma: 4 * K * rho + slack},
        ).labelled("steep", "in-range", "taylor", "norms", "rank"),
    )


def _way_down() -> tuple[Step, ...]:
    """sqrt(L) decays like exp(-sigma^2 t / 2), and sigma / 2 times the length is at most sqrt(L(0)) <= 2 Lambda r."""
    along = {sp.Derivative(L, t): -(slope**2), slope: sigma * sp.sqrt(L) + slack}
    rule = "L' = -G^2, G = |grad L| >= sigma sqrt(L): sqrt(L) decays at least like exp(-sigma^2 t / 2)"
    decay = at_most(RATE * sp.sqrt(L), -sp.Derivative(sp.sqrt(L), t), rule, along)
    return (
        *within("first", path_to_the_limit("steep", HALF)),
        decay.labelled("decay", "steep"),
    )


def _arrival() -> tuple[Step, ...]:
    """From |R(0)| <= 2 Lambda r the student moves at most C_1 r, and |R| <= K C_1^2 r^2 from t_1 on."""
    C_1, size, curvature, time = sp.symbols("C_1 r K t_1", positive=True)
    reached = 2 / sigma**2 * sp.log(2 * Lambda / (curvature * C_1**2 * size))
    return (
        at_most(
            Lambda * r + K * r**2 / 2,
            2 * Lambda * r,
            "|R(0)| <= Lambda r + K r^2 / 2, for K r <= 2 Lambda",
            {Lambda: K * r / 2 + slack},
        ).labelled("start", "taylor", "fitted", "first-exit"),
        equation(
            r + (2 * Lambda * r) / (sigma * HALF),
            (1 + 4 * Lambda / sigma) * r,
            "rho is at most r and the length, so C_1 = 1 + 4 Lambda / sigma, provided that C_1 r <= sigma / (4 K)",
        ).labelled("within", "first/path", "start", "first-exit"),
        equation(
            2 * Lambda * size * sp.exp(-RATE * time),
            curvature * C_1**2 * size**2,
            "|R| has come down to this at t_1, which is at most C log(1/r), and stays below it",
            {time: reached},
        ).labelled("settled", "decay", "start", "within", "comparison"),
    )


def window_steps() -> tuple[Step, ...]:
    """For r^-2 more: length <= sqrt(time * L(t_1)) by Cauchy-Schwarz, so rho <= C_2 r; then the error identity."""
    C_1, C_2, remainder, S_j, Y = sp.symbols("C_1 C_2 r_j S_j Y", nonnegative=True)
    p_1, p_2, q_1, q_2 = sp.symbols("p_1 p_2 q_1 q_2", real=True)
    gap = (p_1**2 + p_2**2) * (q_1**2 + q_2**2) - (p_1 * q_1 + p_2 * q_2) ** 2
    small, time, curvature, residual = sp.symbols("r t K |R|", positive=True)
    return (
        equation(
            gap, (p_1 * q_2 - p_2 * q_1) ** 2, "Cauchy-Schwarz: (int G dt)^2 <= t int G^2 dt = t (L(t_1) - L(t_1 + t))"
        ).labelled("cauchy-schwarz"),
        equation(
            sp.sqrt(time * residual**2),
            curvature * C_1**2 * small,
            "the length on the window t <= r^-2, on which |R| is at most that at t_1",
            {time: small**-2, residual: curvature * C_1**2 * small**2},
        ).labelled("window", "cauchy-schwarz", "settled"),
        equation(
            C_1 * r + K * C_1**2 * r,
            C_2 * r,
            "rho <= C_2 r with C_2 = C_1 + K C_1^2, provided that this ball is allowed",
            {C_2: C_1 + K * C_1**2},
        ).labelled("ball", "within", "window", "first-exit"),
        equation(
            remainder * K * C_1**2 * r**2 + (Y * C_2 * r) * S_j * (Y * C_2 * r),
            (remainder * K * C_1**2 + S_j * Y**2 * C_2**2) * r**2,
            "|h_j - g_j| <= |r_j| |R| + |C pi(A)| |s_j(A)| |pi(A) B|, the outer two at most Y rho: C_j, explicit",
        ).labelled("error", "error-identity", "second-order", "ball", "settled", "norms"),
    )


def later_steps() -> tuple[Step, ...]:
    """k = 2n, where stage 1 never ends; and stage 3, where |grad L| >= c L^{3/4}."""
    return (_all_times_for_2n(), *_for_ever())


def _all_times_for_2n() -> Step:
    """k = 2n: the range is everything, R_perp = 0, so stage 1 never ends: L <= 4 Lambda^2 r^2 exp(-sigma^2 t)."""
    rho, size = sp.symbols("rho R", nonnegative=True)
    rule = "k = 2n: Pi = I, so |grad L| >= 2 (sigma - K rho) |R| >= sigma |R| for rho <= sigma / (4 K), whatever |R|"
    step = at_most(sigma * size, 2 * (sigma - K * rho) * size, rule, {sigma: 4 * K * rho + slack})
    return step.labelled("square-lags", "rank", "taylor", "norms", "decay", "within")


def _for_ever() -> tuple[Step, ...]:
    """|grad L| >= c L^{3/4}: the rest of the path is at most (4/c) L(t_1)^{1/4} = O(r), and L <= 16 / (c^2 t)^2."""
    c, C_1, size, curvature, value, time = sp.symbols("c C_1 r K L_1 t", positive=True)
    decay = 4 / (c**2 * time) ** 2
    return (
        *within("later", path_to_the_limit("three-quarters", QUARTER)),
        equation(
            value**QUARTER,
            sp.sqrt(curvature) * C_1 * size,
            "L_1 = L(t_1): the path from t_1 on is O(r), so the flow stays within C r and converges",
            {value: (curvature * C_1**2 * size**2) ** 2},
        ).labelled("stays", "later/path", "settled", "within", "first-exit"),
        equation(
            sp.Derivative(decay, time),
            -(c**2) * decay ** sp.Rational(3, 2),
            "L' <= -c^2 L^{3/2}, solved by 4 / (c^2 t)^2: L -> 0 at least like t^-2, and the limit has L = 0",
        ).labelled("vanishes", "three-quarters", "comparison"),
    )
