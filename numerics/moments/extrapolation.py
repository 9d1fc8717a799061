"""The response beyond the data: enclosures of h_j at chosen lags, from a recurrence or from nodes and weights."""

from collections.abc import Sequence
from fractions import Fraction

from flint import arb, arb_mat, fmpq_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.moments.prony_map import NodeAndWeight, moment
from numerics.moments.truncated_moments import extended

CONSECUTIVE = 20
"""So many lags are answered one by one; further ones grow by a quarter of the last, to the horizon."""

EXACT_LAGS = 256
"""Up to this lag the rational recurrence itself is run; beyond it, balls."""

MAXIMAL_BITS = 1 << 14
"""Where the enclosures stop being refined: those of a value that is exactly 0 would never reach relative digits."""


def chosen_lags(first: int, horizon: int) -> list[int]:
    """first, first + 1, ..., thinning out, and horizon - 1.

    >>> chosen_lags(3, 6), chosen_lags(5, 5), chosen_lags(5, 10**6)[-2:]
    ([3, 4, 5], [], [940074, 999999])
    """
    lags = list(range(first, min(horizon, first + CONSECUTIVE)))
    while lags and lags[-1] < horizon - 1:
        lags.append(min(horizon - 1, lags[-1] + lags[-1] // 4 + 1))
    return lags


def from_recurrence(polynomial: fmpq_poly, moments: Sequence[Fraction], lags: Sequence[int], digits: int) -> list[arb]:
    """Enclosures of h_j, to `digits` relative digits unless h_j is (or may be) 0; multiple and complex poles too.

    (h_j, ..., h_{j+n-1}) = M^j (h_0, ..., h_{n-1}) with M the companion matrix: squaring costs log2(j) products.
    """
    last_exact = min(max(lags, default=0), EXACT_LAGS)
    terms = extended(moments, polynomial, last_exact + 1)
    return [_rounded(terms[lag], digits) if lag <= last_exact else _by_powers(polynomial, moments, lag, digits)
            for lag in lags]  # fmt: skip


def _rounded(value: object, digits: int) -> arb:
    with arb_bits(_bits(digits)):
        return arb(value)


def _bits(digits: int) -> int:
    return 20 + 10 * digits // 3 + digits // 300


def _by_powers(polynomial: fmpq_poly, moments: Sequence[Fraction], lag: int, digits: int) -> arb:
    bits = 2 * _bits(digits)
    while True:
        with arb_bits(bits):
            value = _power_of_companion(polynomial, moments, lag)
        if value.rel_accuracy_bits() >= _bits(digits) - 10 or value.is_zero() or bits >= MAXIMAL_BITS:
            return value
        bits *= 2


def _power_of_companion(polynomial: fmpq_poly, moments: Sequence[Fraction], lag: int) -> arb:
    n, p = int(polynomial.degree()), [arb(value) for value in polynomial.coeffs()]
    if n == 0:
        return arb(0)
    shift = [[int(j == i + 1) for j in range(n)] for i in range(n - 1)]
    companion = arb_mat([*shift, [-p[i] / p[n] for i in range(n)]])
    state = arb_mat([[ball(value)] for value in moments[:n]])
    return (companion**lag * state)[0, 0]


def from_rule(rule: Sequence[NodeAndWeight], lags: Sequence[int], bits: int) -> list[arb]:
    """Enclosures of sum_i w_i x_i^j for all rules in the boxes; the sum is real, so its real part is taken."""
    with arb_bits(bits):
        return [moment(rule, lag).real for lag in lags]
