"""Poles and residues of a rational generating function sum_j h_j x^{-j-1} = N(x) / p(x), enclosed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from flint import acb, arb, fmpq, fmpq_poly, fmpz, fmpz_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import to_fraction


@dataclass(frozen=True)
class Pole:
    """A root x of p: its enclosure, its certified multiplicity r, its coefficients and the exact values where rational.

    It adds sum_{m < r} c_m binom(j, m) x^{j-m} to h_j. A simple pole has one coefficient, the weight w of w x^j; a
    multiple one has no single weight, and `weight` is None there.
    """

    value: acb
    multiplicity: int
    weight: acb | None
    exact: Fraction | None = None
    exact_weight: Fraction | None = None
    coefficients: tuple[acb, ...] = ()
    exact_coefficients: tuple[Fraction, ...] = ()


def numerator(polynomial: fmpq_poly, moments: Sequence[Fraction]) -> fmpq_poly:
    """N, the polynomial part of p(x) sum_j h_j x^{-j-1}: N_i = sum_{j > i} p_j h_{j-i-1}, one product of integers.

    >>> numerator(fmpq_poly([-1, 1]), [Fraction(3), Fraction(3)])
    3
    """
    n = int(polynomial.degree())
    scale, terms = over_one_denominator(moments[:n])
    product = polynomial.numer() * fmpz_poly(terms[::-1])
    return fmpq_poly([product[n + i] for i in range(n)]) / (scale * int(polynomial.denom()))


def over_one_denominator(values: Sequence[Fraction]) -> tuple[int, list[int]]:
    """The least common denominator and the numerators over it: sums of long fractions cost a gcd each, these none.

    >>> over_one_denominator([Fraction(1, 2), Fraction(1, 3)])
    (6, [3, 2])
    """
    scale = lcm(*(value.denominator for value in values))
    return scale, [value.numerator * (scale // value.denominator) for value in values]


def poles(polynomial: fmpq_poly, moments: Sequence[Fraction], bits: int) -> list[Pole]:
    """The poles of the sequence at `bits` of working precision or more, real ones first and in order.

    Multiplicities come from the squarefree factorisation and are exact. Every rational pole is recognised: the leading
    coefficient times it is an integer, which the precision isolates, and p(x) = 0 is tested in exact arithmetic.
    """
    if polynomial.degree() < 1:
        return []
    top = numerator(polynomial, moments)
    with arb_bits(bits + 2 * int(polynomial.numer().height_bits())):
        found = [_pole(root, int(multiplicity), polynomial, top)
                 for root, multiplicity in polynomial.numer().complex_roots()]  # fmt: skip
        return sorted(found, key=_order)


def _pole(root: acb, multiplicity: int, polynomial: fmpq_poly, top: fmpq_poly) -> Pole:
    exact = _rational_root(root, polynomial)
    point: acb | fmpq = root if exact is None else exact
    above, below = _taylor(top, point, 0, multiplicity), _taylor(polynomial, point, multiplicity, multiplicity)
    found = list(reversed(_quotient(above, below)))
    enclosed = tuple(acb(value) for value in found)
    weight = enclosed[0] if multiplicity == 1 else None
    if exact is None:
        return Pole(root, multiplicity, weight, None, None, enclosed)
    fractions = tuple(to_fraction(value) for value in found)
    return Pole(acb(exact), multiplicity, weight, to_fraction(exact), fractions[0] if multiplicity == 1 else None,
                enclosed, fractions)  # fmt: skip


def _taylor(polynomial: fmpq_poly, point: acb | fmpq, first: int, count: int) -> list[Any]:
    """The coefficients number `first`, ..., `first + count - 1` of the polynomial about the point."""
    found, derived = [], polynomial
    for order in range(first + count):
        if order >= first:
            found.append(_evaluate(derived, point))
        derived = derived.derivative() / (order + 1)
    return found


def _quotient(above: Sequence[Any], below: Sequence[Any]) -> list[Any]:
    """The power series above / below, to as many terms.

    p(x) = (x - x_i)^r q(x): the Taylor coefficients of q at x_i are those of p, r places on. From N / q = sum_l b_l t^l
    follows N / p = sum_l b_l (x - x_i)^{l-r}, and 1 / (x - x_i)^{m+1} generates binom(j, m) x_i^{j-m}.
    """
    found: list[Any] = []
    for order, value in enumerate(above):
        found.append((value - sum((below[order - i] * b for i, b in enumerate(found)), 0 * value)) / below[0])
    return found


def _rational_root(root: acb, polynomial: fmpq_poly) -> fmpq | None:
    """The rational in the enclosure `root` that is a root, if there is one and the precision isolates it."""
    if not root.imag.is_zero():
        return None
    leading = polynomial.numer().leading_coefficient()
    candidate: fmpz | None = (root.real * arb(leading)).unique_fmpz()
    if candidate is None or polynomial(fmpq(candidate, leading)) != 0:
        return None
    return fmpq(candidate, leading)


def _evaluate(polynomial: fmpq_poly, point: acb | fmpq) -> Any:
    if isinstance(point, fmpq):
        return polynomial(point)
    value = acb(0)
    for coefficient in reversed(polynomial.coeffs()):
        value = value * point + arb(coefficient)
    return value


def _order(pole: Pole) -> tuple[bool, arb, arb]:
    return (not pole.value.imag.is_zero(), pole.value.real.mid(), pole.value.imag.mid())
