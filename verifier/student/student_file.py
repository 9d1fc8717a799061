"""``read_student(path)``: A, B, C (and D) from a file of arrays, of tensors, or from a PyTorch state_dict."""

from collections.abc import Collection, Mapping

from verifier.data.arrays import arrays
from verifier.data.exact_array import ExactArray
from verifier.ground.errors import InputError
from verifier.student.tensors import pytorch_tensors, safetensors_arrays
from verifier.student.trained import TrainedStudent, student_of

NAMES = ("A", "B", "C", "D")
OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "A": ("A", "Lambda", "lambda", "Lambda_bar", "weight_hh_l0", "rnn.weight_hh_l0"),
    "B": ("B", "B_bar", "weight_ih_l0", "rnn.weight_ih_l0"),
    "C": ("C", "readout.weight", "weight_ho"),
    "D": ("D",),
}
"""What the matrices are called in a file when nobody says so, the most usual first."""

FORMATS = "give .npz, .npy, .mat, .json, .toml, .safetensors or a PyTorch state_dict (.pt, .pth)"


def read_student(path: str, keys: Mapping[str, str] | None = None) -> TrainedStudent:
    """The student in a file, exact: a binary floating-point number counts as the rational number that it is.

    Args:
        path: .npz, .mat, .json or .toml; .safetensors; .pt or .pth, of which weights alone are loaded.
        keys: which array is A, B, C or D, where the file calls them otherwise.

    Returns:
        A, B, C with exact entries, and notes on how they were made.

    Raises:
        InputError: the file cannot be read or holds no such arrays; one line says where and why.
    """
    wanted = dict(keys or {})
    if unknown := sorted(set(wanted) - set(NAMES)):
        raise InputError("--keys", f"{unknown[0]!r} is none of A, B, C, D", "write A=...,B=...,C=...")
    found = _tensors(path, wanted.values())
    named = {name: wanted.get(name) or next((n for n in OTHER_NAMES[name] if n in found), None) for name in NAMES}
    for name in ("A", "B", "C"):
        if named[name] is None or named[name] not in found:
            held = ", ".join(sorted(found)) or "nothing"
            raise InputError(path, f"holds no {named[name] or name}; it holds {held}", "name the arrays: --keys A=...")
    return student_of({name: found[key] for name, key in named.items() if key is not None and key in found})


def _tensors(path: str, wanted: Collection[str]) -> Mapping[str, ExactArray]:
    """The arrays of the file: all of the usual names and of the wanted ones, or all there are."""
    if path.endswith(".safetensors"):
        return safetensors_arrays(path)
    if path.endswith((".pt", ".pth", ".bin")):
        return pytorch_tensors(path)
    return arrays(path, set(wanted) or None)


def parse_keys(text: str) -> Mapping[str, str]:
    """``A=rnn.weight_hh_l0,B=...`` as a mapping; raises InputError for anything else.

    >>> parse_keys("A=W,B=U")
    {'A': 'W', 'B': 'U'}
    """
    pairs = [part.split("=", 1) for part in text.split(",")]
    if any(len(pair) != 2 or not pair[0].strip() or not pair[1].strip() for pair in pairs):
        raise InputError("--keys", f"{text!r} cannot be read", "write A=...,B=...,C=..., without blanks")
    return {name.strip(): key.strip() for name, key in pairs}
