"""The classical Gauss rules, exactly: rational moments, orthogonal polynomials, and bounds of nodes and weights."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial
from types import MappingProxyType

import sympy
from flint import fmpq, fmpq_poly
from sympy.polys import orthopolys

from theory.model.rationals import to_flint, to_fraction

x = sympy.Symbol("x")


@dataclass(frozen=True)
class Family:
    """A weight function with rational moments h_j, its orthogonal polynomials P_n and their squared norms."""

    moment: Callable[[int], Fraction]
    polynomial: Callable[[int], sympy.Poly]
    squared_norm: Callable[[int], Fraction]

    def moments(self, count: int) -> list[Fraction]:
        """h_0, ..., h_{count-1}."""
        return [self.moment(j) for j in range(count)]


FAMILIES = MappingProxyType(
    {
        # weight 1 on [-1, 1]
        "Legendre": Family(
            lambda j: Fraction(1 + (-1) ** j, j + 1),
            lambda n: orthopolys.legendre_poly(n, x, polys=True),
            lambda n: Fraction(2, 2 * n + 1),
        ),
        # weight 1 / (pi sqrt(1 - x^2)) on [-1, 1]
        "Chebyshev": Family(
            lambda j: Fraction(comb(j, j // 2), 2**j) if j % 2 == 0 else Fraction(0),
            lambda n: orthopolys.chebyshevt_poly(n, x, polys=True),
            lambda n: Fraction(1, 2 if n else 1),
        ),
        # weight exp(-x^2) / sqrt(pi) on the line
        "Hermite": Family(
            lambda j: Fraction(factorial(j), 2**j * factorial(j // 2)) if j % 2 == 0 else Fraction(0),
            lambda n: orthopolys.hermite_poly(n, x, polys=True),
            lambda n: Fraction(2**n * factorial(n)),
        ),
        # weight exp(-x) on the half line
        "Laguerre": Family(
            lambda j: Fraction(factorial(j)),
            lambda n: orthopolys.laguerre_poly(n, x, polys=True),
            lambda n: Fraction(1),
        ),
    }
)


def _exact(polynomial: sympy.Poly) -> fmpq_poly:
    return fmpq_poly([fmpq(int(c.p), int(c.q)) for c in reversed(polynomial.all_coeffs())])


@dataclass(frozen=True)
class GaussRule:
    """The n-point Gauss rule of a family: the roots of P_n, and w = a_n norm(P_{n-1})^2 / (P_n'(x) P_{n-1}(x)).

    a_n is the quotient of the leading coefficients of P_n and P_{n-1} (Christoffel and Darboux).
    """

    node_polynomial: fmpq_poly
    weight_denominator: fmpq_poly

    @classmethod
    def of(cls, family: Family, n: int) -> "GaussRule":
        """Of a family, with n >= 1 nodes."""
        now, before = _exact(family.polynomial(n)), _exact(family.polynomial(n - 1))
        norm = family.squared_norm(n - 1)
        scale = now.leading_coefficient() / before.leading_coefficient() * fmpq(norm.numerator, norm.denominator)
        return cls(now, now.derivative() * before / scale)

    def brackets(self, low: Fraction, high: Fraction) -> bool:
        """Whether P_n changes sign, or vanishes at an end: then a node lies in [low, high]. Exact.

        >>> GaussRule.of(FAMILIES["Legendre"], 2).brackets(Fraction(57, 100), Fraction(58, 100))
        True
        """
        return bool(self.node_polynomial(to_flint(low)) * self.node_polynomial(to_flint(high)) <= 0)

    def weight_bounds(self, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction] | None:
        """Rational bounds of the weight at the node in [low, high]; None when the interval is too wide for any.

        The denominator D moves by at most (high - low)/2 times sum_j j |D_j| R^{j-1} from its value in the middle.

        >>> GaussRule.of(FAMILIES["Chebyshev"], 3).weight_bounds(Fraction(0), Fraction(0))
        (Fraction(1, 3), Fraction(1, 3))
        """
        denominator, reach = self.weight_denominator, to_flint(max(abs(low), abs(high)))
        steepest = fmpq_poly([c if c > 0 else -c for c in denominator.derivative().coeffs()])(reach)
        value, slack = denominator(to_flint((low + high) / 2)), steepest * to_flint((high - low) / 2)
        if value <= slack:
            return None
        upper, lower = 1 / (value - slack), 1 / (value + slack)
        return to_fraction(lower), to_fraction(upper)
