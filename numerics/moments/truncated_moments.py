"""Which measures have given first moments: positivity by exact inertia, and when the rest is forced."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from flint import fmpq, fmpq_mat, fmpq_poly

from numerics.arithmetics.rationals import to_flint, to_fraction
from numerics.moments.berlekamp_massey import LinearRecurrence, shortest_recurrence
from numerics.moments.partial_fractions import numerator, poles

LOCALISERS = ((1,), (1, -1), (1, 1), (1, 0, -1))
"""Coefficients of 1, 1 - x, 1 + x and 1 - x^2: non-negative on [-1, 1], and zero at the endpoints they name."""


@dataclass(frozen=True)
class Forcing:
    """The only measure that has the moments: its polynomial, and the least number of moments that forces it.

    The polynomial is None where the moments are measured: only enclosures of it are known.
    `stable_only`: only among measures on [-1, 1], where an endpoint counts one half; else among all on the line.
    """

    polynomial: fmpq_poly | None
    least_count: int
    stable_only: bool


def inertia(moments: Sequence[Fraction], size: int, shift: Fraction = Fraction(0)) -> tuple[int, int, int]:
    """How many eigenvalues of H - shift, H the Hankel matrix (h_{i+j}) of `size`, are > 0, < 0 and = 0. Exact.

    All roots of a symmetric matrix's characteristic polynomial are real: there Descartes' rule of signs counts exactly.

    >>> inertia([Fraction(v) for v in (0, 1, 0)], 2), inertia([Fraction(v) for v in (1, 1, 1)], 2)
    ((1, 1, 0), (1, 0, 1))
    """
    scale = lcm(shift.denominator, *(value.denominator for value in moments[: max(0, 2 * size - 1)]))
    scaled = [to_flint(value * scale) for value in moments[: 2 * size]]
    matrix = fmpq_mat([[scaled[i + j] for j in range(size)] for i in range(size)]) if size else fmpq_mat(0, 0)
    coefficients = matrix.charpoly()(fmpq_poly([to_flint(shift * scale), 1])).coeffs()
    positive = _variations(coefficients)
    negative = _variations([c if i % 2 == 0 else -c for i, c in enumerate(coefficients)])
    return positive, negative, size - positive - negative


def _variations(coefficients: Sequence[fmpq]) -> int:
    signs = [value > 0 for value in coefficients if value != 0]
    return sum(left != right for left, right in pairwise(signs))


def is_moment_sequence(moments: Sequence[Fraction], recurrence: LinearRecurrence) -> bool:
    """Whether some positive measure on the line has these as its first moments. Exact.

    It is so when the Hankel matrix with (k + 1) // 2 rows is positive definite, or when the shortest recurrence is
    unique and its own Hankel matrix, of size L, is (Curto and Fialkow, Houston J. Math. 17, 1991).
    """
    degree, rows = recurrence.degree, (len(moments) + 1) // 2
    if not recurrence.unique and len(moments) + 1 - degree < rows:  # the rank of the Hankel matrix is below its rows
        return False
    size = degree if recurrence.unique else rows
    return inertia(moments, size) == (size, 0, 0)


def extended(moments: Sequence[Fraction], polynomial: fmpq_poly, count: int) -> list[fmpq]:
    """The moments continued to `count` terms by the recurrence with this characteristic polynomial."""
    terms, p = [to_flint(value) for value in moments[:count]], (polynomial / polynomial.leading_coefficient()).coeffs()
    n = len(p) - 1
    while len(terms) < count:
        terms.append(-sum((p[i] * terms[len(terms) - n + i] for i in range(n)), fmpq(0)))
    return terms


def forcing(moments: Sequence[Fraction], bits: int) -> Forcing | None:
    """The measure that the moments force, or None when they force none.

    With e one of the localisers and q the recurrence of the sequence sum_i e_i h_{j+i}, k - deg e > 2 deg q makes the
    integral of e q^2 vanish: every measure with these moments (on [-1, 1], unless e = 1) lives on the roots of e q.
    """
    for localiser in LOCALISERS:
        local = [sum((c * moments[j + i] for i, c in enumerate(localiser)), Fraction(0))
                 for j in range(len(moments) - len(localiser) + 1)]  # fmt: skip
        recurrence = shortest_recurrence(local)
        if not local or not recurrence.confirmed:
            continue
        polynomial = _reduced(recurrence.polynomial * fmpq_poly(list(localiser)), moments)
        stable_only = localiser != (1,)
        if _is_measure(polynomial, moments, stable_only, bits):
            return Forcing(polynomial, _least_count(polynomial, stable_only), stable_only)
    return None


def _reduced(polynomial: fmpq_poly, moments: Sequence[Fraction]) -> fmpq_poly:
    """Without the roots of weight zero."""
    common = polynomial.gcd(numerator(polynomial, moments))
    reduced = polynomial // common
    return reduced / reduced.leading_coefficient()


def _is_measure(polynomial: fmpq_poly, moments: Sequence[Fraction], stable_only: bool, bits: int) -> bool:
    n = polynomial.degree()
    terms = [to_fraction(v) for v in extended(moments, polynomial, max(2 * n, len(moments)))]
    if inertia(terms, n) != (n, 0, 0):
        return False
    found = poles(polynomial, terms, bits)
    return not stable_only or all(p.exact in (-1, 1) or (p.value.real > -1 and p.value.real < 1) for p in found)


def _least_count(polynomial: fmpq_poly, stable_only: bool) -> int:
    endpoints = sum(polynomial(fmpq(end)) == 0 for end in (1, -1)) if stable_only else 0
    return 2 * int(polynomial.degree()) - endpoints + 1
