"""Polynomials that vanish on a teacher's nodes, and Euclidean division of a monomial by one of them.

Everything the moment problem says about extrapolation is read off the division ``x^j = s_j q + r_j`` by a polynomial q
that is non-negative where the student's spectrum may lie and zero on the teacher's nodes: q = pi^2 in general.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from theory.model.rationals import to_sympy

x = sp.Symbol("x")


def node_polynomial(nodes: Sequence[sp.Expr]) -> sp.Poly:
    """pi(x) = prod_i (x - x_i); the constant 1 when there is no node.

    >>> node_polynomial([sp.Rational(1, 2), -1]).as_expr()
    x**2 + x/2 - 1/2
    """
    return sp.Poly(sp.prod([x - node for node in nodes], start=sp.Integer(1)), x)


def square_annihilator(nodes: Sequence[Fraction]) -> sp.Poly:
    """pi(x)^2 for rational nodes: zero on the nodes and non-negative everywhere.

    >>> square_annihilator([Fraction(1, 2)]).as_expr()
    x**2 - x + 1/4
    """
    return node_polynomial([to_sympy(node) for node in nodes]) ** 2


def divide(lag: int, annihilator: sp.Poly) -> tuple[sp.Poly, sp.Poly]:
    """Quotient s_j and remainder r_j of x^j by `annihilator`, exactly; deg r_j < deg annihilator.

    >>> quotient, remainder = divide(3, node_polynomial([1]) ** 2)
    >>> quotient.as_expr(), remainder.as_expr()
    (x + 2, 3*x - 2)
    """
    quotient, remainder = sp.div(sp.Poly(x**lag, x, domain=annihilator.domain), annihilator)
    return quotient, remainder


def coefficients(polynomial: sp.Poly, length: int) -> list[sp.Expr]:
    """Coefficients of 1, x, x^2, ..., padded with zeros to `length`; raises ValueError when there are more.

    >>> coefficients(node_polynomial([2]), 3)
    [-2, 1, 0]
    """
    found: list[sp.Expr] = polynomial.all_coeffs()[::-1]
    if len(found) > length:
        raise ValueError(f"a polynomial of degree {len(found) - 1} has more than {length} coefficients")
    return found + [sp.Integer(0)] * (length - len(found))


def is_nonnegative_on(polynomial: sp.Poly, low: sp.Rational, high: sp.Rational) -> bool:
    """Whether a rational polynomial is >= 0 on all of [low, high]: exact, by square-free factors and Sturm counts.

    >>> is_nonnegative_on(node_polynomial([0]) ** 2, sp.Integer(-1), sp.Integer(1))
    True
    >>> is_nonnegative_on(node_polynomial([0]), sp.Integer(-1), sp.Integer(1))
    False
    """
    if polynomial.is_zero:
        return True
    odd = [factor for factor, multiplicity in polynomial.sqf_list()[1] if multiplicity % 2]
    odd_part = sp.prod(odd, start=sp.Poly(1, x))
    inside = odd_part.count_roots(low, high) - sum(odd_part.eval(end) == 0 for end in {low, high})
    return inside == 0 and all(polynomial.eval(point) >= 0 for point in (low, (low + high) / 2, high))
