"""Balanced is not enough: a student of any width with Q = 0 that fits a one-node teacher and does not extrapolate.

A the cyclic permutation of size d, B = C^T = e_0: h_j = 1 where d divides j and 0 elsewhere. The teacher is
g = (1, 0, 0, ...), one node at 0 of weight 1. For d = 1, 2 the cycle is symmetric: there k <= d < 2n + 1 = 3 is what
lets it stray. From d = 3 on it is not symmetric.
"""

from collections.abc import Callable
from typing import Any

from sympy import Identity, ImmutableMatrix, Integer, Mod, Symbol
from sympy.matrices.expressions import MatrixSymbol

from theory.balance.balancedness import Q
from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.matrix_identity import identity
from theory.kernel.remainders import remainder
from theory.kernel.steps import decided, less
from theory.model.linear_rnn import LinearRNN, impulse_response
from theory.model.samples import describe
from theory.words.evaluation import Values, show
from theory.words.rewriting import rule
from theory.words.symbols import A, d

WIDTHS = range(1, 9)
"""The widths at which every statement is computed again."""
UNSYMMETRIC = 3
"""The least width at which the cycle is not symmetric."""

Example = Callable[[int], LinearRNN]
Successor = Callable[[Any, Any], Any]
"""(j, d) -> the index of A e_j, for numbers and for symbols."""

CYCLE = Premise("cycle", r"$A e_i = e_{i+1 \bmod d}$, $B = C^T = e_0$; the teacher is $g = (1, 0, 0, \ldots)$")


def successor(j: Any, width: Any) -> Any:
    """j + 1 modulo d, for numbers and for symbols."""
    return Mod(j + 1, width, evaluate=False)


def two_ahead(j: Any, width: Any) -> Any:
    """A false neighbour: j + 2 modulo d."""
    return Mod(j + 2, width, evaluate=False)


def cycle(width: int, follows: Successor = successor) -> LinearRNN:
    """A e_j = e_{j+1 mod d}, B = C^T = e_0.

    >>> [show(h) for h in impulse_response(cycle(3), 7)]
    ['1', '0', '0', '1', '0', '0', '1']
    """
    return _with_unit_input(lambda i, j: Integer(int(follows(j, width).doit()) == i), width)


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


def balanced_is_not_enough(follows: Successor = successor) -> Derivation:
    """balanced-is-not-enough: Q = 0 and the response for every width, then all of it again at d = 1..8.

    `follows` is the permutation of the indices: j + 1 modulo d unless a control says otherwise.
    """
    steps = (
        *orthogonality_steps(follows),
        balanced_step(),
        *orbit_steps(follows),
        unsymmetric_step(follows),
        widths_step(follows),
    )
    text = (
        r"$Q = 0$, $h_j = 1$ where $d$ divides $j$ and $0$ elsewhere: the student fits the one-node teacher for every "
        r"$k \le d$, and $h_d = 1 \ne g_d$. "
        rf"For $d \ge {UNSYMMETRIC}$ it is not symmetric (below it is, and $k < {UNSYMMETRIC}$)"
    )
    uses = ("balanced", "start", "next", "multiples", "between", "unsymmetric", "computed")
    scope = f"every width d (words, and indices modulo d), again exactly for d = {WIDTHS[0]}, ..., {WIDTHS[-1]}"
    return Derivation(scope, steps, (), (CYCLE,), Conclusion(text, uses))


def orthogonality_steps(follows: Successor = successor) -> tuple[Step, ...]:
    """A e_i = e_{i+1 mod d} permutes the unit vectors: i -> i + 1 and i -> i - 1 are inverse to each other modulo d."""
    i = Symbol("i", integer=True)
    there, back = follows(_mod(i - 1, d), d), _mod(follows(i, d) - 1, d)
    return (
        remainder(there, _mod(i, d), "A reaches e_i from e_{i-1}: A A^T = I").labelled("onto", "cycle"),
        remainder(back, _mod(i, d), "and from nowhere else: A^T A = I").labelled("one-to-one", "cycle"),
    )


def balanced_step() -> Step:
    """Q = 0 from A^T A = A A^T = I and C^T = B alone."""
    e = MatrixSymbol("e", d, 1)
    rules = (rule("A' A", (1, "")), rule("A A'", (1, "")))
    values = tuple(Values({"A": cycle(width).A, "e": cycle(width).B}, {d: Integer(width)}) for width in WIDTHS)
    step = identity(Q(LinearRNN(A, e, e.T)), 0 * Identity(d), "A orthogonal and B = C^T = e", rules, values)
    return step.labelled("balanced", "onto", "one-to-one", "cycle")


def orbit_steps(follows: Successor = successor) -> tuple[Step, ...]:
    """A^j e_0 = e_{j mod d} by induction on j, so h_j = 1 where d divides j and 0 elsewhere."""
    j = Symbol("j", integer=True, nonnegative=True)
    q, r = Symbol("q", integer=True, nonnegative=True), Symbol("r", integer=True, positive=True)
    by = "A^{qd+r} e_0 = e_r, so h_{qd+r} = 0, for 0 < r < d = r + s: with q = 0 the student fits g for every k <= d"
    width = r + Symbol("s", integer=True, positive=True)
    return (
        remainder(_mod(Integer(0), d), Integer(0), "A^0 e_0 = e_0").labelled("start", "cycle"),
        remainder(
            follows(_mod(j, d), d),
            _mod(j + 1, d),
            "A e_{j mod d} = e_{j+1 mod d}: induction on j, A^j e_0 = e_{j mod d}",
        ).labelled("next", "cycle", "start"),
        remainder(_mod(q * d, d), Integer(0), "A^{qd} e_0 = e_0, so h_j = 1 where d divides j").labelled(
            "multiples", "next"
        ),
        remainder(_mod(q * width + r, width), r, by).labelled("between", "next"),
    )


def unsymmetric_step(follows: Successor = successor) -> Step:
    """A e_0 = e_1, A^T e_0 = e_{-1 mod d}, and 1 < d - 1 for d >= 3."""
    over = Symbol("s", integer=True, nonnegative=True)
    by = f"A e_0 = e_1, while A^T e_0 = e_{{-1 mod d}}: for d >= {UNSYMMETRIC} these differ, and A is not symmetric"
    step = less(follows(Integer(0), d), _mod(Integer(-1), d), by, {d: UNSYMMETRIC + over})
    return step.labelled("unsymmetric", "cycle", "onto")


def _mod(number: Any, modulus: Any) -> Any:
    return Mod(number, modulus, evaluate=False)


def widths_step(follows: Successor = successor) -> Step:
    """Every width in numbers: the example stands at every k <= d, and h_d = 1."""
    found = next(filter(None, (_width_failure(width, follows) for width in WIDTHS)), "")
    return decided(
        rf"$Q = 0$, $h_j = g_j$ for $j < k$ and $h_d = 1$, every $k \le d$, $d = {WIDTHS[0]}, \ldots, {WIDTHS[-1]}$",
        lambda: not found,
        "Q and the response of theory's cycle are computed",
        lambda: found,
    ).labelled("computed", "balanced", "multiples", "between")


def _width_failure(width: int, follows: Successor) -> str:
    theta = cycle(width, follows)
    reasons = (why_no_example(theta, length, width + 1) for length in range(1, width + 1))
    texts = (reason[1] for reason in reasons if reason)
    last = impulse_response(theta, width + 1)[width][0, 0]
    return next(texts, "" if last == 1 else f"{describe(theta)}: h_{width} = {last}")
