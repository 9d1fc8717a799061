"""Do exact-looking numbers look rounded? Then their last place, not their exactness, is what a reader can rely on."""

from collections.abc import Sequence
from fractions import Fraction

DOUBLE_BITS = 53
LONG_SIGNIFICAND = 46
"""Dyadics whose odd parts reach this length but never 54 bits are what float64 data look like."""

DOUBLE_DIGITS = 17
"""The most significant decimals of the shortest text of a float64; nine in ten have 15 or more."""


def implied_accuracy(moments: Sequence[Fraction]) -> Fraction | None:
    """How far the truth may be from data that look rounded; None where they do not.

    Rounded to float64: binary fractions of up to 53 bits, or decimals of up to 17 significant digits, many long.
    Rounded to so many decimals, or significant decimals: at least half of them end within one place of the longest.
    Exact powers such as (9/10)^j do not: they grow by a place a lag. It is a guess, only ever used to warn.

    >>> implied_accuracy([Fraction(v) for v in ("0.333", "0.211", "0.14", "0.087")])
    Fraction(1, 2000)
    >>> implied_accuracy([Fraction(repr(j ** 0.5)) for j in range(2, 6)]) == Fraction(repr(5 ** 0.5)) / 2**53
    True
    >>> implied_accuracy([Fraction(9, 10) ** j for j in range(8)]) is None
    True
    """
    places = [_decimal_places(value) for value in moments]
    decimals = [place for place in places if place is not None]
    if len(decimals) < len(places) or len(moments) < 2 or max(decimals) == 0:
        return None
    digits = [len(str(abs(v * 10**place).numerator).rstrip("0")) for v, place in zip(moments, decimals, strict=True)]
    largest = max((abs(value) for value in moments), default=Fraction(0))
    if _looks_binary(moments) or _looks_like_shortest_texts(digits):
        return Fraction(largest, 2**DOUBLE_BITS)
    if _mostly_near(decimals, max(decimals)):
        return Fraction(1, 2 * 10 ** max(decimals))
    return Fraction(largest, 10 ** (max(digits) - 1)) if _mostly_near(digits, max(digits)) else None


def _looks_binary(moments: Sequence[Fraction]) -> bool:
    lengths = [_odd_part(value.numerator).bit_length() for value in moments]
    dyadic = all(value.denominator.bit_count() == 1 for value in moments)
    return dyadic and max(lengths) <= DOUBLE_BITS and 2 * sum(n >= LONG_SIGNIFICAND for n in lengths) >= len(lengths)


def _looks_like_shortest_texts(digits: Sequence[int]) -> bool:
    """Never more than 17 digits, and a quarter of the numbers near that: exact powers pass it at most three times."""
    near = sum(length >= DOUBLE_DIGITS - 2 for length in digits)
    return (
        max(digits) <= DOUBLE_DIGITS and near > 0 and 4 * near >= len(digits) and (near > 3 or 2 * near >= len(digits))
    )


def _mostly_near(lengths: Sequence[int], longest: int) -> bool:
    return 2 * sum(length >= longest - 1 for length in lengths) >= len(lengths)


def _odd_part(number: int) -> int:
    return number // (number & -number) if number else 0


def _decimal_places(value: Fraction) -> int | None:
    """The decimals after the point of a terminating decimal, None for any other fraction."""
    twos = (value.denominator & -value.denominator).bit_length() - 1
    rest, fives = value.denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
