"""The answer of a recovery: what the first moments determine, on which hypotheses, and what is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flint import acb, arb, fmpq_poly

from numerics.arithmetics.rationals import to_fraction
from numerics.moments.partial_fractions import Pole
from numerics.moments.truncated_moments import STABLE_SUPPORT, Forcing, Support
from numerics.recovery.least_squares import Fit

Report = Callable[[float, float, str], None]
"""Told how much of the whole is done, and what is being done."""


@dataclass(frozen=True)
class Recovery:
    """What the first `count` moments determine.

    `degree` is None where they leave it open; a smallest realisation then has `degree_at_least` states. `confirmed`:
    more moments than the 2n needed obey the recurrence. `positive`: whether a positive measure has these moments (None:
    not decided). `signature`: positive and negative eigenvalues of the Hankel matrix. `digits` are certified for every
    node and weight; `digits_lost` is the condition of the inverse Prony map. `missing` is empty when all is decided,
    else it says what would decide; `hypotheses` is what the answer takes for granted. `fit` stands where
    nothing could be enclosed, and certifies nothing. `start` is the lag of the first number: weights
    are those of lag 0. `feedthrough` is D = h_0 where a pole is 0 (or may be): the others give the lags from 1 on.
    """

    count: int
    degree: int | None
    degree_at_least: int
    confirmed: bool = False
    polynomial: fmpq_poly | None = None
    poles: tuple[Pole, ...] = ()
    positive: bool | None = None
    signature: tuple[int, int] | None = None
    forcing: Forcing | None = None
    digits: int = 0
    digits_lost: int | None = None
    bits: int = 0
    routes: tuple[str, ...] = ()
    extrapolation: tuple[tuple[int, arb], ...] = ()
    accuracy: Fraction = Fraction(0)
    fit: Fit | None = None
    start: int = 0
    support: Support = STABLE_SUPPORT
    feedthrough: acb | None = None
    hypotheses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    missing: str = ""


def silent(*_: object) -> None:
    """Reports nothing."""


def endpoints(ball: arb) -> tuple[Fraction, Fraction]:
    """The exact rational ends of a ball.

    >>> endpoints(arb(1) / 2)
    (Fraction(1, 2), Fraction(1, 2))
    """
    middle, radius = to_fraction(ball.mid().fmpq()), to_fraction(ball.rad().fmpq())
    return middle - radius, middle + radius
