"""The closed bounds of the Hessian of the loss on a ball of students, in rationals: coarse, and redone by hand."""

from collections.abc import Sequence
from fractions import Fraction

from numerics.arithmetics.bounds import exact_norm
from numerics.arithmetics.protocol import Rows
from numerics.rigour.derivative_bounds import largest_eigenvalue, second_words

BITS = 64
"""Roots are rounded upward to so many bits."""


def closed_interval(
    centre: Sequence[Rows], radius: Fraction, g: Sequence[Rows], residual_term: int = 1
) -> tuple[Fraction, Fraction]:
    """(nu, beta) with -nu <= Hess L <= beta within `radius` (Frobenius norm) of centre = (A, B, C).

    nu = 2 sum_j |R_j| kappa_j and beta = 2 sum_j |grad h_j|^2 + nu, with |R_j| <= c a^j b + |g_j| and every norm taken
    on the ball. A `residual_term` of 0 drops nu.
    """
    a, b, c = (exact_norm(X, BITS) + radius for X in centre)
    nu = slope = Fraction(0)
    for lag, g_j in enumerate(g):
        kappa = largest_eigenvalue(second_words(lag, a, b, c))
        nu += 2 * residual_term * (c * a**lag * b + exact_norm(g_j, BITS)) * kappa
        by_A = lag * a ** max(lag - 1, 0) * b * c
        slope += 2 * (by_A**2 + a ** (2 * lag) * (b**2 + c**2))
    return nu, slope + nu
