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

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step, within
from theory.kernel.steps import equation, less, printed, same_powers
from theory.kernel.sums import exchanged
from theory.origin.nullclines import SingleMode, first_crossing
from theory.origin.single_mode_box import box_steps, edge_steps
from theory.origin.single_mode_limit import CONTINUATION, FINITE_SUMS, LASALLE, NAGUMO, limit_steps, one_lag, reflection

i, j = sp.symbols("i j", integer=True, nonnegative=True)
n, k = sp.symbols("n k", integer=True, positive=True)
a, node, w, s, b = sp.symbols("a l w s b", positive=True)
slack = sp.Symbol("sigma", integer=True, nonnegative=True)
x, y = sp.IndexedBase("x"), sp.IndexedBase("y")

CITED = (
    FINITE_SUMS,
    Premise(
        "support",
        "the claim support-invariant: a student A = a e e^T, B = b e, C = c e^T stays on its one-dimensional support",
    ),
    NAGUMO,
    CONTINUATION,
    LASALLE,
)


def single_mode_proof(node_sign: int = 1, length: int | None = None) -> Derivation:
    """The theorem for every k >= 2. A control asks for a node of the other sign, or for one fixed length."""
    lags = 2 + slack if length is None else sp.Integer(length)
    steps = (
        *flow_in_the_plane(),
        *mean_increases(node_sign),
        *nullclines(),
        *edge_steps(lags, _stuck(length)),
        *box_steps(lags),
        *limit_steps(),
        *within("mirror", reflection()),
    )
    return Derivation(
        "every training length k >= 2, every node l, every weight w > 0, every start a_0 l >= 0, s_0 > 0",
        steps,
        CITED,
        (
            Premise("symmetric", "$m = p = 1$ and $b_0 = c_0$: the student is symmetric on its support, $s = b c$"),
            Premise("positive", "$w > 0$ and $s_0 > 0$"),
            Premise("side", r"$a_0 l \ge 0$: the start is on the teacher's side"),
            Premise("lags", f"$k = {printed(lags)}$"),
        ),
        Conclusion(
            r"for $l > 0$ the flow never leaves $[0, M] \times [\sigma, w + \sqrt{L_0}]$, and it converges to $a = l$, "
            r"$s = w$; for $l < 0$ it is the mirror image of such a flow; for $l = 0$ it converges to $a = 0$, $s = w$",
            ("bounded-s", "limit", "zero-shrinks", "zero-rises", "mirror/responses", "mirror/loss"),
        ),
    )


def _stuck(length: int | None) -> str:
    """Where the edge a = 0 does not repel, as a line to redo by hand; "" when it does."""
    instance = SingleMode(Fraction(1), Fraction(1), length or 2)
    a_rate, s_rate = instance.velocity(Fraction(0), Fraction(1))
    return "" if a_rate > 0 else f"{instance}: (a', s') = ({a_rate}, {s_rate}) at a = 0, s = 1; g_1 = 1, h_1 = s a = 0"


def flow_in_the_plane() -> tuple[Step, ...]:
    """The gradient flow of sum_j (c a^j b - g_j)^2 at b = c, lag by lag: s' = -4 s a^j R_j, a' = -2 s j a^{j-1} R_j."""
    c, g = sp.symbols("c g_j", positive=True)
    lag = (c * a**j * b - g) ** 2
    down = {letter: -sp.Derivative(lag, letter) for letter in (a, b, c)}
    a_expected, s_expected = one_lag(a, s, j, g)

    def at_support(rate: sp.Expr) -> sp.Subs:
        return sp.Subs(rate, (c, b), (sp.sqrt(s), sp.sqrt(s)))

    kept = same_powers(
        at_support(down[b] - down[c]), sp.Integer(0), "one lag of b' - c' vanishes where b = c: the flow keeps b = c"
    )
    s_rate = same_powers(
        at_support(down[b] * c + b * down[c]),
        s_expected,
        "one lag of s' = b' c + b c' where b = c",
    )
    a_rate = same_powers(at_support(down[a]), a_expected, "one lag of a' where b = c")
    return (
        kept.labelled("kept", "support", "symmetric"),
        s_rate.labelled("s-rate", "kept"),
        a_rate.labelled("a-rate", "kept"),
    )


def mean_increases(node_sign: int = 1) -> tuple[Step, ...]:
    """x_j = (al)^j, y_j = a^{2j}: the sum of j (x_i y_j - x_j y_i) over i, j < k has the sign of a - l."""
    paired = (j - i) * (x[i] * y[j] - x[j] * y[i])
    weights = {x[i]: (a * node) ** i, x[i + n]: (a * node) ** (i + n), y[i]: a ** (2 * i), y[i + n]: a ** (2 * (i + n))}
    pair = paired.subs(j, i + n).subs(weights)
    factored = n * a ** (2 * i + n) * (a * node) ** i * (a**n - node**n)
    rule = "a pair (i, j) has this value at x_j = (a l)^j, y_j = a^{2j}, j = i + n with n >= 1"
    return (
        *_rearranged(),
        same_powers(pair, factored, rule).labelled("pair", "pairs"),
        *_difference_of_powers(node_sign),
    )


def _rearranged() -> tuple[Step, ...]:
    """sum_{i,j<k} j (x_i y_j - x_j y_i) = sum_{i<j<k} (j - i)(x_i y_j - x_j y_i), by induction on k, any x and y.

    From k to k + 1 the left side gains the terms (i, k) and (k, i) for i < k, and (k, k); the right side gains (i, k).
    """
    summand = j * (x[i] * y[j] - x[j] * y[i])
    last = 0
    gained = summand.subs(j, k) + summand.subs({i: k, j: i}, simultaneous=True)
    return (
        equation(
            sp.Sum(summand, *((index, 0, last) for index in (i, j))),
            sp.Integer(0),
            "k = 1: the sum over all pairs is 0",
        ).labelled("pairs-start"),
        equation(
            gained,
            (k - i) * (x[i] * y[k] - x[k] * y[i]),
            "from k to k + 1: the sum over all pairs gains the left side for each i < k, the other sum the right",
        ).labelled("pairs-gain"),
        equation(
            sp.Subs(summand, (i, j), (k, k)),
            sp.Integer(0),
            "the pair (k, k) adds nothing: the two sums agree for every k",
        ).labelled("pairs", "pairs-start", "pairs-gain", "finite-sums"),
    )


def _difference_of_powers(node_sign: int) -> tuple[Step, ...]:
    """a^n - l^n = (a - l) sum_{m<n} a^{n-1-m} l^m, the sum being positive: telescoping."""
    m = sp.Symbol("m", integer=True, nonnegative=True)
    signed = node if node_sign > 0 else sp.Symbol("l", negative=True)
    telescoped, pair = a ** (n - m) * node**m, (a * node) ** (i + m) * a ** (n - 1 - 2 * m)
    term = a ** (n - 1 - m) * node**m
    one_side = less(sp.Integer(0), a * signed, "a and l have one sign on the side of the teacher").refuted_by(
        first_crossing(node_sign)
    )
    return (
        same_powers(
            (a - node) * term,
            telescoped - telescoped.subs(m, m + 1),
            "each term of (a - l) sum_{m<n} a^{n-1-m} l^m telescopes",
        ).labelled("telescopes"),
        same_powers(
            sp.Subs(telescoped, m, 0) - sp.Subs(telescoped, m, n),
            a**n - node**n,
            "the two ends of the telescope are left",
        ).labelled("ends", "telescopes", "finite-sums"),
        one_side.labelled("one-side", "side"),
        same_powers(
            (a * node) ** i * term,
            pair,
            "a pair is made of such terms, times n a^{2i+n} (a - l)",
        ).labelled("terms", "pair", "ends"),
        less(
            sp.Integer(0),
            pair,
            "a l > 0, so every pair has the sign of a - l, or is 0 with it",
        ).labelled("one-sign", "terms", "one-side"),
    )


def nullclines() -> tuple[Step, ...]:
    """What the means say of s_* = w sum (al)^j / sum a^{2j} and s_A = w sum j a^{j-1} l^j / sum j a^{2j-1}."""
    X, Y, X_1, Y_1 = sp.symbols("X Y X_1 Y_1", positive=True)
    s_A, s_star, E_x, E_y = sp.symbols("s_A s_* E_{al} E_{a^2}", positive=True)
    means = {E_x: X_1 / X, E_y: Y_1 / Y}
    curves = {s_A: w * (X_1 / a) / (Y_1 / a), s_star: w * X / Y}
    columns = sp.Sum(x[i], (i, 0, k - 1)), sp.Sum(j * y[j], (j, 0, k - 1))
    rows = sp.Sum(y[i], (i, 0, k - 1)), sp.Sum(j * x[j], (j, 0, k - 1))
    return (
        exchanged(
            columns[0] * columns[1],
            sp.Sum(j * x[i] * y[j], (i, 0, k - 1), (j, 0, k - 1)),
            "X Y_1 is one half of the double sum: X = sum x_i, Y_1 = sum j y_j",
        ).labelled("first-half", "finite-sums"),
        exchanged(
            rows[0] * rows[1],
            sp.Sum(j * x[j] * y[i], (i, 0, k - 1), (j, 0, k - 1)),
            "Y X_1 is the other half: Y = sum y_i, X_1 = sum j x_j",
        ).labelled("second-half", "finite-sums"),
        equation(
            X * Y_1 - Y * X_1,
            X * Y * (E_y - E_x),
            "the double sum has the sign of a - l, and so has E_{a^2} - E_{al}",
            means,
        ).labelled("means-differ", "first-half", "second-half", "pairs", "one-sign"),
        same_powers(
            a * (j * a ** (j - 1) * node**j), j * (a * node) ** j, "the numerator of s_A, term by term, is X_1 / a"
        ).labelled("numerator", "a-rate"),
        same_powers(
            a * (j * a ** (2 * j - 1)), j * a ** (2 * j), "the denominator of s_A, term by term, is Y_1 / a"
        ).labelled("denominator", "a-rate"),
        equation(
            s_A / s_star,
            E_x / E_y,
            "the quotient is below 1 iff a > l, and 1 iff a = l",
            {**curves, **means},
        ).labelled("order", "numerator", "denominator", "s-rate", "means-differ"),
        *_slope_of_the_nullcline(E_x),
    )


def _slope_of_the_nullcline(mean: sp.Symbol) -> tuple[Step, ...]:
    """a (log s_*)' = E_{al} - 2 E_{a^2} < 0 for a >= l."""
    excess = sp.Symbol("delta", nonnegative=True)
    return (
        same_powers(
            a * sp.Derivative((a * node) ** j, a),
            j * (a * node) ** j,
            "the numerator of s_*, term by term, has a X' = X_1",
        ).labelled("numerator-slope", "s-rate"),
        same_powers(
            a * sp.Derivative(a ** (2 * j), a),
            2 * j * a ** (2 * j),
            "the denominator of s_* has a Y' = 2 Y_1, so that a (log s_*)' = E_{al} - 2 E_{a^2}",
        ).labelled("denominator-slope", "s-rate"),
        less(
            mean - 2 * (mean + excess),
            sp.Integer(0),
            "a >= l: E_{a^2} = E_{al} + delta, delta >= 0, and E_{al} > 0 as lag 1 counts: s_* falls on [l, oo)",
        ).labelled("falls", "numerator-slope", "denominator-slope", "means-differ", "lags"),
    )
