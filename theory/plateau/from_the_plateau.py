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

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step, within
from theory.kernel.steps import printed, same_powers
from theory.origin.lojasiewicz import path_to_the_limit
from theory.plateau.gradient_inequality import three_quarters_steps
from theory.plateau.plateau_stages import first_stage_steps, later_steps, window_steps
from theory.plateau.plateau_tangent import TAYLOR, ZEROS, n, slack, tangent_steps
from theory.plateau.symmetric_flows import symmetric_flow_steps

COMPARISON = Premise(
    "comparison",
    "comparison of scalar differential inequalities (Gronwall), and L falls along the flow, so that |R| stays below a "
    "bound once it is below",
)
FIRST_EXIT = Premise(
    "first-exit",
    "first-exit argument: each stage's bounds hold up to the first exit from the ball in which its constants hold "
    "(C_1 r, C_2 r or C r, below sigma / (4 K) for r < r_0) and keep the flow strictly inside; it is written out in "
    "the rules of the stages, not machine-checked",
)
NORMS = Premise(
    "norms",
    "triangle inequality, |XY| <= |X| |Y|, and that a function vanishing at theta* is at most a constant times rho",
)
IMPLICIT = Premise(
    "implicit",
    "implicit function theorem: A near diag(S, 0), S invertible, splits analytically into M and N near S and 0 by a T "
    "that is orthogonal for symmetric A; F is an immersion and theta -> (p, y_L, y_R, N) a submersion near theta* (at "
    "theta* by machine), so that |grad L| is at least a constant times the gradient in p, y_L, y_R",
)
LOJASIEWICZ = Premise(
    "lojasiewicz",
    "Lojasiewicz gradient inequality at theta*: |grad L| >= c L^{1 - kappa/2}, kappa > 0 "
    "(used outside the cases of stage 3 only: convergence, and 'within C r^kappa')",
)
HYPOTHESES = (
    Premise("scalar", "$m = p = 1$"),
    Premise("nodes", r"the teacher's nodes $x_a$ are distinct, and $\pi$ vanishes on them"),
    Premise("positive", "its weights $w_a = b_a^2$ are positive"),
    Premise(
        "fitted",
        r"$\theta^*$ is the $n$-node symmetric student, padded by zeros; the flow enters its ball of radius $r$",
    ),
    Premise("case", "for stage 3: $k = 2n + 1$, or a symmetric student, or $d \\le n + 1$"),
    Premise("symmetric", "for the last statement: $A = A^T$, $C = B^T$"),
    Premise("bounded", r"for the last statement: the flow is bounded, and $L \to 0$ along it"),
)


def plateau_proof(lags_minus_2n: int = 0, vanishing_node: bool = False, symmetric_excess: int = 1) -> Derivation:
    """All stages. Controls: k - 2n = -1, a node at zero, or k = 2n in the statement on symmetric flows."""
    lags, symmetric_lags = 2 * n + lags_minus_2n + slack, 2 * n + symmetric_excess + slack
    steps = (
        *tangent_steps(lags, 2 + lags_minus_2n),
        *first_stage_steps(),
        *window_steps(),
        *three_quarters_steps(vanishing_node),
        *later_steps(),
        *_other_cases(),
        *symmetric_flow_steps(symmetric_lags, 2 + symmetric_excess),
    )
    node = r"\pi(0) = 0" if vanishing_node else r"\pi(0) \ne 0"
    return Derivation(
        "n distinct nodes, any width d >= n, k >= 2n: errors O(r^2) on the window r^-2; for ever and within C r if "
        "k = 2n, or pi(0) != 0 and (k = 2n + 1, or a symmetric student, or d <= n + 1)",
        steps,
        (TAYLOR, NORMS, ZEROS, COMPARISON, FIRST_EXIT, IMPLICIT, LOJASIEWICZ),
        (
            *HYPOTHESES,
            Premise("lags", f"$k = {printed(lags)}$"),
            Premise("zero-free", f"for stage 3: ${node}$"),
            Premise("symmetric-lags", f"for the last statement: $k = {printed(symmetric_lags)}$"),
        ),
        Conclusion(
            r"a flow that enters the ball of radius $r < r_0$ has $|h_j - g_j| \le C_j r^2$ for "
            r"$C \log(1/r) \le t \le r^{-2}$ and stays within $C r$ until then; for ever, and with $L \to 0$, if "
            r"$k = 2n$ or in the cases of stage 3; in the others it converges within $C r^{\kappa}$; a bounded "
            r"symmetric flow with $L \to 0$ has $h_j \to g_j$",
            ("settled", "error", "within", "square-lags", "stays", "vanishes", "length", "other/path", "every-lag"),
        ),
    )


def _other_cases() -> tuple[Step, ...]:
    """No case of stage 3: |grad L| >= c L^{1-kappa/2}, L(0) <= (2 Lambda r)^2, so the length is O(r^kappa)."""
    kappa, c, size, stretch = sp.symbols("kappa c r Lambda", positive=True)
    length = ((2 * stretch * size) ** 2) ** (kappa / 2) / (c * kappa / 2)
    rule = "the length is at most L(0)^{kappa/2} / (c kappa / 2), L(0) <= (2 Lambda r)^2: within C r^kappa, kappa <= 1"
    return (
        *within("other", path_to_the_limit("lojasiewicz", kappa / 2)),
        same_powers(length, 2 * (2 * stretch) ** kappa / (c * kappa) * size**kappa, rule).labelled(
            "length", "other/path", "start", "first-exit"
        ),
    )
