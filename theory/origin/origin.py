"""The saddle at zero: every (A, 0, 0) is critical, and at 0 the sign of g_0 decides which mode of (B, C) grows.

At eps theta the lag j contributes to the gradient in order eps^{j+1} exactly, so lag 0 drives B and C in first order
and lag 1 drives A in second. With residuals -g_j at the origin, the flow is B' = 2 C^T g_0, C' = 2 g_0 B^T.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Expr, Integer, MatrixSymbol, Symbol, hessian, latex, sqrt

from theory.kernel.derivation import Derivation, Step
from theory.kernel.matrix_identity import identity
from theory.kernel.matrix_words import Combination, word
from theory.kernel.rewriting import Rule
from theory.kernel.symbols import A, B, C, W, d, epsilon, m, p, z
from theory.model.entries import symbolic_matrix, symbolic_model
from theory.model.gradient import STUDENT, lag_gradient, transfer_gradient, weighted_gradient
from theory.model.linear_rnn import LinearRNN, impulse_response, loss
from theory.model.samples import Named, sample_values

ZEROED = ("B", "C")
"""The matrices that vanish at the critical points (A, 0, 0)."""

G_0, G_1 = MatrixSymbol("g_0", p, m), MatrixSymbol("g_1", p, m)
"""The teacher's first two Markov parameters."""


def growth_rates(g_0: Expr) -> tuple[Expr, Expr]:
    """The rates of u = (B + C^T)/sqrt2 and v = (B - C^T)/sqrt2 under the flow linearised at 0 (m = p = 1).

    >>> growth_rates(Integer(3))
    (6, -6)
    """
    return 2 * g_0, -2 * g_0


def origin_saddle(g_0: Expr | None = None, zeroed: Iterable[str] = ZEROED) -> Derivation:
    """origin-saddle for g_0 > 0 (symbolic unless given), critical where the matrices in `zeroed` vanish."""
    value = Symbol("g_0", positive=True) if g_0 is None else g_0
    steps = (
        *critical_steps(tuple(zeroed)),
        *homogeneity_steps(),
        *leading_order_steps(),
        *mode_steps(value),
        *(curvature_step(*sizes) for sizes in ((2, 1, 1), (1, 2, 2))),
    )
    scope = "every d, m, p and every lag (words); u, v for m = p = 1; the Hessian entry by entry at two sizes"
    return Derivation(scope, steps)


def critical_steps(zeroed: tuple[str, ...] = ZEROED) -> tuple[Step, ...]:
    """The gradient vanishes where the matrices in `zeroed` do."""

    def constrain(drawn: Named) -> Named:
        return {name: matrix * 0 if name in zeroed else matrix for name, matrix in drawn.items()}

    rules = tuple(Rule(word(text), Combination({})) for name in zeroed for text in (name, name + "'"))
    values, where = sample_values((A, B, C, W), constrain=constrain), " and ".join(f"{name} = 0" for name in zeroed)
    return tuple(
        identity(part, 0 * part, f"gradient in {name} where {where}", rules, values)
        for part, name in zip(transfer_gradient().parts, "ABC", strict=True)
    )


def homogeneity_steps() -> tuple[Step, ...]:
    """The generating function at eps theta is eps times that at theta with eps z for z: lag j in order eps^{j+1}."""
    values = sample_values((A, B, C, W), scalars=(epsilon,))
    scale = {letter: epsilon * letter for letter in (A, B, C)}
    return tuple(
        identity(
            part.xreplace(scale).doit(),
            epsilon * part.xreplace({z: epsilon * z}),
            f"gradient in {name} at eps theta: lag j is of order eps^(j+1)",
            (),
            values,
        )
        for part, name in zip(transfer_gradient().parts, "ABC", strict=True)
    )


def leading_order_steps() -> tuple[Step, ...]:
    """-G at 0 with weights -2 g_j: lag 0 for B and C, lag 1 for A."""
    zeroth, first = (lag_gradient(STUDENT, -2 * g, j) for j, g in enumerate((G_0, G_1)))
    values = sample_values((A, B, C, G_0, G_1))
    return (
        identity(-zeroth.A, 0 * A, "lag 0 does not move A", (), values),
        identity(-zeroth.B, 2 * C.T * G_0, "B' in first order", (), values),
        identity(-zeroth.C, 2 * G_0 * B.T, "C' in first order", (), values),
        identity(-first.A, 2 * C.T * G_1 * B.T, "A' in second order", (), values),
    )


def mode_steps(g_0: Expr) -> tuple[Step, ...]:
    """u and v are eigenmodes of B' = 2 g_0 C^T, C' = 2 g_0 B^T, and u grows while v decays when g_0 > 0."""
    b, c, half = MatrixSymbol("B", d, 1), MatrixSymbol("C", 1, d), 1 / sqrt(2)
    velocity = LinearRNN(A, 2 * g_0 * c.T, 2 * g_0 * b.T)
    grows, decays = growth_rates(g_0)
    values = sample_values((b, c), scalars=g_0.free_symbols)
    return (
        identity(half * (velocity.B + velocity.C.T), grows * half * (b + c.T), "u' = 2 g_0 u", (), values),
        identity(half * (velocity.B - velocity.C.T), decays * half * (b - c.T), "v' = -2 g_0 v", (), values),
        _sign_step(grows, r">", "u grows", g_0, bool(grows.is_positive)),
        _sign_step(decays, r"<", "v decays", g_0, bool(decays.is_negative)),
    )


def _sign_step(rate: Expr, relation: str, by: str, g_0: Expr, holds: bool) -> Step:
    return Step(latex(rate), "0", by, holds, relation, "" if holds else f"g_0 = {g_0}: the rate is {rate}")


def curvature_step(width: int, inputs: int, outputs: int) -> Step:
    """The Hessian at 0, entry by entry with a symbolic teacher: that of -2 <g_0, C B>, no other coupling."""
    theta = symbolic_model(width, inputs, outputs)
    teacher = [symbolic_matrix(f"g{j}", outputs, inputs) for j in range(3)]
    entries = [entry for part in theta.parts for entry in part]
    at_zero = {entry: Integer(0) for entry in entries}
    found = hessian(loss(theta, teacher), entries).subs(at_zero)
    coupling = -2 * (teacher[0].T * theta.C * theta.B).trace()
    expected = hessian(coupling, entries)
    by = f"Hessian at 0, entry by entry, d = {width}, m = {inputs}, p = {outputs}, k = 3"
    return Step(r"\nabla^2 L(0)", r"\nabla^2 \left( -2 \langle g_0, C B \rangle \right)", by, found == expected)


def gradient_near_zero(theta: LinearRNN, teacher: Sequence[Any], scale: Any) -> LinearRNN:
    """The gradient at scale * theta, assembled by powers of the scale.

    2 sum_j scale^{j+1} (gradient of <scale^{j+2} h_j - g_j, h_j> at theta): an independent formula for the same thing.
    """
    weights = [
        scale ** (j + 1) * 2 * (scale ** (j + 2) * h - g)
        for j, (h, g) in enumerate(zip(impulse_response(theta, len(teacher)), teacher, strict=True))
    ]
    return weighted_gradient(theta, weights)
