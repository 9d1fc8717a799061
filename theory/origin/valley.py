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

from theory.kernel.derivation import Conclusion, Derivation, Premise
from theory.kernel.ranges import positive_until
from theory.kernel.steps import equation, less
from theory.origin.nullclines import SingleMode

s = sp.Symbol("s", positive=True)
a = sp.Symbol("a", negative=True)

INSTANCE = SingleMode(Fraction(1), Fraction(1), 3)

FIRST_EXIT = Premise(
    "first-exit",
    "first exit: E is left through an edge only, and on each edge the field points inwards or along it (Nagumo)",
)


def valley_proof(mode: SingleMode = INSTANCE, a_1: Fraction = Fraction(-3, 2)) -> Derivation:
    """E is forward invariant and holds no critical point; false where one of the two signs is wrong. Needs l > 0."""
    X, Y, N, D = _sums(mode)
    w, node, end = _number(mode.weight), _number(mode.node), _number(a_1)
    slope, rise = (sp.sympify(rate) for rate in mode.velocity(a, s))
    top, least = w * N / D, w**2 * node**2
    steps = (
        equation(slope, -2 * s * (s * D - w * N), "a' <= 0 for s <= s_A = w N / D where D < 0").labelled(
            "slope", "flow"
        ),
        less(D, sp.Integer(0), "D, the denominator of s_A, is negative for a < 0").labelled("denominator", "start"),
        positive_until(-N, a, end, "-N is positive, so that s_A > 0").labelled("numerator", "start"),
        equation(
            sp.Subs(rise, s, top),
            4 * top * w * (X * D - N * Y) / D,
            "s' has this value on the upper edge s = s_A(a), where a' = 0",
        ).labelled("rise", "flow", "slope"),
        positive_until(
            X * D - N * Y, a, end, "X D - N Y is positive, so s' < 0 on the upper edge: E has no critical point"
        ).labelled("upper-edge", "start", "rise", "numerator", "denominator"),
        less(
            least,
            sp.expand((s * a - w * node) ** 2),
            "h_1 = s a < 0 in E: R_1^2 exceeds (w l)^2, the cross term -2 w l s a being positive",
        ).labelled("far", "flow"),
    )
    edge = rf"$E = \{{a \le {sp.latex(end)},\ 0 < s \le s_A(a)\}}$"
    return Derivation(
        f"{mode}, every start in E = {{a <= {a_1}, 0 < s <= s_A(a)}}",
        steps,
        (FIRST_EXIT,),
        (
            Premise("flow", f"the flow of one mode, $a'$ and $s'$ as in `SingleMode.velocity`, for {mode}, $l > 0$"),
            Premise("start", f"the start lies in {edge}"),
        ),
        Conclusion(
            f"the flow never leaves {edge}, where $L > {sp.latex(least)}$: it does not reach the teacher",
            ("slope", "denominator", "numerator", "upper-edge", "first-exit", "far"),
        ),
    )


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


def _number(value: Fraction) -> sp.Rational:
    return sp.Rational(value.numerator, value.denominator)
