r"""Why single-mode asks for a_0 l >= 0: a valley that leads to infinity, with a trap that an exact calculation closes.

With X = sum (al)^j, Y = sum a^{2j}, N = sum j a^{j-1} l^j, D = sum j a^{2j-1} (so s_* = w X / Y, s_A = w N / D), l > 0
and a_1 < 0 let E = {a <= a_1, 0 < s <= s_A(a)}. If N < 0 and X D > N Y on all of (-oo, a_1], then, D being
negative, s_A > 0 and a' <= 0 in E, and s' < 0 on its edge s = s_A: the flow cannot leave E, where h_1 = s a < 0 and so
L >= R_1^2 > (w l)^2 for ever. Sturm counts decide the two signs for any l, w, k, a_1; k = 3, l = w = 1, a_1 = -3/2 is
the smallest. (There s a^2 tends to g_2 while h_0 and h_1 tend to 0: L tends to L_0 - g_{k-1}^2, L_0 the loss of the
zero student; that limit is not proved here.)
"""

from fractions import Fraction

import sympy as sp

from theory.kernel.derivation import Derivation, Step
from theory.kernel.steps import at_most, equation
from theory.origin.nullclines import SingleMode

s = sp.Symbol("s", positive=True)
a = sp.Symbol("a", negative=True)

INSTANCE = SingleMode(Fraction(1), Fraction(1), 3)

FIRST_EXIT = (
    "first exit: E is left through an edge only, and on each edge the field points inwards or along it (Nagumo)"
)


def valley_proof(mode: SingleMode = INSTANCE, a_1: Fraction = Fraction(-3, 2)) -> Derivation:
    """E is forward invariant and holds no critical point; false where one of the two signs is wrong. Needs l > 0."""
    X, Y, N, D = _sums(mode)
    w, node = _number(mode.weight), _number(mode.node)
    slope, rise = (sp.sympify(rate) for rate in mode.velocity(a, s))
    top = w * N / D
    steps = (
        equation(slope, -2 * s * (s * D - w * N), "a' = -2 s (s D - w N): with D < 0, a' <= 0 for s <= s_A = w N / D"),
        *(at_most(lag, sp.Integer(0), "each term of D is negative for a < 0") for lag in sp.Add.make_args(D)),
        _positive(-N, a_1, "N < 0, so that s_A > 0"),
        equation(rise.subs(s, top), 4 * top * w * (X * D - N * Y) / D, "s' on the upper edge s = s_A(a), where a' = 0"),
        _positive(X * D - N * Y, a_1, "so s' < 0 there (D < 0 < s_A): the flow enters E, and E has no critical point"),
        at_most(
            w**2 * node**2,
            sp.expand((s * a - w * node) ** 2),
            "h_1 = s a < 0 in E: L >= R_1^2 > (w l)^2 for ever, the cross term -2 w l s a being positive",
        ),
    )
    return Derivation(f"{mode}, every start in E = {{a <= {a_1}, 0 < s <= s_A(a)}}", steps, (FIRST_EXIT,))


def is_trapped(mode: SingleMode, a_0: Fraction, s_0: Fraction) -> bool:
    """Whether E, with a_1 = a_0 < 0 < l (after reflection), is proved to trap this start.

    >>> is_trapped(INSTANCE, Fraction(-3, 2), Fraction(4, 19)), is_trapped(INSTANCE, Fraction(-3, 2), Fraction(1, 2))
    (True, False)
    """
    if mode.length < 2 or a_0 * mode.node >= 0:
        return False
    if mode.node < 0:
        return is_trapped(SingleMode(-mode.node, mode.weight, mode.length), -a_0, s_0)
    return 0 < s_0 <= mode.a_nullcline(a_0) and valley_proof(mode, a_0).holds is True


def counterexample_to_the_limit(mode: SingleMode, a_0: Fraction, s_0: Fraction) -> str | None:
    """Why the flow from (a_0, s_0) never reaches the teacher, exactly; None when neither of two reasons applies.

    >>> counterexample_to_the_limit(SingleMode(Fraction(1, 2), Fraction(1), 1), Fraction(1, 4), Fraction(1, 2))
    "k = 1, l = 1/2, w = 1, a_0 = 1/4, s_0 = 1/2: a' = 0 for every s, so a = 1/4 for ever, while l = 1/2"
    """
    start = f"{mode}, a_0 = {a_0}, s_0 = {s_0}"
    if mode.velocity(a_0, s)[0] == 0 and a_0 != mode.node:
        return f"{start}: a' = 0 for every s, so a = {a_0} for ever, while l = {mode.node}"
    if is_trapped(mode, a_0, s_0):
        least = (mode.weight * mode.node) ** 2
        edge = f"s_A(a_0) = {mode.a_nullcline(a_0)} > s_*(a_0) = {mode.s_nullcline(a_0)}"
        return f"{start}: {edge}, and so beyond a_0: {{|a| >= |a_0|, 0 < s <= s_A}} is not left, where L > {least}"
    return None


def _sums(mode: SingleMode) -> tuple[sp.Expr, sp.Expr, sp.Expr, sp.Expr]:
    node, lags = _number(mode.node), range(mode.length)
    return (
        sum(((a * node) ** j for j in lags), sp.Integer(0)),
        sum((a ** (2 * j) for j in lags), sp.Integer(0)),
        sum((j * a ** (j - 1) * node**j for j in lags[1:]), sp.Integer(0)),
        sum((j * a ** (2 * j - 1) for j in lags[1:]), sp.Integer(0)),
    )


def _positive(expression: sp.Expr, a_1: Fraction, rule: str) -> Step:
    """expression > 0 on (-oo, a_1]: positive at a_1, and no root there by a Sturm count."""
    polynomial, end = sp.Poly(sp.expand(expression), a), _number(a_1)
    holds = bool(polynomial.eval(end) > 0) and polynomial.count_roots(None, end) == 0
    wrong = "" if holds else f"at a = {a_1} it is {polynomial.eval(end)}, or it has a root below"
    return Step(sp.latex(polynomial.as_expr()), "0", f"a <= {a_1}: {rule}", holds, ">", wrong)


def _number(value: Fraction) -> sp.Rational:
    return sp.Rational(value.numerator, value.denominator)
