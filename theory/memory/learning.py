"""What a diagonal kernel that is held in place learns: each lag by itself, and no lag that is not trained."""

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import equation, less
from theory.memory.kernel_regime import limit_kernel, sigma
from theory.words.symbols import d

J = sp.Symbol("j", integer=True, positive=True)


def learning() -> tuple[Step, ...]:
    """With the kernel held at its limit, h_i' = -<grad h_i, grad L> = -2 sum_{j<k} d kappa_ij R_j."""
    t, kappa, begun = sp.symbols("t kappa_j R_j", positive=True)
    k, earlier, later = (sp.Symbol(name, integer=True, nonnegative=True) for name in ("k", "m", "n"))
    course = begun * sp.exp(-2 * d * kappa * t)
    return (
        equation(
            sp.Derivative(course, t),
            -2 * d * kappa * course,
            "a diagonal kernel: each lag learns by itself",
            name="R_j'",
        ).labelled("alone", "held", "kappa"),
        less(k - 1 - earlier, k + later, "no trained lag k - 1 - m is lag k + n: none moves it").labelled(
            "beyond", "held", "kappa"
        ),
        equation(
            limit_kernel(J, J), sigma ** (2 * J - 2) * (sigma**2 + J), "exponentially small in j for sigma < 1"
        ).labelled("weight", "kappa"),
    )
