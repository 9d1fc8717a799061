"""Gauss quadrature from moments: the modified Chebyshev algorithm (exact or in balls), then Golub-Welsch (enclosed)."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import arb
from mpmath import mp, workprec
from scipy.linalg import eigvalsh_tridiagonal

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import to_flint

START_BITS = 40
"""About how many bits an eigenvalue in float64 has."""


def modified_chebyshev(
    moments: Sequence[Fraction],
    reference_diagonal: Sequence[Fraction] = (),
    reference_offdiagonal: Sequence[Fraction] = (),
    number: Callable[[Fraction], Any] = to_flint,
) -> tuple[list[Any], list[Any]]:
    """Recurrence coefficients of the monic orthogonal polynomials pi_{j+1} = (x - alpha_j) pi_j - beta_j pi_{j-1}.

    The 2n `moments` are those of reference polynomials with their own recurrence coefficients (a_j, b_j); without
    them a_j = b_j = 0 and the moments are the ordinary ones. Returns (alpha, beta), n numbers each, beta_0 the mass.
    Exact, or in balls with number = `ball`; beta_j = D_{j+1} D_{j-1} / D_j^2 with D_j the leading Hankel minors, so all
    beta_j > 0 is positivity. Raises ValueError when a minor vanishes, or may vanish.
    Source: Gautschi, Orthogonal Polynomials (2004), section 2.1.7.

    >>> alpha, beta = modified_chebyshev([Fraction(v) for v in (2, 0, Fraction(2, 3), 0)])
    >>> alpha, beta
    ([0, 0], [2, 1/3])
    """
    n, zero = len(moments) // 2, number(Fraction(0))
    a = [number(value) for value in reference_diagonal] or [zero] * (2 * n)
    b = [number(value) for value in reference_offdiagonal] or [zero] * (2 * n)
    row, above = [number(value) for value in moments[: 2 * n]], [zero] * (2 * n)
    alpha, beta = [], []
    for k in range(n):
        if not row[k] != 0:
            raise ValueError(f"modified_chebyshev: the leading Hankel minor of size {k + 1} is 0; use a Hankel pencil")
        beta.append(row[k] / above[k - 1] if k else row[0])
        alpha.append(a[k] + row[k + 1] / row[k] - (above[k] / above[k - 1] if k else zero))
        below = [zero] * (2 * n)
        for j in range(k + 1, 2 * n - k - 1):
            below[j] = row[j + 1] - (alpha[k] - a[j]) * row[j] - beta[k] * above[j] * (k > 0) + b[j] * row[j - 1]
        row, above = below, row
    return alpha, beta


def golub_welsch(alpha: Sequence[Any], beta: Sequence[Any], bits: int) -> list[tuple[arb, arb]]:
    """Enclosures of the nodes and weights of the Gauss rule of the Jacobi matrix with these coefficients, or balls.

    Eigenvalues are guessed; each is certified by its residual. With v_j = pi_j(t) / sqrt(beta_1 ... beta_j),
    J v - t v has norm |pi_n(t)| / sqrt(beta_1 ... beta_{n-1}), and J is symmetric: an eigenvalue lies within that over
    norm(v) of t. When the n intervals are disjoint, each holds exactly one. The weight there is beta_0 / norm(v)^2.
    Raises ValueError where beta_j <= 0 (no positive measure) or the intervals overlap (more bits needed).
    """
    if not all(value > 0 for value in beta):
        raise ValueError("golub_welsch: a coefficient beta_j is not positive; these are not moments of a measure")
    with arb_bits(bits):
        diagonal, offdiagonal = [arb(value) for value in alpha], [arb(value) for value in beta]
        for guess in (_by_newton, _by_iteration):
            points = guess(diagonal, offdiagonal, bits)
            nodes = sorted((_enclosed(point, diagonal, offdiagonal) for point in points), key=lambda x: x.mid())
            if len(nodes) == len(alpha) and all(left < right for left, right in pairwise(nodes)):
                return [(node, offdiagonal[0] / _recurrence(node, diagonal, offdiagonal)[1]) for node in nodes]
    raise ValueError(f"golub_welsch: {bits} bits do not separate the eigenvalues; use more")


def _by_newton(alpha: Sequence[arb], beta: Sequence[arb], bits: int) -> list[arb]:
    """The eigenvalues in float64, each driven to a root of pi_n by Newton's method; none where they overflow."""
    middle = [float(value.mid()) for value in alpha]
    beside = [math.sqrt(float(value.mid())) for value in beta[1:]]
    if not all(map(math.isfinite, (*middle, *beside))):
        return []
    exact_alpha, exact_beta = [value.mid() for value in alpha], [value.mid() for value in beta]
    starts = eigvalsh_tridiagonal(middle, beside) if beside else middle
    return [_newton(arb(float(start)), exact_alpha, exact_beta, bits) for start in starts]


def _newton(point: arb, alpha: Sequence[arb], beta: Sequence[arb], bits: int) -> arb:
    """One step at each precision, doubled from that of the start, and two at the last."""
    precisions = [bits]
    while precisions[0] > START_BITS:
        precisions.insert(0, precisions[0] // 2)
    for precision in (*precisions, bits):
        with arb_bits(min(bits, precision + START_BITS)):
            value, slope = _value_and_slope(point, alpha, beta)
            if slope == 0:
                break
            point = (point - (value / slope).mid()).mid()
    return point


def _value_and_slope(point: arb, alpha: Sequence[arb], beta: Sequence[arb]) -> tuple[arb, arb]:
    """pi_n(t) and pi_n'(t), as points."""
    value, slope, value_before, slope_before = arb(1), arb(0), arb(0), arb(0)
    for j, (a, b) in enumerate(zip(alpha, beta, strict=True)):
        apart, beside = point - a, b if j else arb(0)
        slope, slope_before = (apart * slope + value - beside * slope_before).mid(), slope
        value, value_before = (apart * value - beside * value_before).mid(), value
    return value, slope


def _by_iteration(alpha: Sequence[arb], beta: Sequence[arb], bits: int) -> list[arb]:
    """mpmath's QR iteration at full precision: slower, for eigenvalues that float64 does not tell apart."""
    with workprec(bits):
        jacobi = mp.zeros(len(alpha))
        for i, value in enumerate(alpha):
            jacobi[i, i] = mp.mpf(value.mid())
            if i:
                jacobi[i, i - 1] = jacobi[i - 1, i] = mp.sqrt(mp.mpf(beta[i].mid()))
        return [arb(value) for value in mp.eigsy(jacobi, eigvals_only=True)]


def _recurrence(point: arb, alpha: Sequence[arb], beta: Sequence[arb]) -> tuple[arb, arb, arb]:
    """pi_n(t), sum_{j<n} pi_j(t)^2 / (beta_1 ... beta_j), and beta_1 ... beta_{n-1}."""
    before, now, squares, product = arb(0), arb(1), arb(0), arb(1)
    for j, (a, b) in enumerate(zip(alpha, beta, strict=True)):
        product = product * b if j else product
        squares += now * now / product
        before, now = now, (point - a) * now - b * before
    return now, squares, product


def _enclosed(point: arb, alpha: Sequence[arb], beta: Sequence[arb]) -> arb:
    last, squares, product = _recurrence(point, alpha, beta)
    return point + arb(0, (last / (product * squares).sqrt()).abs_upper())
