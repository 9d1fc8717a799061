r"""An upper bound of h_j - g_j that any polynomial above x^j proves, and that the best one attains.

If q(t) >= t^j on the interval of the student's spectrum and deg q < k, then h_j = int t^j dmu <= int q dmu = <q, h>, so

    h_j - g_j <= <q, g> - g_j + ||q||_1 delta      whenever every trained residual is at most delta.

The best q solves a linear programme; whoever proposes one, its inequality is decided here exactly.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from theory.model.rationals import to_sympy
from theory.moments.annihilator import is_nonnegative_on, x


def dual_bound(
    q: Sequence[Fraction],
    lag: int,
    response: Sequence[Fraction],
    delta: Fraction,
    interval: tuple[Fraction, Fraction],
    sign: int = 1,
) -> Fraction | None:
    """The bound of sign * (h_j - g_j) that the polynomial with coefficients `q` proves; None if it proves nothing.

    Args:
        q: coefficients, constant term first, fewer than there are trained lags.
        lag: j.
        response: g_0 .. g_lag at least.
        delta: no trained residual is larger.
        interval: what holds the spectrum.
        sign: 1 for an upper bound; -1 for a lower one, of which minus is returned.

    Returns:
        An exact number, or None where q is not above sign x^j on the interval.

    >>> unit = (Fraction(-1), Fraction(1))
    >>> dual_bound([0, 0, Fraction(1)], 4, [Fraction(1)] * 5, Fraction(1, 10), unit)
    Fraction(1, 10)
    >>> dual_bound([0, Fraction(1)], 4, [Fraction(1)] * 5, Fraction(1, 10), unit) is None
    True
    """
    gap = sp.Poly.from_list([to_sympy(c) for c in reversed(q)], x, domain=sp.QQ) - sign * sp.Poly(x**lag, x)
    low, high = (to_sympy(end) for end in interval)
    if not is_nonnegative_on(gap, low, high):
        return None
    fitted = sum((c * g for c, g in zip(q, response, strict=False)), Fraction(0))
    return fitted - sign * response[lag] + delta * sum(abs(c) for c in q)
