"""Balanced is not enough: a student of any width with Q = 0 that fits a one-node teacher and does not extrapolate.

A the cyclic permutation of size d, B = C^T = e_0: h_j = 1 where d divides j and 0 elsewhere. The teacher is
g = (1, 0, 0, ...), one node at 0 of weight 1.
"""

from collections.abc import Callable

from sympy import Expr, Identity, ImmutableMatrix, Integer, Mod, Symbol, latex
from sympy.matrices.expressions import MatrixSymbol

from theory.balance.balancedness import Q
from theory.kernel.derivation import Derivation, Step
from theory.kernel.evaluation import Values, show
from theory.kernel.matrix_identity import identity
from theory.kernel.rewriting import rule
from theory.kernel.symbols import A, d
from theory.model.linear_rnn import LinearRNN, impulse_response
from theory.model.samples import describe

WIDTHS = range(1, 9)
"""The widths at which every statement is computed again."""

Example = Callable[[int], LinearRNN]


def cycle(width: int) -> LinearRNN:
    """A e_i = e_{i+1 mod d}, B = C^T = e_0.

    >>> [show(h) for h in impulse_response(cycle(3), 7)]
    ['1', '0', '0', '1', '0', '0', '1']
    """
    return _with_unit_input(lambda i, j: Integer((i - j - 1) % width == 0), width)


def shift(width: int) -> LinearRNN:
    """A false neighbour: the chain e_0 -> e_1 -> ... that does not close. Its Q is not 0 for d >= 2."""
    return _with_unit_input(lambda i, j: Integer(i == j + 1), width)


def projection(width: int) -> LinearRNN:
    """A false neighbour, symmetric: A = e_1 e_1^T (0 at d = 1). It is balanced, fits, and extrapolates."""
    return _with_unit_input(lambda i, j: Integer(i == j == 1), width)


def _with_unit_input(entry: Callable[[int, int], Integer], width: int) -> LinearRNN:
    first = ImmutableMatrix([1] + [0] * (width - 1))
    return LinearRNN(ImmutableMatrix(width, width, entry), first, first.T)


def why_no_example(theta: LinearRNN, length: int, horizon: int) -> tuple[str, str] | None:
    """Why theta is no example at training length k: ("not-balanced" | "does-not-fit" | "extrapolates", the numbers).

    None when it is one: Q = 0, h_j = g_j for j < k, and h_j != g_j at some lag below `horizon`.
    """
    responses = [h[0, 0] for h in impulse_response(theta, horizon)]
    wrong = [j for j, h in enumerate(responses) if h != Integer(j == 0)]
    if not Q(theta).is_zero_matrix:
        return "not-balanced", f"{describe(theta)}: Q = {show(Q(theta))}"
    if wrong and wrong[0] < length:
        return "does-not-fit", f"{describe(theta)}: h_{wrong[0]} = {responses[wrong[0]]} within k = {length} lags"
    if not wrong:
        return "extrapolates", f"{describe(theta)}: h_j = g_j for all j < {horizon}"
    return None


def balanced_is_not_enough() -> Derivation:
    """balanced-is-not-enough: Q = 0 and the response for every width, then all of it again at d = 1..8."""
    steps = (balanced_step(), *orthogonality_steps(), *orbit_steps(), *(width_step(width) for width in WIDTHS))
    return Derivation("every width d (words, and indices modulo d), again exactly for d = 1, ..., 8", steps)


def balanced_step() -> Step:
    """Q = 0 from A^T A = A A^T = I and C^T = B alone."""
    e = MatrixSymbol("e", d, 1)
    rules = (rule("A' A", (1, "")), rule("A A'", (1, "")))
    values = tuple(_values(cycle(width), width) for width in WIDTHS)
    return identity(Q(LinearRNN(A, e, e.T)), 0 * Identity(d), "A orthogonal and B = C^T = e", rules, values)


def _values(theta: LinearRNN, width: int) -> Values:
    return Values({"A": theta.A, "e": theta.B}, {d: Integer(width)})


def orthogonality_steps() -> tuple[Step, ...]:
    """A e_i = e_{i+1 mod d} permutes the unit vectors: i -> i + 1 and i -> i - 1 are inverse to each other modulo d."""
    i = Symbol("i", integer=True)
    there, back = (_mod(_mod(i - shift, d) + shift, d) for shift in (1, -1))
    return tuple(_modular(way, Mod(i, d), "A permutes the unit vectors, so A^T A = A A^T = I") for way in (there, back))


def orbit_steps() -> tuple[Step, ...]:
    """A^j e_0 = e_{j mod d} by induction on j, so h_j = 1 where d divides j and 0 elsewhere."""
    j = Symbol("j", integer=True, nonnegative=True)
    multiple = Symbol("q", integer=True, nonnegative=True)
    inside = Symbol("r", integer=True, positive=True)
    return (
        _modular(_mod(Integer(0), d), Integer(0), "A^0 e_0 = e_0"),
        _modular(_mod(_mod(j, d) + 1, d), Mod(j + 1, d), "A e_{j mod d} = e_{j+1 mod d}: induction on j"),
        _modular(_mod(multiple * d, d), Integer(0), "A^{qd} e_0 = e_0, so h_j = 1 where d divides j"),
        _modular(
            _mod(inside, inside + Symbol("s", integer=True, positive=True)),
            inside,
            "A^r e_0 = e_r, so h_r = 0, for 0 < r < d = r + s: the student fits g for every k <= d",
        ),
    )


def _mod(number: Expr, modulus: Expr) -> Expr:
    return Mod(number, modulus, evaluate=False)


def _modular(before: Expr, after: Expr, by: str) -> Step:
    return Step(latex(before), latex(after), by, True if before.doit() == after else None)


def width_step(width: int) -> Step:
    """One width in numbers: the example stands at every k <= d, and h_d = 1."""
    theta = cycle(width)
    reasons = (why_no_example(theta, length, width + 1) for length in range(1, width + 1))
    response = impulse_response(theta, width + 1)
    found = next((reason[1] for reason in reasons if reason), "")
    holds = not found and response[width][0, 0] == 1
    return Step(f"h_{{{width}}}", "1", f"d = {width}, k = 1, ..., {width}, computed", holds, counterexample=found)
