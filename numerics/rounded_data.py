"""Do exact-looking numbers look rounded? Then their last place, not their exactness, is what a reader can rely on."""

from collections.abc import Sequence
from fractions import Fraction

DOUBLE_BITS = 53
LONG_SIGNIFICAND = 46
"""Dyadics whose odd parts reach this length but never 54 bits are what float64 data look like."""


def implied_accuracy(moments: Sequence[Fraction]) -> Fraction | None:
    """Half a unit in the last place of data that look rounded (to float64, or to so many decimals); None if not.

    Decimals: at least half of the numbers end within one place of the longest. Exact powers such as (9/10)^j do not:
    they grow by a place a lag. It is a guess about where numbers come from, and is only ever used to warn.

    >>> implied_accuracy([Fraction(v) for v in ("0.333", "0.211", "0.14", "0.087")])
    Fraction(1, 2000)
    >>> implied_accuracy([Fraction(9, 10) ** j for j in range(8)]) is None
    True
    """
    places = [_decimal_places(value) for value in moments]
    if any(place is None for place in places) or len(moments) < 2:
        return None
    lengths = [_odd_part(value.numerator).bit_length() for value in moments]
    dyadic = all(value.denominator.bit_count() == 1 for value in moments)
    if dyadic and max(lengths) <= DOUBLE_BITS and 2 * sum(n >= LONG_SIGNIFICAND for n in lengths) >= len(lengths):
        return Fraction(max(abs(value) for value in moments), 2**DOUBLE_BITS)
    longest = max(place for place in places if place is not None)
    near = sum(place is not None and place >= longest - 1 for place in places)
    return Fraction(1, 2 * 10**longest) if longest > 0 and 2 * near >= len(places) else None


def _odd_part(number: int) -> int:
    return number // (number & -number) if number else 0


def _decimal_places(value: Fraction) -> int | None:
    """The decimals after the point of a terminating decimal, None for any other fraction."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
