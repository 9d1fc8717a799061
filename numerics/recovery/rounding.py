"""Do exact-looking numbers look rounded? A guess from how they are written: it warns, and never stands for a bound."""

from collections.abc import Sequence
from fractions import Fraction

DOUBLE_BITS = 53
LONG_SIGNIFICAND = 46
"""Dyadics whose odd parts reach this length but never 54 bits are what float64 data look like."""

DOUBLE_DIGITS = 17
"""The most significant decimals of the shortest text of a float64; nine in ten have 15 or more."""


def looks_rounded(moments: Sequence[Fraction]) -> bool:
    """Whether the numbers look like float64, or like decimals that were rounded somewhere.

    Rounded to so many decimals, or significant decimals: at least half of them end within one place of the longest.
    Exact powers such as (9/10)^j do not: they grow by a place a lag.

    >>> looks_rounded([Fraction(v) for v in ("0.333", "0.211", "0.14", "0.087")])
    True
    >>> looks_rounded([Fraction(9, 10) ** j for j in range(8)])
    False
    """
    return looks_like_double(moments) or last_places(moments) is not None


def last_places(moments: Sequence[Fraction]) -> list[Fraction] | None:
    """Half a unit of the last place of each number, when all look rounded to so many decimals; None where they do not.

    With a common number of decimals after the point it is the same for all. With a common number D of significant
    decimals it is that of the D-th one of each: shorter numbers ended in zeros.

    >>> last_places([Fraction(v) for v in ("0.333", "0.211", "0.14", "0.087")])[2]
    Fraction(1, 2000)
    >>> last_places([Fraction(v) for v in ("4.2134", "421.77", "43105")])[1]
    Fraction(1, 200)
    """
    places = [_decimal_places(value) for value in moments]
    decimals = [place for place in places if place is not None]
    if len(decimals) < len(places) or len(moments) < 2:
        return None
    if max(decimals) > 0 and _mostly_near(decimals, max(decimals)):
        return [Fraction(1, 2 * 10 ** max(decimals))] * len(moments)
    digits = _significant(moments, decimals)
    if max(decimals) == 0 or not _mostly_near(digits, max(digits)):
        return None
    return [_unit(value) / (2 * 10 ** (max(digits) - 1)) for value in moments]


def looks_like_double(moments: Sequence[Fraction]) -> bool:
    """Binary fractions of up to 53 bits, their shortest decimals (up to 17), or their decimals to 17 places and more.

    >>> looks_like_double([Fraction(repr(j ** 0.5)) for j in range(2, 6)])
    True
    >>> looks_like_double([Fraction(f"{j ** 0.5:.18e}") for j in range(2, 6)])
    True
    """
    places = [_decimal_places(value) for value in moments]
    decimals = [place for place in places if place is not None]
    if len(decimals) < len(places) or len(moments) < 2 or max(decimals) == 0:
        return False
    digits = _significant(moments, decimals)
    return _looks_binary(moments) or _looks_like_shortest_texts(digits) or _looks_like_long_texts(moments, max(digits))


def _looks_like_long_texts(moments: Sequence[Fraction], digits: int) -> bool:
    """Every number is that of a float64, written in so many significant decimals."""
    if not DOUBLE_DIGITS <= digits <= 3 * DOUBLE_DIGITS:
        return False
    return all(abs(value) < 10**300 and Fraction(f"{float(value):.{digits - 1}e}") == value for value in moments)


def _significant(moments: Sequence[Fraction], decimals: Sequence[int]) -> list[int]:
    return [len(str(abs(v * 10**place).numerator).rstrip("0")) for v, place in zip(moments, decimals, strict=True)]


def _unit(value: Fraction) -> Fraction:
    """The power of ten of the first significant decimal; 1 for 0.

    >>> _unit(Fraction("0.0234")), _unit(Fraction(1000))
    (Fraction(1, 100), Fraction(1000, 1))
    """
    size, power = abs(value), 0
    while value and size >= 10:
        size, power = size / 10, power + 1
    while value and size < 1:
        size, power = size * 10, power - 1
    return Fraction(10) ** power


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
