"""The poles of a positive measure of many nodes: Gauss nodes, each confirmed as a root of the exact recurrence."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from flint import acb, arb, arb_poly, fmpq_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import exact_value, to_flint, to_fraction
from numerics.moments.partial_fractions import Pole, numerator

RATIONAL_BITS = 256
"""Nodes are recognised as rational where their denominators have less than half so many bits."""


def confirmed_poles(
    polynomial: fmpq_poly, moments: Sequence[Fraction], rule: Sequence[tuple[acb, acb]], bits: int
) -> list[Pole]:
    """The poles in the order of the rule, whose real nodes and weights come from another route.

    The polynomial of degree n changes its sign over each of n disjoint intervals, twice as wide as the enclosures of
    the nodes: each holds one simple root, and there are no others. The residues there must meet the weights.
    Raises ValueError where the precision does not decide a sign, or a residue excludes a weight.
    """
    n = int(polynomial.degree())
    with arb_bits(bits + int(polynomial.numer().height_bits())):
        p, top = arb_poly(polynomial.numer()), arb_poly(numerator(polynomial, moments))
        slope, lead = p.derivative(), arb(polynomial.numer().leading_coefficient())
        found = []
        for node, weight in rule:
            x, reach = node.real, arb(0, 2) * node.real.rad()
            ends = (x.mid() - reach.abs_upper(), x.mid() + reach.abs_upper())
            signs = [_sign(p(end)) for end in ends]
            if signs[0] * signs[1] >= 0 or not weight.real.overlaps(lead * top(x) / slope(x)):
                raise ValueError(f"confirmed_poles: {bits} bits do not confirm {n} roots; use more")
            found.append(_pole(x, weight, ends, polynomial, moments))
        if any(not left.value.real < right.value.real for left, right in pairwise(found)):
            raise ValueError("confirmed_poles: the nodes are not in order")
        return found


def _sign(value: arb) -> int:
    return 1 if value > 0 else -1 if value < 0 else 0


def _pole(node: arb, weight: acb, ends: tuple[arb, arb], polynomial: fmpq_poly, moments: Sequence[Fraction]) -> Pole:
    exact = _simplest(ends)
    leading = int(polynomial.numer().leading_coefficient())
    if leading % exact.denominator or polynomial(to_flint(exact)) != 0:
        return Pole(acb(node), 1, weight, None, None, (weight,))
    top, slope = numerator(polynomial, moments), polynomial.derivative()
    mass = to_fraction(top(to_flint(exact)) / slope(to_flint(exact)))
    enclosed = acb(arb(to_flint(mass)))
    return Pole(acb(arb(to_flint(exact))), 1, enclosed, exact, mass, (enclosed,), (mass,))


def _simplest(ends: tuple[arb, arb]) -> Fraction:
    """The simplest fraction between the ends, these taken outward to `RATIONAL_BITS`: a guess, which is then tested."""
    with arb_bits(RATIONAL_BITS):
        low, high = (exact_value(end) for end in ((+ends[0]).lower(), (+ends[1]).upper()))
    return simplest_between(low, high)


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator in [low, high] (Stern and Brocot, by continued fractions).

    >>> simplest_between(Fraction(3, 10), Fraction(4, 10)), simplest_between(Fraction(-1, 9), Fraction(1, 9))
    (Fraction(1, 3), Fraction(0, 1))
    """
    if low > high:
        raise ValueError("simplest_between: the ends are in the wrong order")
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_between(-high, -low)
    whole = low.numerator // low.denominator
    if whole == low or whole + 1 <= high:
        return Fraction(whole if whole == low else whole + 1)
    return whole + 1 / simplest_between(1 / (high - whole), 1 / (low - whole))
