r"""A discrete-time system of scipy.signal or python-control as named exact arrays in the project's convention.

There x_{t+1} = A x_t + B u_t, y_t = C x_t + D u_t, and the response is D, C B, C A B, .... A system without D is taken
from C B on, its first lag that is not 0. One with D keeps D as lag 0, and becomes

    A -> (A B; 0 0),     B -> (0; I),     C -> (C D).
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from verifier.data.exact_array import ExactArray
from verifier.data.values import as_array
from verifier.ground.errors import InputError


def arrays_of_system(system: Any) -> Mapping[str, ExactArray]:
    """A, B and C of an object with the attributes A, B, C, D and dt.

    Args:
        system: scipy.signal.StateSpace, dlti(...).to_ss(), control.StateSpace; discrete in time.

    Returns:
        Three matrices, exact.

    Raises:
        InputError: no such object, or one in continuous time.
    """
    if not all(hasattr(system, name) for name in ("A", "B", "C", "D")):
        raise InputError("system", f"a {type(system).__name__} has no A, B, C, D", "give a StateSpace")
    if getattr(system, "dt", None) in (None, 0):
        raise InputError("system", "is in continuous time", "discretise it: system.to_discrete(dt)")
    A, B, C, D = (as_array(getattr(system, name), name) for name in ("A", "B", "C", "D"))
    if not any(D.real):
        return {"A": A, "B": B, "C": C}
    n, m = len(A.matrix()), len(B.matrix()[0])
    zero = (Fraction(0),)
    wide = [row + more for row, more in zip(A.matrix(), B.matrix(), strict=True)] + [zero * (n + m)] * m
    below = [zero * m] * n + [tuple(Fraction(int(i == j)) for j in range(m)) for i in range(m)]
    beside = [row + more for row, more in zip(C.matrix(), D.matrix(), strict=True)]
    return {name: as_array(rows, name) for name, rows in (("A", wide), ("B", below), ("C", beside))}
