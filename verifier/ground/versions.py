"""Which versions of what computed a result."""

import platform
from importlib.metadata import PackageNotFoundError, version

LIBRARIES = ("balancedness-verifier", "sympy", "mpmath", "gmpy2", "python-flint", "numpy", "scipy", "jax", "jaxlib")


def versions() -> dict[str, str]:
    """The versions of Python and of the libraries that results rest on; read from their metadata, not by import."""
    return {"python": platform.python_version(), **{name: _version(name) for name in LIBRARIES}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
