"""Between the exact rationals in use: Fraction for data, FLINT's fmpq for matrices, sympy's Rational for formulas."""

from fractions import Fraction
from math import isqrt

from flint import fmpq
from sympy import Rational


def to_flint(value: Fraction | int) -> fmpq:
    """The same number as fmpq.

    >>> to_flint(Fraction(-1, 3))
    -1/3
    """
    return fmpq(value.numerator, value.denominator)


def to_sympy(value: Fraction | int) -> Rational:
    """The same number as sympy's Rational.

    >>> to_sympy(Fraction(2, 6))
    1/3
    """
    return Rational(value.numerator, value.denominator)


def to_fraction(value: fmpq | Rational) -> Fraction:
    """The same number as Fraction.

    >>> to_fraction(fmpq(2, 6)), to_fraction(Rational(1, 2))
    (Fraction(1, 3), Fraction(1, 2))
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
