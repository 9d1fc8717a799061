"""The real zeros of a polynomial with rational coefficients: isolated, enclosed, and certainly all of them.

FLINT isolates the complex zeros of the square-free parts in balls that do not meet. A zero is real exactly where the
imaginary part is the number 0: balls that touch the real axis without being known to be real do not occur.
"""

from fractions import Fraction
from typing import NamedTuple

from flint import arb, fmpq_poly

from numerics.arithmetics.rationals import to_flint


class RealZero(NamedTuple):
    """A ball with exactly one zero in it, and the multiplicity of that zero."""

    place: arb
    multiplicity: int


def real_zeros(polynomial: fmpq_poly) -> tuple[RealZero, ...]:
    """All real zeros in ascending order, to the precision that python-flint has.

    Raises:
        ValueError: the polynomial is 0.

    >>> [(float(zero.place), zero.multiplicity) for zero in real_zeros(fmpq_poly([0, 0, 1, 2]))]
    [(-0.5, 1), (0.0, 2)]
    """
    if polynomial == 0:
        raise ValueError("real_zeros: every number is a zero of the polynomial 0; give another polynomial")
    if polynomial.degree() == 0:
        return ()
    found = [RealZero(place.real, m) for place, m in polynomial.complex_roots() if place.imag == 0]
    return tuple(sorted(found, key=lambda zero: zero.place.mid()))


def positive(zeros: tuple[RealZero, ...]) -> tuple[RealZero, ...]:
    """Those above 0. A ball around a zero that is not 0 excludes 0, at whatever precision that takes.

    Raises:
        ArithmeticError: a ball still contains 0 and other numbers; the precision is too low.
    """
    doubtful = [zero for zero in zeros if zero.place.contains(0) and zero.place != 0]
    if doubtful:
        raise ArithmeticError(f"real_zeros: the sign of {doubtful[0].place} is open; raise the precision")
    return tuple(zero for zero in zeros if zero.place > 0)


def without_common_zeros(polynomial: fmpq_poly, other: fmpq_poly) -> fmpq_poly:
    """The polynomial divided by (x - c)^m for each common zero c, m its multiplicity in the first.

    >>> x = fmpq_poly([0, 1])
    >>> without_common_zeros(x**3 * (x - 1), x * (x - 2)) == x - 1
    True
    """
    while (common := polynomial.gcd(other)).degree() > 0:
        polynomial //= common
    return polynomial


def moments(nodes: tuple[Fraction, ...], weights: tuple[Fraction, ...], lags: int) -> fmpq_poly:
    r"""The polynomial :math:`N(a) = \sum_{j<k} g_j a^j` of a teacher :math:`g_j = \sum_i w_i x_i^j`.

    >>> moments((Fraction(1, 2),), (Fraction(2),), 3)
    1/2*x^2 + x + 2
    """
    atoms = list(zip(map(to_flint, nodes), map(to_flint, weights), strict=True))
    return fmpq_poly([sum(w * x**j for x, w in atoms) for j in range(lags)])
