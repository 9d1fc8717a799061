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

from theory.derivation import Derivation, Step
from theory.escape import Gamma, alpha, delta, escape_steps, m, u, w, xi
from theory.steps import at_most, equation

GRONWALL = "Gronwall's lemma and comparison of scalar differential inequalities; continuity up to the first exit"
NORMS = "triangle inequality and |XY| <= |X| |Y| for the Frobenius norm (sides compared exactly in `escape_rates`)"
DEPENDENCE = "continuous dependence of a flow on its start over a bounded time, uniform on compact sets"
LOJASIEWICZ = "Lojasiewicz gradient inequality at theta*: flows from a small ball about a minimiser have small length"

node = sp.Symbol("l", positive=True)


def near_zero_proof(weight_sign: int = 1, length: int | None = None) -> Derivation:
    """The theorem. Controls ask for g_0 < 0, or for one trained lag."""
    steps = (
        *escape_steps(weight_sign),
        *_node_has_its_sign(length),
        _time_of_escape(),
        *_reflection(),
        *_path_to_the_limit(),
        *_uniform_in_the_lag(),
    )
    scope = "every width d, every k >= 2, every node l, w > 0, B_0 + C_0^T != 0, all small eps"
    return Derivation(scope, steps, (NORMS, GRONWALL, DEPENDENCE, LOJASIEWICZ))


def _node_has_its_sign(length: int | None) -> tuple[Step, ...]:
    """a = e^T A e, l > 0: a' >= w l (|u|^2/2 - |v|^2), so a >= l delta^2/12 - O(eps) when |u| = delta."""
    along, across = sp.symbols("u_e v_e", real=True)
    lag_one = 2 * w * node * (along - across) * (along + across) / 2
    trained = length is None or length >= 2
    rate = lag_one if trained else sp.Integer(0)
    three_quarters = (1 - xi**2) * w * node * u**2
    start = sp.Symbol("u_0", nonnegative=True)
    return (
        Step(
            sp.latex(rate),
            sp.latex(w * node * (along**2 - across**2)),
            "lag 1 of e^T A' e with R_1 = -w l + h_1: 2 w l (e^T C^T)(B^T e)",
            sp.expand(rate - w * node * (along**2 - across**2)) == 0,
            counterexample="" if trained else "k = 1: A' = 0, A = eps A_0 for ever and h_1 -> eps w e^T A_0 e, not w l",
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
        ),
        equation(
            w * node / 2 * (delta**2 - start**2) / (6 * w),
            node * (delta**2 - start**2) / 12,
            "|u|' <= 3 w |u|: int |u|^2 >= (delta^2 - |u_0|^2)/(6 w); int |v|^2 <= m int |u||v| = O(eps)",
        ),
    )


def _time_of_escape() -> Step:
    """|u| >= |u_0| exp(w t): T <= log(delta/|u_0|)/w, which is O(log 1/eps)."""
    start = sp.Symbol("u_0", positive=True)
    target = sp.Symbol("delta", positive=True)
    reached = start * sp.exp(w * (sp.log(target / start) / w))
    return equation(sp.simplify(reached), target, "|u| >= |u_0| exp(w t) reaches delta by t = log(delta/|u_0|)/w")


def _reflection() -> tuple[Step, ...]:
    """A -> -A, l -> -l leaves L alone, and being orthogonal in the parameters it maps flows to flows."""
    x = sp.Symbol("x", positive=True)
    j = sp.Symbol("j", integer=True, nonnegative=True)
    h, g = sp.symbols("h_j g_j", real=True)
    return (
        equation((-x) ** j, (-1) ** j * x**j, "C (-A)^j B = (-1)^j h_j, and g_j likewise under l -> -l"),
        equation(((-1) ** j * (h - g)) ** 2, (h - g) ** 2, "so L is unchanged"),
    )


def _path_to_the_limit() -> tuple[Step, ...]:
    """|grad L| >= c L^a, a < 1: (L^{1-a})' <= -c (1 - a) |grad L|, so the length is at most L^{1-a}/(c (1 - a))."""
    t, c, slope, power = sp.symbols("t c G a", positive=True)
    L = sp.Function("L")(t)
    size, gap = sp.Symbol("L", positive=True), sp.Symbol("tau", nonnegative=True)
    rate = sp.diff(L ** (1 - power), t).subs(sp.diff(L, t), -(slope**2)).subs(L, size)
    inequality = {slope: c * size**power + gap}
    return (
        equation(sp.simplify(rate), -(1 - power) * slope**2 / size**power, "the flow: L' = -G^2, G = |grad L|"),
        at_most(
            c * size**power * slope,
            slope**2,
            "G >= c L^a: the rest of the path is at most L^{1-a}/(c (1 - a)), small with L; at its end G = 0, so L = 0",
            inequality,
        ),
    )


def _uniform_in_the_lag() -> tuple[Step, ...]:
    """|l| < 1: A^j - A*^j telescopes into j terms of norm rho^{j-1} |A - A*|, and j rho^{j-1} <= 1/(1 - rho)."""
    X, X_star = sp.symbols("A A_*", commutative=False)
    rho = 1 / (1 + sp.Symbol("tau", positive=True))
    checked = []
    for lag in range(1, 7):
        telescoped = sum(X**i * (X - X_star) * X_star ** (lag - 1 - i) for i in range(lag))
        checked.append(sp.expand(X**lag - X_star**lag - telescoped) == 0)
    gaps = [sum(rho**i for i in range(j)) - j * rho ** (j - 1) for j in range(2, 7)]
    terms = all(sp.expand(sp.fraction(sp.factor(gap))[0]).is_nonnegative for gap in gaps)
    return (
        Step(
            "A^j - A_*^j",
            r"\sum_{i<j} A^i (A - A_*) A_*^{j-1-i}",
            "telescoping, non-commuting letters, j <= 6: h_j -> g_j for each j",
            all(checked),
        ),
        Step(
            r"j \rho^{j-1}",
            r"\sum_{i<j} \rho^i \le \frac{1}{1 - \rho}",
            "|l| < rho < 1: each of the j terms is at least rho^{j-1} (j <= 6 in full), so the bound is uniform in j",
            terms,
            r"\le",
        ),
    )
