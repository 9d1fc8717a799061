"""Between the exact rationals in use: Fraction, in which data are written, FLINT's fmpq, and balls around either."""

from collections.abc import Sequence
from fractions import Fraction
from math import inf

from flint import arb, fmpq, fmpq_mat

from numerics.arithmetics.bounds import Bounds
from numerics.arithmetics.precision import arb_bits


def to_flint(value: Fraction | int) -> fmpq:
    """The same number as fmpq.

    >>> to_flint(Fraction(-1, 3))
    -1/3
    """
    return fmpq(value.numerator, value.denominator)


def to_fraction(value: fmpq) -> Fraction:
    """The same number as Fraction.

    >>> to_fraction(fmpq(2, 6))
    Fraction(1, 3)
    """
    return Fraction(int(value.p), int(value.q))


def flint_matrix(rows: Sequence[Sequence[Fraction | int]]) -> fmpq_mat:
    """The same matrix as fmpq_mat."""
    return fmpq_mat([[to_flint(entry) for entry in row] for row in rows])


def ball(value: Fraction | int) -> arb:
    """A ball around the number, at the precision python-flint has."""
    return arb(to_flint(value))


def exact_value(point: arb) -> Fraction:
    """The binary fraction that a ball of radius 0 is; raises ValueError for any other ball."""
    return to_fraction(point.fmpq())


def saturated(value: Fraction | int) -> float:
    """The nearest float; an infinity where the number is beyond all floats, 0 where it is next to 0.

    >>> saturated(Fraction(1, 2)), saturated(-(10**400)), saturated(Fraction(1, 10**400))
    (0.5, -inf, 0.0)
    """
    try:
        return float(value)
    except OverflowError:
        return inf if value > 0 else -inf


def bounds_of(value: arb) -> Bounds:
    """Lower and upper bound of a ball, as fractions of 128 bits.

    >>> bounds_of(arb("0.5"))
    Bounds(lower=Fraction(1, 2), upper=Fraction(1, 2))
    """
    with arb_bits(128):
        return Bounds(exact_value(value.lower()), exact_value(value.upper()))
