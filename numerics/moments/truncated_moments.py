"""Which measures have given first moments: positivity by exact inertia, and when the rest is forced."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from flint import fmpq, fmpq_mat, fmpq_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball, to_flint, to_fraction
from numerics.moments.berlekamp_massey import LinearRecurrence, rank_modulo_prime, shortest_recurrence
from numerics.moments.gauss_quadrature import modified_chebyshev
from numerics.moments.partial_fractions import Pole, numerator, poles

Support = tuple[Fraction | None, Fraction | None]
"""The ends of an interval; None is minus or plus infinity."""

DEFINITE_BITS, MOST_DEFINITE_BITS = 256, 1 << 14
"""The precision at which the signs of minors are first asked for, and where the exact inertia is taken instead."""

STABLE_SUPPORT: Support = (Fraction(-1), Fraction(1))


def interval_text(support: Support) -> str:
    """The interval as it is written.

    >>> interval_text(STABLE_SUPPORT), interval_text((Fraction(0), None))
    ('[-1, 1]', '[0, oo)')
    """
    low, high = support
    return f"{'(-oo' if low is None else f'[{low}'}, {'oo)' if high is None else f'{high}]'}"


def localisers(support: Support) -> list[tuple[Fraction, ...]]:
    """Coefficients of 1, b - x, x - a and (x - a)(b - x): non-negative on [a, b], zero at the ends that they name.

    >>> [[str(c) for c in e] for e in localisers((Fraction(0), None))]
    [['1'], ['0', '1']]
    """
    low, high, one = *support, Fraction(1)
    found: list[tuple[Fraction, ...]] = [(one,)]
    if high is not None:
        found.append((high, -one))
    if low is not None:
        found.append((-low, one))
    if low is not None and high is not None:
        found.append((-low * high, low + high, -one))
    return found


@dataclass(frozen=True)
class Forcing:
    """The only measure that has the moments: its polynomial, and the least number of moments that forces it.

    The polynomial is None where the moments are measured: only enclosures of it are known.
    `stable_only`: only among measures on the support, where an end counts one half; else among all on the line.
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
    return is_definite(moments, size)


def is_definite(moments: Sequence[Fraction], size: int) -> bool:
    """Whether the Hankel matrix of `size` is positive definite. Exact.

    It is where all beta_j = D_{j+1} D_{j-1} / D_j^2 of its leading minors D_j are positive, which balls decide at a
    quadratic price; where they do not, the inertia does.
    """
    bits = DEFINITE_BITS
    while size and bits <= MOST_DEFINITE_BITS:
        try:
            with arb_bits(bits):
                _, beta = modified_chebyshev([*moments[: 2 * size - 1], Fraction(0)], number=ball)
        except (ValueError, ZeroDivisionError):
            bits *= 4
            continue
        if all(value > 0 for value in beta):
            return True
        if any(value < 0 for value in beta):
            return False
        bits *= 4
    return inertia(moments, size) == (size, 0, 0)


def extended(moments: Sequence[Fraction], polynomial: fmpq_poly, count: int) -> list[fmpq]:
    """The moments continued to `count` terms by the recurrence with this characteristic polynomial."""
    terms, p = [to_flint(value) for value in moments[:count]], (polynomial / polynomial.leading_coefficient()).coeffs()
    n = len(p) - 1
    while len(terms) < count:
        terms.append(-sum((p[i] * terms[len(terms) - n + i] for i in range(n)), fmpq(0)))
    return terms


def forcing(moments: Sequence[Fraction], bits: int, support: Support = STABLE_SUPPORT) -> Forcing | None:
    """The measure that the moments force, or None when they force none.

    With e one of the localisers and q the recurrence of the sequence sum_i e_i h_{j+i}, k - deg e > 2 deg q makes the
    integral of e q^2 vanish: every measure with these moments (on the support, unless e = 1) lives on the roots of e q.
    """
    for localiser in localisers(support):
        local = [sum((c * moments[j + i] for i, c in enumerate(localiser)), Fraction(0))
                 for j in range(len(moments) - len(localiser) + 1)]  # fmt: skip
        if not local or 2 * rank_modulo_prime(local) >= len(local):  # the rank is no smaller: nothing is confirmed
            continue
        recurrence = shortest_recurrence(local)
        if not recurrence.confirmed:
            continue
        polynomial = _reduced(recurrence.polynomial * fmpq_poly([to_flint(c) for c in localiser]), moments)
        within = None if len(localiser) == 1 else support
        if _is_measure(polynomial, moments, within, bits):
            return Forcing(polynomial, _least_count(polynomial, within), within is not None)
    return None


def _reduced(polynomial: fmpq_poly, moments: Sequence[Fraction]) -> fmpq_poly:
    """Without the roots of weight zero."""
    common = polynomial.gcd(numerator(polynomial, moments))
    reduced = polynomial // common
    return reduced / reduced.leading_coefficient()


def _is_measure(polynomial: fmpq_poly, moments: Sequence[Fraction], within: Support | None, bits: int) -> bool:
    n = polynomial.degree()
    terms = [to_fraction(v) for v in extended(moments, polynomial, max(2 * n, len(moments)))]
    if inertia(terms, n) != (n, 0, 0):
        return False
    return within is None or all(_lies_in(pole, within) for pole in poles(polynomial, terms, bits))


def _lies_in(pole: Pole, support: Support) -> bool:
    """Whether a real pole is certainly in the interval: at an end, or between the two."""
    low, high = support
    if pole.exact is not None and pole.exact in support:
        return True
    return (low is None or pole.value.real > to_flint(low)) and (high is None or pole.value.real < to_flint(high))


def _least_count(polynomial: fmpq_poly, within: Support | None) -> int:
    ends = sum(end is not None and polynomial(to_flint(end)) == 0 for end in within or ())
    return 2 * int(polynomial.degree()) - int(ends) + 1
