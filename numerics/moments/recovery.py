"""From the first moments back to nodes and weights: chooses between exact and measured data, and doubts the former.

Numbers that look exact may look rounded: then their last place, and not their exactness, is what one can rely on.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from numerics.moments.exact_recovery import recover_exact
from numerics.moments.measured_recovery import recover_measured
from numerics.moments.recovery_result import Recovery

DEFAULT_DIGITS = 50

DOUBLE_BITS = 53
LONG_SIGNIFICAND = 46
"""Dyadics whose odd parts reach this length but never 54 bits are what float64 data look like."""

DOUBLE_DIGITS = 17
"""The most significant decimals of the shortest text of a float64; nine in ten have 15 or more."""


def recover(
    moments: Sequence[Fraction], digits: int | None = None, *, accuracy: Fraction | None = None, horizon: int = 0
) -> Recovery:
    r"""The nodes and weights of $h_j = \sum_i w_i x_i^j$, as far as the first moments determine them.

    Exact data whose degree nothing confirms (k = 2n, where any numbers with a non-singular Hankel matrix have a
    recurrence) and that look rounded are answered, but UNDECIDED: exactness needs exact data.

    Args:
        moments: $h_0, ..., h_{k-1}$, exact.
        digits: decimals that every node and weight shall have; 50 when None, or what measured data can bear.
        accuracy: how far a moment may be from the truth; None or 0 when the moments are the truth.
        horizon: up to which lag the response is continued; 0 for not at all.

    Returns:
        Degree, poles with certified digits, whether a positive measure has these moments, whether a symmetric
        student that fits them must extrapolate; and, in `missing`, what would decide the rest.

    Raises:
        ValueError: no moments, fewer than one digit, or a negative accuracy.

    >>> recover([Fraction(v) for v in ("0.333", "0.211", "0.142", "0.087")]).missing.split(":")[0]
    'the degree 2 is not confirmed'
    """
    if accuracy is not None and accuracy < 0:
        raise ValueError("recover: the accuracy is negative; give the largest distance from the truth")
    if accuracy:
        return recover_measured(moments, accuracy, digits, horizon)
    found = recover_exact(moments, digits or DEFAULT_DIGITS, horizon)
    return found if found.confirmed or found.forcing else _doubted(found, moments)


def _doubted(found: Recovery, moments: Sequence[Fraction]) -> Recovery:
    """With what is not confirmed said, and the second reading of numbers that look rounded."""
    accuracy = implied_accuracy(moments)
    reading = "" if accuracy is None else _read_as_rounded(found, moments, accuracy)
    if found.degree is None:
        return replace(found, missing=f"{found.missing}; {reading}" if reading else found.missing)
    n = found.degree
    unconfirmed = f"the degree {n} is not confirmed: almost any {2 * n} numbers have one of {n}"
    found = replace(
        found, hypotheses=(*found.hypotheses, f"the true sequence has degree {n}; one more moment would tell")
    )
    if found.positive:
        found = replace(
            found, notes=(*found.notes, f"among positive measures h_{2 * n} may also be larger, by any amount")
        )
    if not reading:
        return replace(found, notes=(unconfirmed, *found.notes))
    return replace(found, missing=found.missing or f"{unconfirmed}; {reading}")


def _read_as_rounded(found: Recovery, moments: Sequence[Fraction], accuracy: Fraction) -> str:
    """What the same numbers say when they are taken to be rounded in their last place."""
    rounded = recover_measured(moments, accuracy)
    bear = f"bear {rounded.digits} digits" if rounded.degree else "bear no digit of a node"
    lost = "" if found.digits_lost is None else f" (the way from moments to nodes loses {found.digits_lost})"
    return (f"the data look rounded to within {float(accuracy):.1e}: so read, they certify a degree of at least "
            f"{rounded.degree_at_least} and {bear}{lost}; give their accuracy, or unrounded numbers")  # fmt: skip


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
