"""The spectral radius of every matrix of a ball: |tr A^m| / d <= rho^m <= |A^m|_F at m = 2^s.

A power is kept as 2^e times a ball of size about 1, so nothing overflows or vanishes; roots are taken one by one.
"""

from collections.abc import Callable
from fractions import Fraction
from math import isqrt

from numerics.checker.balls import Ball, Fixed, Interval, rounded_up

LAST = 12
"""Of so many last squarings the bounds are compared."""


def spectral_radius(A: Ball, fixed: Fixed) -> Interval:
    """Lower and upper bound; squaring stops when the ball reaches half as far as its middle."""
    power, exponent = _normed(A, 0, fixed)
    bounds: list[tuple[int, int, int]] = []
    for _ in range(fixed.bits // 3):
        trace = abs(sum(row[i] for i, row in enumerate(power.rows)))
        least = (trace - power.radius * (isqrt(len(power.rows)) + 1)) // len(power.rows)
        bounds.append((max(0, least), power.size + power.radius, exponent))
        if power.size <= 2 * power.radius:
            break
        power, exponent = _normed(fixed.multiply(power, power), 2 * exponent, fixed)
    found = [(low, high, e, s) for s, (low, high, e) in enumerate(bounds)][-LAST:]
    return Interval(
        max(_root(low, e, s, fixed.bits, _down) for low, _, e, s in found),
        min(_root(high, e, s, fixed.bits, _up) for _, high, e, s in found),
    )


def _normed(X: Ball, exponent: int, fixed: Fixed) -> tuple[Ball, int]:
    """The same matrices as 2^exponent times a ball whose middle has the size 1 or so."""
    shift = fixed.bits - X.size.bit_length()
    if shift >= 0:
        return Ball(
            tuple(tuple(entry << shift for entry in row) for row in X.rows), X.radius << shift
        ), exponent - shift
    rows = tuple(tuple(entry >> -shift for entry in row) for row in X.rows)
    return Ball(rows, rounded_up(X.radius, -shift) + len(rows)), exponent - shift


def _root(value: int, exponent: int, times: int, bits: int, rounded: Callable[[int], int]) -> Fraction:
    """(2^exponent value 2^-bits)^{1/2^times}, each square root rounded to about `bits` digits."""
    exponent -= bits
    for _ in range(times):
        shift = max(0, 2 * bits - value.bit_length())
        shift += exponent - shift & 1
        value, exponent = rounded(value << shift), (exponent - shift) // 2
    return Fraction(value) * Fraction(2) ** exponent


def _down(value: int) -> int:
    return isqrt(value)


def _up(value: int) -> int:
    return isqrt(value) + 1
