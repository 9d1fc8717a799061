"""Tensors of other people's formats as exact arrays: safetensors, and PyTorch files of which weights alone are read."""

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from verifier.data.exact_array import ExactArray
from verifier.ground.errors import InputError
from verifier.ground.extras import install_line, is_installed
from verifier.ground.files import read_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_ARRAYS = "save a dictionary of tensors, as module.state_dict() gives it"


def safetensors_arrays(path: str) -> Mapping[str, ExactArray]:
    """The tensors of a .safetensors file; raises InputError when it is damaged or the package is not there."""
    _require("safetensors", path)
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        found = load(read_bytes(path))
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise InputError(path, f"is no .safetensors file ({error})", "save it again; bfloat16 as float32") from error
    return {name: _exact(values, f"{path}: {name}") for name, values in found.items() if values.ndim <= 2}


def pytorch_tensors(path: str) -> Mapping[str, ExactArray]:
    """The tensors of a PyTorch file that holds a state_dict, or one under "state_dict"; no code of it is run.

    Raises:
        InputError: it holds anything but weights, it is damaged, or PyTorch is not there.
    """
    import io

    data = read_bytes(path)
    _require("torch", path)
    import torch

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises pickle, zip, runtime and its own errors on hostile files
        cause = "holds more than weights, or is damaged; it was not run"
        raise InputError(path, cause, NO_ARRAYS) from error
    return _of_state_dict(found, path)


def _of_state_dict(found: Any, path: str) -> Mapping[str, ExactArray]:
    import torch

    if isinstance(found, dict) and isinstance(found.get("state_dict"), dict):
        found = found["state_dict"]
    if not isinstance(found, dict):
        raise InputError(path, f"holds a {type(found).__name__}, not a state_dict", NO_ARRAYS)
    tensors = {str(name): value for name, value in found.items() if isinstance(value, torch.Tensor)}
    small = {name: value for name, value in tensors.items() if value.dim() <= 2 and not value.is_sparse}
    return {name: _exact(_widened(value), f"{path}: {name}") for name, value in small.items() if value.numel()}


def _widened(value: Any) -> "NDArray[Any]":
    """As a NumPy array; half precision, which NumPy has not in every form, without loss as float32."""
    import torch

    value = value.detach().resolve_conj().resolve_neg()
    half = value.dtype in (torch.bfloat16, torch.float16)
    values: NDArray[Any] = (value.to(torch.float32) if half else value).numpy()
    return values


def _exact(values: "NDArray[Any]", place: str) -> ExactArray:
    from verifier.data.numpy_file import exact

    return exact(values, place)


def _require(package: str, path: str) -> None:
    if not is_installed(package):
        raise InputError(path, f"needs the package {package}", install_line(package))
