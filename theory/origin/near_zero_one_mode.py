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

from theory.kernel.derivation import Derivation, Step
from theory.kernel.steps import equation, same_powers
from theory.origin.escape import Gamma, alpha, delta, escape_steps, m, u, w, xi
from theory.origin.escape_equations import lag_one, node
from theory.origin.lojasiewicz import path_to_the_limit
from theory.origin.single_mode_limit import FINITE_SUMS, reflection

COMPARISON = (
    "comparison of scalar differential inequalities (Gronwall's lemma), |u|' = <u, u'>/|u| and Cauchy-Schwarz: from "
    "the bounds of u', v', A', Z', xi', Y' to the bounds by integration written in each rule"
)
NORMS = (
    "triangle inequality and |X Y| <= |X| |Y| for the Frobenius norm: applied by machine to each lag; gathering lags "
    "into the seven differential inequalities is written in the rules (and compared exactly at random students)"
)
FIRST_EXIT = (
    "first-exit argument: the estimates hold up to the first time at which alpha = mu or |v| = m |u| or |u| = delta, "
    "and the last comes first. delta^2 is below finitely many bounds named in the rules (in Gamma, w, m, l), "
    "then eps is small: written out in the rules, not machine-checked beyond the two last steps of the escape"
)
SINGLE_MODE = "the claim single-mode, with what it cites: the flow from every symmetric one-mode student at the escape"
DEPENDENCE = (
    "continuous dependence of a flow on its start over a bounded time, uniform on compact sets, and compactness: one "
    "time T' after which all those flows have entered a given ball about theta* (step 2 above, not machine-checked)"
)
LOJASIEWICZ = (
    "Lojasiewicz gradient inequality at theta*: |grad L| >= c L^a near theta*, a < 1; that a flow from a smaller ball "
    "stays near theta* and converges is the length bound (machine-checked) and a first-exit argument (not)"
)


def near_zero_proof(weight_sign: int = 1, length: int = 2) -> Derivation:
    """The theorem; `length` stands for every k from it on. Controls ask for g_0 < 0, or for one trained lag."""
    steps = (
        *escape_steps(weight_sign),
        *_node_has_its_sign(length),
        _time_of_escape(),
        *reflection(),
        *path_to_the_limit(),
        *_uniform_in_the_lag(),
    )
    scope = "every width d, every k >= 2, every node l, w > 0, B_0 + C_0^T != 0, all small eps"
    cited = (FINITE_SUMS, NORMS, COMPARISON, FIRST_EXIT, SINGLE_MODE, DEPENDENCE, LOJASIEWICZ)
    return Derivation(scope, steps, cited)


def _node_has_its_sign(length: int) -> tuple[Step, ...]:
    """a = e^T A e, l > 0: a' >= w l (|u|^2/2 - |v|^2), so a >= l delta^2/12 - O(eps) when |u| = delta."""
    along, across = sp.symbols("u_e v_e", real=True)
    three_quarters = (1 - xi**2) * w * node * u**2
    start = sp.Symbol("u_0", nonnegative=True)
    return (
        lag_one(length),
        equation(
            2 * w * node * (along - across) * (along + across) / 2,
            w * node * (along**2 - across**2),
            "e^T C^T = (u_e - v_e)/sqrt2, B^T e = (u_e + v_e)/sqrt2",
        ),
        equation(
            2 * Gamma * 6 * alpha * ((1 + m) * u) ** 2 / 2 + 2 * alpha * (((1 + m) * u) ** 2 / 2) ** 2,
            (6 * Gamma * alpha * (1 + m) ** 2 + alpha * (1 + m) ** 4 * u**2 / 2) * u**2,
            "what lags j >= 2, and h_1 in lag 1, take away: 2 Gamma sum_{j>=2} j alpha^{j-1} |B||C| + 2 |h_1||B||C|",
        ),
        equation(
            three_quarters.subs(xi, sp.Rational(1, 2)) - w * node / 4 * u**2,
            w * node * u**2 / 2,
            "that is at most (w l / 4) |u|^2 for small delta, xi <= 1/2 for small eps: a' >= w l (|u|^2/2 - |v|^2)",
            name=r"(1 - \xi^2) w l u^2 - w l u^2 / 4, \xi = 1/2",
        ),
        equation(
            w * node / 2 * (delta**2 - start**2) / (6 * w),
            node * (delta**2 - start**2) / 12,
            "|u|' <= 3 w |u|: int |u|^2 >= (delta^2 - |u_0|^2)/(6 w); int |v|^2 <= m int |u||v| = O(eps)",
            name=r"\frac{w l}{2} \frac{\delta^2 - u_0^2}{6 w}",
        ),
    )


def _time_of_escape() -> Step:
    """|u| >= |u_0| exp(w t): T <= log(delta/|u_0|)/w, which is O(log 1/eps)."""
    start = sp.Symbol("u_0", positive=True)
    target = sp.Symbol("delta", positive=True)
    reached = start * sp.exp(w * (sp.log(target / start) / w))
    return equation(
        sp.simplify(reached),
        target,
        "|u| >= |u_0| exp(w t) reaches delta by t = log(delta/|u_0|)/w",
        name=r"u_0 e^{w t}, t = \log(\delta / u_0) / w",
    )


def _uniform_in_the_lag() -> tuple[Step, ...]:
    """|l| < 1: A^j - A*^j telescopes into j terms of norm rho^{j-1} |A - A*|, and j rho^{j-1} <= 1/(1 - rho)."""
    X, X_star, power, power_star = sp.symbols("A A_* A^j A_*^j", commutative=False)
    gap = X * power - X_star * power_star - X * (power - power_star) - (X - X_star) * power_star
    j, tau = sp.Symbol("j", integer=True, nonnegative=True), sp.Symbol("tau", positive=True)
    rho = 1 / (1 + tau)
    falls = sp.simplify(rho**j - rho ** (j + 1)).is_nonnegative
    return (
        Step(
            "A^{j+1} - A_*^{j+1}",
            "A (A^j - A_*^j) + (A - A_*) A_*^j",
            "by induction A^j - A_*^j = sum_{i<j} A^i (A - A_*) A_*^{j-1-i}: h_j -> g_j for each j",
            sp.expand(gap) == 0,
        ),
        Step(
            r"\rho^{j+1}",
            r"\rho^j",
            "|l| < rho = 1/(1 + tau) < 1: so j rho^{j-1} <= sum_{i<j} rho^i",
            falls,
            r"\le",
        ),
        same_powers(
            rho**j * (1 - rho), rho**j - rho ** (j + 1), "(1 - rho) sum_{i<j} rho^i = 1 - rho^j < 1: uniform in j"
        ),
    )
