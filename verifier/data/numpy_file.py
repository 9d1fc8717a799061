"""NumPy's .npy and .npz files: the header is read first, and nothing is unpickled."""

import io
import math
import zipfile
from collections.abc import Collection, Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from verifier.data.exact_array import ExactArray, from_cells, require_size
from verifier.ground.errors import InputError

DAMAGED = Exception
"""What numpy and zipfile raise on damaged files: they name no types, a SyntaxError and a TokenError included."""

SPARE = 1 << 16
"""How many bytes a header may take."""


def npy_array(data: bytes, place: str) -> ExactArray:
    """The array in the bytes of a .npy file; InputError where it is pickled, damaged, too large or not finite."""
    try:
        stream = io.BytesIO(data)
        shape, _, dtype = _header(stream)
    except DAMAGED as error:
        raise InputError(place, f"is a damaged .npy file ({error})", "save it again with numpy.save") from error
    _require_numbers(dtype, place)
    require_size(shape, place)
    if stream.tell() + math.prod(shape) * dtype.itemsize > len(data):
        raise InputError(place, "is a damaged .npy file (it ends too early)", "save it again with numpy.save")
    try:
        values = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    except DAMAGED as error:
        raise InputError(place, f"is a damaged .npy file ({error})", "save it again with numpy.save") from error
    return exact(values, place)


def _header(stream: io.BytesIO) -> tuple[tuple[int, ...], bool, np.dtype[np.generic]]:
    version = np.lib.format.read_magic(stream)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, order, dtype = read(stream)
    return shape, order, dtype


def npz_arrays(data: bytes, place: str, wanted: Collection[str] | None) -> Mapping[str, ExactArray]:
    """The arrays of a .npz file by name, or those `wanted`; raises InputError as npy_array does."""
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                name = member.filename.removesuffix(".npy")
                if member.filename.endswith(".npy") and (wanted is None or name in wanted):
                    found[name] = npy_array(_unpacked(archive, member, f"{place}: {name}"), f"{place}: {name}")
    except InputError:
        raise
    except DAMAGED as error:
        raise InputError(place, f"is a damaged .npz file ({error})", "save it again with numpy.savez") from error
    return found


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: str) -> bytes:
    """All the bytes of a member, after its header has told how many they may be."""
    with archive.open(member) as packed:
        start = packed.read(SPARE)
        stream = io.BytesIO(start)
        shape, _, dtype = _header(stream)
        _require_numbers(dtype, place)
        require_size(shape, place)
        return start + packed.read(stream.tell() + math.prod(shape) * dtype.itemsize - len(start))


def _require_numbers(dtype: np.dtype[np.generic], place: str) -> None:
    if dtype.hasobject:
        raise InputError(place, "holds Python objects, which are not unpickled", "save an array of numbers or of text")
    if dtype.kind not in "biufcU":
        raise InputError(place, f"holds {dtype.name} values, not numbers", "save an array of numbers or of text")


def exact(values: NDArray[np.generic], place: str) -> ExactArray:
    """The exact values of an array of numbers or of text; raises InputError at the first that is not finite."""
    require_size(values.shape, place)
    flat = values.ravel()
    if values.dtype.kind == "U":
        return from_cells(values.shape, [(f"{place}[{i}]", cell) for i, cell in enumerate(_texts(flat, place))], place)
    if values.dtype.kind in "fc" and not np.isfinite(flat).all():
        where = int(np.flatnonzero(~np.isfinite(flat))[0])
        raise InputError(place, f"entry {where} is {flat[where]}, not a number", "give finite numbers")
    parts = (flat.real, flat.imag) if values.dtype.kind == "c" else (flat, None)
    real, imaginary = (None if part is None else tuple(map(_fraction, part)) for part in parts)
    return ExactArray(values.shape, real or (), imaginary, place, values.dtype.name)


def _texts(cells: NDArray[np.generic], place: str) -> list[str]:
    """The texts of a flat array; a number that is no character makes Python raise a SystemError."""
    try:
        return [str(cell) for cell in cells]
    except (SystemError, ValueError) as error:
        raise InputError(place, "holds text that is none", "save an array of numbers or of text") from error


def _fraction(value: np.generic) -> Fraction:
    if isinstance(value, np.floating):
        return Fraction(*value.as_integer_ratio())
    return Fraction(int(value))
