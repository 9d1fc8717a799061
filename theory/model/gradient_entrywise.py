"""The gradients entry by entry, all entries symbols, without matrix calculus; and false neighbours of the formula."""

from itertools import chain, combinations
from typing import Any

from sympy import ImmutableMatrix, Integer, Symbol

from theory.kernel.derivation import Conclusion, Derivation, Step
from theory.kernel.steps import decided
from theory.model.entries import symbolic_matrix, symbolic_model
from theory.model.gradient import LagGradient, elementwise_gradient, gradient, lag_gradient
from theory.model.linear_rnn import LinearRNN, loss
from theory.model.samples import describe
from theory.words.evaluation import show

ENTRYWISE = ((1, 1, 1, 3), (2, 1, 1, 4), (2, 2, 1, 3), (2, 1, 2, 3))
"""(d, m, p, k) at which all entries are symbols."""


def gradient_entrywise(formula: LagGradient = lag_gradient) -> Derivation:
    """Every h_j differentiated entry by entry at the two smallest sizes: enough to refute a wrong formula."""
    step = _entries_step(formula, ENTRYWISE[:2]).labelled("entries")
    conclusion = Conclusion("the formula gives every partial derivative at these sizes", ("entries",))
    return Derivation(f"(d, m, p, k) in {ENTRYWISE[:2]}", (step,), conclusion=conclusion)


def entrywise_steps(formula: LagGradient) -> tuple[Step, Step]:
    """Every h_j differentiated by itself, all entries symbols; and once the whole loss, R_j not factored out."""
    whole = decided(
        r"every partial derivative of $L$ is that of $\sum_{j<3} \langle 2 R_j, h_j \rangle$ by the formula, $d = 1$",
        lambda: _difference(*_whole_loss(formula)).is_zero_matrix,
        "the loss of three lags is multiplied out and differentiated in a, b, c",
    )
    return _entries_step(formula, ENTRYWISE), whole.labelled("entries-of-the-loss", "formula", "loss")


def _whole_loss(formula: LagGradient) -> tuple[LinearRNN, LinearRNN]:
    theta, g = symbolic_model(1, 1, 1), [ImmutableMatrix([[Symbol(f"g_{j}")]]) for j in range(3)]
    whole = loss(theta, g).expand()
    return LinearRNN(*(part.applyfunc(whole.diff) for part in theta.parts)), gradient(theta, g, formula)


def _entries_step(formula: LagGradient, sizes: tuple[tuple[int, int, int, int], ...]) -> Step:
    found = next(filter(None, (_disagreement(formula, *size) for size in sizes)), "")
    return decided(
        rf"every derivative of every $\langle W, h_j \rangle$, $j < k$, is that of the formula at $(d, m, p, k)$ "
        f"in {sizes}",
        lambda: not found,
        "each h_j is multiplied out and differentiated in one entry after the other",
        lambda: found,
    ).labelled("entries", "formula")


def _disagreement(formula: LagGradient, width: int, inputs: int, outputs: int, length: int) -> str:
    """The first lag at which the formula is not the matrix of partial derivatives, with a small instance; or empty."""
    theta, weight = symbolic_model(width, inputs, outputs), symbolic_matrix("w", outputs, inputs)
    for j in range(length):
        derivative, claimed = elementwise_gradient(theta, weight, j), formula(theta, weight, j)
        if not _difference(derivative, claimed).is_zero_matrix:
            return f"lag {j}: {_small_disagreement(theta, weight, derivative, claimed)}"
    return ""


def _difference(left: LinearRNN, right: LinearRNN) -> ImmutableMatrix:
    entries = [x - y for X, Y in zip(left.parts, right.parts, strict=True) for x, y in zip(X, Y, strict=True)]
    return ImmutableMatrix([[entry.expand() for entry in entries]])


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
