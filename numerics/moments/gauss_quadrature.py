"""Gauss quadrature from moments: the modified Chebyshev algorithm (exact), then Golub-Welsch (enclosed)."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from flint import arb, fmpq
from mpmath import mp, workprec

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import to_flint


def modified_chebyshev(
    moments: Sequence[Fraction],
    reference_diagonal: Sequence[Fraction] = (),
    reference_offdiagonal: Sequence[Fraction] = (),
) -> tuple[list[fmpq], list[fmpq]]:
    """Recurrence coefficients of the monic orthogonal polynomials pi_{j+1} = (x - alpha_j) pi_j - beta_j pi_{j-1}.

    The 2n `moments` are those of reference polynomials with their own recurrence coefficients (a_j, b_j); without
    them a_j = b_j = 0 and the moments are the ordinary ones. Returns (alpha, beta), n numbers each, beta_0 the mass.
    Exact; beta_j = D_{j+1} D_{j-1} / D_j^2 with D_j the leading Hankel minors, so all beta_j > 0 is positivity.
    Raises ValueError when a minor vanishes. Source: Gautschi, Orthogonal Polynomials (2004), section 2.1.7.

    >>> alpha, beta = modified_chebyshev([Fraction(v) for v in (2, 0, Fraction(2, 3), 0)])
    >>> alpha, beta
    ([0, 0], [2, 1/3])
    """
    n = len(moments) // 2
    a = [to_flint(value) for value in reference_diagonal] or [fmpq(0)] * (2 * n)
    b = [to_flint(value) for value in reference_offdiagonal] or [fmpq(0)] * (2 * n)
    row, above = [to_flint(value) for value in moments[: 2 * n]], [fmpq(0)] * (2 * n)
    alpha, beta = [], []
    for k in range(n):
        if row[k] == 0:
            raise ValueError(f"modified_chebyshev: the leading Hankel minor of size {k + 1} is 0; use a Hankel pencil")
        beta.append(row[k] / above[k - 1] if k else row[0])
        alpha.append(a[k] + row[k + 1] / row[k] - (above[k] / above[k - 1] if k else fmpq(0)))
        below = [fmpq(0)] * (2 * n)
        for j in range(k + 1, 2 * n - k - 1):
            below[j] = row[j + 1] - (alpha[k] - a[j]) * row[j] - beta[k] * above[j] * (k > 0) + b[j] * row[j - 1]
        row, above = below, row
    return alpha, beta


def golub_welsch(alpha: Sequence[fmpq], beta: Sequence[fmpq], bits: int) -> list[tuple[arb, arb]]:
    """Enclosures of the nodes and weights of the Gauss rule of the Jacobi matrix with these coefficients.

    mpmath finds the eigenvalues; each is certified by its residual. With v_j = pi_j(t) / sqrt(beta_1 ... beta_j),
    J v - t v has norm |pi_n(t)| / sqrt(beta_1 ... beta_{n-1}), and J is symmetric: an eigenvalue lies within that over
    norm(v) of t. When the n intervals are disjoint, each holds exactly one. The weight there is beta_0 / norm(v)^2.
    Raises ValueError where beta_j <= 0 (no positive measure) or the intervals overlap (more bits needed).
    """
    if any(value <= 0 for value in beta):
        raise ValueError("golub_welsch: a coefficient beta_j is not positive; these are not moments of a measure")
    approximations = _jacobi_eigenvalues(alpha, beta, bits)
    with arb_bits(bits):
        diagonal, offdiagonal = [arb(value) for value in alpha], [arb(value) for value in beta]
        nodes = sorted((_enclosed(point, diagonal, offdiagonal) for point in approximations), key=lambda x: x.mid())
        if not all(left < right for left, right in pairwise(nodes)):
            raise ValueError(f"golub_welsch: {bits} bits do not separate the eigenvalues; use more")
        return [(node, offdiagonal[0] / _recurrence(node, diagonal, offdiagonal)[1]) for node in nodes]


def _jacobi_eigenvalues(alpha: Sequence[fmpq], beta: Sequence[fmpq], bits: int) -> list[arb]:
    with workprec(bits):
        jacobi = mp.zeros(len(alpha))
        for i, value in enumerate(alpha):
            jacobi[i, i] = mp.mpf(int(value.p)) / int(value.q)
            if i:
                jacobi[i, i - 1] = jacobi[i - 1, i] = mp.sqrt(mp.mpf(int(beta[i].p)) / int(beta[i].q))
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
