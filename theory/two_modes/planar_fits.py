r"""How many one-node students are critical on the way from zero: Sturm's count, exactly, for any teacher with g_1 > 0.

:math:`N = \sum_{j<k} g_j a^j`, :math:`D = \sum_{j<k} a^{2j}`, :math:`p = 2 N' D - N D'`; counted are the zeros of p
between 0 and the first positive zero of N. Zeros that p shares with N are divided out first (none lies in between), and
the interval that isolates the zero of N is refined until p has no zero in it: none is missed or counted too much.
"""

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.model.rationals import to_sympy
from theory.moments.discrete_measure import Measure

a = sp.Symbol("a")


@dataclass(frozen=True)
class Fitting:
    """A teacher, and the number k of fitted lags."""

    teacher: Measure
    lags: int

    def __str__(self) -> str:
        return f"teacher {self.teacher}, k = {self.lags}"


def fitting(lags: int, *atoms: tuple[int | str, int | str]) -> Fitting:
    """From pairs (node, weight), fractions as text.

    >>> print(fitting(5, (1, 1), (-1, "1/2")))
    teacher {1 at 1, 1/2 at -1}, k = 5
    """
    return Fitting(Measure.of([(Fraction(x), Fraction(w)) for x, w in atoms]), lags)


@dataclass(frozen=True)
class Fits:
    """The number of zeros of p in the interval, without multiplicity; and how many of them are multiple."""

    zeros: int
    multiple: int

    @property
    def unique(self) -> bool:
        """Condition (U): exactly one, and it is simple."""
        return (self.zeros, self.multiple) == (1, 0)


def planar_fits(teacher: Measure, lags: int) -> Fits:
    """The count for a teacher with g_0, g_1 > 0 and k lags.

    Raises:
        ValueError: g_0 or g_1 is not positive (mirror the teacher if g_1 < 0).

    >>> planar_fits(Measure.of([(Fraction(1, 50), 1), (Fraction(49, 50), Fraction(1, 4))]), 20)
    Fits(zeros=3, multiple=0)
    """
    g = teacher.moments(lags)
    if min(g[:2]) <= 0:
        raise ValueError(f"planar_fits: g_0 = {g[0]}, g_1 = {g[1]}; both must be positive (mirror a teacher: x -> -x)")
    N = sp.Poly([to_sympy(value) for value in reversed(g)], a)
    p = _without_zeros_of(stationary(N, lags), N)
    end = _clear_of_the_end(N, p)
    double = p.gcd(p.diff(a))
    return Fits(*(int(polynomial.count_roots(0, end)) for polynomial in (p, double)))


def stationary(N: sp.Poly, lags: int) -> sp.Poly:
    """p = 2 N' D - N D'."""
    D = sp.Poly(sum(a ** (2 * j) for j in range(lags)), a)
    return 2 * N.diff(a) * D - N * D.diff(a)


def _without_zeros_of(p: sp.Poly, N: sp.Poly) -> sp.Poly:
    while (common := p.gcd(N)).degree() > 0:
        p = p.quo(common)
    return p


def _clear_of_the_end(N: sp.Poly, p: sp.Poly) -> sp.Rational | None:
    """A number below the first positive zero of N with no zero of p in between; None if N has no positive zero."""
    free = N.sqf_part()
    positive = [ends for ends, _ in free.intervals() if ends[1] > 0]
    if not positive:
        return None
    low, high = positive[0]
    while low < 0 or p.count_roots(low, high) > 0:
        low, high = free.refine_root(low, high, steps=8)
    return low
