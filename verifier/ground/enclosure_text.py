"""Enclosures as text and back: {"mid": "...", "rad": "..."}, rounded outward, so that what is written stays true."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from numerics.arithmetics.bounds import Bounds
from verifier.ground.errors import InputError
from verifier.ground.numbers import parse_rational

SLACK = Fraction(21, 20)
"""A radius is written this much too large: a second route that is slightly wider can still confirm it."""

RADIUS_DIGITS = 3


def enclosure_text(value: Bounds, digits: int) -> dict[str, str]:
    """An enclosure of at most `digits` significant digits that contains `value`.

    >>> enclosure_text(Bounds(Fraction(1, 3), Fraction(1, 3)), 5)
    {'mid': '0.33333333', 'rad': '0.00000334'}
    """
    middle, radius = (value.lower + value.upper) / 2, (value.upper - value.lower) / 2
    wanted = max(SLACK * radius, abs(middle) / 10**digits)
    if wanted == 0:
        return {"mid": "0", "rad": "0"}
    unit = magnitude(wanted) - RADIUS_DIGITS + 1
    shown = round(middle / Fraction(10) ** unit)
    least = max(wanted, radius + abs(middle - shown * Fraction(10) ** unit))
    return {"mid": decimal(shown, unit), "rad": decimal(_ceiling(least / Fraction(10) ** unit), unit)}


def enclosure_line(value: Bounds, digits: int) -> str:
    """The same on one line, of numbers of any size.

    >>> enclosure_line(Bounds(Fraction(10) ** 400, Fraction(10) ** 400 + 1), 5)
    '1.0000000E+400 +- 1.01E+395'
    """
    shown = enclosure_text(value, digits)
    return f"{shown['mid']} +- {shown['rad']}"


def parse_enclosure(value: object, place: str) -> Bounds:
    """The enclosure that a certificate states; raises InputError when it is not one."""
    if not isinstance(value, Mapping) or set(value) != {"mid", "rad"}:
        raise InputError(place, "is not an enclosure", 'write {"mid": "...", "rad": "..."}')
    middle, radius = (parse_rational(value[key], f"{place} {key}") for key in ("mid", "rad"))
    if radius < 0:
        raise InputError(f"{place} rad", "is negative", "a radius is at least 0")
    return Bounds(middle - radius, middle + radius)


def radius_text(radius: Fraction) -> tuple[str, Fraction]:
    """A radius rounded up to a few digits, as text and as the number that the text means."""
    if radius == 0:
        return "0", radius
    unit = magnitude(radius) - RADIUS_DIGITS
    mantissa = _ceiling(radius / Fraction(10) ** unit)
    return decimal(mantissa, unit), mantissa * Fraction(10) ** unit


def decimal(mantissa: int, exponent: int) -> str:
    """mantissa * 10^exponent, exactly."""
    return str(Decimal((int(mantissa < 0), tuple(map(int, str(abs(mantissa)))), exponent)))


def magnitude(value: Fraction) -> int:
    """The exponent e with 10^e <= value < 10^(e+1), for value > 0."""
    guess = len(str(value.numerator)) - len(str(value.denominator))
    return guess if Fraction(10) ** guess <= value else guess - 1


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
