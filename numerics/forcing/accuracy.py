r"""How well the first K lags are known: sets of errors u = h - g, and what such an error can do to a polynomial.

    Box:   |u_i| <= delta_i,          max <q, u> = sum_i delta_i |q_i|
    Ball:  sum_i u_i^2 <= ell,        max <q, u> = sqrt(ell) ||q||

The maximum, called the price of q, is what a bound by the polynomial q pays for inexact lags.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from flint import arb

from numerics.arithmetics.bounds import Bounds, root
from numerics.arithmetics.rationals import ball

ROOT_BITS = 128
"""A root is rounded up at this many bits: relative to what is bounded, that is nothing."""


class Accuracy(Protocol):
    """A convex set of errors, symmetric about 0."""

    def price(self, q: Sequence[arb]) -> arb:
        """A ball around the largest <q, u>."""

    def farthest(self, q: Sequence[arb]) -> list[arb]:
        """The error u at which <q, u> is largest, at the current precision."""

    def contains(self, u: Sequence[Fraction]) -> bool:
        """Whether the error belongs to the set; exact."""

    def unit(self, place: int) -> Fraction:
        """How large the error of this one lag can be when all others are exact, rounded down."""


@dataclass(frozen=True)
class Box:
    """Every lag i is within ``radii[i]`` > 0 of the truth.

    >>> Box((Fraction(1, 2), Fraction(1))).price([arb(3), arb(-1)])
    2.50000000000000
    """

    radii: tuple[Fraction, ...]

    def __str__(self) -> str:
        one = len(set(self.radii)) == 1
        return f"each within {self.radii[0]}" if one else f"within {', '.join(map(str, self.radii))}"

    def price(self, q: Sequence[arb]) -> arb:
        return sum((ball(delta) * abs(c) for delta, c in zip(self.radii, q, strict=True)), start=arb(0))

    def farthest(self, q: Sequence[arb]) -> list[arb]:
        return [ball(delta) if c >= 0 else -ball(delta) for delta, c in zip(self.radii, q, strict=True)]

    def contains(self, u: Sequence[Fraction]) -> bool:
        return all(abs(error) <= delta for delta, error in zip(self.radii, u, strict=True))

    def unit(self, place: int) -> Fraction:
        return self.radii[place]


@dataclass(frozen=True)
class Ball:
    """The sum of the squared errors is at most ``loss`` > 0.

    >>> Ball(Fraction(1, 4)).price([arb(3), arb(-4)])
    2.50000000000000
    """

    loss: Fraction

    def __str__(self) -> str:
        return f"squared errors {self.loss} in all"

    def price(self, q: Sequence[arb]) -> arb:
        return ball(self.loss).sqrt() * sum((c * c for c in q), start=arb(0)).sqrt()

    def farthest(self, q: Sequence[arb]) -> list[arb]:
        size = sum((c * c for c in q), start=arb(0)).sqrt()
        if not size > 0:
            return [arb(0)] * len(q)
        return [(c * ball(self.loss).sqrt() / size).mid() for c in q]

    def contains(self, u: Sequence[Fraction]) -> bool:
        return sum((error * error for error in u), Fraction(0)) <= self.loss

    def unit(self, place: int) -> Fraction:
        del place  # a ball is as wide in every direction
        return root(Bounds(self.loss, self.loss), ROOT_BITS).lower
