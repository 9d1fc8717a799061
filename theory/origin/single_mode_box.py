r"""One mode: the box [0, M] x [sigma, infinity) whose edges the flow does not cross, for l > 0.

M = max(1, 1/l, a_0, w k l / m_0), m_0 = min(s_0, w / sum l^{2j}), sigma = s_*(M). The edge a = 0 repels because lag 1
is trained; the edge a = M because s_A(M) < s_*(M) = sigma; the edge s = sigma because sigma is the least value of s_*
on [0, M].
"""

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import at_most, equation, less, same_powers
from theory.origin.single_mode_limit import one_lag

j = sp.Symbol("j", integer=True, nonnegative=True)
n, k = sp.symbols("n k", integer=True, positive=True)
a, node, w, s = sp.symbols("a l w s", positive=True)


def edge_steps(lags: sp.Expr, stuck: str) -> tuple[Step, ...]:
    """At a = 0 only lag 1 is left: a' = -2 s (0 - w l) > 0, provided lag 1 is trained; `stuck` says where it is not."""
    first = 1
    rates = [one_lag(a, s, lag, w * node**lag)[0] for lag in (sp.Integer(first), first + n)]
    trained = less(sp.Integer(first), k, "lag 1 is trained, and only lag 1 is felt on the edge a = 0", {k: lags})
    return (
        equation(sp.Subs(rates[1], a, 0), sp.Integer(0), "a lag n + 1 >= 2 is not felt on the edge a = 0").labelled(
            "later-lags", "a-rate"
        ),
        trained.refuted_by(stuck).labelled("trained", "lags"),
        less(sp.Integer(0), sp.Subs(rates[0], a, 0), "a' is positive on the edge a = 0").labelled(
            "left-edge", "later-lags", "trained", "positive"
        ),
    )


def box_steps(lags: sp.Expr) -> tuple[Step, ...]:
    """sigma <= m_0, s_A(M) < sigma and s_* >= sigma on [0, M]."""
    M, m_0, q, r = sp.symbols("M m_0 q r", positive=True)
    tau, others, squares, rest, node_squares = sp.symbols("tau eta S_a rho S_l", nonnegative=True)
    return (
        at_most(
            q**j, q ** (j + 1), "q = M l >= 1: each of the k terms (M l)^j is at most (M l)^{k-1}", {q: 1 + tau}
        ).labelled("rising-powers"),
        same_powers(
            w * k * (M * node) ** (k - 1) / M ** (2 * k - 2),
            w * k * (node / M) ** (k - 1),
            "s_*(M) is at most this, as sum M^{2j} >= M^{2k-2}",
        ).labelled("sigma-bound", "rising-powers", "finite-sums"),
        at_most(
            2 * node,
            k * node * (1 + others),
            "w k l / m_0 >= k l sum l^{2j} = k l (1 + eta): so M >= 2 l, and the order gives s_A(M) < s_*(M)",
            {k: lags},
        ).labelled("beyond-the-node", "lags"),
        at_most(r ** (j + 1), r**j, "r = l / M < 1: (l / M)^{k-1} <= l / M as k - 1 >= 1", {r: 1 / (1 + tau)}).labelled(
            "falling-powers", "beyond-the-node", "lags"
        ),
        equation(
            sp.Subs(w * k * node / M, M, w * k * node / m_0), m_0, "s_*(M) <= m_0 follows from M >= w k l / m_0"
        ).labelled("below-start", "sigma-bound", "falling-powers"),
        equation(
            w * (1 + rest) / (1 + squares) - w / (1 + node_squares),
            w * (rest * (1 + node_squares) + others) / ((1 + squares) * (1 + node_squares)),
            "on [0, l] s_* exceeds w/(1 + S_l) by this, 1 + S_a = sum a^{2j} and S_l = S_a + eta; s_* >= m_0 >= sigma",
            {node_squares: squares + others},
        ).labelled("left-of-the-node", "below-start", "s-rate"),
    )
