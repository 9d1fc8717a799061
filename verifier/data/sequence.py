"""A sequence h_s, h_{s+1}, ... of numbers or matrices from whatever file holds it, with its errors if it has any."""

import sys
from dataclasses import dataclass
from fractions import Fraction

from verifier.data.arrays import UNNAMED, arrays
from verifier.data.exact_array import ExactArray
from verifier.data.records import read_records
from verifier.data.text_arrays import json_arrays
from verifier.ground.errors import InputError
from verifier.ground.files import MAXIMAL_BYTES, read_bytes

MAXIMAL_LAGS = 20_000
"""The most lags that are read: the degree alone costs so many squared word operations."""

KEYS = (UNNAMED, "moments", "response", "markov", "h", "y", "arr_0")
"""The names under which a sequence is looked for, in this order, when none is given."""

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Sequence:
    """`lags` of shape (k,), or (k, p, m) for m inputs and p outputs; `errors` >= 0 of the k numbers, where given."""

    lags: ExactArray
    errors: tuple[Fraction, ...] | None = None

    @property
    def is_scalar(self) -> bool:
        """Whether the lags are numbers."""
        return len(self.lags.shape) == 1

    def matrices(self) -> tuple[tuple[tuple[Fraction, ...], ...], ...]:
        """The lags as p x m matrices of real numbers."""
        k, p, m = self.lags.shape if not self.is_scalar else (self.lags.shape[0], 1, 1)
        entries = self.lags.real_only().real
        return tuple(
            tuple(entries[(lag * p + row) * m : (lag * p + row + 1) * m] for row in range(p)) for lag in range(k)
        )


def read_sequence(path: str, column: str | None = None, error_column: str | None = None) -> Sequence:
    """The sequence in a file: CSV and other tables, NIST's .dat, .npy, .npz, .mat, JSON, TOML.

    Args:
        path: the file, or ``-`` for text (a table or JSON) on standard input.
        column: the column of a table by name or number from 1, or the name of an array; needed where there are several.
        error_column: the column or array that says how far each number may be from the truth.

    Returns:
        At least one lag.

    Raises:
        InputError: none or several sequences, numbers that are no numbers, too many lags, negative errors.
    """
    place = "standard input" if path == STANDARD_INPUT else path
    data = _standard_input() if path == STANDARD_INPUT else read_bytes(path)
    text = None if path.endswith((".toml", ".mat")) else _text(data)
    if text is not None and text.lstrip()[:1] not in ("[", "{"):
        return _from_table(text, place, column, error_column)
    if text is not None:
        return _from_arrays(dict(json_arrays(text, place)), place, column, error_column)
    return _from_arrays(dict(arrays(path)), place, column, error_column)


def _standard_input() -> bytes:
    data = sys.stdin.buffer.read(MAXIMAL_BYTES + 1)
    if len(data) > MAXIMAL_BYTES:
        raise InputError("standard input", "is too long", f"at most {MAXIMAL_BYTES // 1024**2} MiB are read")
    return data


def _text(data: bytes) -> str | None:
    """The text in UTF-8; None for binary data."""
    try:
        return None if b"\0" in data[:4096] or data.startswith(b"\x93NUMPY") else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _from_table(text: str, place: str, column: str | None, error_column: str | None) -> Sequence:
    records = read_records(text, place)
    if column is None and records.width > 1:
        cause = f"has {records.width} columns: {records.listed()}"
        raise InputError(place, cause, "name one with --column")
    lags = records.column(column or "1")
    return _checked(lags, records.column(error_column) if error_column else None)


def _from_arrays(found: dict[str, ExactArray], place: str, column: str | None, error_column: str | None) -> Sequence:
    name = column if column in found else next((key for key in KEYS if key in found), None)
    if name is None:
        cause = f"holds no array {column!r}" if column else f"holds no array of a name such as {KEYS[1]!r}"
        raise InputError(place, cause, f"name one of its arrays with --column: {', '.join(sorted(found))}")
    lags = _as_lags(found[name], column if name != column else None)
    if error_column is not None and error_column not in found:
        raise InputError(place, f"holds no array {error_column!r}", f"its arrays: {', '.join(sorted(found))}")
    return _checked(lags, _as_lags(found[error_column], None) if error_column else None)


def _as_lags(array: ExactArray, column: str | None) -> ExactArray:
    """Numbers or matrices: a row or a column is a list of numbers, of a wider table one column is taken."""
    shape = array.shape
    if len(shape) > 3 or not shape:
        raise InputError(array.place, f"has {len(shape)} dimensions", "give a list of numbers, or of p x m matrices")
    if len(shape) == 3:
        return array if shape[1:] != (1, 1) else _reshaped(array, (shape[0],))
    if len(shape) == 1 or 1 in shape:
        return _reshaped(array, (max(shape),))
    if column is None:
        cause = f"has {shape[1]} columns"
        raise InputError(array.place, cause, "name one by its number with --column, or give p x m matrices")
    if not (column.isascii() and column.isdecimal() and 1 <= int(column) <= shape[1]):
        raise InputError(array.place, f"has no column {column!r}", f"its columns: 1 to {shape[1]}")
    taken = slice(int(column) - 1, None, shape[1])
    imaginary = array.imaginary and array.imaginary[taken]
    return ExactArray(shape[:1], array.real[taken], imaginary, array.place, array.written)


def _reshaped(array: ExactArray, shape: tuple[int, ...]) -> ExactArray:
    return ExactArray(shape, array.real, array.imaginary, array.place, array.written)


def _checked(lags: ExactArray, errors: ExactArray | None) -> Sequence:
    if lags.shape[0] > MAXIMAL_LAGS:
        raise InputError(lags.place, f"holds {lags.shape[0]} lags", f"at most {MAXIMAL_LAGS} are read")
    if errors is None:
        return Sequence(lags)
    if len(lags.shape) != 1:
        raise InputError(errors.place, "stands beside matrices", "give one accuracy with --accuracy")
    bounds = errors.vector()
    if len(bounds) != lags.shape[0] or min(bounds) < 0:
        raise InputError(errors.place, "is no error for each number", "give as many errors as numbers, none negative")
    return Sequence(lags, bounds)
