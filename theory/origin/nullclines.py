r"""One mode, exactly: the nullclines of the flow in the plane (a, s), the box it cannot leave, and the valley outside.

A symmetric student on a one-dimensional support has h_j = s a^j, s = b^2; the teacher is g_j = w l^j. With

    s_*(a) = w sum_{j<k} (a l)^j / sum_{j<k} a^{2j},      s_A(a) = w sum_{j<k} j a^{j-1} l^j / sum_{j<k} j a^{2j-1},

s' > 0 iff s < s_*, and for a > 0: a' > 0 iff s < s_A. Everything here is rational arithmetic on concrete numbers.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import sympy as sp

from theory.model.rationals import to_sympy
from theory.moments.annihilator import is_nonnegative_on, x


@dataclass(frozen=True)
class SingleMode:
    """Teacher node l and weight w, training length k."""

    node: Fraction
    weight: Fraction
    length: int

    def __str__(self) -> str:
        return f"k = {self.length}, l = {self.node}, w = {self.weight}"

    def velocity(self, a: Fraction, s: Fraction) -> tuple[Fraction, Fraction]:
        """(a', s') = (-2 s sum_j j a^{j-1} R_j, -4 s sum_j a^j R_j), R_j = s a^j - w l^j.

        >>> SingleMode(Fraction(1), Fraction(1), 2).velocity(Fraction(0), Fraction(1, 2))
        (Fraction(1, 1), Fraction(1, 1))
        """
        residuals = [s * a**j - self.weight * self.node**j for j in range(self.length)]
        slope = sum((j * a ** (j - 1) * residuals[j] for j in range(1, self.length)), Fraction(0))
        return -2 * s * slope, -4 * s * sum((a**j * R for j, R in enumerate(residuals)), Fraction(0))

    def s_nullcline(self, a: Fraction) -> Fraction:
        """s_*(a), where s' = 0."""
        above = sum((a * self.node) ** j for j in range(self.length))
        return self.weight * above / sum(a ** (2 * j) for j in range(self.length))

    def a_nullcline(self, a: Fraction) -> Fraction:
        """s_A(a), where a' = 0; raises ValueError where it has none: at a = 0, or when k = 1."""
        below = sum((j * a ** (2 * j - 1) for j in range(1, self.length)), Fraction(0))
        if below == 0:
            raise ValueError(
                f"a_nullcline: a = {a}, k = {self.length}: a' keeps one sign there; take a != 0 and k >= 2"
            )
        return self.weight * sum(j * a ** (j - 1) * self.node**j for j in range(1, self.length)) / below

    def box(self, a: Fraction, s: Fraction) -> tuple[Fraction, Fraction]:
        """(M, sigma): a start (a, s) with a >= 0, s > 0 never leaves [0, M] x [sigma, infinity). Needs l > 0.

        M = max(1, 1/l, a, w k l / min(s, w / sum l^{2j})) and sigma = s_*(M).
        """
        if self.node <= 0 or s <= 0:
            raise ValueError(f"box: node {self.node}, s = {s}; both must be positive (reflect a negative node)")
        least = min(s, self.weight / sum(self.node ** (2 * j) for j in range(self.length)))
        M = max(Fraction(1), 1 / self.node, a, self.weight * self.length * self.node / least)
        return M, self.s_nullcline(M)

    def counterexample_to_box(self, a: Fraction, s: Fraction) -> str | None:
        """Where the flow from (a, s) could leave its box, as a line to redo by hand; None when it cannot.

        The edges a = 0 and a = M are linear in s, the edge s = sigma is a polynomial in a: Sturm decides its sign.
        """
        M, sigma = self.box(a, s)
        if not (0 <= a <= M and s >= sigma):
            return f"the start ({a}, {s}) is outside [0, {M}] x [{sigma}, oo)"
        if self.velocity(Fraction(0), sigma)[0] <= 0:
            return f"a' = {self.velocity(Fraction(0), sigma)[0]} at a = 0, s = {sigma}: the edge a = 0 is not repelling"
        if self.length > 1 and self.a_nullcline(M) >= sigma:
            return f"s_A({M}) = {self.a_nullcline(M)} >= sigma = {sigma}: the edge a = {M} is not repelling"
        if not is_nonnegative_on(self._rise(sigma), sp.Integer(0), to_sympy(M)):
            return f"s' < 0 somewhere on [0, {M}] at s = sigma = {sigma}"
        return None

    def _rise(self, s: Fraction) -> sp.Poly:
        """s' / (4 s) as a polynomial in a, for fixed s."""
        node, w, s_ = (to_sympy(number) for number in (self.node, self.weight, s))
        return sp.Poly(sum(w * node**j * x**j - s_ * x ** (2 * j) for j in range(self.length)), x)

    def counterexample_to_order(self, a: Fraction) -> str | None:
        """s_A < s_* where |a| > |l| and s_A > s_* where |a| < |l|: the two values at this a, None when it holds."""
        along, across = self.a_nullcline(a), self.s_nullcline(a)
        gap = along - across
        if (gap < 0) == (abs(a) > abs(self.node)) and (gap > 0) == (abs(a) < abs(self.node)):
            return None
        return f"{self}, a = {a}: s_A = {along}, s_* = {across}"


def first_crossing(node_sign: int) -> str | None:
    """The first small instance with s_A, s_* > 0 in the wrong order at some a > 0, or None: a search, l = +-1, +-2.

    >>> first_crossing(1)
    >>> first_crossing(-1)
    'k = 3, l = -1, w = 1, a = 3/2: s_A = 8/33, s_* = 4/19'
    """
    places = [Fraction(numerator, 2) for numerator in range(1, 7)]
    for length, node, a in product((2, 3, 4), (1, 2), places):
        mode = SingleMode(Fraction(node_sign * node), Fraction(1), length)
        found = mode.counterexample_to_order(a) if min(mode.s_nullcline(a), mode.a_nullcline(a)) > 0 else None
        if found is not None:
            return found
    return None
