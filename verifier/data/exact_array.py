"""An array of exact numbers: what every reader of a data file returns, whatever the file was."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifier.ground.errors import InputError
from verifier.ground.numbers import MAXIMAL_LENGTH, parse_rational

MAXIMAL_ENTRIES = 1_000_000
"""The most numbers that one array of a file may hold."""

Rows = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class ExactArray:
    """Numbers in the order of NumPy's C layout: the last index runs fastest.

    `imaginary` is None where the file held real numbers. `place` is where it stood, for messages. `written` is how its
    numbers were kept: "text" (then they are what was written) or a binary type such as "float64" (then they are the
    exact values of the floating-point numbers, which a computation may have rounded).
    """

    shape: tuple[int, ...]
    real: tuple[Fraction, ...]
    imaginary: tuple[Fraction, ...] | None
    place: str
    written: str = "text"

    def real_only(self) -> "ExactArray":
        """The same without imaginary parts that are all 0; raises InputError where one is not."""
        if self.imaginary is None or not any(self.imaginary):
            return ExactArray(self.shape, self.real, None, self.place, self.written)
        raise InputError(self.place, "holds complex numbers", "give real ones here")

    def vector(self) -> tuple[Fraction, ...]:
        """The entries of a vector, a row or a column; raises InputError for anything wider or complex."""
        if sum(length > 1 for length in self.shape) > 1:
            raise InputError(self.place, f"is {self._size()}, not a vector", "give a list, one row or one column")
        return self.real_only().real

    def matrix(self) -> Rows:
        """The rows of a matrix; a number counts as 1 x 1. Raises InputError for other shapes and complex entries.

        >>> ExactArray((1, 2), (Fraction(1), Fraction(2)), None, "a").matrix()
        ((Fraction(1, 1), Fraction(2, 1)),)
        """
        if len(self.shape) not in (0, 2) or 0 in self.shape:
            raise InputError(self.place, f"is {self._size()}, not a matrix", "give a list of rows of equal length")
        entries, width = self.real_only().real, self.shape[1] if self.shape else 1
        return tuple(entries[start : start + width] for start in range(0, len(entries), width))

    def _size(self) -> str:
        return " x ".join(map(str, self.shape)) + (" entries long" if len(self.shape) == 1 else "")


def require_size(shape: Sequence[int], place: str) -> None:
    """Raises InputError where an array of this shape is empty or too large to be read."""
    count = math.prod(shape)
    if count == 0:
        raise InputError(place, "holds no numbers", "give at least one")
    if count > MAXIMAL_ENTRIES:
        raise InputError(place, f"holds {count} numbers", f"at most {MAXIMAL_ENTRIES} are read")


def from_cells(shape: Sequence[int], cells: Sequence[tuple[str, object]], place: str) -> ExactArray:
    """The array of cells, each with its own place for messages; text may be complex, as parse_complex says."""
    require_size(shape, place)
    numbers = [parse_complex(cell, where) for where, cell in cells]
    imaginary = None if all(part is None for _, part in numbers) else tuple(b or Fraction(0) for _, b in numbers)
    return ExactArray(tuple(shape), tuple(a for a, _ in numbers), imaginary, place)


_COMPLEX = re.compile(r"(.*[^eE+\-\s])?\s*([+-])\s*([^+\-\s*]*(?:[eE][+-]?[0-9]+)?)\s*\*?\s*[ijIJ]")


def parse_complex(value: object, place: str) -> tuple[Fraction, Fraction | None]:
    """Real and imaginary part of "1/2-3/4i", "(1.0e+00+2.0e-01j)", "-i"; the latter is None where there is no i.

    >>> parse_complex("1/2-3/4i", "a"), parse_complex("7", "a"), parse_complex("2j", "a")[1]
    ((Fraction(1, 2), Fraction(-3, 4)), (Fraction(7, 1), None), Fraction(2, 1))
    """
    if not isinstance(value, str):
        return parse_rational(value, place), None
    text = value.strip()
    text = text[1:-1].strip() if text[:1] == "(" and text[-1:] == ")" else text
    if text[-1:] not in tuple("ijIJ") or len(text) > 2 * MAXIMAL_LENGTH:
        return parse_rational(text, place), None
    signed = text if text[0] in "+-" else f"+{text}"
    parts = _COMPLEX.fullmatch(signed)
    if parts is None:
        return parse_rational(value, place), None  # which says that it is none
    size = parse_rational(parts[3] or "1", place)
    real = parse_rational((parts[1] or "0").strip(), place)
    return real, -size if parts[2] == "-" else size
