r"""How far a student is from every teacher of positive modes that its trained lags allow: at each lag, and at all.

With lower_j <= g_j <= upper_j the error |h_j - g_j| is at most max(upper_j - h_j, h_j - lower_j), and where h_j lies
outside it is at least its distance from the interval. From an even lag J on, inside [-1, 1], |g_j| <= upper_J, and the
student's own tail is bounded by the powers of A: so finitely many lags bound them all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from numerics.arithmetics.rationals import exact_value
from numerics.forcing.every_lag import Families
from numerics.forcing.exchange import Data
from numerics.forcing.forced_interval import ForcedInterval

LONGEST = 4096
"""How many lags are followed one by one before tails take over."""


@dataclass(frozen=True)
class LagBound:
    """At one lag: the interval that holds g_j, h_j (a midpoint), and between which numbers |h_j - g_j| lies."""

    lag: int
    lower: Fraction
    upper: Fraction
    response: Fraction
    error_at_most: Fraction
    error_at_least: Fraction


@dataclass(frozen=True)
class Extrapolation:
    """All lags below a horizon, and, where they could be bounded, all there are (``every``)."""

    lags: tuple[LagBound, ...]
    every: Fraction | None

    @property
    def worst(self) -> LagBound:
        """Where the error may be largest."""
        return max(self.lags, key=lambda at: at.error_at_most)

    def proved_wrong(self, tolerance: Fraction) -> LagBound | None:
        """The first lag at which every teacher is further away than the tolerance, if there is one."""
        return next((at for at in self.lags if at.error_at_least > tolerance), None)

    def reach(self, tolerance: Fraction) -> int:
        """How many lags in a row are proved to be within the tolerance."""
        return next((at.lag for at in self.lags if at.error_at_most > tolerance), len(self.lags))


Tail = Callable[[int], Fraction | None]
"""A bound of |h_j| for all j from a lag on; None where there is none."""


def extrapolation(
    response: Sequence[arb],
    data: Data,
    families: Families,
    sharp: Mapping[int, ForcedInterval],
    horizon: int,
    tail: Tail,
) -> Extrapolation:
    """The student whose response is enclosed, against every teacher that its trained lags allow.

    Args:
        response: balls around h_0, h_1, ..., at least `horizon` of them; more serve to bound every lag.
        data: the trained lags, how well they are fitted, the interval of the teachers' modes.
        families: polynomials for all lags.
        sharp: the intervals that were found lag by lag, by lag.
        horizon: how many lags are listed.
        tail: bounds the student's response from a lag on.

    Returns:
        A bound at every lag below the horizon, and one for every lag there is or None.
    """
    found = tuple(_at(lag, response[lag], data, families, sharp.get(lag)) for lag in range(horizon))
    return Extrapolation(found, _every(found, response, data, families, tail))


def _every(
    found: Sequence[LagBound], response: Sequence[arb], data: Data, families: Families, tail: Tail
) -> Fraction | None:
    if data.spectrum.low < -1 or data.spectrum.high > 1:
        return None
    head = max(at.error_at_most for at in found)
    lag, first = len(found), max(len(found) + len(found) % 2, len(data.lags) + len(data.lags) % 2)
    while first <= min(LONGEST, len(response)):
        own, above = tail(first), families.bounds(first)[1]
        if own is not None and above.is_finite() and own <= max(exact_value(above) / 8, head / 8):
            between = [_at(j, response[j], data, families, None).error_at_most for j in range(lag, first)]
            return max(head, *between, exact_value(above) + own)
        first *= 2
    return None


def _at(lag: int, h: arb, data: Data, families: Families, sharp: ForcedInterval | None) -> LagBound:
    lower, upper = _trained(lag, data) if lag < len(data.lags) else map(exact_value, families.bounds(lag))
    if sharp is not None:
        lower, upper = max(lower, sharp.lower.value), min(upper, sharp.upper.value)
    low, high = exact_value(h.lower()), exact_value(h.upper())
    return LagBound(
        lag, lower, upper, (low + high) / 2, max(upper - low, high - lower), max(low - upper, lower - high, Fraction(0))
    )


def _trained(lag: int, data: Data) -> tuple[Fraction, Fraction]:
    """h_j plus and minus how far off a trained lag can be."""
    unit = [arb(1) if i == lag else arb(0) for i in range(len(data.lags))]
    reach = exact_value(data.accuracy.price(unit).upper())
    return data.lags[lag] - reach, data.lags[lag] + reach
