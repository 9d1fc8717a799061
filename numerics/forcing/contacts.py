r"""Where x^j exceeds a polynomial most, on an interval: the points that an exchange takes in.

phi = sign x^j - q has few local maxima (Descartes: its derivatives change sign seldom). They are sought from the local
maxima on a grid that is denser at the ends, where x^j is steep, and from points that were contacts before; each by a
few Newton steps for phi'. Nothing here is rigorous: what is found is proposed, `clearance` decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from flint import arb, arb_poly

from numerics.arithmetics.rationals import ball

NEWTON_STEPS = 8


@dataclass(frozen=True)
class Power:
    """sign x^j, the function that is bounded from above."""

    lag: int
    sign: int

    def __call__(self, x: arb) -> arb:
        return self.sign * x**self.lag

    def slope(self, x: arb) -> arb:
        """Its derivative."""
        return self.sign * self.lag * x ** (self.lag - 1) if self.lag else arb(0)

    def bend(self, x: arb) -> arb:
        """Its second derivative."""
        return self.sign * self.lag * (self.lag - 1) * x ** (self.lag - 2) if self.lag > 1 else arb(0)


@dataclass(frozen=True)
class Spectrum:
    """The interval [low, high] on which measures live, and the grid on which contacts are first sought."""

    low: Fraction
    high: Fraction
    points: int = 160

    @cached_property
    def grid(self) -> list[arb]:
        """Chebyshev points: spacing (high - low)/points^2 at the ends; both ends belong to them."""
        middle, half = ball((self.low + self.high) / 2), ball((self.high - self.low) / 2)
        inner = [(middle - half * (arb.pi() * i / self.points).cos()).mid() for i in range(1, self.points)]
        return [ball(self.low).mid(), *inner, ball(self.high).mid()]


def contacts(q: Sequence[arb], power: Power, spectrum: Spectrum, seen: Sequence[arb]) -> list[tuple[arb, arb]]:
    """(point, phi there) of the local maxima of phi that were found, midpoints at the current precision."""
    polynomial = arb_poly(q)
    heights = [
        power(x).mid() - value.mid() for x, value in zip(spectrum.grid, _values(polynomial, spectrum), strict=True)
    ]
    last = len(heights) - 1
    tops = [
        spectrum.grid[i]
        for i, height in enumerate(heights)
        if (i == 0 or heights[i - 1] <= height) and (i == last or heights[i + 1] <= height)
    ]
    found = [_climbed(x, polynomial, power, spectrum) for x in [*tops, *seen]]
    return [(x, (power(x) - polynomial(x)).mid()) for x in found]


def _values(polynomial: arb_poly, spectrum: Spectrum) -> list[arb]:
    return [polynomial(x) for x in spectrum.grid]


def _climbed(x: arb, polynomial: arb_poly, power: Power, spectrum: Spectrum) -> arb:
    """Newton's method for phi' = 0 from x, as long as it climbs and stays inside."""
    first, second = polynomial.derivative(), polynomial.derivative().derivative()
    low, high = spectrum.grid[0], spectrum.grid[-1]
    height = (power(x) - polynomial(x)).mid()
    for _ in range(NEWTON_STEPS):
        bend = (power.bend(x) - second(x)).mid()
        if not bend < 0:
            break
        moved = (x - (power.slope(x) - first(x)) / bend).mid()
        moved = low if moved < low else high if moved > high else moved
        higher = (power(moved) - polynomial(moved)).mid()
        if not higher > height:
            break
        x, height = moved, higher
    return x
