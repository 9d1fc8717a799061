"""Concrete values on which proofs are re-run: small first, for redoing by hand, then distinct sizes; all integers."""

import random
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product

from sympy import Expr, ImmutableMatrix, Integer, Rational
from sympy.matrices.expressions import MatrixSymbol

from theory.model.linear_rnn import LinearRNN, linear_rnn
from theory.words.evaluation import Values, show
from theory.words.symbols import d, m, p, z

SIZES = ((1, 1, 1), (1, 1, 1), (2, 1, 1), (3, 2, 1), (2, 1, 3), (4, 2, 3))
"""(d, m, p): the smallest sizes first, for counterexamples by hand; then distinct ones, where shapes are real."""
SQUARE_SIZES = ((1, 2, 2), (1, 1, 1), (2, 1, 1), (2, 2, 2), (3, 2, 2))
"""(d, m, p) with m = p, for symmetric teachers."""

Named = dict[str, ImmutableMatrix]


def sample_values(
    letters: Iterable[MatrixSymbol],
    sizes: Iterable[tuple[int, int, int]] = SIZES,
    constrain: Callable[[Named], Named] = dict,
    scalars: Iterable[Expr] = (),
) -> tuple[Values, ...]:
    """One instance per entry of `sizes`: all ones, then 0 and 1, then integers in [-2, 2]; z = 1/3, later 1/13.

    I - zA is invertible throughout: 1/z is no eigenvalue of an A drawn here, A + S A^T S included.
    `constrain` maps the drawn matrices to ones that satisfy the hypotheses.
    """
    letters, scalars, found = tuple(letters), tuple(scalars), []
    for index, (width, inputs, outs) in enumerate(sizes):
        generator = random.Random(index)
        lengths = {d: Integer(width), m: Integer(inputs), p: Integer(outs)}
        entry = (lambda: 1) if index == 0 else partial(generator.randint, *((0, 1) if index == 1 else (-2, 2)))
        drawn = {letter.name: _matrix(letter, lengths, entry) for letter in letters}
        values = {**lengths, z: Rational(1, 3 if index < 2 else 13)}
        values.update({scalar: Rational(index + 1, 3) for scalar in scalars})
        found.append(Values(constrain(drawn), values))
    return tuple(found)


def _matrix(letter: MatrixSymbol, lengths: dict[Expr, Integer], entry: Callable[[], int]) -> ImmutableMatrix:
    rows, columns = (int(Integer(1) * size.subs(lengths)) for size in letter.shape)
    return ImmutableMatrix(rows, columns, lambda i, j: entry())


def small_fits() -> Iterator[tuple[LinearRNN, tuple[ImmutableMatrix, ...]]]:
    """Students with teachers, smallest first: width 1, entries 1, 2, 0, k = 2; then width 2, entries 0, 1, k = 3.

    >>> theta, teacher = next(small_fits())
    >>> show(theta.A), [show(g) for g in teacher]
    ('1', ['0', '0'])
    """
    for a, b, c in product((1, 2, 0), repeat=3):
        for g in ((0, 0), (0, 1), (1, 0)):
            yield linear_rnn([[a]], [[b]], [[c]]), tuple(ImmutableMatrix([[value]]) for value in g)
    for e in product((0, 1), repeat=8):
        theta = linear_rnn([e[:2], e[2:4]], [e[4:5], e[5:6]], [e[6:]])
        yield theta, (ImmutableMatrix([[0]]), ImmutableMatrix([[0]]), ImmutableMatrix([[1]]))


def first_failure(fails: Callable[[LinearRNN, tuple[ImmutableMatrix, ...]], str | None]) -> str | None:
    """The first of `small_fits` for which `fails` returns a text, as a line to redo by hand, or None."""
    for theta, teacher in small_fits():
        text = fails(theta, teacher)
        if text:
            return f"{describe(theta)}, g = ({', '.join(show(g) for g in teacher)}): {text}"
    return None


def describe(theta: LinearRNN) -> str:
    """A concrete model on one line."""
    return f"A = {show(theta.A)}, B = {show(theta.B)}, C = {show(theta.C)}"
