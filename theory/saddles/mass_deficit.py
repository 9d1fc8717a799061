r"""At a critical point of m modes the student has too little mass: h_0 < g_0, if the teacher's nodes lie in [-1, 1].

With R_j = h_j - g_j and r(z) = sum_(j < k) R_j z^j a critical point has r(a_i) = r'(a_i) = 0, so r lies in the space V
of the multiples of pi_a^2 of degree below k, to which h is orthogonal (inner product of the first k coefficients). Let
P = pi_a^2 t be the projection of 1 on V, so that <P, v> = v_0 for v in V. Then R_0 = <R, P> = -sum_l w_l P(x_l).

If t(z) = 0, then P = (x - z) Q with Q and x Q in V, <P, x Q> = 0 and |x Q| = |Q|. So |P|^2 = (z^2 - 1) |Q|^2, which is
positive: |z| > 1. As pi_a(0)^2 t(0) = |P|^2 > 0, the polynomial t is positive on [-1, 1].
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.finite_sums import same_sum
from theory.kernel.steps import at_most, equation, less, printed, solution
from theory.kernel.sums import contracted, exchanged, termwise
from theory.moments.moment_uniqueness import vanishing_power

i, j, of_node = sp.symbols("i j l", integer=True)
k, n = sp.symbols("k n", integer=True, positive=True)
m, extra, slack = sp.symbols("m sigma tau", integer=True, nonnegative=True)
delta, N = sp.symbols("delta N", nonnegative=True)
z, c = sp.symbols("z c", real=True)
R, v, Q, mu, x, w, pi, t = (sp.IndexedBase(name) for name in ("R", "v", "Q", "mu", "x", "w", "pi", "t"))

DOUBLE_ROOTS = Premise("double-roots", "a polynomial with double zeros at $m$ distinct points is a multiple of pi_a^2")
PROJECTION = Premise(
    "projection",
    "every vector has an orthogonal projection on a subspace of finite dimension: that of 1 on V, the multiples of "
    "pi_a^2 of degree below k, is P = pi_a^2 t, and <1 - P, v> = 0 for v in V (<u, v> = sum_(j < k) u_j v_j)",
)
INTERMEDIATE = Premise("intermediate-value", "intermediate values: a polynomial without a zero on [-1, 1] has one sign")
CRITICAL = Premise(
    "critical",
    r"$h_j = \sum_{i \le m} s_i a_i^j$ with distinct $a_i$, real $s_i$, and $r(a_i) = r'(a_i) = 0$ for every $i$",
)
NOT_ZERO = Premise("not-zero", r"no $a_i$ is 0, so that $\pi_a(0) \ne 0$")
TEACHER = Premise("teacher", r"$g_j = \sum_l w_l x_l^j$ with real $x_l$ and $w_l$")
POSITIVE = Premise("positive", r"for the inequality: every $w_l \ge 0$ and every $x_l$ lies in $[-1, 1]$")
NO_FIT = Premise("no-fit", r"for the inequality: $R_j \ne 0$ for some $j < k$")


def mass_deficit_proof(
    lags: sp.Expr = 2 * m + 1 + extra, power: int = 2, square: sp.Expr = 1 - delta, vanishing: bool = False
) -> Derivation:
    r"""The identity, the sign of t and h_0 < g_0, for every m and k.

    A control changes k (`lags`), takes :math:`\pi_a` itself for its square (`power`), lets a zero of t lie outside
    [-1, 1] (`square` is :math:`z^2`), or lets the student have a node at 0 (`vanishing`).
    """
    steps = (
        *_residual_in_v(lags, power),
        *_identity(power),
        *_value_at_zero(power, vanishing),
        *_no_zero(square),
        *_strict(power),
    )
    return Derivation(
        "every m >= 0, every n, every k >= 2m + 1, any signs of the s_i",
        steps,
        (DOUBLE_ROOTS, PROJECTION, INTERMEDIATE),
        (CRITICAL, NOT_ZERO, TEACHER, Premise("lags", f"$k = {printed(lags)}$"), POSITIVE, NO_FIT),
        Conclusion(
            r"$g_0 - h_0 = \sum_l w_l \pi_a(x_l)^2 t(x_l)$ for real $w_l$ and $x_l$, where $\pi_a^2 t$ is the "
            r"projection of 1 on the multiples of $\pi_a^2$ of degree below $k$; $t > 0$ on $[-1, 1]$; and $h_0 < g_0$ "
            r"where $w_l \ge 0$, $|x_l| \le 1$ and some $R_j \ne 0$",
            ("identity", "t-at-0", "no-zero", "intermediate-value", "terms", "fit", "no-fit"),
        ),
    )


def _residual_in_v(lags: sp.Expr, power: int) -> tuple[Step, ...]:
    """V is not 0, and r, of degree below k with double zeros at the a_i, lies in it."""
    degree, of_r = power * m, sp.Symbol("D", integer=True)
    room = f"V is not 0: pi_a^{power} itself has a degree below k"
    return (
        at_most(sp.Integer(0), k - 1 - degree, room, {k: lags}).labelled("room", "lags"),
        at_most(
            of_r - degree,
            k - 1 - degree,
            f"r, of degree D below k, is pi_a^{power} u: the degree of u, so r is in V",
            {of_r: k - 1 - slack},
        ).labelled("r-in-V", "room", "double-roots", "critical"),
    )


def _identity(power: int) -> tuple[Step, ...]:
    """<R, v> = -sum_l w_l v(x_l) for v in V; and R_0 = <R, P>."""
    value = sp.Sum(v[j] * x[i] ** j, (j, 0, k - 1))
    against_moments = sp.Sum(v[j] * sp.Sum(mu[i] * x[i] ** j, (i, 1, n)), (j, 0, k - 1))
    student = sp.Symbol("I_h")
    teacher = sp.Sum(w[of_node] * pi[of_node] ** power * t[of_node], (of_node, 1, n))
    exchange = "finite sums change places: <h, v> = sum_i s_i v(a_i), <g, v> = sum_l w_l v(x_l)"
    one = "R and r in V: R_0 = <R, 1> = <R, P>, as 1 - P is orthogonal to V"
    return (
        exchanged(against_moments, sp.Sum(mu[i] * value, (i, 1, n)), exchange).labelled(
            "integral", "critical", "teacher"
        ),
        vanishing_power(power, f"v in V is a multiple of pi_a^{power}, 0 at the student's nodes: <h, v> = 0").labelled(
            "orthogonal", "integral", "critical"
        ),
        contracted(sp.Sum(R[j] * sp.KroneckerDelta(j, 0), (j, 0, k - 1)), R[0], one, r"\langle R, 1 \rangle").labelled(
            "first-lag", "r-in-V", "projection"
        ),
        equation(
            teacher - student,
            teacher,
            "-<R, P> = <g, P> - I_h with I_h = <h, P> = 0; pi_l and t_l are the values at x_l",
            {student: sp.Integer(0)},
            "g_0 - h_0",
        ).labelled("identity", "first-lag", "integral", "orthogonal"),
    )


def _value_at_zero(power: int, vanishing: bool) -> tuple[Step, ...]:
    """P is not 0, and pi_a(0)^2 t(0) = P_0 = |P|^2."""
    at_zero = sp.Symbol("pi_0", real=True) if vanishing else sp.Symbol("pi_0", real=True, nonzero=True)
    t_zero, norm = sp.Symbol("t_0", real=True), sp.Symbol("p", positive=True)
    not_zero = f"v = pi_a^{power}, a member of V: <P, v>^2 = v_0^2 is not 0, so P is not 0 and p = |P|^2 > 0"
    return (
        less(sp.Integer(0), (at_zero**power) ** 2, not_zero).labelled("P-not-0", "room", "projection", "not-zero"),
        solution(
            at_zero**power * t_zero - norm, t_zero, norm / at_zero**power, "pi_a(0)^2 t(0) = P_0 = <P, P> = p"
        ).labelled("P-at-0", "P-not-0", "projection", "not-zero"),
        less(sp.Integer(0), norm / at_zero**power, "t(0) is positive").labelled("t-at-0", "P-at-0"),
    )


def _no_zero(square: sp.Expr) -> tuple[Step, ...]:
    """t(z) = 0, P = (x - z) Q and z^2 <= 1 would make |P|^2 = (z^2 - 1) |Q|^2 negative or 0."""
    of_Q, lags = sp.Function("Q^2"), (j, 0, k - 1)
    squares, products = sp.Sum(Q[j - 1] ** 2, lags), sp.Sum(z * Q[j] * Q[j - 1], lags)
    P = Q[j - 1] - z * Q[j]
    factor = "if t(z) = 0 then P = (x - z) Q, deg Q <= k - 2, Q and xQ in V, Q_{-1} = Q_{k-1} = 0"
    return (
        same_sum(
            sp.Sum(of_Q(j - 1), (j, 1, k - 1)), sp.Sum(of_Q(j), (j, 0, k - 2)), f"{factor}: |xQ|^2 = |Q|^2 = N"
        ).labelled("shift", "room"),
        termwise(
            sp.Sum(P * Q[j - 1], lags), squares - products, "<P, xQ> = N - z c with c = <Q, xQ>; it is (xQ)_0 = 0"
        ).labelled("first", "shift", "projection"),
        termwise(
            sp.Sum(P**2, lags), squares - 2 * products + sp.Sum(z**2 * Q[j] ** 2, lags), "|P|^2 = N - 2 z c + z^2 N"
        ).labelled("square", "shift"),
        equation(N - 2 * z * c + z**2 * N, (z**2 - 1) * N, "N = z c", {N: z * c}, "|P|^2").labelled(
            "norm", "first", "square"
        ),
        at_most(
            (z**2 - 1) * N, sp.Integer(0), "for |z| <= 1 that is not positive, but |P|^2 > 0: no such z", {z**2: square}
        ).labelled("no-zero", "norm", "P-not-0"),
    )


def _strict(power: int) -> tuple[Step, ...]:
    """All terms of the identity are >= 0; if all are 0 then R = 0."""
    weight, rest = sp.symbols("w_l s", nonnegative=True)
    at_node, of_u, lag = sp.symbols("pi_l u_l R_j", real=True)
    of_t, term = sp.Symbol("t_l", positive=True), sp.Symbol("y_l", nonnegative=True)
    return (
        at_most(
            sp.Integer(0), weight * at_node**power * of_t, "each term, as t > 0 on [-1, 1]: g_0 - h_0 >= 0"
        ).labelled("terms", "identity", "t-at-0", "no-zero", "intermediate-value", "positive"),
        at_most(term * of_t, term * of_t + rest, "y_l = w_l pi_l^2: no term exceeds the sum, were that 0").labelled(
            "one-term", "terms"
        ),
        solution(of_t * term, term, sp.Integer(0), "then every y_l is 0").labelled("no-weight", "one-term"),
        equation(
            term * of_u,
            sp.Integer(0),
            "then <g, r> = sum_l y_l u(x_l) = 0, so |R|^2 = -<g, r> = 0",
            {term: sp.Integer(0)},
        ).labelled("no-residual", "no-weight", "r-in-V", "integral", "orthogonal"),
        at_most(lag**2, lag**2 + rest, "each lag of |R|^2 = 0").labelled("one-lag", "no-residual"),
        solution(lag**2, lag, sp.Integer(0), "so R = 0, a fit; where there is none, h_0 < g_0").labelled(
            "fit", "one-lag"
        ),
    )
