"""The arithmetics by name. Each lives in its own file and imports its own library only."""

from typing import Any

from numerics.arithmetics.precision import guarded_bits
from numerics.arithmetics.protocol import Arithmetic

NAMES = ("mpmath", "arb", "float64", "exact", "ball")


def arithmetic(name: str, digits: int = 50, steps: int = 1) -> Arithmetic[Any]:
    """The arithmetic of this name, with guard bits for ``digits`` digits through ``steps`` steps.

    Args:
        name: ``mpmath`` (the default), ``arb`` (fast), ``float64``, ``exact`` (rational), ``ball`` (keeps radii).
        digits: significant decimals that the last step shall have; ``float64`` and ``exact`` have no use for them.
        steps: of descent, over which roundings add up.

    Returns:
        A frozen value that can be pickled and changes no global precision.

    Raises:
        ValueError: an unknown name, or digits or steps below one.

    >>> arithmetic("mpmath", 50, 20_000)
    Mpmath(bits=206)
    """
    bits = guarded_bits(digits, steps)
    match name:
        case "mpmath":
            from numerics.arithmetics.mp import Mpmath

            return Mpmath(bits)
        case "arb":
            from numerics.arithmetics.arb import Midpoints

            return Midpoints(bits)
        case "float64":
            from numerics.arithmetics.float64 import Float64

            return Float64()
        case "exact":
            from numerics.arithmetics.exact import Exact

            return Exact()
        case "ball":
            from numerics.arithmetics.ball import Balls

            return Balls(bits)
    raise ValueError(f"arithmetic: {name!r} is unknown; choose one of {', '.join(NAMES)}")
