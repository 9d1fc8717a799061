r"""For spectra in [-1, 1] a node at an end counts one half: k >= 2 ind + 1 lags force the measure, 2 ind lags do not.

    q(x) = (1 - x)^{e+} (1 + x)^{e-} prod_interior (x - x_i)^2,      deg q = 2 ind,

e+- = 1 if +-1 is a node and 0 if not, is non-negative on [-1, 1] and vanishes on the nodes: all that the proof of
moment-uniqueness asks of pi^2. On 2 ind lags int q dmu = (-1)^{e+} (h_k - g_k) >= 0, so h_k has a one-sided range,
which `theory.moments.stable_range` finds exactly. The same q makes the robust bound sharper for stable students.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation, printed
from theory.moments.annihilator import divide, node_polynomial, x
from theory.moments.moment_uniqueness import integral_of_a_polynomial, masses_are_the_weights, one_term_of_many

k = sp.Symbol("k", integer=True, positive=True)
interior, plus, minus, extra = sp.symbols("I e_+ e_- sigma", integer=True, nonnegative=True)

SPECTRAL = Premise(
    "spectral-theorem",
    "spectral theorem: h_j = sum_i omega_i lambda_i^j with omega_i = (u_i^T B)^2 >= 0 and lambda_i in [-1, 1]",
)
NORMS = Premise(
    "norms", "division with remainder by q (leading coefficient 1 or -1); Cauchy-Schwarz and the triangle inequality"
)
STABLE = Premise("stable", "$m = p = 1$; the student is symmetric with spectrum in $[-1, 1]$")
NODES = Premise("nodes", "the teacher's nodes are distinct; $e_+$ of them are $1$, $e_-$ are $-1$, $I$ are neither")
FITS = Premise("fits", "$L = 0$: $h_j = g_j$ for $j < k$")


def twice_index(nodes: Sequence[Fraction]) -> int:
    """2 ind: two for each node, one for a node at 1 or -1.

    >>> twice_index([Fraction(1)]), twice_index([Fraction(1, 2), Fraction(-1)])
    (1, 3)
    """
    return sum(1 if abs(node) == 1 else 2 for node in nodes)


def stable_polynomial(nodes: Sequence[Fraction]) -> sp.Poly:
    """q: non-negative on [-1, 1], zero on the nodes, of the least degree, 2 ind.

    >>> stable_polynomial([Fraction(1), Fraction(1, 2)]).as_expr()
    -x**3 + 2*x**2 - 5*x/4 + 1/4

    A node named twice counts twice, and q stays non-negative.

    >>> stable_polynomial([Fraction(1), Fraction(1)]).as_expr()
    x**2 - 2*x + 1
    """
    exact = [sp.Rational(node.numerator, node.denominator) for node in nodes]
    doubled = [node for node in exact for _ in range(1 if abs(node) == 1 else 2)]
    return (-1) ** exact.count(sp.Integer(1)) * node_polynomial(doubled)


def negative_mean(nodes: Sequence[Fraction], deviation_lag: int, deviation: Fraction) -> sp.Poly | None:
    """A polynomial >= 0 on [-1, 1] of negative integral when h leaves the teacher first at `deviation_lag`, if any.

    q (1 + tau x^r), |tau| <= 1, has the integral tau (-1)^{e+} `deviation` for r = lag - 2 ind > 0: one sign of tau
    makes it negative. For r = 0 only q itself is left, whose integral is (-1)^{e+} `deviation`.
    """
    q, r = stable_polynomial(nodes), deviation_lag - twice_index(nodes)
    if r < 0:
        raise ValueError(f"negative_mean: lag {deviation_lag} is below the degree {twice_index(nodes)} of q")
    leading = q.LC() * sp.Rational(deviation.numerator, deviation.denominator)
    if r == 0:
        return q if leading < 0 else None
    return q * sp.Poly(1 - sp.sign(leading) * x**r, x) if leading != 0 else None


def stable_constant(lag: int, nodes: Sequence[Fraction]) -> tuple[sp.Rational, sp.Rational, sp.Rational]:
    r"""||r_j||^2, ||c||^2 and M >= max |s_j| on [-1, 1] for x^j = s_j q + r_j, where c are the coefficients of q.

    |h_j - g_j| <= (||r_j|| + M ||c||) sqrt(ell) for every stable symmetric student with L <= ell, k >= 2 ind + 1.
    M is the sum of the absolute coefficients of s_j: exact, and within a factor of the maximum.
    """
    q = stable_polynomial(nodes)
    quotient, remainder = divide(lag, q)
    squares = [sum((c * c for c in poly.all_coeffs()), sp.Integer(0)) for poly in (remainder, q)]
    return squares[0], squares[1], sum((abs(c) for c in quotient.all_coeffs()), sp.Integer(0))


def stable_threshold_proof(lags: sp.Expr | None = None, power: int = 2) -> Derivation:
    """k = `lags` >= 2 ind + 1 forces the measure, I = number of interior nodes; a control puts 2 ind.

    An interior node is a zero of q of order `power`; a control asks for a simple one.
    """
    needed = plus + minus + power * interior
    lags = needed + 1 + extra if lags is None else lags
    return Derivation(
        "every number of nodes, with either, both or no end among them; every width; every k >= 2 ind + 1",
        (
            integral_of_a_polynomial().labelled("integral", "spectral-theorem", "stable"),
            *_polynomial_is_seen(lags, power),
            *one_term_of_many("q", ("integral", "non-negative", "degree", "fits", *VANISHES)),
            *masses_are_the_weights(plus + minus + interior, lags),
            *_robust_bound(),
        ),
        (SPECTRAL, NORMS),
        (STABLE, NODES, FITS, Premise("lags", f"$k = {printed(lags)}$, $2 \\, \\mathrm{{ind}} = {printed(needed)}$")),
        Conclusion(
            r"$h_j = g_j$ for all $j$; and where $L \le \ell$ instead, "
            r"$|h_j - g_j| \le (\lVert r_j \rVert + M \lVert c \rVert) \sqrt{\ell}$",
            ("on-the-nodes", "weights", "error", "integral-of-q", "positive-part"),
        ),
    )


VANISHES = ("zero-inside", "zero-at-1", "zero-at-minus-1")


def _polynomial_is_seen(lags: sp.Expr, power: int) -> tuple[Step, ...]:
    left, right = sp.symbols("a b", nonnegative=True)
    rest, x, node = sp.symbols("rho x x_i", real=True)
    even = left**plus * right**minus * rest**power
    return (
        at_most(sp.Integer(0), even, "q >= 0 on [-1, 1], where a = 1 - x >= 0 and b = 1 + x >= 0").labelled(
            "non-negative", "stable"
        ),
        equation(((x - node) * rest) ** power, sp.Integer(0), "q vanishes on an interior node", {x: node}).labelled(
            "zero-inside", "nodes"
        ),
        equation(
            (1 - x) * rest**power, sp.Integer(0), "q vanishes at 1, when 1 is a node", {x: sp.Integer(1)}
        ).labelled("zero-at-1", "nodes"),
        equation(
            (1 + x) * rest**power, sp.Integer(0), "q vanishes at -1, when -1 is a node", {x: -sp.Integer(1)}
        ).labelled("zero-at-minus-1", "nodes"),
        at_most(
            plus + minus + power * interior,
            k - 1,
            "deg q = 2 ind: its coefficients meet fitted lags only",
            {k: lags},
        ).labelled("degree", "lags"),
    )


def sign_of_the_deviation() -> Step:
    """The leading coefficient of q is (-1)^{e+}."""
    x, node = sp.symbols("x x_i")
    ends = sp.Poly(1 - x, x).LC() ** plus * sp.Poly(1 + x, x).LC() ** minus
    leading = ends * sp.Poly((x - node) ** 2, x).LC() ** interior
    rule = "leading coefficient of q: on k = 2 ind lags the integral of q is (-1)^{e+} (h_k - g_k), and it is >= 0"
    return equation(leading, (-1) ** plus, rule, name=r"\mathrm{lc}(q)")


def _robust_bound() -> tuple[Step, ...]:
    """x^j = s q + r under both measures: the teacher sees r alone, the student int s q dmu besides, and q >= 0."""
    mass, value, room = sp.symbols("omega_i q_i delta_i", nonnegative=True)
    s, r, weight, at_node = sp.symbols("s_i r_i w_l r_l", real=True)
    q_at_node = sp.Symbol("q_l")
    return (
        equation(
            mass * (s * value + r) - weight * (s * q_at_node + at_node),
            mass * s * value + (mass * r - weight * at_node),
            "h_j - g_j, one atom against one node: q_l = q(x_l) = 0 leaves the integral of s q and the residuals of r",
            {q_at_node: sp.Integer(0)},
        ).labelled("error", "spectral-theorem", "stable", *VANISHES),
        at_most(
            mass * value * s, mass * value * (s + room), "s_i <= M = s_i + delta_i where q_i >= 0, likewise -s_i"
        ).labelled("positive-part", "error", "non-negative"),
        equation(
            mass * value - weight * q_at_node,
            mass * value,
            "the integral of q is <c, R>, at most ||c|| sqrt(ell): in all (||r_j|| + M ||c||) sqrt(ell)",
            {q_at_node: sp.Integer(0)},
        ).labelled("integral-of-q", "error", "norms", "degree"),
    )


def exceeds_bound(teacher_nodes: Sequence[Fraction], lag: int, error: Fraction, loss: Fraction) -> bool:
    """Whether |error| > (||r_j|| + M ||c||) sqrt(loss), decided without roots: both sides are squared twice."""
    r_square, c_square, largest = stable_constant(lag, teacher_nodes)
    level = sp.Rational(loss.numerator, loss.denominator)
    gap = sp.Rational(error.numerator, error.denominator) ** 2 - level * (r_square + largest**2 * c_square)
    return bool(gap > 0 and gap**2 > 4 * level**2 * largest**2 * r_square * c_square)
