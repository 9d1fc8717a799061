"""Exact numbers from a user's text and exact numbers to text: parsed, never evaluated; never floats."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from verifier.ground.errors import InputError, shortened

MAXIMAL_LENGTH = 1000
"""The most characters (of a string) or digits (of an integer) that a number may have."""

MAXIMAL_EXPONENT = 1000
"""The largest power of ten, up or down, that a decimal may name."""

_INTEGER_OR_FRACTION = re.compile(r"([+-]?[0-9]+)(?:/([0-9]+))?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?", re.ASCII)


def parse_rational(value: object, place: str) -> Fraction:
    """The exact rational that `value` denotes: an int, or text such as ``"22/7"``, ``"-0.4"``, ``"1e-5"``.

    `place` names where the value stands, for the message. Raises InputError for anything else: floats (they are not
    what was written), booleans, nan, infinities, a zero denominator, more than 1000 digits, an exponent beyond 1000.

    >>> parse_rational("1e-5", "student.scale")
    Fraction(1, 100000)
    >>> parse_rational(0.1, "student.scale")
    Traceback (most recent call last):
    verifier.ground.errors.InputError: student.scale: 0.1 is a float, which is not exact; write it as a string, "0.1"
    """
    if isinstance(value, float):
        raise InputError(place, f"{value!r} is a float, which is not exact", f'write it as a string, "{value!r}"')
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) >= 10**MAXIMAL_LENGTH:
            raise InputError(place, "the integer is too long", f"at most {MAXIMAL_LENGTH} digits are read")
        return Fraction(value)
    if not isinstance(value, str):
        raise _not_a_number(value, place)
    return _from_text(value.strip(), place)


def _from_text(text: str, place: str) -> Fraction:
    if len(text) > MAXIMAL_LENGTH:
        raise InputError(place, "the number is too long", f"at most {MAXIMAL_LENGTH} characters are read")
    if fraction := _INTEGER_OR_FRACTION.fullmatch(text):
        numerator, denominator = int(fraction[1]), int(fraction[2] or 1)
        if denominator == 0:
            raise InputError(place, f"{shortened(text)} divides by zero", "write a fraction with another denominator")
        return Fraction(numerator, denominator)
    if decimal := _DECIMAL.fullmatch(text):
        if abs(int(decimal[1] or 0)) > MAXIMAL_EXPONENT:
            bound = f"exponents run from -{MAXIMAL_EXPONENT} to {MAXIMAL_EXPONENT}"
            raise InputError(place, f"the exponent of {shortened(text)} is out of bounds", bound)
        return Fraction(text)
    raise _not_a_number(text, place)


def _not_a_number(value: object, place: str) -> InputError:
    return InputError(place, f"{shortened(value)} is not an exact number", 'write 3, "22/7", "-0.4" or "1e-5"')


def decimal_text(value: Fraction, digits: int) -> str:
    """`value` rounded to `digits` significant decimals, the same on every platform.

    >>> decimal_text(Fraction(-2, 3), 5), decimal_text(Fraction(1, 3 * 10**20), 3), decimal_text(Fraction(4), 3)
    ('-0.66667', '3.33E-21', '4')
    """
    return str(_context(digits).divide(Decimal(value.numerator), Decimal(value.denominator)))


def rounded_up(value: Fraction, digits: int = 2) -> str:
    """`value` to `digits` significant decimals, never below it: a bound from above stays one when it is printed.

    >>> rounded_up(Fraction(1, 3)), rounded_up(Fraction(-1, 3)), rounded_up(Fraction(1234567), 3)
    ('0.34', '-0.33', '1.24e6')
    """
    return _directed(value, digits, ROUND_CEILING)


def rounded_down(value: Fraction, digits: int = 2) -> str:
    """`value` to `digits` significant decimals, never above it.

    >>> rounded_down(Fraction(1, 3)), rounded_down(Fraction(-1, 3)), rounded_down(Fraction(1, 10**9))
    ('0.33', '-0.34', '1e-9')
    """
    return _directed(value, digits, ROUND_FLOOR)


def _directed(value: Fraction, digits: int, rounding: str) -> str:
    context = _context(digits)
    context.rounding = rounding
    found = context.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(context)
    plain = -5 <= found.adjusted() < max(digits, 4)
    return f"{found:f}" if plain or not found else f"{found:e}".replace("e+", "e")


def root_text(square: Fraction, digits: int) -> str:
    """The square root of a number >= 0, to `digits` significant decimals.

    >>> root_text(Fraction(2), 5), root_text(Fraction(9, 4), 5)
    ('1.4142', '1.5')
    """
    wide = _context(digits + 10)
    root = wide.sqrt(wide.divide(Decimal(square.numerator), Decimal(square.denominator)))
    return str(_context(digits).normalize(root))


def _context(digits: int) -> Context:
    return Context(prec=digits, Emin=-999999999999999999, Emax=999999999999999999)
