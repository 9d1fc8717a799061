"""Exact rational instances (a student, a teacher's response, a step size) that both sides read: theory and numerics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, product
from random import Random
from typing import Any

from flint import fmpq_mat
from sympy import ImmutableMatrix

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.protocol import Rows
from numerics.descent.descent import gradient, move
from numerics.model import linear_rnn as numerics_rnn
from theory.model.linear_rnn import LinearRNN, linear_rnn
from theory.model.rationals import to_fraction


@dataclass(frozen=True)
class Instance:
    """A student with d x d, d x m, p x d matrices, a teacher's p x m response, and the step size of one step."""

    A: Rows
    B: Rows
    C: Rows
    teacher: tuple[Rows, ...]
    eta: Fraction = Fraction(1)

    def __str__(self) -> str:
        g = ", ".join(map(show, self.teacher))
        return f"A = {show(self.A)}, B = {show(self.B)}, C = {show(self.C)}, g = ({g}), eta = {self.eta}"

    @property
    def sizes(self) -> str:
        """d, m, p and k."""
        return f"d = {len(self.A)}, m = {len(self.B[0])}, p = {len(self.C)}, k = {len(self.teacher)}"

    def at(self, theta: LinearRNN) -> Instance:
        """The same teacher and step size with another student."""
        return replace(self, A=fractions(theta.A), B=fractions(theta.B), C=fractions(theta.C))

    def in_theory(self) -> tuple[LinearRNN, list[ImmutableMatrix]]:
        """The student and the response in sympy."""
        return linear_rnn(self.A, self.B, self.C), [ImmutableMatrix(g) for g in self.teacher]

    def in_numerics(self) -> tuple[numerics_rnn.LinearRNN[fmpq_mat], list[fmpq_mat], Exact]:
        """The student, the response and the exact arithmetic of numerics."""
        exact, student = Exact(), numerics_rnn.LinearRNN(self.A, self.B, self.C)
        return numerics_rnn.in_arithmetic(student, exact), [exact.matrix(g) for g in self.teacher], exact


def fractions(matrix: Any) -> Rows:
    """The entries of a sympy matrix of rational numbers."""
    return tuple(tuple(to_fraction(entry) for entry in row) for row in matrix.tolist())


def show(rows: Rows) -> str:
    """A matrix on one line, a 1 x 1 matrix as its entry.

    >>> show(((Fraction(1), Fraction(1, 2)),))
    '[[1, 1/2]]'
    """
    if len(rows) == len(rows[0]) == 1:
        return str(rows[0][0])
    return f"[{', '.join('[' + ', '.join(map(str, row)) + ']' for row in rows)}]"


def numerics_gradient(instance: Instance) -> LinearRNN:
    """The gradient that numerics computes in exact arithmetic, in theory's form."""
    model, teacher, exact = instance.in_numerics()
    return _to_theory(gradient(model, teacher, exact), exact)


def numerics_step(instance: Instance) -> LinearRNN:
    """The student after one step of numerics' descent in exact arithmetic, in theory's form."""
    model, teacher, exact = instance.in_numerics()
    return _to_theory(move(model, instance.eta, gradient(model, teacher, exact), exact), exact)


def _to_theory(model: numerics_rnn.LinearRNN[fmpq_mat], exact: Exact) -> LinearRNN:
    return linear_rnn(*(exact.fractions(part) for part in (model.A, model.B, model.C)))


def small() -> Iterator[Instance]:
    """Width 1, one input and output, k = 2, entries 1, 2, 0: those on which a counterexample is redone by hand."""
    for student in product((1, 2, 0), repeat=3):
        A, B, C = (((Fraction(entry),),) for entry in student)
        for g in ((0, 0), (1, 0), (0, 1)):
            yield Instance(A, B, C, tuple(((Fraction(entry),),) for entry in g))


SHAPES = ((1, 1, 1, 2), (2, 1, 1, 3), (3, 2, 1, 4), (2, 1, 2, 3), (4, 2, 3, 4), (3, 3, 2, 5))
"""(d, m, p, k) of the sampled instances, in turn."""
SQUARE_SHAPES = ((1, 1, 1, 2), (2, 1, 1, 3), (3, 2, 2, 4), (4, 1, 1, 5), (2, 3, 3, 3), (4, 2, 2, 4))
"""The same with m = p, for symmetric teachers."""


def sampled(random: Random, count: int, shapes: Sequence[tuple[int, int, int, int]] = SHAPES) -> Iterator[Instance]:
    """`count` instances with entries a/b, |a| <= 4, 1 <= b <= 3, the shapes in turn, eta in {1/10, 1/3, 2}."""
    for index in range(count):
        d, m, p, k = shapes[index % len(shapes)]
        student = (matrix(random, d, d), matrix(random, d, m), matrix(random, p, d))
        teacher = tuple(matrix(random, p, m) for _ in range(k))
        yield Instance(*student, teacher, random.choice((Fraction(1, 10), Fraction(1, 3), Fraction(2))))


def small_then_sampled(random: Random, count: int) -> Iterator[Instance]:
    """The first `count` small instances, then `count` sampled ones: a false statement fails on a small one first."""
    few = (instance for instance, _ in zip(small(), range(count), strict=False))
    return chain(few, sampled(random, count))


def matrix(random: Random, rows: int, columns: int) -> Rows:
    """Entries a/b with |a| <= 4 and 1 <= b <= 3."""
    return tuple(
        tuple(Fraction(random.randint(-4, 4), random.randint(1, 3)) for _ in range(columns)) for _ in range(rows)
    )


def transposed(rows: Rows) -> Rows:
    """The transpose."""
    return tuple(zip(*rows, strict=True))


def symmetrised(rows: Rows) -> Rows:
    """(X + X^T)/2."""
    both = zip(rows, transposed(rows), strict=True)
    return tuple(tuple((x + y) / 2 for x, y in zip(row, column, strict=True)) for row, column in both)
