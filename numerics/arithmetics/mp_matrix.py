"""Between exact rows and mpmath's own matrices, for what needs its linear algebra (eigenvalues, QR, SVD)."""

from fractions import Fraction
from typing import Any

from mpmath import matrix, mpf, mpmathify
from mpmath.libmp import to_rational

from numerics.arithmetics.protocol import Rows


def number(value: Any) -> mpf:
    """The value as an mpf of the current precision; a fraction is divided once."""
    if hasattr(value, "numerator") and hasattr(value, "denominator"):
        return mpf(int(value.numerator)) / int(value.denominator)
    return mpmathify(value)


def mp_matrix(rows: Rows) -> matrix:
    """The matrix at the current precision of mpmath.

    >>> mp_matrix(((Fraction(1, 2), Fraction(3)),)).tolist()
    [[mpf('0.5'), mpf('3.0')]]
    """
    return matrix([[number(entry) for entry in row] for row in rows])


def rows_of(X: matrix) -> Rows:
    """The entries, exactly."""
    return tuple(tuple(exact(X[i, j]) for j in range(X.cols)) for i in range(X.rows))


def exact(value: mpf) -> Fraction:
    """The binary fraction that an mpf is.

    >>> exact(mpf("0.75"))
    Fraction(3, 4)
    """
    return raw_fraction(value._mpf_)


def raw_fraction(raw: Any) -> Fraction:
    """The same of mpmath's raw number (sign, mantissa, exponent, number of bits)."""
    return Fraction(*map(int, to_rational(raw)))
