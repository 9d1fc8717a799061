r"""How large the powers of a matrix are, of all matrices within a radius of a given one.

||A^{2^s}|| by squaring, and K = sup_{i < n} ||A^i|| from the binary digits of i: ||A^i|| <= prod ||A^{2^s}|| over the
digits. For ||E|| <= r, with n K r < 1,

    ||(A + E)^i|| <= K (1 + K r)^i <= K / (1 - n K r) =: K',      ||(A + E)^i - A^i|| <= i K K' r        (i < n).
"""

from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Generic, TypeVar

from numerics.arithmetics.bounds import EnclosingArithmetic, operator_norm

M = TypeVar("M")


@dataclass(frozen=True)
class PowerBounds(Generic[M]):
    """``norms[s]`` bounds ||A^{2^s}||, s = 0, 1, ...; ``radius`` is the distance to the matrices that are meant."""

    norms: tuple[Fraction, ...]
    radius: Fraction

    @property
    def exact(self) -> Fraction:
        """K, a bound of ||A^i|| for i < n = 2^len(norms)."""
        return Fraction(prod((max(Fraction(1), size) for size in self.norms), start=Fraction(1)))

    @property
    def nearby(self) -> Fraction:
        """K', the same for every matrix within the radius; raises ValueError when the radius is too large for that."""
        return Fraction(self.exact / (1 - self._spread))

    @property
    def drift(self) -> Fraction:
        """A bound of ||(A + E)^i - A^i|| for i < n."""
        return Fraction(2 ** len(self.norms) * self.exact * self.nearby * self.radius)

    @property
    def _spread(self) -> Fraction:
        spread = 2 ** len(self.norms) * self.exact * self.radius
        if spread >= 1:
            raise ValueError(f"powers: the radius is too large to follow 2^{len(self.norms)} powers; use more digits")
        return Fraction(spread)


def power_bounds(A: M, count: int, radius: Fraction, arithmetic: EnclosingArithmetic[M]) -> PowerBounds[M]:
    """Bounds for the powers below `count` of all matrices within `radius` of the exact matrix A."""
    norms: list[Fraction] = []
    power = A
    while 2 ** len(norms) < count:
        norms.append(rounded_up(operator_norm(power, arithmetic)))
        power = arithmetic.multiply(power, power)
    return PowerBounds(tuple(norms), radius)


def rounded_up(value: Fraction, bits: int = 64) -> Fraction:
    """A fraction of few digits just above a value >= 0."""
    shift = bits + value.denominator.bit_length() - value.numerator.bit_length()
    if shift < 0:
        return Fraction(-(-value.numerator // (value.denominator << -shift)) << -shift)
    return Fraction(-(-(value.numerator << shift) // value.denominator), 1 << shift)
