r"""From near zero, one mode, any width: the flow ends at the teacher, and its limit is the symmetric one-node student.

    1. `escape`: at the first time with |u| = delta the student is (a e e^T, delta e/sqrt2, delta e^T/sqrt2) up to
       O(eps log 1/eps), with l a >= l^2 delta^2 / 13 for small eps (nothing is asked of a when l = 0).
    2. `single_mode`: the flow from that symmetric student tends to the teacher. They fill a compact set, so one
       time T' serves all; continuous dependence over [0, T'] carries the true flow into any given ball about
       theta* = (l e e^T, sqrt w e, sqrt w e^T), for all small eps.
    3. Lojasiewicz: from a small enough ball about theta* the flow is short and ends where grad L = 0, hence L = 0.

The node may be negative (A -> -A, l -> -l, h_j -> (-1)^j h_j) or zero. Rates in eps are not part of the statement.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step, within
from theory.kernel.steps import at_most, equation, noncommutative, printed, same_powers
from theory.origin.escape import SUM_LATER, Gamma, alpha, delta, escape_steps, m, slack, u, w, xi
from theory.origin.escape_equations import GRADIENT, equations_of_escape, lag_one, node
from theory.origin.escape_norms import norm_steps
from theory.origin.escape_off_axis import off_axis_steps
from theory.origin.lojasiewicz import path_to_the_limit
from theory.origin.single_mode_limit import FINITE_SUMS, reflection

POWER_SERIES = Premise("power-series", "a power series is differentiated term by term inside its circle of convergence")
COMPARISON = Premise(
    "comparison",
    "comparison of scalar differential inequalities (Gronwall's lemma), |u|' = <u, u'>/|u| and Cauchy-Schwarz: from "
    "the bounds of u', v', A', Z', xi', Y' to the bounds by integration written in each rule",
)
NORMS = Premise(
    "norms",
    "triangle inequality and |X Y| <= |X| |Y| for the Frobenius norm: applied by machine to each lag; gathering lags "
    "into the seven differential inequalities is written in the rules (and compared exactly at random students)",
)
FIRST_EXIT = Premise(
    "first-exit",
    "first-exit argument: the estimates hold up to the first time at which alpha = mu or |v| = m |u| or |u| = delta, "
    "and the last comes first. delta^2 is below finitely many bounds named in the rules (in Gamma, w, m, l), "
    "then eps is small: written out in the rules, not machine-checked beyond the steps that keep |v| and alpha",
)
SINGLE_MODE = Premise(
    "single-mode",
    "the claim single-mode: the flow from every symmetric one-mode student at the escape tends to the teacher",
)
DEPENDENCE = Premise(
    "dependence",
    "continuous dependence of a flow on its start over a bounded time, uniform on compact sets, and compactness: one "
    "time T' after which all those flows have entered a given ball about theta* (step 2 above, not machine-checked)",
)
LOJASIEWICZ = Premise(
    "lojasiewicz",
    "Lojasiewicz gradient inequality at theta*: |grad L| >= c L^{1-kappa} near theta*, kappa > 0; that a flow from a "
    "smaller ball stays there and converges is the length bound (machine-checked) and a first-exit argument (not)",
)
CITED = (
    GRADIENT,
    FINITE_SUMS,
    POWER_SERIES,
    NORMS,
    COMPARISON,
    FIRST_EXIT,
    SINGLE_MODE,
    DEPENDENCE,
    LOJASIEWICZ,
)


def near_zero_proof(weight_sign: int = 1, length: int = 2) -> Derivation:
    """The theorem; `length` stands for every k from it on. Controls ask for g_0 < 0, or for one trained lag."""
    steps = (
        *equations_of_escape(weight_sign),
        *norm_steps(),
        *escape_steps(),
        *off_axis_steps(),
        *lag_one(length),
        *node_and_time(),
        *within("mirror", reflection()),
        *path_to_the_limit("lojasiewicz"),
        *_uniform_in_the_lag(),
    )
    arrival = ("v-small", "Z-small", "xi-small", "Y-bound", "node-at-escape", "time", "A-stays-small")
    later = ("first-exit", "single-mode", "dependence", "path", "mirror/loss", "telescoping", "uniform")
    return Derivation(
        "m = p = 1, every width d, every k >= 2, every node l, w > 0, B_0 + C_0^T != 0, all small eps",
        steps,
        CITED,
        (
            Premise("scalar", "$m = p = 1$"),
            Premise("teacher", f"$g_j = {printed(w * weight_sign)} l^j$ with $w > 0$"),
            Premise("lags", rf"$k \ge {length}$"),
            Premise("start", r"$B_0 + C_0^T \ne 0$: $u$ is not zero at the start, and $e$ is its direction"),
            Premise("small", r"$\delta$, which depends on $\Gamma, w, m, l$ only, then $\epsilon$ are small enough"),
        ),
        Conclusion(
            r"the flow from $\epsilon (A_0, B_0, C_0)$ converges to a student with $L = 0$; as $\epsilon \to 0$ its "
            r"limit tends to $(l e e^T, \sqrt{w} e, \sqrt{w} e^T)$, and $h_j \to g_j$ for every $j$, "
            r"uniformly if $|l| < 1$",
            (*arrival, *later),
        ),
    )


def node_and_time() -> tuple[Step, ...]:
    """At the escape: the node has the sign of g_1 = w l, and the time is of order log(1/eps)."""
    return (*_node_has_its_sign(), _time_of_escape())


def _node_has_its_sign() -> tuple[Step, ...]:
    """a = e^T A e, l > 0: a' >= w l (|u|^2/2 - |v|^2), so a >= l delta^2/12 - O(eps) when |u| = delta."""
    along, across = sp.symbols("u_e v_e", real=True)
    b_e, c_e, size = sp.symbols("b_e c_e b", real=True)
    start, squares = sp.symbols(r"u_0 \int{u^2}", nonnegative=True)
    return (
        equation(
            2 * w * node * b_e * c_e,
            w * node * (along**2 - across**2),
            "lag 1 gives this, with b_e = B^T e and c_e = e^T C^T",
            {b_e: (along + across) / sp.sqrt(2), c_e: (along - across) / sp.sqrt(2)},
        ).labelled("lag-1-in-modes", "lag-1"),
        equation(
            2 * Gamma * SUM_LATER * size**2 + 2 * alpha * size**4,
            (6 * Gamma * alpha * (1 + m) ** 2 + alpha * (1 + m) ** 4 * u**2 / 2) * u**2,
            "lags j >= 2, and h_1 in lag 1, take away 2 Gamma sum_{j>=2} j alpha^{j-1} |B||C| + 2 |h_1||B||C|",
            {size: (1 + m) * u / sp.sqrt(2)},
        ).labelled("taken-away", "A-lag", "sum-later", "lag-1", "v-below-u"),
        at_most(
            w * node * u**2 / 2,
            (1 - xi**2) * w * node * u**2 - w * node / 4 * u**2,
            "they take at most (w l / 4) |u|^2 for small delta, and xi <= 1/2: a' >= w l (|u|^2/2 - |v|^2)",
            {xi: 1 / (2 + slack)},
        ).labelled("node-grows", "lag-1-in-modes", "taken-away", "xi-small", "small"),
        equation(
            w * node / 2 * squares,
            node * (delta**2 - start**2) / 12,
            "|u|' <= 3 w |u|: int |u|^2 >= (delta^2 - |u_0|^2)/(6 w); int |v|^2 <= m int |u||v| = O(eps)",
            {squares: (delta**2 - start**2) / (6 * w)},
        ).labelled("node-at-escape", "node-grows", "u-bounded", "int-uv", "comparison"),
    )


def _time_of_escape() -> Step:
    """|u| >= |u_0| exp(w t): T <= log(delta/|u_0|)/w, which is O(log 1/eps)."""
    start, target, time = sp.symbols("u_0 delta T", positive=True)
    rule = "|u| >= |u_0| exp(w t) reaches delta by this time, which is of order log(1/eps)"
    step = equation(start * sp.exp(w * time), target, rule, {time: sp.log(target / start) / w})
    return step.labelled("time", "u-grows", "start", "comparison")


def _uniform_in_the_lag() -> tuple[Step, ...]:
    """|l| < 1: A^j - A*^j telescopes into j terms of norm rho^{j-1} |A - A*|, and j rho^{j-1} <= 1/(1 - rho)."""
    X, X_star, power, power_star = sp.symbols("A A_* A^j A_*^j", commutative=False)
    j, tau = sp.Symbol("j", integer=True, nonnegative=True), sp.Symbol("tau", positive=True)
    rho = sp.Symbol("rho", positive=True)
    return (
        noncommutative(
            X * power - X_star * power_star,
            X * (power - power_star) + (X - X_star) * power_star,
            "by induction A^j - A_*^j = sum_{i<j} A^i (A - A_*) A_*^{j-1-i}: h_j -> g_j for each j",
        ).labelled("telescoping"),
        at_most(
            rho ** (j + 1),
            rho**j,
            "|l| < rho < 1, and j rho^{j-1} <= sum_{i<j} rho^i",
            {rho: 1 / (1 + tau)},
        ).labelled("rho-falls"),
        same_powers(
            rho**j * (1 - rho),
            rho**j - rho ** (j + 1),
            "(1 - rho) sum_{i<j} rho^i = 1 - rho^j < 1, so the bound is uniform in j",
        ).labelled("uniform", "rho-falls", "telescoping", "finite-sums"),
    )
