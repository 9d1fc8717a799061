"""Which versions of what computed a result."""

import platform
from importlib.metadata import PackageNotFoundError, version

PROJECT = "balancedness-verifier"
"""The name under which this project is installed."""

LIBRARIES = (PROJECT, "sympy", "mpmath", "gmpy2", "python-flint", "numpy", "scipy", "jax", "jaxlib")


def versions() -> dict[str, str]:
    """The versions of Python and of the libraries that results rest on; read from their metadata, not by import."""
    return {"python": platform.python_version(), **{name: version_of(name) for name in LIBRARIES}}


def version_of(name: str) -> str:
    """The version of an installed distribution, or that it is not installed.

    >>> version_of("no-such-distribution")
    'not installed'
    """
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
