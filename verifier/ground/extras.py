"""Optional parts of the installation: whether one is there, and the line that installs it."""

import importlib.util
from collections.abc import Mapping

EXTRA_OF: Mapping[str, str] = {
    "jax": "nonlinear",
    "distributed": "cluster",
    "matplotlib": "plots",
    "safetensors": "tensors",
    "torch": "torch",
}
"""The extra of pyproject.toml that brings a module."""


def is_installed(module: str) -> bool:
    """Whether the module could be imported; a dotted name whose parent is absent is not installed.

    >>> is_installed("verifier.ground.extras"), is_installed("no_such_package.part")
    (True, False)
    """
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def install_line(module: str) -> str:
    """The command that installs what brings the module.

    >>> install_line("jax")
    "python -m pip install --constraint constraints.txt --editable '.[nonlinear]'"
    """
    if module in EXTRA_OF:
        return f"python -m pip install --constraint constraints.txt --editable '.[{EXTRA_OF[module]}]'"
    return f"python -m pip install {module}"
