"""Poles and residues of a rational generating function sum_j h_j x^{-j-1} = N(x) / p(x), enclosed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import acb, arb, fmpq, fmpq_poly, fmpz

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import to_flint, to_fraction


@dataclass(frozen=True)
class Pole:
    """A root of p: its enclosure, its certified multiplicity, its residue and the exact values where rational.

    With simple poles only, h_j = sum_i w_i x_i^j and the residue is the weight w_i. A multiple pole has no single
    weight: `weight` is None there.
    """

    value: acb
    multiplicity: int
    weight: acb | None
    exact: Fraction | None = None
    exact_weight: Fraction | None = None


def numerator(polynomial: fmpq_poly, moments: Sequence[Fraction]) -> fmpq_poly:
    """N, the polynomial part of p(x) sum_j h_j x^{-j-1}: N_i = sum_{j > i} p_j h_{j-i-1}.

    >>> numerator(fmpq_poly([-1, 1]), [Fraction(3), Fraction(3)])
    3
    """
    h = [to_flint(value) for value in moments[: polynomial.degree()]]
    p = polynomial.coeffs()
    return fmpq_poly([sum((p[j] * h[j - i - 1] for j in range(i + 1, len(p))), fmpq(0)) for i in range(len(h))])


def poles(polynomial: fmpq_poly, moments: Sequence[Fraction], bits: int) -> list[Pole]:
    """The poles of the sequence at `bits` of working precision or more, real ones first and in order.

    Multiplicities come from the squarefree factorisation and are exact. Every rational pole is recognised: the leading
    coefficient times it is an integer, which the precision isolates, and p(x) = 0 is tested in exact arithmetic.
    """
    if polynomial.degree() < 1:
        return []
    top, slope = numerator(polynomial, moments), polynomial.derivative()
    with arb_bits(bits + 2 * int(polynomial.numer().height_bits())):
        found = [_pole(root, int(multiplicity), polynomial, top, slope)
                 for root, multiplicity in polynomial.numer().complex_roots()]  # fmt: skip
        return sorted(found, key=_order)


def _pole(root: acb, multiplicity: int, polynomial: fmpq_poly, top: fmpq_poly, slope: fmpq_poly) -> Pole:
    exact = _rational_root(root, polynomial)
    if exact is None:
        return Pole(root, multiplicity, _evaluate(top, root) / _evaluate(slope, root) if multiplicity == 1 else None)
    if multiplicity > 1:
        return Pole(acb(exact), multiplicity, None, to_fraction(exact))
    weight = top(exact) / slope(exact)
    return Pole(acb(exact), 1, acb(weight), to_fraction(exact), to_fraction(weight))


def _rational_root(root: acb, polynomial: fmpq_poly) -> fmpq | None:
    """The rational in the enclosure `root` that is a root, if there is one and the precision isolates it."""
    if not root.imag.is_zero():
        return None
    leading = polynomial.numer().leading_coefficient()
    candidate: fmpz | None = (root.real * arb(leading)).unique_fmpz()
    if candidate is None or polynomial(fmpq(candidate, leading)) != 0:
        return None
    return fmpq(candidate, leading)


def _evaluate(polynomial: fmpq_poly, point: acb) -> acb:
    value = acb(0)
    for coefficient in reversed(polynomial.coeffs()):
        value = value * point + arb(coefficient)
    return value


def _order(pole: Pole) -> tuple[bool, arb, arb]:
    return (not pole.value.imag.is_zero(), pole.value.real.mid(), pole.value.imag.mid())
