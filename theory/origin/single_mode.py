r"""One mode, any training length: every start a_0 >= 0, s_0 > 0 flows to the teacher.

The student is h_j = s a^j (symmetric, on a one-dimensional support, s = b^2), the teacher g_j = w l^j with l > 0. Write
E_q for the mean of j in {0..k-1} under the weights q^j. Everything follows from one fact, that E_q increases with q:

    s_A / s_* = E_{al} / E_{a^2},       a (log s_*)' = E_{al} - 2 E_{a^2}.

So s_A < s_* exactly when a > l: the nullclines cross only at the teacher, and a box [0, M] x [sigma, infinity) is never
left. The flow being a gradient flow, its limit is the one critical point in the box. A node l < 0 reduces to l > 0 by
a -> -a, l -> -l; for l = 0 the flow only ever shrinks |a|. `single_mode_limit` takes the flow from the algebra to that
limit.
"""

from fractions import Fraction

import sympy as sp

from theory.kernel.derivation import Derivation, Step
from theory.kernel.steps import at_most, equation, same_powers
from theory.origin.nullclines import SingleMode, first_crossing
from theory.origin.single_mode_limit import CONTINUATION, FINITE_SUMS, LASALLE, NAGUMO, limit_steps, reflection

i, j = sp.symbols("i j", integer=True, nonnegative=True)
n, k = sp.symbols("n k", integer=True, positive=True)
a, node, w, s, b = sp.symbols("a l w s b", positive=True)
x, y = sp.IndexedBase("x"), sp.IndexedBase("y")


def single_mode_proof(node_sign: int = 1, length: int | None = None) -> Derivation:
    """The theorem for every k >= 2. A control asks for a node of the other sign, or for one fixed length."""
    steps = (
        *flow_in_the_plane(),
        *mean_increases(node_sign),
        *nullclines(),
        *_edges(length),
        *_box(),
        *limit_steps(),
        *reflection(),
    )
    scope = "every training length k >= 2, every node l, every weight w > 0, every start a_0 l >= 0, s_0 > 0"
    return Derivation(scope, steps, (FINITE_SUMS, NAGUMO, CONTINUATION, LASALLE))


def flow_in_the_plane() -> tuple[Step, ...]:
    """The gradient flow of sum_j (c a^j b - g_j)^2 at b = c, lag by lag: s' = -4 s a^j R_j, a' = -2 s j a^{j-1} R_j."""
    c, g = sp.symbols("c g_j", positive=True)
    lag = (c * a**j * b - g) ** 2
    velocity = {letter: -sp.diff(lag, letter) for letter in (a, b, c)}
    on_support = {c: sp.sqrt(s), b: sp.sqrt(s)}
    residual = s * a**j - g
    product_rate = (velocity[b] * c + b * velocity[c]).subs(on_support)
    return (
        same_powers(product_rate, -4 * s * a**j * residual, "s = b c, one lag of the loss, at b = c", name=r"(b c)'"),
        same_powers(velocity[a].subs(on_support), -2 * s * j * a ** (j - 1) * residual, "the same for a"),
        same_powers((velocity[b] - velocity[c]).subs(on_support), sp.Integer(0), "b = c is kept", name=r"b' - c'"),
    )


def mean_increases(node_sign: int = 1) -> tuple[Step, ...]:
    """x_j = (al)^j, y_j = a^{2j}: the sum of j (x_i y_j - x_j y_i) over i, j < k has the sign of a - l."""
    paired = (j - i) * (x[i] * y[j] - x[j] * y[i])
    weights = {x[i]: (a * node) ** i, x[i + n]: (a * node) ** (i + n), y[i]: a ** (2 * i), y[i + n]: a ** (2 * (i + n))}
    pair = paired.subs(j, i + n).subs(weights)
    factored = n * a ** (2 * i + n) * (a * node) ** i * (a**n - node**n)
    return (
        *_rearranged(),
        same_powers(pair, factored, "x_j = (a l)^j, y_j = a^{2j}, j = i + n with n >= 1"),
        *_difference_of_powers(node_sign),
    )


def _summand(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    return second * (x[first] * y[second] - x[second] * y[first])


def _rearranged() -> tuple[Step, ...]:
    """sum_{i,j<k} j (x_i y_j - x_j y_i) = sum_{i<j<k} (j - i)(x_i y_j - x_j y_i), by induction on k, any x and y.

    From k to k + 1 the left side gains the terms (i, k) and (k, i) for i < k, and (k, k); the right side gains (i, k).
    """
    gained = _summand(i, k) + _summand(k, i)
    return (
        equation(
            _summand(sp.Integer(0), sp.Integer(0)),
            sp.Integer(0),
            "k = 1: both sums are 0",
            name=r"0 (x_0 y_0 - x_0 y_0)",
        ),
        equation(gained, (k - i) * (x[i] * y[k] - x[k] * y[i]), "from k to k + 1: both sums gain this for each i < k"),
        equation(
            _summand(k, k),
            sp.Integer(0),
            "and the left side (k, k), which is 0: the sums agree for every k",
            name=r"k (x_k y_k - x_k y_k)",
        ),
    )


def _difference_of_powers(node_sign: int) -> tuple[Step, ...]:
    """a^n - l^n = (a - l) sum_{m<n} a^{n-1-m} l^m, the sum being positive: telescoping."""
    m = sp.Symbol("m", integer=True, nonnegative=True)
    signed = node if node_sign > 0 else sp.Symbol("l", negative=True)
    term = a ** (n - 1 - m) * node**m
    telescoped = a ** (n - m) * node**m
    gap = telescoped - telescoped.subs(m, m + 1)
    ends = telescoped.subs(m, 0) - telescoped.subs(m, n)
    return (
        same_powers((a - node) * term, gap, "each term of (a - l) sum_{m<n} a^{n-1-m} l^m telescopes"),
        same_powers(
            ends,
            a**n - node**n,
            "what is left: a pair has the sign of a - l if the terms are positive",
            name=r"a^{n-0} l^0 - a^{n-n} l^n",
        ),
        _positive_terms((a * signed) ** i * a ** (n - 1 - m) * signed**m, node_sign),
    )


def _positive_terms(term: sp.Expr, node_sign: int) -> Step:
    """All pairs have one sign when a l > 0; refuted where a search finds the nullclines out of order, both positive."""
    holds: bool | None = term.is_positive
    found = first_crossing(node_sign)
    return Step(sp.latex(term), "0", "a l > 0: all pairs have one sign", False if found else holds, ">", found or "")


def nullclines() -> tuple[Step, ...]:
    """What the means say of s_* = w sum (al)^j / sum a^{2j} and s_A = w sum j a^{j-1} l^j / sum j a^{2j-1}."""
    X, Y, DX, DY = sp.symbols("X Y X_1 Y_1", positive=True)
    along, across = w * (DX / a) / (DY / a), w * X / Y
    mean_x, mean_y = DX / X, DY / Y
    return (
        same_powers(
            a * (j * a ** (j - 1) * node**j), j * (a * node) ** j, "a times the numerator of s_A, X_1 = sum j (al)^j"
        ),
        same_powers(a * (j * a ** (2 * j - 1)), j * a ** (2 * j), "a times its denominator, Y_1 = sum j a^{2j}"),
        equation(
            along / across,
            mean_x / mean_y,
            "s_A / s_* = E_{al} / E_{a^2}: below 1 iff a > l, 1 iff a = l",
            name=r"s_A / s_*",
        ),
        equation(X * DY - Y * DX, X * Y * (mean_y - mean_x), "the double sum above is X Y (E_{a^2} - E_{al})"),
        same_powers(
            a * sp.diff((a * node) ** j, a),
            j * (a * node) ** j,
            "a d/da of the numerator of s_*",
            name=r"a \frac{d}{da} (a l)^j",
        ),
        same_powers(
            a * sp.diff(a ** (2 * j), a),
            2 * j * a ** (2 * j),
            "and of its denominator: a (log s_*)' = E_al - 2 E_a2",
            name=r"a \frac{d}{da} a^{2 j}",
        ),
        _log_slope(),
    )


def _log_slope() -> Step:
    mean, excess = sp.symbols("E_al delta", nonnegative=True)
    rule = "a >= l: E_{a^2} = E_{al} + delta, delta >= 0, and E_{al} > 0 for k >= 2: s_* decreases on [l, infinity)"
    return at_most(mean - 2 * (mean + excess), -mean, rule)


def _edges(length: int | None) -> tuple[Step, ...]:
    """At a = 0 only lag 1 is left: a' = -2 s (0 - w l) > 0, provided lag 1 is trained."""
    one_lag = -2 * s * j * a ** (j - 1) * (s * a**j - w * node**j)
    trained = (1,) if length is None else range(1, length)
    velocity = sum((one_lag.subs(j, lag).subs(a, 0) for lag in trained), sp.Integer(0))
    instance = SingleMode(Fraction(1), Fraction(1), length or 2)
    a_rate, s_rate = instance.velocity(Fraction(0), Fraction(1))
    stuck = "" if a_rate > 0 else f"{instance}: (a', s') = ({a_rate}, {s_rate}) at a = 0, s = 1; g_1 = 1, h_1 = s a = 0"
    return (
        equation(
            ((n + 1) * a**n).subs(a, 0), sp.Integer(0), "j a^{j-1} = 0 at a = 0 for j = n + 1 >= 2", name=r"(n + 1) 0^n"
        ),
        Step(
            "a'|_{a=0}",
            sp.latex(velocity) + " > 0",
            "only lag 1 is felt at a = 0; it must be among the trained lags",
            velocity.is_positive and not stuck,
            counterexample=stuck,
        ),
    )


def _box() -> tuple[Step, ...]:
    """M = max(1, 1/l, a_0, w k l / m_0), m_0 = min(s_0, w / sum l^{2j}), sigma = s_*(M): no edge lets the flow out."""
    M, m_0, q = sp.symbols("M m_0 q", positive=True)
    tau, others, squares, rest = sp.symbols("tau eta S_a rho", nonnegative=True)
    ratio = 1 / (1 + tau)
    bound = w * k * (node / M) ** (k - 1)
    return (
        same_powers((q - 1) * q**j, q ** (j + 1) - q**j, "q = M l >= 1: (M l)^j <= (M l)^{k-1} for j < k"),
        at_most(sp.Integer(0), tau * (1 + tau) ** j, "q = 1 + tau"),
        same_powers(
            w * k * (M * node) ** (k - 1) / M ** (2 * k - 2),
            bound,
            "and sum M^{2j} >= M^{2k-2}: s_*(M) is at most this",
        ),
        Step(
            "r^{j+1}",
            "r^j",
            "r = l / M = 1/(1 + tau) <= 1 (M >= l, see below): (l/M)^{k-1} <= l/M as k - 1 >= 1",
            sp.simplify(ratio**j - ratio ** (j + 1)).is_nonnegative,
            r"\le",
        ),
        equation(
            (w * k * node / M).subs(M, w * k * node / m_0),
            m_0,
            "so M >= w k l / m_0 makes s_*(M) <= m_0",
            name=r"w k l / M, M = w k l / m_0",
        ),
        at_most(
            2 * node,
            (k * node * (1 + others)).subs(k, j + 2),
            "w k l / m_0 >= k l sum l^{2j} >= 2 l: M > l, s_A(M) < s_*(M)",
        ),
        equation(
            w * (1 + rest) * (1 + squares + others) - w * (1 + squares),
            w * (rest * (1 + squares + others) + others),
            "on [0, l]: s_* = w (1 + rho) / (1 + S_a) with S_l = S_a + eta, so s_* >= w / (1 + S_l) >= sigma: s' >= 0",
        ),
    )
