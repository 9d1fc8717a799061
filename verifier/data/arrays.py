"""``arrays(path)``: the exact arrays of a file by name; .npy, .npz, .mat, .json, .toml, told apart by content."""

from collections.abc import Collection, Mapping

from verifier.data.exact_array import ExactArray
from verifier.ground.errors import InputError
from verifier.ground.files import read_bytes

NPY, ZIP, MATLAB, HDF5 = b"\x93NUMPY", b"PK\x03\x04", b"MATLAB", b"\x89HDF\r\n"
"""How the binary formats begin."""

UNNAMED = ""
"""The name of the only array of a file that names none: a .npy file, or JSON that is a list."""

FORMATS = ".npy, .npz, .mat, .json and .toml are read"


def arrays(path: str, wanted: Collection[str] | None = None) -> Mapping[str, ExactArray]:
    """The arrays of a file; nested tables and objects have dotted names ("teacher.A").

    Numbers are exact: floating-point numbers of binary files at their exact values, decimals of text as they are
    written, text such as "22/7" or "1/2+1/3i" as well. No file is executed or unpickled.

    Args:
        path: the file.
        wanted: the names to read; None for all that are arrays of numbers. What is not wanted is not looked at.

    Returns:
        Arrays by name; "" is the name of a nameless one.

    Raises:
        InputError: unreadable, of another format, pickled, not finite, too large, or without a name that is wanted.
            The message is one line with place, cause and remedy; sizes are judged before anything is unpacked.
    """
    found = _read(path, wanted)
    for name in wanted or ():
        if name not in found:
            held = ", ".join(sorted(name or "one without a name" for name in found)) or "none"
            raise InputError(path, f"holds no array {name!r}", f"its arrays: {held}")
    if not found:
        raise InputError(path, "holds no array of numbers", FORMATS)
    return found


def _read(path: str, wanted: Collection[str] | None) -> Mapping[str, ExactArray]:
    data = read_bytes(path)
    if data.startswith((NPY, ZIP)):
        from verifier.data.numpy_file import npy_array, npz_arrays

        return {UNNAMED: npy_array(data, path)} if data.startswith(NPY) else npz_arrays(data, path, wanted)
    if data.startswith(MATLAB) or path.endswith(".mat"):
        from verifier.data.matlab_file import matlab_arrays

        return matlab_arrays(data, path, wanted)
    if data.startswith(HDF5):
        raise InputError(path, "is an HDF5 file, which is not read", FORMATS)
    from verifier.data.text_arrays import json_arrays, toml_arrays

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(path, f"is neither text in UTF-8 nor a known format (byte {error.start})", FORMATS) from error
    return toml_arrays(text, path, wanted) if path.endswith(".toml") else json_arrays(text, path, wanted)
