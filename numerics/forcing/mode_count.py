r"""What kind of modes an exact response has, by signs of Hankel matrices: how many, real, distinct, positive, stable.

Let n be the degree of the shortest recurrence and P its polynomial. The Hankel matrix of the power sums of P's roots
has as many non-zero eigenvalues as there are distinct roots, and its signature is the number of distinct real ones
(Hermite). The Hankel matrix of the response, n x n, is positive definite exactly for n distinct real modes of positive
weight; with h_i - h_{i+2} in place of h_i it is positive semidefinite exactly when these lie in [-1, 1].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_poly

from numerics.arithmetics.rationals import to_fraction
from numerics.moments.berlekamp_massey import shortest_recurrence
from numerics.moments.truncated_moments import inertia


@dataclass(frozen=True)
class ModeCount:
    """``order`` n counts multiplicity; ``stable`` (no mode outside [-1, 1]) is None where the modes are not positive.

    ``ends`` counts the modes at 1 and -1.
    """

    order: int
    distinct: int
    real: int
    positive: bool
    stable: bool | None
    ends: int

    @property
    def lags_needed(self) -> int:
        """2 n + 1, the fewest lags that pin n positive modes to every symmetric student."""
        return 2 * self.order + 1


def count_modes(response: Sequence[Fraction]) -> ModeCount:
    """The kind of modes of a response of which at least 2 n + 1 lags are given, n its order.

    >>> count_modes([Fraction(3), Fraction(1), Fraction(3), Fraction(1), Fraction(3)])
    ModeCount(order=2, distinct=2, real=2, positive=True, stable=True, ends=2)
    """
    P = shortest_recurrence(response).polynomial
    n = max(int(P.degree()), 0)
    positives, negatives, _ = inertia(_power_sums(P, 2 * n), n)
    positive = inertia(response, n) == (n, 0, 0)
    differences = [low - high for low, high in zip(response, response[2:], strict=False)]
    stable = inertia(differences, n)[1] == 0 if positive and len(differences) >= 2 * n - 1 else None
    ends = sum(P(fmpq(end)) == 0 for end in (1, -1))
    return ModeCount(n, positives + negatives, positives - negatives, positive, stable, ends)


def _power_sums(P: fmpq_poly, count: int) -> list[Fraction]:
    """sum over the roots of x^i for i < count, by Newton's identities: the series of P'/P at infinity."""
    n = int(P.degree())
    p = [to_fraction(c) for c in (P / P.leading_coefficient()).coeffs()] if n > 0 else [Fraction(1)]
    sums: list[Fraction] = []
    for i in range(count):
        head = Fraction(n) if i == 0 else (-i * p[n - i] if i <= n else Fraction(0))
        known = sum((p[n - r] * sums[i - r] for r in range(1, min(i, n + 1) if i <= n else n + 1)), Fraction(0))
        sums.append(head - known)
    return sums
