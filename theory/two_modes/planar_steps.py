r"""The way from zero to one node: if the one-node fit is unique, every planar start with a_0 >= 0 flows to it.

The student is h_j = s a^j (symmetric, on a one-dimensional support), the teacher any g_j with g_0 > 0 and g_1 > 0. Let
N = sum g_j a^j, D = sum a^{2j}, p = 2 N' D - N D', F = N^2/D, and c the first positive zero of N (infinity, if there
is none). With the nullclines s_* = N/D and s_A = 2 N'/D',

    s' = -4 s D (s - s_*),      a' = -s D' (s - s_A),      s_A - s_* = p/(D D'),      L = D (s - s_*)^2 + |g|^2 - F.

(U) says that p has one zero a_1 in (0, c), a simple one. Then s_A < s_* on (a_1, c). Let sigma be small and M the first
place where s_* = sigma: the box [0, M] x [sigma, infinity) is never left, and its only critical point is the fit. (M is
taken where s_* is as small as anywhere before; a point near c need not be such.)
"""

import sympy as sp

from theory.kernel.derivation import Premise, Step
from theory.kernel.steps import at_most, equation, less, same_powers, solution
from theory.kernel.sums import termwise
from theory.origin.single_mode import flow_in_the_plane

j = sp.Symbol("j", integer=True, nonnegative=True)
k = sp.Symbol("k", integer=True, positive=True)
a, s = sp.symbols("a s", positive=True)
g = sp.IndexedBase("g")
N, N_1, D, D_1, p, s_star, s_A = sp.symbols("N N' D D' p s_* s_A", real=True)
below, slope = sp.symbols("D D'", positive=True)

INTERMEDIATE = Premise(
    "intermediate-value",
    "intermediate values: a continuous function takes every value between two of its values; a polynomial keeps its "
    "sign between neighbouring zeros and changes it at a simple zero",
)


def planar_steps(lags: sp.Expr, vanishing: bool, multiple: bool) -> tuple[Step, ...]:
    """From the flow to the limit. Controls: g_1 = 0 (`vanishing`), or a zero of p that may be multiple (`multiple`)."""
    return (
        *flow_in_the_plane(),
        *_in_polynomials(),
        *_nullclines(),
        *_signs(vanishing),
        *_box(lags, vanishing),
        *_limit(),
        *_minimum(multiple),
    )


def _in_polynomials() -> tuple[Step, ...]:
    """r(a) = s D - N and r'(a) = s D'/2 - N', lag by lag."""
    span = (j, 0, k - 1)
    residual = s * a**j - g[j]
    return (
        termwise(
            sp.Sum(residual * a**j, span),
            sp.Sum(s * a ** (2 * j), span) - sp.Sum(g[j] * a**j, span),
            "r(a) = s D - N with N = sum g_j a^j and D = sum a^{2j}: s' = -4 s (s D - N)",
        ).labelled("s-sum", "s-rate"),
        termwise(
            sp.Sum(j * residual * a ** (j - 1), span),
            sp.Sum(s * j * a ** (2 * j - 1), span) - sp.Sum(j * g[j] * a ** (j - 1), span),
            "r'(a) = s D'/2 - N': a' = -2 s (s D'/2 - N')",
        ).labelled("a-sum", "a-rate"),
        same_powers(sp.Derivative(a ** (2 * j), a), 2 * j * a ** (2 * j - 1), "a term of D'").labelled("D-slope"),
    )


def _nullclines() -> tuple[Step, ...]:
    """s' and a' in s - s_* and s - s_A; the gap between these is p/(D D'); and F' = N p/D^2."""
    curves = {s_star: N / D, s_A: 2 * N_1 / D_1}
    upper, lower = sp.Function("N")(a), sp.Function("D")(a)
    slope_of_F = upper * (2 * sp.Derivative(upper, a) * lower - upper * sp.Derivative(lower, a)) / lower**2
    return (
        equation(-4 * s * (s * D - N), -4 * s * D * (s - s_star), "s' is 0 where s = s_* = N/D", curves).labelled(
            "s-nullcline", "s-sum"
        ),
        equation(
            -2 * s * (s * D_1 / 2 - N_1),
            -s * D_1 * (s - s_A),
            "a' is 0, for a > 0, where s = s_A = 2 N'/D', and D' > 0",
            curves,
        ).labelled("a-nullcline", "a-sum", "D-slope", "lags"),
        equation(
            s_A - s_star,
            p / (D * D_1),
            "the nullclines meet where p = 2 N' D - N D' is 0",
            {**curves, p: 2 * N_1 * D - N * D_1},
        ).labelled("gap", "s-nullcline", "a-nullcline"),
        equation(sp.Derivative(upper**2 / lower, a), slope_of_F, "F = N^2/D has the slope N p/D^2", name="F'").labelled(
            "F-slope"
        ),
    )


def _signs(vanishing: bool) -> tuple[Step, ...]:
    """p(0) = 2 g_1 > 0; so p > 0 before its one zero, p < 0 from there to c."""
    g_0 = sp.Symbol("g_0", positive=True)
    g_1 = sp.Integer(0) if vanishing else sp.Symbol("g_1", positive=True)
    at_0 = {N: g_0, N_1: g_1, D: sp.Integer(1), D_1: sp.Integer(0)}
    wrong = "g_1 = 0, k = 2: N = g_0, p = -2 g_0 a, a' = 0 at a = 0: the student h_0 = s, h_1 = 0 keeps a = 0"
    step = less(sp.Integer(0), 2 * N_1 * D - N * D_1, "p(0) = 2 g_1: p > 0 on [0, a_1), and p < 0 on (a_1, c)", at_0)
    return (
        step.refuted_by(wrong if vanishing else None).labelled(
            "signs", "gap", "first-moment", "unique", "intermediate-value"
        ),
    )


def _box(lags: sp.Expr, vanishing: bool) -> tuple[Step, ...]:
    """sigma below s_0 and below s_* on [0, max(a_0, a_1)]; M the first place where s_* = sigma."""
    edge, gap, sigma = sp.symbols("s_*(M) gamma sigma", positive=True)
    rise = sp.Symbol("tau_1", nonnegative=True)
    lag_0 = sp.Symbol("R_0", real=True)
    rest = sp.Symbol("L_+", nonnegative=True)
    at_M = {s_A: edge - gap / (below * slope), s: edge + rise}
    first = sp.Integer(0) if vanishing else sp.Symbol("g_1", positive=True)
    return (
        less(
            k - 1,
            2 * k - 2,
            "the degree of N is below that of D: s_* = N/D tends to 0 at c, finite or not; it is positive before",
            {k: lags},
        ).labelled("falls", "lags", "signs", "first-moment"),
        at_most(
            sigma,
            sigma + rise,
            "sigma < s_* on [0, max(a_0, a_1)] and sigma <= s_0; M, where s_* is sigma first, lies beyond; "
            "s_* = sigma + tau_1 on [0, M]",
        ).labelled("record", "falls", "side", "intermediate-value"),
        less(sp.Integer(0), 2 * s * first, "the edge a = 0: D'(0) = 0, so a' = 2 s g_1").labelled(
            "left-edge", "a-sum", "first-moment"
        ),
        less(
            -s * slope * (s - s_A),
            sp.Integer(0),
            "the edge a = M, s >= sigma = s_*(M): p(M) = -gamma < 0, so s_A(M) = s_*(M) + p/(D D') < s and a' < 0",
            at_M,
        ).labelled("right-edge", "record", "gap", "signs", "a-nullcline"),
        at_most(
            sp.Integer(0),
            -4 * sigma * below * (sigma - (sigma + rise)),
            "the edge s = sigma: s' = -4 s D (s - s_*), and s_* = sigma + tau_1 there: s' >= 0",
        ).labelled("lower-edge", "record", "s-nullcline"),
        at_most(
            lag_0**2, lag_0**2 + rest, "(s - g_0)^2 = R_0^2 is one term of L <= L_0: s is at most g_0 + sqrt(L_0)"
        ).labelled("bounded", "left-edge", "right-edge", "lower-edge", "nagumo"),
    )


def _limit() -> tuple[Step, ...]:
    """A critical point in the box has s = s_* = s_A, so p = 0 in (0, c): it is the fit."""
    return (
        solution(
            p / (below * slope), p, sp.Integer(0), "critical, s > 0, a > 0: s = s_* and s = s_A, so p = 0 and a = a_1"
        ).labelled("critical", "gap", "left-edge", "record"),
        less(
            sp.Integer(0), sp.Symbol("N", positive=True) / below, "there s_* = N/D > 0: one critical point, the limit"
        ).labelled("limit", "critical", "unique", "bounded", "continuation", "lasalle"),
    )


def _minimum(multiple: bool) -> tuple[Step, ...]:
    """L = D (s - s_*)^2 + |g|^2 - F; at the fit F'' = N p'/D^2 < 0: the Hessian in (a, s) is positive definite."""
    span, total = (j, 0, k - 1), sp.Symbol("|g|^2")
    number, steep = (
        sp.Symbol("N", positive=True),
        sp.Symbol("p'", **({"nonpositive" if multiple else "negative": True})),
    )
    curve, turn = sp.symbols("s_*' F''", real=True)
    return (
        termwise(
            sp.Sum((s * a**j - g[j]) ** 2, span),
            sp.Sum(s**2 * a ** (2 * j), span) - 2 * sp.Sum(s * g[j] * a**j, span) + sp.Sum(g[j] ** 2, span),
            "L = s^2 D - 2 s N + |g|^2",
        ).labelled("loss", "kept"),
        equation(
            s**2 * D - 2 * s * N + total,
            D * (s - s_star) ** 2 + total - N**2 / D,
            "so the least loss at a is |g|^2 - F(a)",
            {s_star: N / D},
        ).labelled("profile", "loss"),
        _second_slope(),
        less(number * steep / below**2, sp.Integer(0), "p falls through its simple zero a_1, and N > 0").labelled(
            "bends", "F-turns", "signs", "unique"
        ),
        equation(
            (2 * D * curve**2 - turn) * 2 * D - (-2 * D * curve) ** 2,
            -2 * D * turn,
            "the Hessian at s = s_* is ((2 D s_*'^2 - F'', -2 D s_*'), (-2 D s_*', 2 D)): its determinant is positive",
        ).labelled("definite", "profile", "bends", "limit"),
    )


def _second_slope() -> Step:
    """The derivative of N p/D^2 where p = 0."""
    u, v, w = (sp.Symbol(name, real=True) for name in ("N'", "D'", "p'"))
    x, n_0, d_0 = sp.symbols("x N D", real=True)
    along = (n_0 + u * x) * (w * x) / (d_0 + v * x) ** 2
    rule = "N, D and p to first order about a_1, where p = 0: F' = N p/D^2 has this slope there"
    return equation(sp.Subs(sp.Derivative(along, x), x, 0), n_0 * w / d_0**2, rule, name="F''").labelled(
        "F-turns", "F-slope"
    )
