"""Proof of the three gradients: matrix calculus, an independent product rule, power series, and entry by entry."""

from collections.abc import Sequence
from itertools import chain, combinations
from typing import Any

from sympy import ImmutableMatrix, IndexedBase, Integer, MatrixSymbol, Sum, Symbol, latex

from theory.kernel.derivation import Derivation, Step
from theory.kernel.evaluation import show
from theory.kernel.matrix_identity import identity, show_latex
from theory.kernel.matrix_words import words
from theory.kernel.rewriting import resolvent_rules
from theory.kernel.symbols import A, B, C, W, m, p, z
from theory.kernel.trace_words import trace_form
from theory.model.entries import symbolic_matrix, symbolic_model
from theory.model.gradient import (
    DIRECTION,
    STUDENT,
    LagGradient,
    adjoint_gradient,
    elementwise_gradient,
    gradient,
    lag_gradient,
    resolvent,
    transfer_gradient,
    weighted_gradient,
)
from theory.model.linear_rnn import LinearRNN, loss
from theory.model.resolvent_series import coefficients
from theory.model.samples import describe, sample_values

LAGS = 6
"""Power series are compared lag by lag for j < LAGS; the recurrence in z covers every lag."""
ADJOINT_LENGTHS = range(1, 6)
ENTRYWISE = ((1, 1, 1, 3), (2, 1, 1, 4), (2, 2, 1, 3), (2, 1, 2, 3))
"""(d, m, p, k) at which all entries are symbols."""


def gradient_theorem(formula: LagGradient = lag_gradient) -> Derivation:
    """gradient: the triple sum `formula` is what matrix calculus gives, for symbolic sizes, lag by lag."""
    steps = (*product_rule(), *recurrences(), *series_steps(formula), *adjoint_steps(), *entrywise_steps(formula))
    scope = (
        f"every d, m, p and every lag (generating function and its recurrence); lag by lag for j < {LAGS}; "
        f"adjoint form for every k (one lag at a time), in full for k <= {ADJOINT_LENGTHS[-1]}; "
        f"entry by entry at (d, m, p, k) in {ENTRYWISE}"
    )
    return Derivation(scope, steps)


def gradient_entrywise(formula: LagGradient = lag_gradient) -> Derivation:
    """Every h_j differentiated entry by entry at the two smallest sizes: enough to refute a wrong formula."""
    steps = [_entrywise_step(formula, *sizes) for sizes in ENTRYWISE[:2]]
    return Derivation(f"(d, m, p, k) in {ENTRYWISE[:2]}", tuple(steps))


def product_rule() -> tuple[Step, ...]:
    """sympy's gradients against the product rule with dR = R (z dA) R, which follows from (I - zA) R = I.

    <G, D> = tr(W^T dh) for an arbitrary direction D decides each of the three.
    """
    R, G = resolvent(A), transfer_gradient()
    changes = (C * R * (z * DIRECTION.A) * R * B, C * R * DIRECTION.B, DIRECTION.C * R * B)
    return tuple(
        _trace_step(part.T * direction, W.T * change, f"gradient in {name} by matrix calculus; product rule")
        for part, direction, change, name in zip(G.parts, DIRECTION.parts, changes, "ABC", strict=True)
    )


def _trace_step(before: Any, after: Any, by: str) -> Step:
    same = (trace_form(words(before)) - trace_form(words(after))).is_zero
    left, right = (f"\\mathrm{{tr}} \\left( {show_latex(inside)} \\right)" for inside in (before, after))
    return Step(left, right, by, same or None)


def recurrences() -> tuple[Step, ...]:
    """G_A = z A^T G_A + z G_B Y^T ... read at z^{j+1}: the triple sum of lag j + 1 from that of lag j, every lag."""
    X, Y, G = C * resolvent(A), resolvent(A) * B, transfer_gradient()
    rules, values = resolvent_rules(), sample_values((A, B, C, W))
    return (
        identity(Y, B + z * A * Y, "b_{j+1} = A b_j, for every lag", rules, values),
        identity(X.T, C.T + z * A.T * X.T, "c_{j+1} = A^T c_j, for every lag", rules, values),
        identity(G.A, z * A.T * G.A + z * C.T * W * Y.T, "recurrence of the triple sum, every lag", rules, values),
        identity(G.B, X.T * W, "c_j W, every lag", rules, values),
        identity(G.C, W * Y.T, "W b_j^T, every lag", rules, values),
    )


def series_steps(formula: LagGradient) -> tuple[Step, ...]:
    """The coefficient of z^j of each gradient is the formula of lag j, as words."""
    found = [coefficients(words(part), LAGS) for part in transfer_gradient().parts]
    return tuple(_series_step(formula, j, [series[j] for series in found]) for j in range(LAGS))


def _series_step(formula: LagGradient, j: int, expected: Sequence[Any]) -> Step:
    claimed = [words(part) for part in formula(STUDENT, W, j).parts]
    same = all((want - have).is_zero for want, have in zip(expected, claimed, strict=True))
    left, right = (r",\; ".join(map(str, triple)) for triple in (expected, claimed))
    return Step(left, right, f"gradients of <W, h_{j}> in A, B, C", same or None)


def adjoint_steps() -> tuple[Step, ...]:
    """The backward recursion gives the same words as the triple sum: for one weight at any lag, then whole runs.

    The recursion is linear in the weights, so the weights of all lags add up.
    """
    weights = [MatrixSymbol(f"W_{j}", p, m) for j in range(ADJOINT_LENGTHS[-1])]
    return (*_one_weight(), *(_adjoint_step(weights[:length]) for length in ADJOINT_LENGTHS))


def _one_weight() -> tuple[Step, ...]:
    """W at lag q alone: l_{q-i} = c_i W for i = 0, ..., q, so sum_j l_{j+1} b_j^T = sum_{j<q} c_{q-1-j} W b_j^T."""
    X, W_q = MatrixSymbol("c_i", A.shape[0], p), MatrixSymbol("W_q", p, m)
    next_one = words(A.T * X)
    i, j, q = (Symbol(name, integer=True) for name in "ijq")
    c, b = IndexedBase("c"), IndexedBase("b")
    backwards = Sum(c[q - 1 - j] * b[j], (j, 0, q - 1))
    forwards = Sum(c[i] * b[q - 1 - i], (i, 0, q - 1))
    turned = backwards.change_index(j, q - 1 - j, i)
    by = "one weight, at lag q: l_q = C^T W_q = c_0 W_q, and l_{q-i-1} = A^T l_{q-i} = (A^T c_i) W_q = c_{i+1} W_q"
    same = (words(A.T * (X * W_q)) - next_one * words(W_q)).is_zero
    rule = (
        "so G_B = 2 l_0 has c_q W_q, and G_A the sum over l_{j+1} b_j^T: the triple sum, i = q - 1 - j (W_q left out)"
    )
    return (
        Step(r"A^{T} ( c_i W_q )", f"( {next_one} ) W_q", by, same or None),
        Step(latex(backwards), latex(forwards), rule, turned == forwards or None),
    )


def _adjoint_step(weights: Sequence[Any]) -> Step:
    fast, direct = adjoint_gradient(STUDENT, weights), weighted_gradient(STUDENT, weights)
    pairs = [(words(f), words(s)) for f, s in zip(fast.parts, direct.parts, strict=True)]
    same = all((f - s).is_zero for f, s in pairs)
    return Step(str(pairs[0][0]), str(pairs[0][1]), f"adjoint form, k = {len(weights)}", same or None)


def entrywise_steps(formula: LagGradient) -> tuple[Step, ...]:
    """Every h_j differentiated by itself, all entries symbols; and once the whole loss, R_j not factored out."""
    steps = [_entrywise_step(formula, *sizes) for sizes in ENTRYWISE]
    theta, g = symbolic_model(1, 1, 1), [ImmutableMatrix([[Symbol(f"g_{j}")]]) for j in range(3)]
    whole = loss(theta, g).expand()
    expected = LinearRNN(*(part.applyfunc(whole.diff) for part in theta.parts))
    same = _difference(expected, gradient(theta, g, formula)).is_zero_matrix
    return (*steps, Step(r"\nabla L", r"\sum_{j<3} \nabla \langle 2 R_j, h_j \rangle", "L itself, d = 1", same or None))


def _difference(left: LinearRNN, right: LinearRNN) -> ImmutableMatrix:
    entries = [x - y for X, Y in zip(left.parts, right.parts, strict=True) for x, y in zip(X, Y, strict=True)]
    return ImmutableMatrix([[entry.expand() for entry in entries]])


def _entrywise_step(formula: LagGradient, width: int, inputs: int, outputs: int, length: int) -> Step:
    theta, weight = symbolic_model(width, inputs, outputs), symbolic_matrix("w", outputs, inputs)
    rule = f"each h_j, j < {length}, entry by entry at d = {width}, m = {inputs}, p = {outputs}"
    for j in range(length):
        derivative, claimed = elementwise_gradient(theta, weight, j), formula(theta, weight, j)
        if not _difference(derivative, claimed).is_zero_matrix:
            found = _small_disagreement(theta, weight, derivative, claimed)
            return Step(_latex(derivative), _latex(claimed), rule, False, counterexample=f"lag {j}: {found}")
    return Step(_latex(derivative), _latex(claimed), rule, True)


def _latex(direction: LinearRNN) -> str:
    text: str = latex(direction.A[0, 0].expand())
    return text


def _small_disagreement(theta: LinearRNN, weight: Any, derivative: LinearRNN, claimed: LinearRNN) -> str:
    """Entries 0 and 1 at which the two gradients differ, fewest ones first."""
    symbols = [entry for part in (*theta.parts, weight) for entry in part]
    difference = _difference(derivative, claimed)
    for ones in chain.from_iterable(combinations(symbols, count) for count in range(len(symbols) + 1)):
        values = {symbol: Integer(symbol in ones) for symbol in symbols}
        if not difference.subs(values).is_zero_matrix:
            named = [
                LinearRNN(*(part.subs(values) for part in triple.parts)) for triple in (theta, derivative, claimed)
            ]
            model, exact, wrong = map(describe, named)
            return f"{model}, W = {show(weight.subs(values))}: derivatives in {exact}; formula gives {wrong}"
    return "differs as a polynomial"


def untransposed(theta: LinearRNN, weight: Any, j: int) -> LinearRNN:
    """A false neighbour of `lag_gradient`: A^i where (A^T)^i is due."""
    true = lag_gradient(theta, weight, j)
    return LinearRNN(lag_gradient(LinearRNN(theta.A.T, theta.B, theta.C), weight, j).A, true.B, true.C)


def one_term_short(theta: LinearRNN, weight: Any, j: int) -> LinearRNN:
    """A false neighbour of `lag_gradient`: the sum over i < j - 1 where i < j is due."""
    true = lag_gradient(theta, weight, j)
    if j == 0:
        return true
    last = (theta.A.T) ** (j - 1) * theta.C.T * weight * theta.B.T
    return LinearRNN(true.A - last, true.B, true.C)
