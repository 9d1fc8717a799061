r"""A symmetric student that nearly fits nearly extrapolates: linear in the root of the loss, whatever its width.

Let q >= 0 on the interval that holds the student's spectrum, q = 0 on the teacher's nodes, deg q <= k - 1, and
x^j = s_j q + r_j. With mu the student's measure, R_m the residuals and c the coefficients of q,

    h_j - g_j = <r_j, R> + int s_j q dmu,      <c, R> = int q dmu >= 0,

and int s_j q dmu = sigma <c, R> for some sigma between the extremes of s_j, so |h_j - g_j| <= max ||r_j + s c|| ||R||
over the two extremes s. The general choice is q = pi^2; for spectra in [-1, 1] a smaller one does (`stable_threshold`).
"""

import sympy as sp

from theory.annihilator import coefficients, divide, node_polynomial, x
from theory.derivation import Derivation, Step

_i, _j, _n, _N = sp.symbols("i j n N", integer=True, positive=True)
_omega, _lambda, _w, _node = (sp.IndexedBase(name) for name in ("omega", "lambda", "w", "x"))
_s, _r, _q = sp.Function("s_j"), sp.Function("r_j"), sp.Function("q")


def proof() -> Derivation:
    """The bound |h_j - g_j| <= max_{s in {s_min, s_max}} ||r_j + s c|| sqrt(ell), step by step."""
    steps = (
        _division(),
        _error_splits(),
        _residuals_see_the_remainder(),
        _positive_part(),
        _mean_value(),
        _cauchy_schwarz(),
        _worst_at_the_ends(),
        _uniform_in_the_lag(),
    )
    return Derivation("every n, every width, every lag j, k >= 2n + 1", steps)


def _division() -> Step:
    """x^j = s_j q + r_j with q = pi^2, for symbolic nodes."""
    checked = []
    for n in (1, 2, 3):
        annihilator = node_polynomial(sp.symbols(f"x1:{n + 1}")) ** 2
        for lag in range(2 * n + 3):
            quotient, remainder = divide(lag, annihilator)
            checked.append(
                (quotient * annihilator + remainder - sp.Poly(x**lag, x)).is_zero and remainder.degree() < 2 * n
            )
    rule = "division by the monic q = pi^2, possible over any ring; done with symbolic nodes for n <= 3, j <= 2n + 2"
    return Step(sp.latex(x**_j), sp.latex(_s(x) * _q(x) + _r(x)), rule, all(checked))


def _error_splits() -> Step:
    student, teacher = _lambda[_i], _node[_i]
    before = _student_sum(student**_j) - _teacher_sum(teacher**_j)
    after = _student_sum(_s(student) * _q(student)) + _student_sum(_r(student)) - _teacher_sum(_r(teacher))
    rules = {
        student**_j: _s(student) * _q(student) + _r(student),
        teacher**_j: _s(teacher) * _q(teacher) + _r(teacher),
        _q(teacher): 0,
    }
    return Step(
        sp.latex(before),
        sp.latex(after),
        "divide under both sums; q vanishes on the nodes",
        _equal(before, after, rules),
    )


def _residuals_see_the_remainder(degree: int = 6) -> Step:
    """sum omega r(lambda) - sum w r(x) = sum_m r_m R_m: linearity, atom by atom, for a general polynomial r."""
    parts = sp.symbols(f"r_0:{degree}")
    atom, weight = sp.symbols("lambda omega")
    polynomial = sum(part * atom**m for m, part in enumerate(parts))
    moments = [weight * atom**m for m in range(degree)]
    holds = sp.expand(weight * polynomial - sum(p * moment for p, moment in zip(parts, moments, strict=True))) == 0
    before = _student_sum(_r(_lambda[_i])) - _teacher_sum(_r(_node[_i]))
    return Step(sp.latex(before), r"\langle r_j, R \rangle", "both sides are linear in the two measures", holds)


def _positive_part() -> Step:
    """<c, R> = int q dmu: the previous step for q in place of r_j, and q = 0 on the nodes."""
    before = _student_sum(_q(_lambda[_i])) - _teacher_sum(_q(_node[_i]))
    after = _student_sum(_q(_lambda[_i]))
    holds = _equal(before, after, {_q(_node[_i]): 0})
    return Step(r"\langle c, R \rangle", sp.latex(after), "the same for q, which vanishes on the nodes", holds)


def _mean_value() -> Step:
    """s_min int q dmu <= int s q dmu <= s_max int q dmu, term by term."""
    weight, value, below, above = sp.symbols("omega q delta_1 delta_2", nonnegative=True)
    s_min = sp.Symbol("s_min", real=True)
    value_of_s, s_max = s_min + below, s_min + below + above
    gaps = [weight * value * (value_of_s - s_min), weight * value * (s_max - value_of_s)]
    return Step(
        sp.latex(_student_sum(_s(_lambda[_i]) * _q(_lambda[_i]))),
        r"\sigma \, \langle c, R \rangle, \quad s_{\min} \le \sigma \le s_{\max}",
        "a mean of s_j with the non-negative weights omega_i q(lambda_i)",
        all(sp.expand(gap).is_nonnegative for gap in gaps),
    )


def _cauchy_schwarz(length: int = 7) -> Step:
    r"""||u||^2 ||R||^2 - <u, R>^2 is a sum of squares (Lagrange), here written out for up to `length` lags."""
    checks = []
    for size in range(1, length + 1):
        u, v = sp.symbols(f"u_0:{size}"), sp.symbols(f"R_0:{size}")
        inner = sum(a * b for a, b in zip(u, v, strict=True))
        squares = sum((u[a] * v[b] - u[b] * v[a]) ** 2 for a in range(size) for b in range(a + 1, size))
        checks.append(sp.expand(sum(a * a for a in u) * sum(b * b for b in v) - inner**2 - squares) == 0)
    return Step(
        r"|h_j - g_j| = |\langle r_j + \sigma c, R \rangle|",
        r"\lVert r_j + \sigma c \rVert \sqrt{\ell}",
        "Cauchy-Schwarz (Lagrange's identity) with the sum of R_m^2 at most the loss",
        all(checks),
        r"\le",
    )


def _worst_at_the_ends() -> Step:
    """(1-t)|u|^2 + t|v|^2 - |(1-t)u + tv|^2 = t(1-t)|u - v|^2 >= 0: a squared norm is convex along a segment."""
    t, u, v = sp.symbols("t u v", real=True)
    gap = (1 - t) * u**2 + t * v**2 - ((1 - t) * u + t * v) ** 2
    return Step(
        r"\lVert r_j + \sigma c \rVert",
        r"\max\left(\lVert r_j + s_{\min} c \rVert, \lVert r_j + s_{\max} c \rVert\right)",
        "a squared norm is convex along the segment from s_min to s_max, coordinate by coordinate",
        sp.expand(gap - t * (1 - t) * (u - v) ** 2) == 0,
        r"\le",
    )


def _uniform_in_the_lag(order: int = 6) -> Step:
    r"""The coefficients of s_j are those of 1/prod(1 - x_i z)^2, so |s_j| <= prod (1 - |x_i|)^-2 on [-1, 1]."""
    z = sp.Symbol("z")
    checks = []
    for n in (1, 2):
        nodes = sp.symbols(f"x1:{n + 1}")
        reversed_square = sp.prod([(1 - node * z) ** 2 for node in nodes])
        quotient = coefficients(divide(2 * n + order, node_polynomial(nodes) ** 2)[0], order + 1)
        product = sp.expand(sum(a * z**m for m, a in enumerate(quotient[::-1])) * reversed_square)
        checks.append(all(sp.expand(product.coeff(z, m)) == (1 if m == 0 else 0) for m in range(order + 1)))
    return Step(
        r"\max_{|x| \le 1} |s_j(x)|",
        r"\prod_{i} (1 - |x_i|)^{-2}",
        "reversed, the coefficients of s_j are the first of the power series 1/prod(1 - x_i z)^2 (every |x_i| < 1)",
        all(checks),
        r"\le",
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
