r"""Partial realisation: who can fit k lags of a sequence of degree n without continuing it, and from which width on.

The generating function of an impulse response is a proper rational function, G(x) = sum_j g_j x^{-j-1} = c(x)/a(x);
in lowest terms deg a is the degree n of the sequence, the fewest states that realise it. With Bezout's b c - e a = 1,

    (x^s c - delta e) / (x^s a - delta b)  -  c/a  =  delta / (a (x^s a - delta b)),      s = k + 1 - 2n,

agrees with c/a on exactly k lags, misses lag k by delta, and needs k + 1 - n states. With fewer states nothing of the
kind exists. The proofs are in `realization_proofs`; this file builds and measures. All matrices are exact (fmpq).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from flint import fmpq, fmpq_mat, fmpq_poly

from theory.model.rationals import to_flint


@dataclass(frozen=True)
class TransferFunction:
    """numerator / denominator in lowest terms, the denominator monic and of larger degree (`transfer_function`)."""

    numerator: fmpq_poly
    denominator: fmpq_poly

    @property
    def degree(self) -> int:
        """n: the degree of the sequence, the fewest states that realise it."""
        return int(self.denominator.degree())


@dataclass(frozen=True)
class Realization:
    """A (d x d), B (d x m) and C (p x d), exact."""

    A: fmpq_mat
    B: fmpq_mat
    C: fmpq_mat


def transfer_function(numerator: fmpq_poly, denominator: fmpq_poly) -> TransferFunction:
    """numerator / denominator in lowest terms; raises ValueError unless it is proper (an impulse response).

    >>> transfer_function(fmpq_poly([0, 2]), fmpq_poly([0, -2, 2]))
    TransferFunction(numerator=1, denominator=x + (-1))
    """
    if denominator.is_zero() or numerator.degree() >= denominator.degree():
        raise ValueError("transfer_function: the numerator's degree must be below the denominator's")
    common = numerator.gcd(denominator) * denominator.leading_coefficient()
    return TransferFunction(numerator // common, denominator // common)


def teacher_of(nodes: Sequence[Fraction], weights: Sequence[Fraction]) -> TransferFunction:
    """sum_i w_i / (x - x_i): the generating function of g_j = sum_i w_i x_i^j; distinct nodes.

    >>> teacher_of([Fraction(1), Fraction(2)], [Fraction(1), Fraction(-1)])
    TransferFunction(numerator=(-1), denominator=x^2 + (-3)*x + 2)
    """
    factors = [fmpq_poly([-to_flint(node), 1]) for node in nodes]
    whole = prod(factors, start=fmpq_poly([1]))
    parts = (to_flint(weight) * (whole // factor) for weight, factor in zip(weights, factors, strict=True))
    return transfer_function(sum(parts, fmpq_poly([0])), whole)


def series(system: TransferFunction, length: int) -> list[fmpq]:
    """g_0, ..., g_{length-1}: the coefficients of x^{-1}, x^{-2}, ... of the transfer function.

    >>> series(transfer_function(fmpq_poly([1]), fmpq_poly([0, 0, 1])), 4)
    [0, 1, 0, 0]
    """
    n = system.degree
    found: list[fmpq] = []
    for lag in range(length):
        own = system.numerator[n - 1 - lag] if lag < n else fmpq(0)
        past = range(1, min(n, lag) + 1)
        found.append(own - sum((system.denominator[n - i] * found[lag - i] for i in past), start=fmpq(0)))
    return found


def impulse_response(model: Realization, length: int) -> list[fmpq_mat]:
    """C A^j B for j < length, each p x m."""
    found, column = [], model.B
    for _ in range(length):
        found.append(model.C * column)
        column = model.A * column
    return found


def realize(system: TransferFunction, width: int) -> Realization:
    """The observable companion form: A^j B = (h_j, ..., h_{n+j-1}), C = e_1; padded with zero states to `width`.

    Raises ValueError when `width` is below the degree.
    """
    n = system.degree
    if width < n:
        raise ValueError(f"realize: a sequence of degree {n} needs {n} states, not {width}; ask for a larger width")
    A, B, C = fmpq_mat(width, width), fmpq_mat(width, 1), fmpq_mat(1, width)
    for row, value in enumerate(series(system, n)):
        B[row, 0] = value
        A[n - 1, row] = -system.denominator[row]
        if row + 1 < n:
            A[row, row + 1] = 1
    if n:
        C[0, 0] = 1
    return Realization(A, B, C)


def bezout(system: TransferFunction) -> tuple[fmpq_poly, fmpq_poly]:
    """b and e with b c - e a = 1 and deg b < n (b = 0, e = -1 for the zero sequence).

    >>> bezout(transfer_function(fmpq_poly([2]), fmpq_poly([-1, 1])))
    (1/2, 0)
    """
    one, _, b = system.denominator.xgcd(system.numerator)
    b = b % system.denominator
    e, remainder = divmod(b * system.numerator - one, system.denominator)
    if one != 1 or remainder != 0:
        raise ValueError("bezout: the numerator and the denominator must have no common factor")
    return b, e


def deviating(teacher: TransferFunction, lags: int, deviation: fmpq) -> TransferFunction:
    """The sequence of degree `lags` + 1 - n (n when `deviation` is 0) that agrees on `lags` lags, then is off by it.

    Raises ValueError when 2n > lags + 1: then the lags need not even show that the teacher has degree n.
    """
    excess = lags + 1 - 2 * teacher.degree
    if excess < 0:
        raise ValueError(f"deviating: a teacher of degree {teacher.degree} wants at least {lags - excess} lags")
    if deviation == 0:
        return teacher
    b, e = bezout(teacher)
    shift = fmpq_poly([0] * excess + [1])
    return transfer_function(shift * teacher.numerator - deviation * e, shift * teacher.denominator - deviation * b)


def non_extrapolating_student(teacher: TransferFunction, lags: int, value: fmpq, width: int) -> Realization:
    r"""A student with zero loss on the trained lags, whose next response is whatever is asked for.

    Args:
        teacher: of degree n, with $2n \le k + 1$.
        lags: k, how many lags are fitted.
        value: $h_k$, any rational number.
        width: the number of states; at least k + 1 - n, unless the value is the teacher's own.

    Returns:
        A is width x width, B width x 1, C 1 x width, exact.

    Raises:
        ValueError: the width is below k + 1 - n, or the lags need not show that the teacher has degree n.
    """
    off = value - series(teacher, lags + 1)[lags]
    return realize(deviating(teacher, lags, off), width)


def smallest_width(sequence: Sequence[fmpq]) -> int:
    """The fewest states that realise these first terms: the least D for which a monic recurrence of order D holds.

    Exact, by ranks: the Hankel columns 0..D-1 span column D. An oracle that knows nothing of transfer functions.

    >>> smallest_width([fmpq(0), fmpq(0), fmpq(5)]), smallest_width([fmpq(1), fmpq(2), fmpq(4)])
    (3, 1)
    """
    terms = len(sequence)
    for order in range(terms):
        rows = [[sequence[row + column] for column in range(order + 1)] for row in range(terms - order)]
        known = [row[:order] for row in rows]
        if (fmpq_mat(known).rank() if order else 0) == fmpq_mat(rows).rank():
            return order
    return terms
