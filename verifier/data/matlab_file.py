"""MATLAB's .mat files up to version 7: sizes are read first, and only arrays of numbers are loaded."""

import io
from collections.abc import Collection, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import scipy.io

from verifier.data.exact_array import ExactArray, require_size
from verifier.data.numpy_file import exact
from verifier.ground.errors import InputError
from verifier.ground.interruption import left_to_the_parent

NUMERIC = ("double", "single", "logical", "sparse", "int8", "int16", "int32", "int64",
           "uint8", "uint16", "uint32", "uint64")  # fmt: skip
"""The classes of MATLAB whose arrays hold numbers."""

REMEDY = "save arrays of numbers with save -v7, or as CSV or JSON"


def matlab_arrays(data: bytes, place: str, wanted: Collection[str] | None) -> Mapping[str, ExactArray]:
    """The numeric arrays of the bytes of a .mat file by name, or those `wanted`; the others are left out.

    Raises InputError for version 7.3 (which is HDF5), damaged files, arrays that are too large or not finite.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), left_to_the_parent) as apart:
        return _numeric(data, place, wanted, apart)


def _numeric(data: bytes, place: str, wanted: Collection[str] | None, apart: Executor) -> Mapping[str, ExactArray]:
    """Read in a process of its own: scipy's reader ends the process that it runs in on some damaged files."""
    try:
        listed = apart.submit(_listed, data).result()
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
    try:
        loaded = apart.submit(_loaded, data, names).result() if names else {}
    except Exception as error:
        raise InputError(place, f"is a damaged MATLAB file ({error})", REMEDY) from error
    return {name: exact(loaded[name], f"{place}: {name}") for name in names}


def _listed(data: bytes) -> list[tuple[str, tuple[int, ...], str]]:
    return [(str(name), tuple(shape), str(kind)) for name, shape, kind in scipy.io.whosmat(_stream(data))]


def _loaded(data: bytes, names: list[str]) -> "dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]":
    loaded = scipy.io.loadmat(_stream(data), variable_names=names)
    return {name: _dense(loaded[name]) for name in names}


def _stream(data: bytes) -> Any:
    """An open file; the stubs of scipy name paths only."""
    return io.BytesIO(data)


def _dense(value: Any) -> "np.ndarray[tuple[int, ...], np.dtype[np.generic]]":
    return np.asarray(value.toarray() if hasattr(value, "toarray") else value)
