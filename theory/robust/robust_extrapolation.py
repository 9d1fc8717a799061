r"""A symmetric student that nearly fits nearly extrapolates: linear in the root of the loss, whatever its width.

Let q = pi^2, of degree 2n: q >= 0 everywhere, q = 0 on the teacher's nodes; and x^j = s_j q + r_j, deg r_j < 2n.
With mu the student's measure, R_m the residuals and c the coefficients of q,

    h_j - g_j = <r_j, R> + int s_j q dmu,      <c, R> = int q dmu >= 0,

and int s_j q dmu = sigma <c, R> for some sigma between the extremes of s_j, so |h_j - g_j| <= max ||r_j + s c|| ||R||
over the two extremes s. For spectra in [-1, 1] a q of smaller degree does (`stable_threshold`).
"""

import sympy as sp

from theory.kernel.derivation import Derivation, Step
from theory.kernel.steps import at_most, equation, same_powers
from theory.moments.moment_uniqueness import SPECTRAL, integral_of_a_polynomial

_i, _j, _n, _N, _m, _k = sp.symbols("i j n N m k", integer=True, positive=True)
_extra = sp.Symbol("sigma", integer=True, nonnegative=True)
_omega, _lambda, _w, _node = (sp.IndexedBase(name) for name in ("omega", "lambda", "w", "x"))
_s, _r, _q = sp.Function("s_j"), sp.Function("r_j"), sp.Function("q")


def proof(lags: sp.Expr = 2 * _n + 1 + _extra) -> Derivation:
    """The bound |h_j - g_j| <= max_{s in {s_min, s_max}} ||r_j + s c|| sqrt(ell); `lags` is k, 2n + 1 or more."""
    steps = (
        *_division(),
        _error_splits(),
        *_residuals_see_low_degrees(lags),
        _positive_part(),
        *_mean_value(),
        *_cauchy_schwarz(),
        *_worst_at_the_ends(),
        *_uniform_in_the_lag(),
    )
    return Derivation(
        "every n >= 1, every width, every lag j, every k >= 2n + 1; the last three steps: rho <= 1 and every |x_i| < 1",
        steps,
        (SPECTRAL,),
    )


def _division() -> tuple[Step, ...]:
    """x^{j+1} = s_{j+1} q + r_{j+1} from x^j: q = x^{2n} + q', r_j = a x^{2n-1} + r', deg q' < 2n, deg r' < 2n - 1."""
    x, power, s, a, low_q, low_r = sp.symbols("x x^{2n-1} s_j a q' r'")
    q, r = x * power + low_q, a * power + low_r
    quotient, remainder = x * s + a, x * low_r - a * low_q
    induction = "induction on j from x^0 = 0 q + 1: s_{j+1} = x s_j + a, a the coefficient of x^{2n-1} in r_j"
    return (
        equation(x * (s * q + r), quotient * q + remainder, induction),
        at_most(
            sp.Max(1 + (2 * _n - 2), 2 * _n - 1, evaluate=False),
            2 * _n - 1,
            "degrees of x r' and a q', whose difference is r_{j+1}: below 2n again",
        ),
    )


def _error_splits() -> Step:
    student, teacher = _lambda[_i], _node[_i]
    before = _student_sum(student**_j) - _teacher_sum(teacher**_j)
    after = _student_sum(_s(student) * _q(student)) + _student_sum(_r(student)) - _teacher_sum(_r(teacher))
    rules = {
        student**_j: _s(student) * _q(student) + _r(student),
        teacher**_j: _s(teacher) * _q(teacher) + _r(teacher),
        _q(teacher): 0,
    }
    rule = "h_j - g_j: divide under both sums; q vanishes on the nodes"
    return Step(sp.latex(before), sp.latex(after), rule, _equal(before, after, rules))


def _residuals_see_low_degrees(lags: sp.Expr) -> tuple[Step, ...]:
    """sum omega f(lambda) - sum w f(x) = sum_m f_m R_m for f = r_j and f = q, which have k coefficients or fewer."""
    given = {_k: lags}
    return (
        integral_of_a_polynomial(),
        at_most(2 * _n, _k - 1, "deg r_j < deg q = 2n: for both, subtracted, only residuals of trained lags", given),
    )


def _positive_part() -> Step:
    """<c, R> = int q dmu: the previous steps for q, and q = 0 on the nodes."""
    before = _student_sum(_q(_lambda[_i])) - _teacher_sum(_q(_node[_i]))
    after = _student_sum(_q(_lambda[_i]))
    holds = _equal(before, after, {_q(_node[_i]): 0})
    return Step(rf"\langle c, R \rangle = {sp.latex(before)}", sp.latex(after), "q vanishes on the nodes", holds)


def _mean_value() -> tuple[Step, ...]:
    """s_min int q dmu <= int s q dmu <= s_max int q dmu, term by term."""
    weight, root, below, above = sp.symbols("omega_i pi_i delta_1 delta_2", nonnegative=True)
    s_min = sp.Symbol("s_min", real=True)
    term, value_of_s = weight * root**2, s_min + below
    named = "s_j(lambda_i) = s_min + delta_1, omega_i >= 0, q(lambda_i) = pi_i^2"
    ends = "int s_j q dmu = sigma <c, R> with s_min <= sigma <= s_max (any, if <c, R> = 0)"
    return (
        at_most(s_min * term, value_of_s * term, f"one term of the integral of s_j q; {named}"),
        at_most(value_of_s * term, (value_of_s + above) * term, f"likewise, s_max; so {ends}"),
    )


def _cauchy_schwarz() -> tuple[Step, ...]:
    """For any number of lags: sum_m (W u_m - V R_m)^2 = W (U W - V^2), U = |u|^2, V = <u, R>, W = |R|^2."""
    U, V = sp.symbols("U V", real=True)
    W, u, R = sp.Symbol("W", nonnegative=True), sp.IndexedBase("u"), sp.IndexedBase("R")
    expanded = W**2 * u[_m] ** 2 - 2 * W * V * u[_m] * R[_m] + V**2 * R[_m] ** 2
    summed = expanded.subs({u[_m] ** 2: U, R[_m] ** 2: W}).subs(u[_m] * R[_m], V)
    sums = "U, V, W the sums of u_m^2, u_m R_m, R_m^2 over the trained lags; u = r_j + sigma c"
    return (
        equation((W * u[_m] - V * R[_m]) ** 2, expanded, f"one lag m of a sum of squares; {sums}"),
        equation(
            summed, W * (U * W - V**2), "summed over m: not negative, so V^2 <= U W (V = 0 when W = 0: all R = 0)"
        ),
    )


def _worst_at_the_ends() -> tuple[Step, ...]:
    """sigma = (1-t) s_min + t s_max, s_max = s_min + delta: a squared norm is convex along a segment."""
    t, rest, delta = sp.symbols(r"t \bar{t} delta", nonnegative=True)
    r, c, low = sp.symbols("r_m c_m s_min", real=True)
    u, v, inside = r + low * c, r + (low + delta) * c, r + (low + t * delta) * c
    gap, squares = rest * u**2 + t * v**2 - inside**2, t * rest * delta**2 * c**2
    rule = "one coordinate, t + t-bar = 1: a mean of the squared norms at s_min, s_max minus that of r_j + sigma c"
    return (
        equation(gap, squares, rule, {rest: 1 - t}),
        at_most(sp.Integer(0), squares, "so the norm of r_j + sigma c is at most the larger of those at s_min, s_max"),
    )


def _uniform_in_the_lag() -> tuple[Step, ...]:
    r"""The coefficients of s_j are the first of 1/prod(1 - x_i u)^2, so |s_j| <= prod (1 - |x_i|)^-2 on [-1, 1].

    p' = p / (1 - x_i u) has p'_m = p_m + x_i p'_{m-1}; with P, P' the sums of |p_m|, |p'_m| over m <= M this gives
    P' <= P + |x_i| P', factor by factor.
    """
    u, x_i = sp.Symbol("u", positive=True), sp.Symbol("x_i", real=True)
    P, room, inside = sp.symbols("P delta b", positive=True)
    size = 1 / (1 + inside)
    larger, bound = (P - room) / (1 - size), P / (1 - size)
    reversed_ = (
        "x = 1/u, times u^j: below u^{j-2n+1}, where r_j begins, s_j reversed is the series 1/prod (1 - x_i u)^2"
    )
    rule = "P' = P + |x_i| P' - delta, |x_i| = 1/(1 + b): 2n factors, so |s_j| <= prod (1 - |x_i|)^-2 where |x| <= 1"
    holds = sp.simplify(P + size * larger - room - larger) == 0 and sp.factor(bound - larger).is_positive
    return (
        equation(u * (1 / u - x_i), 1 - x_i * u, "one factor of u^{2n} q(1/u); from here on rho <= 1, every |x_i| < 1"),
        same_powers(u**_j * u ** (1 - 2 * _n), u ** (_j - 2 * _n + 1), reversed_),
        Step(sp.latex(larger), sp.latex(bound), rule, bool(holds), r"\le"),
    )


def _student_sum(term: sp.Expr) -> sp.Sum:
    return sp.Sum(_omega[_i] * term, (_i, 1, _N))


def _teacher_sum(term: sp.Expr) -> sp.Sum:
    return sp.Sum(_w[_i] * term, (_i, 1, _n))


def _equal(before: sp.Expr, after: sp.Expr, rules: dict[sp.Expr, sp.Expr]) -> bool:
    """Whether two combinations of sums agree summand by summand after `rules`."""
    summands: dict[tuple[sp.Expr, ...], sp.Expr] = {}
    for term in sp.Add.make_args(before - after):
        sign, total = term.as_coeff_Mul()
        rewritten = total.function
        for old, new in rules.items():
            rewritten = rewritten.subs(old, new)
        summands[total.limits] = summands.get(total.limits, 0) + sign * rewritten
    return all(sp.expand(value) == 0 for value in summands.values())
