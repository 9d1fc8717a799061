r"""From the plateau on: a flow that comes within r of the fitted student stays near it and extrapolates within O(r^2).

theta* is the n-node symmetric student padded by zeros, rho = |theta - theta*|, R = Pi R + R_perp split along the range
of J* = dR(theta*), sigma <= Lambda its extreme positive singular values, K a bound of the second derivative of
theta -> (h_0..h_{k-1}) near theta*. Three stages, each with its constants:

    1. while ||R|| > K C_1^2 r^2:  |grad L| >= sigma sqrt(L). Exponential decay, length at most 4 Lambda r / sigma.
    2. on the window r^-2 that follows: ||R|| <= K C_1^2 r^2, length at most K C_1^2 r. Any k >= 2n, any nodes.
    3. for ever, within C r: if k = 2n, or pi(0) != 0 and one of k = 2n + 1, a symmetric student, d <= n + 1.

For k >= 2n + 2 and unsymmetric students of width d >= n + 2 the inequality behind stage 3 (`three_quarters`) is FALSE:
`slow_family`. What is left there is Lojasiewicz's theorem: it converges to L = 0, within C r^kappa, 0 < kappa <= 1.
"""

import sympy as sp

from theory.kernel.derivation import Derivation, Step
from theory.kernel.steps import at_most, equation, same_powers
from theory.origin.lojasiewicz import path_to_the_limit
from theory.plateau.gradient_inequality import three_quarters_steps
from theory.plateau.plateau_tangent import tangent_steps
from theory.plateau.symmetric_flows import symmetric_flow_steps

r, K, slack, other = sp.symbols("r K tau upsilon", nonnegative=True)
sigma, Lambda, root, t = sp.symbols("sigma Lambda ell t", positive=True)

COMPARISON = (
    "comparison of scalar differential inequalities (Gronwall), and L falls along the flow, so that |R| stays below a "
    "bound once it is below"
)
FIRST_EXIT = (
    "first-exit argument: each stage's bounds hold up to the first exit from the ball in which its constants hold "
    "(C_1 r, C_2 r or C r, below sigma / (4 K) for r < r_0) and keep the flow strictly inside; it is written out in "
    "the rules of the stages, not machine-checked"
)
NORMS = "triangle inequality, |XY| <= |X| |Y|, and that a function vanishing at theta* is at most a constant times rho"
ZEROS = "a nonzero polynomial of degree < 2n has fewer than 2n zeros, counted with multiplicity"
EVERY_N = (
    "from n <= 3 (or 2) nodes to every n: each entry of dtheta meets at most two nodes, pi = (x - x_a) rho_a singles "
    "out one node, and block identities hold for any sizes; said beside the steps concerned, not machine-checked"
)
TAYLOR = "Taylor's theorem with remainder for the polynomial map theta -> (h_0..h_{k-1}), and for F near p*"
IMPLICIT = (
    "implicit function theorem: A near diag(S, 0), S invertible, splits analytically into M and N near S and 0 by a T "
    "that is orthogonal for symmetric A; F is an immersion and theta -> (p, y_L, y_R, N) a submersion near theta* (at "
    "theta* by machine), so that |grad L| is at least a constant times the gradient in p, y_L, y_R"
)
LOJASIEWICZ = (
    "Lojasiewicz gradient inequality at theta*: |grad L| >= c L^a with a < 1 "
    "(used outside the cases of stage 3 only: convergence, and 'within C r^kappa')"
)


def plateau_proof(lags_minus_2n: int = 0, vanishing_node: bool = False, symmetric_excess: int = 1) -> Derivation:
    """All stages. Controls: k - 2n = -1, a node at zero, or k = 2n in the statement on symmetric flows."""
    steps = (
        *tangent_steps(lags_minus_2n),
        *_steep_while_large(),
        *_first_stage(),
        *_window(),
        *_all_times_for_2n(),
        *three_quarters_steps(vanishing_node),
        *_for_ever(),
        *_other_cases(),
        *symmetric_flow_steps(symmetric_excess),
    )
    scope = (
        "n distinct nodes, any width d >= n, k >= 2n: errors O(r^2) on the window r^-2; for ever and within C r if "
        "k = 2n, or pi(0) != 0 and (k = 2n + 1, or a symmetric student, or d <= n + 1)"
    )
    return Derivation(scope, steps, (EVERY_N, TAYLOR, NORMS, ZEROS, COMPARISON, FIRST_EXIT, IMPLICIT, LOJASIEWICZ))


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
        ),
        at_most(
            (in_range * size) ** 2,
            size**2 - perp**2,
            "Pythagoras: |Pi R| >= 4/5 |R|",
            {size: 2 * perp + slack},
        ),
        at_most(
            sigma * size,
            2 * (in_range * sigma * size - K * rho * size),
            "grad L = 2 J^T R, |J - J*| <= K rho: |grad L| >= 2 (sigma |Pi R| - K rho |R|)",
            {sigma: 4 * K * rho + slack},
        ),
    )


def _first_stage() -> tuple[Step, ...]:
    """sqrt(L) decays like exp(-sigma^2 t / 2), and sigma / 2 times the length is at most sqrt(L(0)) <= 2 Lambda r."""
    slope = sp.Symbol("G", positive=True)
    ell = sp.Function("L")(t)
    rate = sp.diff(sp.sqrt(ell), t).subs(sp.diff(ell, t), -(slope**2)).subs(ell, root**2)
    steep = {slope: sigma * root + slack}
    return (
        equation(
            rate,
            -(slope**2) / (2 * root),
            "L' = -G^2 along the flow, G = |grad L|, ell = sqrt(L)",
            name=r"\frac{d}{dt} \sqrt{L}",
        ),
        at_most(
            2 * root * sigma * slope / 2,
            slope**2,
            "so -(sqrt L)' >= sigma G / 2: length at most 2 sqrt(L(0)) / sigma",
            steep,
        ),
        at_most(sigma**2 * root**2, slope**2, "and -(sqrt L)' >= sigma^2 sqrt(L) / 2", steep),
        *_arrival(),
    )


def _arrival() -> tuple[Step, ...]:
    """From |R(0)| <= 2 Lambda r the student moves at most C_1 r, and |R| <= K C_1^2 r^2 from t_1 on."""
    C_1 = sp.Symbol("C_1", positive=True)
    decayed = 2 * Lambda * r * sp.exp(-(sigma**2) * t / 2)
    time = 2 / sigma**2 * sp.log(2 * Lambda / (K * C_1**2 * r))
    positive = {r: sp.Symbol("r", positive=True), K: sp.Symbol("K", positive=True)}
    return (
        at_most(
            Lambda * r + K * r**2 / 2,
            2 * Lambda * r,
            "|R(0)| <= Lambda r + K r^2 / 2, for K r <= 2 Lambda",
            {Lambda: K * r / 2 + slack},
        ),
        equation(
            r + 2 * (2 * Lambda * r) / sigma,
            (1 + 4 * Lambda / sigma) * r,
            "rho <= r + length: C_1 = 1 + 4 Lambda / sigma, provided C_1 r <= sigma / (4 K)",
        ),
        equation(
            sp.simplify(decayed.subs(t, time).subs(positive)),
            (K * C_1**2 * r**2).subs(positive),
            "2 Lambda r exp(-sigma^2 t/2) at t_1 = (2/sigma^2) log(2 Lambda / (K C_1^2 r)): |R| is below from t_1 on",
            name=r"2 \Lambda r e^{-\sigma^2 t_1 / 2}",
        ),
    )


def _window() -> tuple[Step, ...]:
    """For r^-2 more: length <= sqrt(time * L(t_1)) by Cauchy-Schwarz, so rho <= C_2 r; then the error identity."""
    C_1, C_2, remainder, S_j, Y = sp.symbols("C_1 C_2 r_j S_j Y", nonnegative=True)
    p_1, p_2, q_1, q_2 = sp.symbols("p_1 p_2 q_1 q_2", real=True)
    gap = (p_1**2 + p_2**2) * (q_1**2 + q_2**2) - (p_1 * q_1 + p_2 * q_2) ** 2
    after = {C_2: C_1 + K * C_1**2}
    small = sp.Symbol("r", positive=True)
    return (
        equation(
            gap, (p_1 * q_2 - p_2 * q_1) ** 2, "Cauchy-Schwarz: (int G dt)^2 <= t int G^2 dt = t (L(t_1) - L(t_1 + t))"
        ),
        equation(
            sp.sqrt(small**-2 * (K * C_1**2 * small**2) ** 2),
            K * C_1**2 * small,
            "length on the window t <= r^-2",
            name=r"\sqrt{r^{-2} (K C_1^2 r^2)^2}",
        ),
        equation(
            C_1 * r + K * C_1**2 * r,
            C_2 * r,
            "rho <= C_2 r with C_2 = C_1 + K C_1^2, provided this ball is allowed",
            after,
        ),
        equation(
            remainder * K * C_1**2 * r**2 + (Y * C_2 * r) * S_j * (Y * C_2 * r),
            (remainder * K * C_1**2 + S_j * Y**2 * C_2**2) * r**2,
            "|h_j - g_j| <= |r_j| |R| + |C pi(A)| |s_j(A)| |pi(A) B|, the outer two at most Y rho: C_j, explicit",
        ),
    )


def _all_times_for_2n() -> tuple[Step, ...]:
    """k = 2n: the range is everything, R_perp = 0, so stage 1 never ends: L <= 4 Lambda^2 r^2 exp(-sigma^2 t)."""
    rho, size = sp.symbols("rho R", nonnegative=True)
    rule = "k = 2n: Pi = I, so |grad L| >= 2 (sigma - K rho) |R| >= sigma |R| for rho <= sigma / (4 K), whatever |R|"
    return (at_most(sigma * size, 2 * (sigma - K * rho) * size, rule, {sigma: 4 * K * rho + slack}),)


def _for_ever() -> tuple[Step, ...]:
    """|grad L| >= c L^{3/4}: the rest of the path is at most (4/c) L(t_1)^{1/4} = O(r), and L <= 16 / (c^2 t)^2."""
    c, C_1, slope, quarter = sp.symbols("c C_1 G lambda", positive=True)
    ell = sp.Function("L")(t)
    rate = sp.diff(ell ** sp.Rational(1, 4), t).subs(sp.diff(ell, t), -(slope**2))
    decay = 4 / (c**2 * t) ** 2
    positive = {K: sp.Symbol("K", positive=True)}
    size = sp.Symbol("r", positive=True)
    start = (K * C_1**2).subs(positive) * size**2
    return (
        equation(
            rate.subs(ell, quarter**4),
            -(slope**2) / (4 * quarter**3),
            "lambda = L^{1/4} along the flow",
            name=r"\frac{d}{dt} L^{1/4}",
        ),
        at_most(
            c * quarter**3 * slope,
            slope**2,
            "G >= c lambda^3: -lambda' >= c G / 4, length <= 4 lambda / c",
            {slope: c * quarter**3 + slack},
        ),
        equation(
            (start**2) ** sp.Rational(1, 4),
            sp.sqrt(start),
            "lambda(t_1) <= sqrt(K) C_1 r: the flow stays within C r and converges",
            name=r"L(t_1)^{1/4}",
        ),
        equation(
            sp.diff(decay, t),
            -(c**2) * decay ** sp.Rational(3, 2),
            "L' <= -c^2 L^{3/2}, solved by 4 / (c^2 t)^2: L -> 0 at least like t^-2, and the limit has L = 0",
            name=r"\frac{d}{dt} \frac{4}{(c^2 t)^2}",
        ),
    )


def _other_cases() -> tuple[Step, ...]:
    """No case of stage 3: |grad L| >= c L^a, L(0) <= (2 Lambda r)^2, so the length is O(r^kappa), kappa = 2 (1 - a)."""
    power, c, size, stretch = sp.symbols("a c r Lambda", positive=True)
    length = ((stretch * size) ** 2) ** (1 - power) / (c * (1 - power))
    bound = stretch ** (2 - 2 * power) / (c * (1 - power)) * size ** (2 - 2 * power)
    rule = "L(0)^{1-a} / (c (1 - a)), 2 Lambda written Lambda: within C r^kappa, kappa = min(1, 2 (1 - a))"
    return (*path_to_the_limit(), same_powers(length, bound, rule))
