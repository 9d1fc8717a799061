"""How large the drift of descent can be: norm(Q(G)) <= sqrt2 norm(G)^2, and its sum over a run."""

from collections.abc import Callable
from typing import Any

from sympy import Integer, Rational, Symbol, latex, sqrt

from theory.balance.balancedness import Q
from theory.kernel.derivation import Step
from theory.kernel.matrix_words import Combination, words
from theory.kernel.steps import equation
from theory.kernel.symbols import eta
from theory.kernel.trace_words import trace_form
from theory.model.gradient import DIRECTION
from theory.model.linear_rnn import LinearRNN, linear_rnn, squared_norm
from theory.model.samples import describe

CITED = (
    "triangle inequality and submultiplicativity of the Frobenius norm: norm(X X^T) <= norm(X)^2",
    "descent lemma: L(theta - eta G) <= L(theta) - (eta/2) norm(G)^2 for eta <= 1/smoothness on the segment",
)
"""The lemmas of the bounds; the drift identity itself needs none."""


def bound_steps() -> tuple[Step, ...]:
    r"""norm(Q(G))_F <= sqrt2 norm(G)^2, and <= 2 sqrt2 eta (L_0 - L_T) for the sum over descending steps.

    With a = norm(G_A)^2, b = norm(G_B)^2 + norm(G_C)^2: the two trace identities drop a square each, so that
    norm(Q(G)) <= sqrt2 a + b <= sqrt2 (a + b).
    """
    X, Y, Z = DIRECTION.parts
    commutator, rest = words(X * X.T - X.T * X), words(Y * Y.T - Z.T * Z)
    a, b, loss = Symbol("a", nonnegative=True), Symbol("b", nonnegative=True), Symbol("Delta", nonnegative=True)
    parts, whole = sqrt(2) * a + b, sqrt(2) * (a + b)
    drifts, given = r"\sqrt{2} \eta^{2} \cdot \frac{2 \Delta}{\eta}", 2 * loss / eta
    return (
        _traces(commutator * commutator, words(2 * X * X.T * X * X.T - 2 * X * X * X.T * X.T), "part of A"),
        _traces(rest * rest, words(Y * Y.T * Y * Y.T + Z.T * Z * Z.T * Z - 2 * Y * Y.T * Z.T * Z), "part of B and C"),
        Step(
            latex(parts),
            latex(whole),
            "the difference is a non-negative multiple of b",
            (whole - parts).expand().factor().is_nonnegative,
            r"\le",
        ),
        equation(
            sqrt(2) * eta**2 * given,
            2 * sqrt(2) * eta * loss,
            "sum of the drifts: the descent lemma gives sum norm(G_t)^2 <= 2 Delta / eta, Delta = L_0 - L_T",
            name=drifts,
        ),
    )


def _traces(before: Combination, after: Combination, by: str) -> Step:
    same = (trace_form(before) - trace_form(after)).is_zero
    rule = f"squared norm, {by}: the last term is minus a square"
    return Step(
        f"\\mathrm{{tr}} \\left( {before} \\right)", f"\\mathrm{{tr}} \\left( {after} \\right)", rule, same or None
    )


def sharp_direction() -> LinearRNN:
    """G_A = E_12, G_B = G_C = 0: norm(Q(G))_F = sqrt2 norm(G)^2."""
    return linear_rnn([[0, 1], [0, 0]], [[0], [0]], [[0, 0]])


def counterexample_to_norm_bound(G: LinearRNN, squared_constant: int = 2) -> str | None:
    """None when norm(Q(G))^2 <= constant^2 norm(G)^4 for a concrete direction, else the two numbers."""
    left, norm = squared_norm(Q(G)), sum((squared_norm(part) for part in G.parts), Integer(0))
    bound = squared_constant * norm**2
    return None if left <= bound else f"G with {describe(G)}: squared norm of Q(G) is {left}, the bound {bound}"


def counterexample_to_sum_bound(
    theta: LinearRNN, gradient_at: Callable[[LinearRNN], LinearRNN], step: Any, steps: int = 3
) -> str | None:
    """None when norm(Q_T - Q_0) <= sqrt2 eta^2 sum_t norm(G_t)^2 along a concrete run, squared and exact."""
    first, step, travelled = theta, Rational(step), Integer(0)
    for _ in range(steps):
        G = gradient_at(theta)
        theta, travelled = theta.plus(G, -step), travelled + sum((squared_norm(part) for part in G.parts), Integer(0))
    drift, bound = squared_norm(Q(theta) - Q(first)), 2 * step**4 * travelled**2
    return None if drift <= bound else f"after {steps} steps of {step}: norm(Q_T - Q_0)^2 = {drift}, bound {bound}"
