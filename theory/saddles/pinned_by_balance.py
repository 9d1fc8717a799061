r"""What balancedness pins at a symmetric m-mode saddle: the neutral antisymmetric directions of the orbit.

Antisymmetric directions are: tangents [X, A], X B, -C X of the orbit with a symmetric X; y_- = y_R - y_L^T; and
A_22 - A_22^T. The first are neutral for L, but Q = A A^T - A^T A + B B^T - C^T C, which the flow conserves, moves along
each of them:

    <X, dQ> = 2 (|[X, A]|^2 + |X B|^2 + |C X|^2).

Off the block, at N = 0: dQ_12 = S (A_21^T - A_12) + b (B_2^T - C_2). With y_- it determines A_21^T - A_12 and
B_2^T - C_2, so what is small in Q and decays in y_- is small altogether.
"""

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import at_most, equation, solution
from theory.kernel.sums import termwise
from theory.kernel.trace_identity import trace_identity
from theory.kernel.vector_fields import derivative, same, term
from theory.saddles.block_words import blocks, by_blocks
from theory.saddles.second_variation import e, i, m
from theory.words.evaluation import Values
from theory.words.matrix_words import Combination
from theory.words.rewriting import Rule, rule

BALANCEDNESS = term("A A'") - term("A' A") + term("B B'") - term("C' C")
SYMMETRIC_X: tuple[Rule, ...] = (rule("X'", (1, "X")),)


def pinned_steps(sign: int = 1) -> tuple[Step, ...]:
    """The steps, at a symmetric point. A control takes X.theta with C moved by +C X (`sign` -1)."""
    return (*_along_the_orbit(sign), *_off_the_block(), _counted())


def _along_the_orbit(sign: int) -> tuple[Step, ...]:
    """<X, dQ> is a sum of squares: dQ = 0 only where the direction is 0."""
    commutator = term("X A") - term("A X")
    moved = derivative(BALANCEDNESS, {"A": commutator, "B": term("X B"), "C": term("C X", -sign)})
    squares = commutator.T * commutator + term("B' X X B") + term("X C' C X")
    one, rest = sp.Symbol("v", real=True), sp.Symbol("w", nonnegative=True)
    return (
        trace_identity(
            term("X") * moved,
            squares.scaled(sp.Integer(2)),
            "the derivative of Q along [X, A], X B, -C X",
            SYMMETRIC_X,
            _values(),
            r"\langle X, \mathrm{d} Q \rangle",
        ).labelled("squares", "symmetric"),
        at_most(one**2, one**2 + rest, "where dQ = 0 each entry v of [X, A], X B, C X has v^2 <= 0").labelled(
            "one-square", "squares"
        ),
        solution(one**2, one, sp.Integer(0), "so the direction itself is 0: Q moves along all the others").labelled(
            "pinned", "one-square"
        ),
    )


def _values() -> tuple[Values, ...]:
    """A = (1), X = B = C = (1); and one instance of width 2."""
    one = sp.ImmutableMatrix([[1]])
    A, X = sp.ImmutableMatrix([[1, 2], [2, -1]]), sp.ImmutableMatrix([[1, 3], [3, 2]])
    B = sp.ImmutableMatrix([[1], [2]])
    return Values(dict.fromkeys("AXBC", one), {}), Values({"A": A, "X": X, "B": B, "C": B.T}, {})


def _off_the_block() -> tuple[Step, ...]:
    """dQ_12, and that it determines with y_- what is antisymmetric off the block."""
    of_a, of_d, Q_12, a, b = (sp.IndexedBase(name) for name in ("alpha", "delta", "Q", "a", "b"))
    delta, y_minus, seen, inner = sp.symbols("delta_p y_- q v", real=True)
    each, s_2 = (i, 1, m), sp.Symbol("s", nonnegative=True)
    Gamma, node, of_node = sp.Symbol("Gamma", positive=True), sp.Symbol("a_i", nonzero=True), sp.Symbol("alpha_i")
    expected = term("S A_{21}'") - term("S A_{12}") + term("b B_2'") - term("b C_2")
    rules = (rule("S'", (1, "S")), rule("c'", (1, "b")))
    sums = "y_- = delta - v, v = sum_i alpha_i b_i/a_i, and q = sum_i b_i Q_ip/a_i^2 = v + s delta, s = sum_i s_i/a_i^2"
    return (
        same(
            _upper_right(), expected, rules, "the upper right block of dQ at A = diag(S, 0)", r"\mathrm{d} Q_{12}"
        ).labelled("Q_12", "symmetric"),
        termwise(
            sp.Sum(b[i] / a[i] ** 2 * Q_12[i], each),
            sp.Sum(b[i] * of_a[i] / a[i], each) + sp.Sum(of_d[i] * b[i] ** 2 / a[i] ** 2, each),
            "in column p: alpha_i of A_21^T - A_12, delta of B_2^T - C_2",
            {Q_12[i]: a[i] * of_a[i] + b[i] * of_d[i]},
        ).labelled("column", "Q_12"),
        equation(
            y_minus + seen, Gamma * delta, sums, {y_minus: delta - inner, seen: inner + s_2 * delta, Gamma: 1 + s_2}
        ).labelled("determined", "column", "minus"),
        solution(Gamma * delta, delta, sp.Integer(0), "where Q_12 = 0 and y_- = 0 also delta = 0").labelled(
            "delta", "determined"
        ),
        solution(node * of_node, of_node, sp.Integer(0), "and then every alpha_i = 0").labelled(
            "alpha", "delta", "nodes"
        ),
    )


def _upper_right() -> Combination:
    """The block 12 of dQ at (diag(S, 0), (b; 0), (c, 0)) in the directions A_12, A_21, B_2, C_2."""
    moved = derivative(BALANCEDNESS, {"A": term("D"), "B": term("Y"), "C": term("X")})
    letters = {"A": blocks(["S", ""], ["", ""]), "B": blocks(["b"], [""]), "C": blocks(["c", ""])}
    letters |= {"D": blocks(["", "A_{12}"], ["A_{21}", ""]), "Y": blocks([""], ["B_2"]), "X": blocks(["", "C_2"])}
    return by_blocks(moved, letters)[0][1]


def _counted() -> Step:
    """The antisymmetric directions: X_11, X_12, y_-, and A_22 - A_22^T."""
    d = sp.Symbol("d", integer=True, positive=True)
    return equation(
        m * (m + 1) / 2 + m * e + e + e * (e - 1) / 2,
        d * (d + 1) / 2,
        "X_11 and X_12; y_-; A_22 - A_22^T, which Q does not feel at N = 0: all antisymmetric directions, e = d - m",
        {d: m + e},
    ).labelled("antisymmetric", "pinned", "alpha", "neutral")
