r"""Any theta with Q = 0 is orthogonally (minimal and balanced) + (A', 0, 0) with A' normal.

P is the orthogonal projection on the reachable space, E = I - P: then E A P = 0 and E B = 0, and the trace of E Q E is
-norm(P A E)^2 - norm(C E)^2. So Q = 0 makes P A E = 0 and C E = 0, and theta falls into two parts that do not meet.
The transposed realisation has the opposite Q, so the same lines split off the unobservable space.
"""

from collections.abc import Callable

from sympy import Identity, ImmutableMatrix

from theory.balance.balancedness import Q
from theory.kernel.derivation import Premise, Step
from theory.kernel.matrix_identity import identity
from theory.kernel.trace_identity import trace_identity
from theory.model.gradient import STUDENT
from theory.model.linear_rnn import LinearRNN, observability, reachability
from theory.model.samples import Named, describe, sample_values
from theory.orbit.invariants import projection_on
from theory.words.evaluation import Values, show
from theory.words.matrix_words import words
from theory.words.rewriting import Rule, rule
from theory.words.symbols import A, B, C, P, d

KALMAN = Premise(
    "kalman",
    "Kalman: in a basis that starts with the reachable space A is block triangular and B is zero below; dually for the "
    "unobservable space. Restricted to the reachable space modulo the unobservable one, theta is minimal",
)

E = Identity(d) - P
"""The projection off the reachable space."""
TRANSPOSED = LinearRNN(A.T, C.T, B.T)
"""The transposed realisation: it exchanges reachable and observable."""


def reachable_rules() -> tuple[Rule, ...]:
    """P = P^T = P^2, P A P = A P and P B = B: A maps the reachable space into itself, and B into it."""
    texts = (("P'", "P"), ("P P", "P"), ("P A P", "A P"), ("P A' P", "P A'"), ("P B", "B"), ("B' P", "B'"))
    return tuple(rule(pattern, (1, text)) for pattern, text in texts)


def split_rules() -> tuple[Rule, ...]:
    """What P A E = 0 and C E = 0 add: P commutes with A, and C P = C."""
    texts = (("P A", "A P"), ("P A'", "A' P"), ("C P", "C"), ("P C'", "C'"))
    kept = (found for found in reachable_rules() if len(found.pattern) < 3)
    return (*kept, *(rule(pattern, (1, text)) for pattern, text in texts))


def projected_values(split: bool) -> tuple[Values, ...]:
    """Concrete theta whose reachable space lies in the range of P; with P A E = 0 and C E = 0 where `split`."""

    def constrain(drawn: Named) -> Named:
        width = drawn["A"].shape[0]
        on = projection_on((1, 2, *(0,) * (width - 2)) if width > 1 else (0,))
        off = ImmutableMatrix.eye(width) - on
        beside = on * drawn["A"] * off if split else 0 * off
        C_ = drawn["C"] * on if split else drawn["C"]
        return {**drawn, "P": on, "A": drawn["A"] - off * drawn["A"] * on - beside, "B": on * drawn["B"], "C": C_}

    return sample_values((A, B, C), constrain=constrain)


def transposed_step(by: str) -> Step:
    """Q(A^T, C^T, B^T) = -Q."""
    return identity(Q(TRANSPOSED), -Q(STUDENT), by, (), sample_values((A, B, C)), r"Q(A^{T}, C^{T}, B^{T})")


def decomposition_steps() -> tuple[Step, ...]:
    """The trace of E Q E, the parts that it forces to vanish, and what is left of Q; then the same transposed."""
    theta, split, values = Q(STUDENT), split_rules(), projected_values(split=True)
    beside, outside, normal = P * A * E, C * E, E * A * E
    squares = words(-1 * beside * beside.T) - words(outside.T * outside)
    reachable = Q(LinearRNN(P * A * P, B, C))
    return (
        trace_identity(
            words(E * theta * E),
            squares,
            "off the reachable space: -norm(P A E)^2 - norm(C E)^2, so Q = 0 makes P A E = 0 and C E = 0",
            reachable_rules(),
            projected_values(split=False),
        ).labelled("off-the-reachable", "kalman"),
        transposed_step(
            "the reachable part, transposed, is balanced: its unobservable space splits off alike"
        ).labelled("transposed"),
        identity(P * theta * P, reachable, "so the reachable part is balanced", split, values).labelled(
            "reachable-part", "off-the-reachable"
        ),
        identity(
            E * theta * E,
            normal * normal.T - normal.T * normal,
            "and A' = E A E is normal: A' A'^T = A'^T A'",
            split,
            values,
        ).labelled("normal-part", "off-the-reachable"),
        identity(P * theta * E, 0 * A, "nothing of Q is left between the two parts", split, values).labelled(
            "nothing-between", "off-the-reachable"
        ),
    )


def projection_on_range(columns: ImmutableMatrix) -> ImmutableMatrix:
    """The orthogonal projection on the span of the columns of a concrete matrix; 0 when there is none.

    >>> show(projection_on_range(ImmutableMatrix([[1, 1], [1, 1]])))
    '[[1/2, 1/2], [1/2, 1/2]]'
    """
    basis = columns.columnspace()
    if not basis:
        return ImmutableMatrix.zeros(columns.shape[0])
    M = ImmutableMatrix.hstack(*basis)
    return ImmutableMatrix(M * (M.T * M).inv() * M.T)


def counterexample_to_decomposition(theta: LinearRNN) -> str | None:
    """None when a concrete theta is orthogonally (minimal part) + (normal, 0, 0); else the first thing that is not."""
    width = theta.A.shape[0]
    one = ImmutableMatrix.eye(width)
    P = projection_on_range(ImmutableMatrix.hstack(*reachability(theta, width)))
    seen = projection_on_range(ImmutableMatrix.hstack(*observability(theta, width)))
    rest = (one - P) * theta.A * (one - P)
    tests: tuple[tuple[str, Callable[[], ImmutableMatrix]], ...] = (
        ("reachable - observable projection", lambda: P - seen),
        ("P A - A P", lambda: P * theta.A - theta.A * P),
        ("C - C P", lambda: theta.C - theta.C * P),
        ("A' A'^T - A'^T A'", lambda: rest * rest.T - rest.T * rest),
        ("Q", lambda: Q(theta)),
    )
    for name, value in tests:
        if not value().is_zero_matrix:
            return f"{describe(theta)}: {name} = {show(value())}"
    return None
