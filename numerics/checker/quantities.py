r"""Loss, balancedness, drift and asymmetry of every student of a ball; the bound of the drift along a run.

L = sum |h_j - g_j|^2,     Q = A A^T - A^T A + B B^T - C^T C,     |theta_a|^2 = |A - A^T|^2 / 4 + |B - C^T|^2 / 2,
|Q - Q_0| <= sqrt2 eta^2 sum |grad L(theta_t)|^2.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from numerics.checker.balls import Ball, Exact, Fixed, Interval
from numerics.checker.model import Student, markov


def residual_norms(student: Student, response: Sequence[Exact], fixed: Fixed) -> list[Interval]:
    """|h_j - g_j| for a list of lags g_j."""
    h = markov(student, len(response), fixed)
    return [fixed.norm(fixed.subtract(h_j, fixed.ball(g_j))) for h_j, g_j in zip(h, response, strict=True)]


def loss(student: Student, response: Sequence[Exact], fixed: Fixed) -> Interval:
    """L on the lags that were trained on."""
    norms = residual_norms(student, response, fixed)
    return Interval(sum((n.lower**2 for n in norms), Fraction(0)), sum((n.upper**2 for n in norms), Fraction(0)))


def balancedness(student: Student, fixed: Fixed) -> Ball:
    """Q = A A^T - A^T A + B B^T - C^T C, for every student of the ball."""
    A, B, C = student.parts
    state = fixed.subtract(fixed.multiply(A, A.transposed), fixed.multiply(A.transposed, A))
    return fixed.add(state, fixed.subtract(fixed.multiply(B, B.transposed), fixed.multiply(C.transposed, C)))


def drift(student: Student, start: Student, fixed: Fixed) -> Interval:
    """|Q - Q_0|."""
    return fixed.norm(fixed.subtract(balancedness(student, fixed), balancedness(start, fixed)))


def drift_bound(eta: Fraction, energy: Interval, bits: int) -> Interval:
    """sqrt2 eta^2 times the energy."""
    root = isqrt(2 << 2 * bits)
    return Interval(
        Fraction(root, 1 << bits) * eta**2 * energy.lower, Fraction(root + 1, 1 << bits) * eta**2 * energy.upper
    )


def asymmetry(student: Student, fixed: Fixed) -> Interval:
    """|theta_a|, where there are as many inputs as outputs."""
    state = fixed.norm(fixed.subtract(student.A, student.A.transposed))
    ports = fixed.norm(fixed.subtract(student.B, student.C.transposed))
    low, high = (state.lower**2 / 4 + ports.lower**2 / 2, state.upper**2 / 4 + ports.upper**2 / 2)
    return Interval(_root(low, fixed.bits, 0), _root(high, fixed.bits, 1))


def _root(value: Fraction, bits: int, extra: int) -> Fraction:
    """The square root in units of 2^-bits: rounded down, and `extra` units more."""
    return Fraction(isqrt((value.numerator << 2 * bits) // value.denominator) + extra, 1 << bits)
