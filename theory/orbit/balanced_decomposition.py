r"""Any theta with Q = 0 is orthogonally (minimal and balanced) + (A', 0, 0) with A' normal.

In an orthonormal basis whose first vectors span the reachable space, A = (A_11 A_12; 0 A_22), B = (B_1; 0),
C = (C_1 C_2). The trace of the block Q_22 is -norm(A_12)^2 - norm(C_2)^2: so Q = 0 makes A_12 = 0 and C_2 = 0.
Transposed, the same lines split off the unobservable space.
"""

from collections.abc import Callable

from sympy import ImmutableMatrix, Integer, Symbol
from sympy.matrices.expressions import MatrixSymbol

from theory.balance.balancedness import Q
from theory.kernel.derivation import Step
from theory.kernel.evaluation import show
from theory.kernel.matrix_words import Combination, words
from theory.kernel.rewriting import Rule, normal_form, rule, with_transposes
from theory.kernel.symbols import m, p
from theory.kernel.trace_words import trace_form
from theory.model.linear_rnn import LinearRNN, observability, reachability
from theory.model.matrix_products import Entries, multiply, transpose
from theory.model.samples import describe

CITED = (
    "Kalman: in a basis that starts with the reachable space A is block triangular and B is zero below; dually for the "
    "unobservable space. Restricted to the reachable space modulo the unobservable one, theta is minimal",
)

r, q = (Symbol(name, integer=True, positive=True) for name in ("r", "q"))
A_11, A_12, A_22 = MatrixSymbol("A_{11}", r, r), MatrixSymbol("A_{12}", r, q), MatrixSymbol("A_{22}", q, q)
B_1, C_1, C_2 = MatrixSymbol("B_1", r, m), MatrixSymbol("C_1", p, r), MatrixSymbol("C_2", p, q)

SPLIT = with_transposes((rule("A_{12}"), rule("C_2")))
"""A_12 = 0 and C_2 = 0."""

Blocks = dict[str, Entries]


def reachable_blocks() -> Blocks:
    """A, B, C in blocks, the reachable space first."""
    zero = Combination({})
    a, b, c = ([[words(x)] for x in (B_1,)], [words(A_11), words(A_12)], [words(C_1), words(C_2)])
    return {"A": [b, [zero, words(A_22)]], "B": [*a, [zero]], "C": [c]}


def transposed_blocks(blocks: Blocks) -> Blocks:
    """(A^T, C^T, B^T), in blocks: it exchanges reachable and observable."""
    return {"A": _transposed(blocks["A"]), "B": _transposed(blocks["C"]), "C": _transposed(blocks["B"])}


def _transposed(blocks: Entries) -> Entries:
    return [[entry.T for entry in row] for row in transpose(blocks)]


def balancedness_blocks(blocks: Blocks) -> Entries:
    """The four blocks of Q."""
    A, B, C = (blocks[name] for name in "ABC")
    terms = [multiply(A, _transposed(A)), multiply(_transposed(A), A), multiply(B, _transposed(B)),
             multiply(_transposed(C), C)]  # fmt: skip
    return [[terms[0][i][j] - terms[1][i][j] + terms[2][i][j] - terms[3][i][j] for j in range(2)] for i in range(2)]


def decomposition_steps() -> tuple[Step, ...]:
    """Trace of Q_22, the blocks that it forces to vanish, and what is left of Q; then the same transposed."""
    blocks = reachable_blocks()
    Q_blocks = balancedness_blocks(blocks)
    dual = balancedness_blocks(transposed_blocks(blocks))
    squares = words(A_12 * A_12.T).scaled(Integer(-1)) - words(C_2.T * C_2)
    by = "trace of Q_22: minus two squares, so Q = 0 makes A_12 = 0 and C_2 = 0"
    minimal = A_11 * A_11.T - A_11.T * A_11 + B_1 * B_1.T - C_1.T * C_1
    normal = A_22 * A_22.T - A_22.T * A_22
    return (
        _traces(Q_blocks[1][1], squares, by),
        _traces(dual[1][1], squares.scaled(Integer(-1)), "transposed, off the observable space: two squares again"),
        _equal(Q_blocks[0][0], words(minimal), "then the reachable part is balanced", SPLIT),
        _equal(Q_blocks[1][1], words(normal), "and A' = A_22 is normal: A' A'^T = A'^T A'", SPLIT),
        _equal(Q_blocks[0][1], Combination({}), "nothing is left between the two parts", SPLIT),
    )


def _traces(before: Combination, after: Combination, by: str) -> Step:
    same = (trace_form(before) - trace_form(after)).is_zero
    left, right = (rf"\mathrm{{tr}} \left( {side} \right)" for side in (before, after))
    return Step(left, right, by, same or None)


def _equal(before: Combination, after: Combination, by: str, rules: tuple[Rule, ...]) -> Step:
    same = normal_form(before - after, rules).is_zero
    return Step(str(before), str(after), by, same or None)


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
