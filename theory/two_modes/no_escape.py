r"""Even k: the orbit past the one-node fit stays bounded.

L < L_1 on it, L_1 = |g|^2 - F(a_1). As k - 2 is even, h_{k-2} bounds each s_i l_i^{k-2}. If both nodes were large, lags
below k - 2 would be lost, which (Lev) forbids. So let l_2 be large and omega = s_2 l_2^{k-1}, which is bounded; the
student then is one node, with omega added to its last lag, up to small terms. Where R_{k-2} >= -c the gradient is
bounded below: in a limit in which it vanishes s_1 = 0 is excluded by (Lev), omega = 0 by (Low), and omega != 0 means
R_{k-1} = 0, so that the node is critical for k - 1 lags and (B) says R_{k-2} <= -2 c. The time spent there is finite,
as the integral of |grad L|^2 is; elsewhere l_2^2 - (k - 1) s_2 falls (`node_flow`).
"""

import sympy as sp

from theory.kernel.derivation import Premise, Step
from theory.kernel.steps import at_most, equation, less, solution

k, n = sp.symbols("k n", integer=True, positive=True)
half = sp.Symbol("sigma_1", integer=True, nonnegative=True)
s, gap, c, kept = sp.symbols("s tau c c'", positive=True)
node, last = sp.symbols("l R_{k-1}", real=True)
total, g_1, g_2, F, R = sp.symbols("|g|^2 g_{k-1} g_{k-2} F R_{k-2}", real=True)
rest = sp.Symbol("tau_1", nonnegative=True)

COMPACTNESS = Premise(
    "compactness",
    "compactness: with c half the least |R_{k-2}| in (B), there are Lambda and c' such that L <= L_1 - zeta, "
    "|l_2| >= Lambda and R_{k-2} >= -c imply |grad L| >= c'; else a sequence with l_2 -> +-oo and grad L -> 0 has a "
    "limit (l_1, s_1, omega), one of the three cases in the rules; p has finitely many zeros (the limits are written "
    "in the rules, the argument is not machine-checked)",
)


def level(lowered: sp.Expr | int = gap) -> dict[sp.Symbol, sp.Expr]:
    """(Lev): F(a_1) exceeds g_{k-2}^2 + g_{k-1}^2 by something positive; a control takes another amount."""
    return {F: g_1**2 + g_2**2 + lowered}


def no_escape_steps(lags: sp.Expr, excess: sp.Expr = gap) -> tuple[Step, ...]:
    """The bounds, the three limits, and the function that falls. `lags` is k, `excess` what (Lev) says of F."""
    return (*_bounds(lags, excess), *_gradient(), *_limits(excess), *_falls())


def _bounds(lags: sp.Expr, excess: sp.Expr) -> tuple[Step, ...]:
    """Even powers have no sign; two large nodes leave at most the last two lags to the student."""
    return (
        at_most(
            sp.Integer(0),
            s * node ** (k - 2),
            "k - 2 is even: s_i l_i^{k-2} <= h_{k-2}, which L bounds",
            {k: lags},
        ).labelled("even-lag", "lags"),
        less(
            total - F,
            total - g_1**2 - g_2**2,
            "two large nodes: s_i l_i^j -> 0 for j < k - 2, so L is at least the right side up to o(1), above L_1",
            level(excess),
        ).labelled("one-large", "even-lag", "Lev", "compactness"),
        equation(
            s * node ** (n + 1) / node,
            s * node**n,
            "so l_1 and s_1 stay bounded, and so does omega = s_2 l_2^{k-1}, the rest of h_{k-1}; then s_2 l_2^{k-2} = "
            "omega/l_2 -> 0 as l_2 -> +-oo (here n = k - 2)",
        ).labelled("omega", "one-large"),
    )


def _gradient() -> tuple[Step, ...]:
    """|grad L|^2 >= |u'|^2 = 4 sum r(l_i)^2 c_i^2 = 8 sum s_i r(l_i)^2; at node 2 that is 8 omega l^{k-1} rho^2."""
    c_i, r, power, rho, of_s = sp.symbols("c_i r X rho s_i", real=True)
    return (
        equation(
            4 * r**2 * c_i**2,
            8 * of_s * r**2,
            "a part of |u'|^2 = |2 r(S) u|^2, s_i = c_i^2/2",
            {of_s: c_i**2 / 2},
        ).labelled("u-part", "symmetric-flow"),
        equation(
            8 * of_s * (power * rho) ** 2,
            8 * sp.Symbol("omega") * power * rho**2,
            "with X = l_2^{k-1}: s_2 X = omega, and rho = r(l_2)/X tends to R_{k-1} as l_2 -> +-oo: grad L -> 0 needs "
            "omega R_{k-1}^2 -> 0",
            {sp.Symbol("omega"): of_s * power},
        ).labelled("last-lag", "u-part", "omega"),
    )


def _limits(excess: sp.Expr) -> tuple[Step, ...]:
    """The limits of a sequence with grad L -> 0: s_1 = 0, omega = 0, omega != 0."""
    omega, loss = sp.Symbol("omega", real=True, nonzero=True), sp.Symbol("L^{(k-1)}", real=True)
    L_1, other = sp.symbols("L_1 L", real=True)
    return (
        less(
            total - F,
            total - g_1**2,
            "s_1 -> 0: all lags but the last are lost, and L >= |g|^2 - g_{k-1}^2 - o(1) exceeds L_1",
            level(excess),
        ).labelled("no-node", "omega", "Lev"),
        less(
            L_1,
            other,
            "omega -> 0: the limit is a critical one-node student of k lags; by (Low) its loss is not below L_1",
            {other: L_1 + gap},
        ).labelled("omega-0", "last-lag", "u-part", "Low"),
        solution(omega * last, last, sp.Integer(0), "omega does not tend to 0: the last residual does").labelled(
            "last-residual", "last-lag"
        ),
        equation(
            loss + last**2,
            loss,
            "then r(l_1) = r'(l_1) = 0, r of degree k - 2: a critical student of k - 1 lags with the same loss; (B)",
            {last: sp.Integer(0)},
            "L",
        ).labelled("omega-not-0", "last-residual", "u-part", "B"),
    )


def _falls() -> tuple[Step, ...]:
    """Where R_{k-2} < -c: the function falls; elsewhere |grad L| >= c', for a time of at most L_1/c'^2."""
    y, small, more = sp.symbols("y o tau_2", nonnegative=True)
    duration, most, rise = sp.symbols("t L_1 K", positive=True)
    return (
        at_most(
            2 * y * (R + small),
            -c * y,
            "y = s_2 l_2^{k-2}: the right side of the identity is 2 y (R_{k-2} + o(1)), as T has the leading "
            "coefficient R_{k-2} and (r(l_2) - r(l_1))/(l_2 - l_1)^2 = O(l_2^{k-3}); where R_{k-2} <= -c, |o| <= c/2 "
            "it falls",
            {R: -c - rest, small: c / 2 - more},
        ).labelled("falls", "runaway", "degree", "even-lag", "compactness"),
        solution(
            kept**2 * duration - most,
            duration,
            most / kept**2,
            "elsewhere |grad L| >= c', and the integral of |grad L|^2 is at most L_1: this is the longest time there",
        ).labelled("time", "no-node", "omega-0", "omega-not-0", "compactness"),
        equation(
            rise * duration,
            rise * most / kept**2,
            "l_2^2 - (k-1) s_2 rises by at most this after |l_2| = Lambda, as its rate is bounded: so is the orbit",
            {duration: most / kept**2},
        ).labelled("bounded", "falls", "time", "one-large"),
    )
