r"""Why single-mode asks for a_0 l >= 0: a valley that leads to infinity, with a trap that an exact calculation closes.

k = 3, l = w = 1, so h_j = s a^j and g_j = 1. In E = {a <= -3/2, 0 < s <= s_A(a)} the node a only falls, and the flow
cannot leave E: it never reaches the teacher (a, s) = (1, 1), and L > 1 for ever. (s a^2 tends to g_2 while h_0 and h_1
tend to 0: L tends to g_0^2 + g_1^2 = L_0 - g_{k-1}^2, L_0 the loss of the zero student; that limit is not proved here.)
"""

from fractions import Fraction

import sympy as sp

from theory.derivation import Derivation, Step
from theory.nullclines import SingleMode
from theory.steps import at_most, equation

t = sp.Symbol("t", nonnegative=True)
s = sp.Symbol("s", positive=True)
a = sp.Symbol("a", negative=True)

INSTANCE = SingleMode(Fraction(1), Fraction(1), 3)


def valley_proof() -> Derivation:
    """E is forward invariant and holds no critical point; substitute a = -3/2 - t, t >= 0, and read the signs."""
    slope = -2 * s * (s * (a + 2 * a**3) - (1 + 2 * a))
    rise = 4 * s * ((1 + a + a**2) - s * (1 + a**2 + a**4))
    top = (1 + 2 * a) / (a + 2 * a**3)
    fall = 4 * (1 - a**2) * (1 + a + a**2) * top / (-a * (1 + 2 * a**2))
    steps = (
        equation(slope, -2 * s * (a + 2 * a**3) * (s - top), "a' vanishes on s = s_A(a) only"),
        _negative(a + 2 * a**3, "on a <= -3/2, so a' <= 0 for 0 < s <= s_A"),
        _negative(1 + 2 * a, "so s_A(a) > 0 on a <= -3/2"),
        equation(rise.subs(s, top), fall, "s' on the upper edge s = s_A(a), where a' = 0"),
        _negative(1 - a**2, "so s' < 0 there, all other factors being positive: the flow enters E, no critical point"),
        _negative(-(1 + a + a**2), "the factor 1 + a + a^2 is positive"),
        at_most(sp.Integer(1), sp.expand((s * a - 1) ** 2), "h_1 = s a < 0 in E: L >= R_1^2 > 1 for ever"),
    )
    return Derivation("k = 3, l = w = 1, every start in E", steps)


def is_trapped(a_0: Fraction, s_0: Fraction) -> bool:
    """Whether a start of the instance k = 3, l = w = 1 lies in E.

    >>> is_trapped(Fraction(-3, 2), Fraction(4, 19)), is_trapped(Fraction(-3, 2), Fraction(1, 2))
    (True, False)
    """
    return a_0 <= Fraction(-3, 2) and 0 < s_0 <= INSTANCE.a_nullcline(a_0)


def _negative(expression: sp.Expr, rule: str) -> Step:
    """expression < 0 on a <= -3/2: all coefficients in t >= 0 are negative or zero, the constant one negative."""
    shifted = sp.Poly(expression.subs(a, -sp.Rational(3, 2) - t), t)
    holds = all(c <= 0 for c in shifted.all_coeffs()) and shifted.eval(0) < 0
    return Step(sp.latex(expression), "0", f"a = -3/2 - t: {sp.latex(shifted.as_expr())}; {rule}", bool(holds), "<")
