"""Between the two exact rationals in use: Fraction, in which data are written, and FLINT's fmpq, for matrices."""

from fractions import Fraction
from math import isqrt

from flint import fmpq


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


def rational_root(value: Fraction) -> Fraction:
    """The non-negative square root; raises ValueError when it is not rational.

    >>> rational_root(Fraction(9, 4))
    Fraction(3, 2)
    """
    root = Fraction(isqrt(abs(value.numerator)), isqrt(value.denominator))
    if root * root != value:
        raise ValueError(f"rational_root: {value} is not the square of a rational; choose squares (weights, 1 - share)")
    return root
