"""Binary fractions as text and back, every bit kept: how a checkpoint stores what an arithmetic computed."""

import re
from fractions import Fraction

from numerics.arithmetics.protocol import Rows

MOST_EXPONENT = 1 << 22
"""The smallest number is 2 to minus this."""

_DYADIC = re.compile(r"(-?)0x([0-9a-f]+)p-([0-9]{1,9})", re.ASCII)


def dyadic_text(value: Fraction) -> str:
    """The fraction, whose denominator is a power of two, in hexadecimal: mantissa, then the power of two.

    >>> dyadic_text(Fraction(-5, 8))
    '-0x5p-3'
    """
    exponent = value.denominator.bit_length() - 1
    if value.denominator != 1 << exponent:
        raise ValueError(f"dyadic: the denominator of {value} is not a power of two; round it first")
    return f"{'-' if value < 0 else ''}{abs(value.numerator):#x}p-{exponent}"


MOST_BITS = 1 << 29
"""The most bits below the point of all entries of a matrix together: a short text may mean a long number."""


def parse_dyadic(text: str) -> Fraction:
    """The fraction that `dyadic_text` wrote; raises ValueError for any other text."""
    parts = _DYADIC.fullmatch(text)
    if parts is None or int(parts[3]) > MOST_EXPONENT:
        raise ValueError("dyadic: not of the form 0x5p-3; take the text as it was written")
    magnitude = Fraction(int(parts[2], 16), 1 << int(parts[3]))
    return -magnitude if parts[1] else magnitude


def matrix_text(matrix: Rows) -> list[list[str]]:
    """The rows of a matrix, entry by entry."""
    return [[dyadic_text(entry) for entry in row] for row in matrix]


def parse_matrix_text(rows: list[list[str]]) -> Rows:
    """The matrix that `matrix_text` wrote; raises ValueError for anything else, and beyond `MOST_BITS`."""
    if sum(int(entry.rpartition("p-")[2][:9]) for row in rows for entry in row) > MOST_BITS:
        raise ValueError("dyadic: the numbers are too long; take the text as it was written")
    return tuple(tuple(parse_dyadic(entry) for entry in row) for row in rows)
