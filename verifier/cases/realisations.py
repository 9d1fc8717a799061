"""Minimal realisations on which claims about least norm and symmetry are tried; exact, small numbers first."""

from collections.abc import Iterator
from random import Random

from sympy import ImmutableMatrix

from numerics.arithmetics.protocol import Rows, exact_rows
from numerics.model.linear_rnn import LinearRNN
from numerics.orbit.similarity_orbit import similarity_orbit
from theory.model import linear_rnn as theory_rnn
from verifier.cases.rnn_cases import Instance, fractions, matrix

SHAPES = ((1, 1, 1), (2, 1, 1), (2, 1, 2), (3, 1, 1), (3, 2, 1), (2, 2, 2))
"""(d, m, p) in turn."""


def minimal_realisations(
    random: Random, count: int, shapes: tuple[tuple[int, int, int], ...] = SHAPES
) -> Iterator[LinearRNN[Rows]]:
    """`count` minimal realisations with entries a/b, |a| <= 4, 1 <= b <= 3."""
    found = 0
    while found < count:
        d, m, p = shapes[found % len(shapes)]
        model = LinearRNN(matrix(random, d, d), matrix(random, d, m), matrix(random, p, d))
        if similarity_orbit(model).minimal:
            found += 1
            yield model


def small_model(A: list[list[int]], B: list[list[int]], C: list[list[int]]) -> LinearRNN[Rows]:
    """A model of integers, for counterexamples to redo by hand."""
    return LinearRNN(*map(exact_rows, (A, B, C)))


def in_numerics(theta: theory_rnn.LinearRNN) -> LinearRNN[Rows]:
    """A concrete model of theory as one of exact rows."""
    return LinearRNN(*map(fractions, theta.parts))


def in_theory(model: LinearRNN[Rows]) -> theory_rnn.LinearRNN:
    """The model as theory's, of immutable matrices."""
    return Instance(model.A, model.B, model.C, ()).in_theory()[0]


def change_of_basis(random: Random, width: int) -> ImmutableMatrix:
    """An invertible matrix with entries a/b, |a| <= 4, 1 <= b <= 3."""
    while True:
        found = ImmutableMatrix(matrix(random, width, width))
        if found.det() != 0:
            return found
