r"""The state of a symmetric student whose measure has n points moves in n dimensions, however wide the student is.

A reachable state is p(A) B with p a polynomial, and its squared length is int p^2 dmu = sum_l w_l p(x_l)^2. So p(A) B
depends on the values of p at the n nodes only, and p(A) B = 0 exactly when pi divides p.
"""

import sympy as sp

from theory.kernel.derivation import Derivation, Step
from theory.kernel.steps import at_most, equation

d, i, a, b, degree = sp.symbols("d i a b D", integer=True, positive=True)
omega, lambda_, c = (sp.IndexedBase(name) for name in ("omega", "lambda", "p"))

SPECTRAL = (
    "spectral theorem: A = U diag(lambda) U^T, so B^T A^j B = sum_i omega_i lambda_i^j with omega_i = (u_i^T B)^2"
)
UNIQUENESS = "moment-uniqueness: the student's masses omega_i add up to w_l at the node x_l, and to 0 elsewhere"
ROOTS = "a non-zero polynomial of degree below n has fewer than n roots"


def low_dimensional_state_proof() -> Derivation:
    """The reachable space has the basis B, A B, ..., A^{n-1} B."""
    steps = (_squared_length(), *_vanishes_with_pi())
    scope = "every n, every width d, every polynomial; distinct nodes with positive weights"
    return Derivation(scope, steps, (SPECTRAL, UNIQUENESS, ROOTS))


def _squared_length() -> Step:
    """sum_ab p_a p_b h_{a+b} = sum_i omega_i (sum_a p_a lambda_i^a)^2 for any degree and width."""
    term = c[a] * c[b] * omega[i] * lambda_[i] ** (a + b)
    before = sp.Sum(term, (i, 1, d), (a, 0, degree), (b, 0, degree))
    inner = sp.Sum(c[a] * lambda_[i] ** a, (a, 0, degree))
    renamed = inner.function.subs(a, b)
    squared = sp.Sum(omega[i] * inner.function * renamed, (a, 0, degree), (b, 0, degree), (i, 1, d))
    moved = before.reorder((i, a)).reorder((i, b))
    holds = set(moved.limits) == set(squared.limits) and sp.powsimp(moved.function - squared.function) == 0
    after = sp.Sum(omega[i] * inner**2, (i, 1, d))
    return Step(
        rf"\lVert p(A) B \rVert^2 = B^T p(A)^2 B = {sp.latex(before)}",
        sp.latex(after),
        "finite sums change places: the squared length is the integral of p^2",
        holds,
    )


def _vanishes_with_pi() -> tuple[Step, ...]:
    x, node, rest, quotient = sp.symbols("x x_l rho_l s")
    weight, value = sp.Symbol("w_l", positive=True), sp.Symbol("r", real=True)
    pi = (x - node) * rest
    zero = sp.solve(weight * value**2, value) == [0]
    return (
        equation(
            weight * (quotient * pi) ** 2, sp.Integer(0), "at x = x_l: the state is 0 when pi divides p", {x: node}
        ),
        at_most(sp.Integer(0), weight * value**2, "otherwise take the remainder, of value r at x_l"),
        Step(
            f"{sp.latex(weight * value**2)} = 0",
            "r = 0",
            "so a zero state needs a remainder with n roots, and its degree is below n: it is 0",
            zero,
            r"\Rightarrow",
        ),
    )
