r"""The constants of the bounds on extrapolation for a teacher given by its recurrence: no node has to be rational.

C_1(j) with q = P^2, P the teacher's characteristic polynomial, or with 1 - x and 1 + x simple for a student whose
spectrum lies in [-1, 1]; kappa_j and C_2(j) for students with given norms.
"""

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_poly

from numerics.rigour.derivative_bounds import Norms
from numerics.robust.near_symmetric_bound import curvature, extrapolation_constants
from numerics.robust.robust_bound import robust_constant


@dataclass(frozen=True)
class Constants:
    """At one lag: C_1 for symmetric students, kappa_j and C_2 for nearly symmetric ones; exact upper bounds.

    ``C2`` goes with a ``C1`` of its own, for the spectrum that the norms allow; None where k < 2n + 1 lags are trained.
    """

    lag: int
    C1: Fraction
    kappa: Fraction
    C2: Fraction | None


def square_annihilator(P: fmpq_poly) -> fmpq_poly:
    """P^2, made monic: not negative, zero on the teacher's nodes.

    >>> square_annihilator(fmpq_poly([-1, 2]))
    x^2 + (-1)*x + 1/4
    """
    return (P / P.leading_coefficient()) ** 2


def stable_square(P: fmpq_poly) -> fmpq_poly:
    """P^2 with simple factors 1 - x and 1 + x where P vanishes at 1 and -1: not negative on [-1, 1].

    >>> stable_square(fmpq_poly([-1, 1]))
    (-1)*x + 1
    """
    q = square_annihilator(P)
    for end in (1, -1):
        if P(fmpq(end)) == 0:
            q = q // fmpq_poly([-end, 1]) * (-1 if end == 1 else 1)
    return q


def constants(lag: int, length: int, P: fmpq_poly, norms: Norms, interval: tuple[Fraction, Fraction]) -> Constants:
    """The constants at one lag.

    Args:
        lag: j.
        length: k, more than the degree of the polynomial that is used.
        P: the teacher's characteristic polynomial.
        norms: bounds of the norms of A, B and C.
        interval: what holds a symmetric student's spectrum.

    Returns:
        Exact numbers, rounded up.
    """
    inside = interval[0] >= -1 and interval[1] <= 1
    q = stable_square(P) if inside else square_annihilator(P)
    square = square_annihilator(P)
    C2 = extrapolation_constants(lag, length, square, norms).C2 if length >= square.length() else None
    return Constants(lag, robust_constant(lag, q, interval), curvature(lag, norms), C2)
