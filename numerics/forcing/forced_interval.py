r"""What K inexact lags force at a later lag: an interval that holds g_j for every positive measure that agrees.

    g_j <= <q, h> + price(q)       for every polynomial q with deg q < K and q >= x^j on the spectrum,

the price being the largest <q, u> over the errors u that are allowed. The exchange proposes q; `clearance` bounds
rigorously how far it falls below x^j, and its constant is raised by that much. The exchange also proposes a measure: it
agrees exactly, and its g_j says how much of the interval is certainly needed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from flint import arb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball, exact_value
from numerics.forcing.clearance import clearance
from numerics.forcing.contacts import Power, Spectrum
from numerics.forcing.exchange import Data, feasible, largest, nearest
from numerics.forcing.simplex import Vertex

SHARE = Fraction(1, 400)
"""The search at one end stops within this share of the interval's length."""

MARGIN = Fraction(1, 10**5)
"""How far a proposed measure is mixed with the nearest one, so that rounding keeps it within the accuracy."""


class NoMeasure(ValueError):  # noqa: N818
    """No positive measure on the spectrum has the lags within the accuracy; ``distance`` is a lower bound, in units."""

    def __init__(self, distance: Fraction) -> None:
        self.distance = distance
        super().__init__(
            f"forcing: no positive measure on the spectrum is within the accuracy of the lags: the nearest is more "
            f"than {float(distance):.4g} times as far; allow for larger errors, or for other modes"
        )


class Undecided(ValueError):  # noqa: N818
    """Whether some measure is within the accuracy could not be decided: the lags lie on the edge."""


@dataclass(frozen=True)
class Measure:
    """A positive measure: nodes and their weights, exact."""

    nodes: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]

    def moment(self, lag: int) -> Fraction:
        """Its moment of this order."""
        return sum((w * x**lag for x, w in zip(self.nodes, self.weights, strict=True)), Fraction(0))

    def enclosed(self, lag: int) -> arb:
        """A ball around that moment: exact ones of late lags have millions of digits."""
        pairs = zip(self.nodes, self.weights, strict=True)
        return sum((ball(w) * ball(x) ** lag for x, w in pairs), start=arb(0))


@dataclass(frozen=True)
class End:
    """One end of an interval: no measure goes beyond ``value``, by ``polynomial``; ``measure`` comes near, if found."""

    value: Fraction
    polynomial: tuple[Fraction, ...]
    measure: Measure | None


@dataclass(frozen=True)
class ForcedInterval:
    """lower.value <= g_j <= upper.value for every positive measure that agrees on the K lags."""

    lag: int
    lower: End
    upper: End


@dataclass(frozen=True)
class Forcing:
    """The programme of K lags, ready for any later lag: the nearest measure, and the precision that is worked with."""

    data: Data
    start: Vertex
    centre: Measure
    bits: int

    def intervals(self, lags: Sequence[int]) -> Iterator[ForcedInterval]:
        """The interval at each of the lags, in their order; each search starts where the one before it ended."""
        above = below = self.start
        for lag in lags:
            with arb_bits(self.bits):
                above, upper = self._end(above, Power(lag, 1))
                below, lower = self._end(below, Power(lag, -1))
            mirrored = End(-lower.value, tuple(-c for c in lower.polynomial), lower.measure)
            yield ForcedInterval(lag, mirrored, upper)

    @property
    def grid(self) -> int:
        """How many binary places numbers are rounded to that are told."""
        return grid_of(self.data, self.bits)

    def reference(self, power: Power) -> arb:
        """What the nearest measure has at this power: gains are counted from there."""
        return (power.sign * self.centre.enclosed(power.lag)).mid()

    def _end(self, start: Vertex, power: Power) -> tuple[Vertex, End]:
        reference = self.reference(power)
        vertex = largest(self.data, start, power, SHARE, reference)
        reached = sum((w * power(t) for t, w in vertex.atoms), start=arb(0)).mid()
        tolerance = ((reached - reference).max(arb(2) ** -self.bits) * ball(SHARE) / self.data.mass).mid()
        rounded = [ball(on_grid(c, self.grid)) for c in vertex.q]
        q = raised(rounded, clearance(rounded, power, self.data.spectrum, tolerance))
        value = above_on_grid(value_on_lags(q, self.data) + price(q, self.data), self.grid)
        return vertex, End(value, q, self._agreeing(vertex))

    def _agreeing(self, vertex: Vertex) -> Measure | None:
        """The vertex's measure, mixed with a little of the centre; None unless it agrees with the lags, exactly."""
        found = measure_of(vertex, self.data.spectrum, self.grid)
        nodes = found.nodes + self.centre.nodes
        weights = [w * (1 - MARGIN) for w in found.weights] + [w * MARGIN for w in self.centre.weights]
        mixed = Measure(nodes, tuple(weights))
        return mixed if agrees(mixed, self.data) else None


def raised(q: Sequence[arb], least: arb) -> tuple[Fraction, ...]:
    """q with its constant raised by what it may fall short of its target: exact."""
    exact = [exact_value(c) for c in q]
    return (exact[0] - min(exact_value(least), Fraction(0)), *exact[1:])


def value_on_lags(q: Sequence[Fraction], data: Data) -> Fraction:
    """<q, h>, exact."""
    return sum((c * h for c, h in zip(q, data.lags, strict=True)), Fraction(0))


def price(q: Sequence[Fraction], data: Data) -> Fraction:
    """An exact upper bound of what q pays for inexact lags."""
    return exact_value(data.accuracy.price([ball(c) for c in q]).upper())


def measure_of(vertex: Vertex, spectrum: Spectrum, grid: int) -> Measure:
    """The measure of a vertex, nodes and weights rounded to multiples of 2^-grid, no node moved out of the spectrum."""
    nodes = (min(max(on_grid(t, grid), spectrum.low), spectrum.high) for t, _ in vertex.atoms)
    return Measure(tuple(nodes), tuple(on_grid(w, grid) for _, w in vertex.atoms))


def grid_of(data: Data, bits: int) -> int:
    """Multiples of 2^-grid are fine enough beside the accuracy; finer ones only make numbers long."""
    finest = min(data.accuracy.unit(i) for i in range(len(data.lags)))
    return bits + max(0, finest.denominator.bit_length() - finest.numerator.bit_length())


def on_grid(value: arb, grid: int) -> Fraction:
    """The multiple of 2^-grid nearest to a midpoint."""
    return Fraction(round(exact_value(value) * 2**grid), 2**grid)


def above_on_grid(value: Fraction, grid: int) -> Fraction:
    """The least multiple of 2^-grid that is not below."""
    return Fraction(ceil(value * 2**grid), 2**grid)


def agrees(measure: Measure, data: Data) -> bool:
    """Whether the measure lies on the spectrum and has the lags within the accuracy; exact."""
    inside = all(data.spectrum.low <= x <= data.spectrum.high for x in measure.nodes)
    positive = all(w >= 0 for w in measure.weights)
    return inside and positive and data.accuracy.contains(
        [h - measure.moment(i) for i, h in enumerate(data.lags)]
    )  # fmt: skip


def forcing(data: Data) -> Forcing:
    """Prepares the programme: finds the measure nearest to the lags.

    Args:
        data: K >= 1 lags, the accuracy with which they are known, the interval on which measures live.

    Returns:
        What answers for any later lag.

    Raises:
        NoMeasure: no positive measure is within the accuracy; proved.
        Undecided: neither that nor a measure within it was found.
    """
    bits = working_bits(data)
    with arb_bits(bits):
        vertex = nearest(data, SHARE)
        centre = measure_of(vertex, data.spectrum, grid_of(data, bits))
        if agrees(centre, data):
            return Forcing(data, feasible(data, vertex), centre, bits)
        distance = _distance(vertex, data)
    if distance > 1:
        raise NoMeasure(distance)
    raise Undecided("forcing: the lags lie on the edge of what positive measures can do; allow for larger errors")


def _distance(vertex: Vertex, data: Data) -> Fraction:
    """A lower bound of the distance of every positive measure, in units of the accuracy, proved by a q >= 0.

    <q, h> = int q dmu + <q, u> >= -tau price(q) for errors u of tau units, hence tau >= -<q, h> / price(q).
    """
    least = clearance(vertex.q, Power(0, 0), data.spectrum, (vertex.multipliers[-1] * ball(SHARE) / data.mass).mid())
    q = raised(vertex.q, least)
    return -value_on_lags(q, data) / price(q, data)


def working_bits(data: Data) -> int:
    """Enough for an accuracy that is small beside the lags, and for K powers."""
    size = max((abs(h) for h in data.lags), default=Fraction(1)) or Fraction(1)
    finest = min(data.accuracy.unit(i) for i in range(len(data.lags)))
    ratio = size / finest
    return 192 + 12 * len(data.lags) + 3 * max(0, ratio.numerator.bit_length() - ratio.denominator.bit_length())
