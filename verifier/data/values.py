"""Values of a Python program as exact arrays: lists, NumPy arrays, tensors; a float is the rational that it is."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from verifier.data.exact_array import ExactArray, parse_complex, require_size
from verifier.ground.errors import InputError, shortened


def as_array(value: Any, place: str) -> ExactArray:
    """The exact array that a value is.

    Args:
        value: a number, text such as "22/7", nested lists of them, or anything with an array: NumPy's, a tensor.
        place: what it is, for messages.

    Returns:
        Every number exactly: 0.1 is the binary fraction nearest to 1/10, "1/10" is 1/10.

    Raises:
        InputError: ragged lists, numbers that are not finite, anything else.

    >>> as_array([["1/10", 0.5]], "A").real
    (Fraction(1, 10), Fraction(1, 2))
    """
    if isinstance(value, ExactArray):
        return value
    if hasattr(value, "detach"):
        value = value.detach().cpu().resolve_conj().numpy()
    if hasattr(value, "__array__") and hasattr(value, "dtype"):
        import numpy as np

        from verifier.data.numpy_file import exact

        values = np.asarray(value)
        if values.dtype.kind not in "biufcU":
            raise InputError(place, f"holds {values.dtype.name} values, not numbers", "give an array of numbers")
        return exact(values, place)
    shape, cells = _flat(value, place)
    require_size(shape, place)
    numbers = [_number(cell, place) for cell in cells]
    imaginary = None if all(part is None for _, part in numbers) else tuple(b or Fraction(0) for _, b in numbers)
    return ExactArray(shape, tuple(a for a, _ in numbers), imaginary, place)


def number_text(value: Any, place: str) -> str:
    """One number as exact text, complex ones as "a+bi".

    >>> number_text(0.5, "node"), number_text(1 - 2j, "node")
    ('1/2', '1-2i')
    """
    array = as_array(value, place)
    if len(array.real) != 1:
        raise InputError(place, "is not a single number", "give one number")
    a, b = array.real[0], (array.imaginary or (Fraction(0),))[0]
    return f"{a}{'+' if b > 0 else '-'}{abs(b)}i" if b else str(a)


def _flat(value: Any, place: str) -> tuple[tuple[int, ...], list[Any]]:
    """The shape and the entries of nested lists, row by row."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return (), [value]
    parts = [_flat(part, place) for part in value]
    if len({shape for shape, _ in parts}) > 1:
        raise InputError(place, "has rows of different lengths", "give all rows the same length")
    inner = parts[0][0] if parts else ()
    return (len(parts), *inner), [cell for _, cells in parts for cell in cells]


def _number(value: Any, place: str) -> tuple[Fraction, Fraction | None]:
    if isinstance(value, complex):
        return _finite(value.real, place), _finite(value.imag, place)
    if isinstance(value, float):
        return _finite(value, place), None
    if isinstance(value, Fraction):
        return value, None
    if hasattr(value, "item"):  # a NumPy or tensor number inside a list
        return _number(value.item(), place)
    return parse_complex(value, place)


def _finite(value: float, place: str) -> Fraction:
    try:
        return Fraction(value)
    except (ValueError, OverflowError) as error:
        raise InputError(place, f"{shortened(value)} is not a finite number", "give finite numbers") from error
