"""MATLAB's .mat files up to version 7: sizes are read first, and only arrays of numbers are loaded."""

import io
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import scipy.io

from verifier.data.exact_array import ExactArray, require_size
from verifier.data.numpy_file import exact
from verifier.ground.errors import InputError

NUMERIC = ("double", "single", "logical", "sparse", "int8", "int16", "int32", "int64",
           "uint8", "uint16", "uint32", "uint64")  # fmt: skip
"""The classes of MATLAB whose arrays hold numbers."""

REMEDY = "save arrays of numbers with save -v7, or as CSV or JSON"


def matlab_arrays(data: bytes, place: str, wanted: Collection[str] | None) -> Mapping[str, ExactArray]:
    """The numeric arrays of the bytes of a .mat file by name, or those `wanted`; the others are left out.

    Raises InputError for version 7.3 (which is HDF5), damaged files, arrays that are too large or not finite.
    """
    try:
        listed = scipy.io.whosmat(_stream(data))
    except NotImplementedError as error:
        raise InputError(place, "is a MATLAB 7.3 file (HDF5), which is not read", REMEDY) from error
    except Exception as error:  # scipy names no type of error for damaged files
        raise InputError(place, f"is not a MATLAB file that scipy reads ({error})", REMEDY) from error
    kinds = {name: (shape, kind) for name, shape, kind in listed if wanted is None or name in wanted}
    for name, (shape, kind) in kinds.items():
        if kind in NUMERIC:
            require_size(shape, f"{place}: {name}")
        elif wanted is not None:
            raise InputError(f"{place}: {name}", f"is a MATLAB {kind}, not an array of numbers", REMEDY)
    names = [name for name, (_, kind) in kinds.items() if kind in NUMERIC]
    if not names:
        return {}
    try:
        loaded = scipy.io.loadmat(_stream(data), variable_names=names)
    except Exception as error:
        raise InputError(place, f"is a damaged MATLAB file ({error})", REMEDY) from error
    return {name: exact(_dense(loaded[name]), f"{place}: {name}") for name in names}


def _stream(data: bytes) -> Any:
    """An open file; the stubs of scipy name paths only."""
    return io.BytesIO(data)


def _dense(value: Any) -> "np.ndarray[tuple[int, ...], np.dtype[np.generic]]":
    return np.asarray(value.toarray() if hasattr(value, "toarray") else value)
