"""Balls as decimal text: midpoint and radius, the radius always rounded up; real and complex."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flint import acb, arb

RADIUS_DIGITS = 3

GUARD_DIGITS = 6
"""Digits that are rounded away: the conversion to decimal truncates."""


def enclosure_json(ball: arb, digits: int) -> dict[str, str]:
    """``{"mid", "rad"}`` with the midpoint to `digits` decimals: the interval printed contains the ball.

    >>> from flint import arb
    >>> enclosure_json(arb("1.5 +/- 0.001"), 4)
    {'mid': '1.5', 'rad': '0.00101'}
    """
    middle, radius, exponent = (int(part) for part in ball.mid_rad_10exp(digits + GUARD_DIGITS))
    shown, radius = _rounded(middle, radius, max(0, len(str(abs(middle))) - digits))
    radius, shift = _rounded_up(radius)
    return {"mid": _decimal(shown, exponent), "rad": _decimal(radius, exponent + shift)}


def _rounded(middle: int, radius: int, places: int) -> tuple[int, int]:
    """The midpoint without its last places, and the radius with what that moved it."""
    unit = 10**places
    shown = (middle + unit // 2) // unit * unit
    return shown, radius + abs(middle - shown)


def complex_json(ball: acb, digits: int) -> dict[str, str] | dict[str, dict[str, str]]:
    """``{"re", "im"}``, each an enclosure; a number that is known to be real as an enclosure alone."""
    if ball.imag.is_zero():
        return enclosure_json(ball.real, digits)
    return {"re": enclosure_json(ball.real, digits), "im": enclosure_json(ball.imag, digits)}


def complex_text(ball: acb, digits: int) -> str:
    """The same on one line, for a terminal."""
    parts = complex_json(ball, digits)
    if "mid" in parts:
        return _plus_minus(parts)
    return f"{_plus_minus(parts['re'])} + i {_plus_minus(parts['im'])}"


def _plus_minus(part: object) -> str:
    assert isinstance(part, dict)
    return part["mid"] if part["rad"] == "0" else f"{part['mid']} ± {part['rad']}"


def _rounded_up(radius: int) -> tuple[int, int]:
    """At most `RADIUS_DIGITS` digits and the power of ten taken out; never below the radius."""
    shift = max(0, len(str(radius)) - RADIUS_DIGITS)
    return -(-radius // 10**shift), shift


def _decimal(mantissa: int, exponent: int) -> str:
    """mantissa * 10^exponent without trailing zeros, in the scientific form where the plain one is long."""
    text = str(abs(mantissa)).rstrip("0")
    exponent += len(str(abs(mantissa))) - len(text)
    if mantissa == 0:
        return "0"
    sign, point = "-" if mantissa < 0 else "", len(text) + exponent
    if not -5 < point <= 21:
        return f"{sign}{text[0]}{'.' + text[1:] if text[1:] else ''}e{point - 1}"
    if point <= 0:
        return f"{sign}0.{'0' * -point}{text}"
    return f"{sign}{text[:point].ljust(point, '0')}{'.' + text[point:] if text[point:] else ''}"
