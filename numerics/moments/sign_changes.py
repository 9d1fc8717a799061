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
    above, below = polynomial.numer(), numerator(polynomial, moments)
    with arb_bits(bits):
        p, top, slope = arb_poly(above), arb_poly(below), arb_poly(above.derivative())
        intervals = [_twice_as_wide(node.real, bits) for node, _ in rule]
        if len(rule) != n or not all(left[1] < right[0] for left, right in pairwise(intervals)):
            raise ValueError(f"confirmed_poles: the enclosures of {n} roots are not apart; use more than {bits} bits")
        lead = arb(above.leading_coefficient())
        for (node, weight), ends in zip(rule, intervals, strict=True):
            residue = lead * top(node.real) / slope(node.real)
            if _sign(p(ends[0])) * _sign(p(ends[1])) >= 0 or not weight.real.overlaps(residue):
                raise ValueError(f"confirmed_poles: {bits} bits do not confirm {n} roots; use more")
        return [_pole(x.real, w, ends, polynomial, below) for (x, w), ends in zip(rule, intervals, strict=True)]


def _twice_as_wide(node: arb, bits: int) -> tuple[arb, arb]:
    """The ends of an interval about the enclosure, which may be a point."""
    reach = (2 * node.rad() + (1 + abs(node)) * arb(2) ** (8 - bits)).abs_upper()
    return (node.mid() - reach).mid(), (node.mid() + reach).mid()


def _sign(value: arb) -> int:
    return 1 if value > 0 else -1 if value < 0 else 0


def _pole(node: arb, weight: acb, ends: tuple[arb, arb], polynomial: fmpq_poly, top: fmpq_poly) -> Pole:
    exact = _simplest(ends)
    point, leading = to_flint(exact), int(polynomial.numer().leading_coefficient())
    if leading % exact.denominator or polynomial(point) != 0:
        return Pole(acb(node), 1, weight, None, None, (weight,))
    mass = top(point) / polynomial.derivative()(point)
    enclosed = acb(arb(mass))
    return Pole(acb(arb(point)), 1, enclosed, exact, to_fraction(mass), (enclosed,), (to_fraction(mass),))


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
