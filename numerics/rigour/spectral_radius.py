r"""The spectral radius of all matrices in a box, enclosed by Gelfand's formula at powers of two.

|tr A^m| / d <= rho^m <= ||A^m||, m = 2^s. A^m is scaled by a power of two at each squaring, so no exponent overflows.
The slack is (condition number of the eigenvectors)^{1/m} - 1; squaring stops when the box has become too wide.
"""

from fractions import Fraction
from typing import TypeVar

from numerics.arithmetics.bounds import Bounds, EnclosingArithmetic, norm, root

M = TypeVar("M")

LAST = 6
"""Of so many last squarings the bounds are compared: the last ones are the sharpest, until the box is too wide."""


def spectral_radius(A: M, arithmetic: EnclosingArithmetic[M]) -> Bounds:
    """Lower and upper bound of the spectral radius of every matrix in the box A: the more bits, the closer."""
    exponents: list[int] = []
    found: list[tuple[Bounds, Bounds, int]] = []
    power = A
    for _ in range(arithmetic.bits // 3):
        size = norm([power], arithmetic)
        if size.upper == 0:
            return Bounds(Fraction(0), Fraction(0))
        exponents.append(size.upper.numerator.bit_length() - size.upper.denominator.bit_length())
        power = arithmetic.scale(Fraction(2) ** -exponents[-1], power)
        scaled = norm([power], arithmetic)
        found.append((_mean_eigenvalue(power, arithmetic), scaled, len(exponents)))
        if scaled.upper > 2 * scaled.lower:
            break
        power = arithmetic.multiply(power, power)
    last = [[_unscaled(value, exponents[:s], arithmetic.bits) for value in pair] for *pair, s in found[-LAST:]]
    return Bounds(max(low.lower for low, _ in last), min(high.upper for _, high in last))


def _mean_eigenvalue(power: M, arithmetic: EnclosingArithmetic[M]) -> Bounds:
    """|trace| / d, at most the modulus of the largest eigenvalue."""
    rows = arithmetic.bounds(power)
    low, high = (sum((row[i][end] for i, row in enumerate(rows)), Fraction(0)) for end in (0, 1))
    least = Fraction(0) if low <= 0 <= high else min(abs(low), abs(high))
    return Bounds(least / len(rows), max(abs(low), abs(high)) / len(rows))


def _unscaled(value: Bounds, exponents: list[int], bits: int) -> Bounds:
    """(2^{e_0 m + e_1 m/2 + ... + e_s} value)^{1/m}, taken one square root at a time."""
    for shift in reversed(exponents[1:]):
        factor = Fraction(2) ** shift
        value = root(Bounds(value.lower * factor, value.upper * factor), bits)
    factor = Fraction(2) ** exponents[0]
    return Bounds(value.lower * factor, value.upper * factor)
