"""The exponent in y ~ x^s, from exact positive data."""

from collections.abc import Sequence
from fractions import Fraction

from mpmath import mp


def fitted_exponent(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> float:
    """The least-squares slope of log |y| over log x.

    Raises ValueError for fewer than two points, or a zero.

    >>> fitted_exponent([Fraction(1), Fraction(1, 10)], [Fraction(3), Fraction(3, 100)])
    2.0
    """
    if len(xs) != len(ys) or len(set(xs)) < 2 or 0 in xs or 0 in ys:
        raise ValueError("exponent: at least two different scales are needed, and no zeros")
    u, v = [_log(x) for x in xs], [_log(y) for y in ys]
    middle, height = mp.fsum(u) / len(u), mp.fsum(v) / len(v)
    rise = mp.fsum((a - middle) * (b - height) for a, b in zip(u, v, strict=True))
    return float(rise / mp.fsum((a - middle) ** 2 for a in u))


def _log(number: Fraction) -> mp.mpf:
    return mp.log(abs(number.numerator)) - mp.log(number.denominator)
