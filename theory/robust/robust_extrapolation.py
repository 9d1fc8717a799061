r"""A symmetric student that nearly fits nearly extrapolates: linear in the root of the loss, whatever its width.

Let q = pi^2, of degree 2n: q >= 0 everywhere, q = 0 on the teacher's nodes; and x^j = s_j q + r_j, deg r_j < 2n.
With mu the student's measure, R_m the residuals and c the coefficients of q,

    h_j - g_j = <r_j, R> + int s_j q dmu,      <c, R> = int q dmu >= 0,

and int s_j q dmu = sigma <c, R> for some sigma between the extremes of s_j, so |h_j - g_j| <= max ||r_j + s c|| ||R||
over the two extremes s. For spectra in [-1, 1] a q of smaller degree does (`stable_threshold`).
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation, printed, same_powers
from theory.kernel.sums import termwise
from theory.moments.moment_uniqueness import SPECTRAL, integral_of_a_polynomial

_i, _j, _n, _N, _m, _k = sp.symbols("i j n N m k", integer=True, positive=True)
_extra = sp.Symbol("sigma", integer=True, nonnegative=True)
_omega, _lambda, _w, _node = (sp.IndexedBase(name) for name in ("omega", "lambda", "w", "x"))
_s, _r, _q = sp.Function("s_j"), sp.Function("r_j"), sp.Function("q")


def proof(lags: sp.Expr | None = None, power: int = 2) -> Derivation:
    """The bound |h_j - g_j| <= max_{s in {s_min, s_max}} ||r_j + s c|| sqrt(ell), by q = pi^power.

    `lags` is k: any number from the degree of q + 1 on. A control asks for one lag fewer, or divides by pi itself.
    """
    degree = power * _n
    lags = degree + 1 + _extra if lags is None else lags
    steps = (
        *_division(degree),
        _error_splits(),
        *_residuals_see_low_degrees(degree, lags),
        _positive_part(),
        *_mean_value(power),
        *_cauchy_schwarz(),
        *_worst_at_the_ends(),
        *_uniform_in_the_lag(degree),
    )
    return Derivation(
        f"every n >= 1, every width, every lag j, every k >= {degree + 1}; the uniform bound for rho <= 1, |x_i| < 1",
        steps,
        (SPECTRAL,),
        (
            Premise("symmetric", r"$m = p = 1$; the student is symmetric, its spectrum in $[-\rho, \rho]$"),
            Premise("teacher", r"$g_j = \sum_i w_i x_i^j$"),
            Premise("loss", r"$L \le \ell$"),
            Premise("lags", f"$k = {printed(lags)}$"),
            Premise("inside", r"for the uniform bound: $\rho \le 1$ and every $|x_i| < 1$"),
        ),
        Conclusion(
            r"$|h_j - g_j| \le \max_{s \in \{s_{\min}, s_{\max}\}} \lVert r_j + s c \rVert \sqrt{\ell}$; and "
            rf"$|s_j| \le \prod_i (1 - |x_i|)^{{-{power}}}$ on $[-\rho, \rho]$ for every $j$",
            ("splits", "cauchy-schwarz", "largest-at-an-end", "reversed", "one-factor"),
        ),
    )


def _division(degree: sp.Expr) -> tuple[Step, ...]:
    """x^{j+1} = s_{j+1} q + r_{j+1} from x^j: q = x^D + q', r_j = a x^{D-1} + r', deg q' < D, deg r' < D - 1."""
    x, power, s, a, low_q, low_r = sp.symbols("x x^{D-1} s_j a q' r'")
    low_r_degree, low_q_degree = sp.symbols(r"\deg{r'} \deg{q'}", integer=True)
    q, r = x * power + low_q, a * power + low_r
    quotient, remainder = x * s + a, x * low_r - a * low_q
    induction = "induction on j from x^0 = 0 q + 1: s_{j+1} = x s_j + a, a the coefficient of x^{D-1} in r_j"
    return (
        equation(x * (s * q + r), quotient * q + remainder, induction).labelled("division"),
        at_most(
            sp.Max(1 + low_r_degree, low_q_degree),
            degree - 1,
            "degrees of x r' and a q', whose difference is r_{j+1}: below D = deg q again",
            {low_r_degree: degree - 2, low_q_degree: degree - 1},
        ).labelled("remainder", "division"),
    )


def _error_splits() -> Step:
    student, teacher = _lambda[_i], _node[_i]
    before = _student_sum(student**_j) - _teacher_sum(teacher**_j)
    after = _student_sum(_s(student) * _q(student)) + _student_sum(_r(student)) - _teacher_sum(_r(teacher))
    rules = {
        student**_j: _s(student) * _q(student) + _r(student),
        teacher**_j: _s(teacher) * _q(teacher) + _r(teacher),
        _q(teacher): sp.Integer(0),
    }
    rule = "h_j - g_j: x^j is divided by q under both sums, and q vanishes on the nodes"
    return termwise(before, after, rule, rules).labelled(
        "splits", "division", "spectral-theorem", "symmetric", "teacher"
    )


def _residuals_see_low_degrees(degree: sp.Expr, lags: sp.Expr) -> tuple[Step, ...]:
    """sum omega f(lambda) - sum w f(x) = sum_m f_m R_m for f = r_j and f = q, which have k coefficients or fewer."""
    return (
        integral_of_a_polynomial().labelled("integral", "spectral-theorem", "symmetric"),
        at_most(
            degree,
            _k - 1,
            "deg r_j < D = deg q: for both, subtracted, only residuals of trained lags",
            {_k: lags},
        ).labelled("degree", "lags", "remainder"),
    )


def _positive_part() -> Step:
    """<c, R> = int q dmu: the previous steps for q, and q = 0 on the nodes."""
    before = _student_sum(_q(_lambda[_i])) - _teacher_sum(_q(_node[_i]))
    after = _student_sum(_q(_lambda[_i]))
    return termwise(
        before, after, "q vanishes on the nodes", {_q(_node[_i]): sp.Integer(0)}, r"\langle c, R \rangle"
    ).labelled("integral-of-q", "integral", "degree", "teacher")


def _mean_value(power: int) -> tuple[Step, ...]:
    """s_min int q dmu <= int s q dmu <= s_max int q dmu, term by term."""
    weight, below, above = sp.symbols("omega_i delta_1 delta_2", nonnegative=True)
    s_min, root = sp.Symbol("s_min", real=True), sp.Symbol("pi_i", real=True)
    term, value_of_s = weight * root**power, s_min + below
    named = f"s_j(lambda_i) = s_min + delta_1, omega_i >= 0, q(lambda_i) = pi_i^{power}"
    ends = "int s_j q dmu = sigma <c, R> with s_min <= sigma <= s_max (any, if <c, R> = 0)"
    return (
        at_most(s_min * term, value_of_s * term, f"one term of the integral of s_j q; {named}").labelled(
            "from-below", "splits", "integral-of-q"
        ),
        at_most(value_of_s * term, (value_of_s + above) * term, f"likewise from above, s_max; so {ends}").labelled(
            "from-above", "splits", "integral-of-q"
        ),
    )


def _cauchy_schwarz() -> tuple[Step, ...]:
    """For any number of lags: sum_m (W u_m - V R_m)^2 = W (U W - V^2), U = |u|^2, V = <u, R>, W = |R|^2."""
    U, V = sp.symbols("U V", real=True)
    W, u, R = sp.Symbol("W", nonnegative=True), sp.IndexedBase("u"), sp.IndexedBase("R")
    expanded = W**2 * u[_m] ** 2 - 2 * W * V * u[_m] * R[_m] + V**2 * R[_m] ** 2
    sums = {u[_m] ** 2: U, R[_m] ** 2: W, u[_m] * R[_m]: V}
    named = "U, V, W the sums of u_m^2, u_m R_m, R_m^2 over the trained lags; u = r_j + sigma c"
    return (
        equation((W * u[_m] - V * R[_m]) ** 2, expanded, f"one lag m of a sum of squares; {named}").labelled(
            "square-of-a-lag", "loss"
        ),
        equation(
            expanded,
            W * (U * W - V**2),
            "summed over m: not negative, so V^2 <= U W (V = 0 when W = 0: all R = 0)",
            sums,
        ).labelled("cauchy-schwarz", "square-of-a-lag", "from-below", "from-above"),
    )


def _worst_at_the_ends() -> tuple[Step, ...]:
    """sigma = (1-t) s_min + t s_max, s_max = s_min + delta: a squared norm is convex along a segment."""
    t, rest, delta = sp.symbols(r"t \bar{t} delta", nonnegative=True)
    r, c, low = sp.symbols("r_m c_m s_min", real=True)
    u, v, inside = r + low * c, r + (low + delta) * c, r + (low + t * delta) * c
    gap, squares = rest * u**2 + t * v**2 - inside**2, t * rest * delta**2 * c**2
    rule = "one coordinate, t + t-bar = 1: a mean of the squared norms at s_min, s_max minus that of r_j + sigma c"
    return (
        equation(gap, squares, rule, {rest: 1 - t}).labelled("convex", "from-below", "from-above"),
        at_most(
            sp.Integer(0), squares, "the norm of r_j + sigma c is at most the larger of those at s_min and s_max"
        ).labelled("largest-at-an-end", "convex"),
    )


def within_one(b: sp.Expr) -> sp.Expr:
    """|x_i| = 1/(1 + b): every number in (0, 1), for b > 0.

    >>> b = sp.Symbol("b", positive=True)
    >>> sp.limit(within_one(b), b, sp.oo), sp.limit(within_one(b), b, 0), sp.solve(within_one(b) - sp.Rational(2, 3), b)
    (0, 1, [1/2])
    """
    return 1 / (1 + b)


def _uniform_in_the_lag(degree: sp.Expr) -> tuple[Step, ...]:
    r"""The coefficients of s_j are the first of 1/prod(1 - x_i u)^2, so |s_j| <= prod (1 - |x_i|)^-2 on [-1, 1].

    p' = p / (1 - x_i u) has p'_m = p_m + x_i p'_{m-1}; with P, P' the sums of |p_m|, |p'_m| over m <= M this gives
    P' <= P + |x_i| P', factor by factor: deg q factors in all.
    """
    u, x_i = sp.Symbol("u", positive=True), sp.Symbol("x_i", real=True)
    P, room, inside = sp.symbols("P delta b", positive=True)
    size = within_one(inside)
    larger, bound = (P - room) / (1 - size), P / (1 - size)
    series = "x = 1/u, times u^j: below u^{j-D+1}, where r_j begins, s_j reversed is the series of u^D over reversed q"
    rule = "P' = P + |x_i| P' - delta, |x_i| = 1/(1 + b): D = deg q factors, each 1/(1 - |x_i|)"
    return (
        equation(u * (1 / u - x_i), 1 - x_i * u, "one factor of u^D q(1/u)").labelled("factor", "inside"),
        same_powers(u**_j * u ** (1 - degree), u ** (_j - degree + 1), series, r"u^j u^{1 - D}").labelled(
            "reversed", "factor", "division", "remainder"
        ),
        equation(P + size * larger - room, larger, "the largest P' that P' <= P + |x_i| P' - delta allows").labelled(
            "recursion", "factor"
        ),
        at_most(larger, bound, rule).labelled("one-factor", "recursion"),
    )


def _student_sum(term: sp.Expr) -> sp.Sum:
    return sp.Sum(_omega[_i] * term, (_i, 1, _N))


def _teacher_sum(term: sp.Expr) -> sp.Sum:
    return sp.Sum(_w[_i] * term, (_i, 1, _n))
