"""The teacher's response g_0, g_1, ...: from nodes and weights, from matrices, or as an explicit list. All exact."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm
from operator import mul
from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows, exact_rows
from numerics.model.deviation import response_stream
from numerics.model.linear_rnn import LinearRNN, in_arithmetic

M = TypeVar("M")


Teacher = LinearRNN[Rows] | tuple[Rows, ...]
"""What is known of a teacher: a realisation (A, B, C), from which every lag follows, or its first lags alone."""


def ports(teacher: Teacher) -> tuple[int, int]:
    """(m, p)."""
    if isinstance(teacher, LinearRNN):
        return len(teacher.B[0]), len(teacher.C)
    return len(teacher[0][0]), len(teacher[0])


def response_of(teacher: Teacher, length: int) -> tuple[Rows, ...]:
    """g_0, ..., g_{length-1}, exact."""
    return response_of_system(teacher, length) if isinstance(teacher, LinearRNN) else teacher[:length]


def teacher_stream(teacher: Teacher, arithmetic: Arithmetic[M]) -> Iterator[M]:
    """g_0, g_1, ... in an arithmetic, as far as they are known."""
    if isinstance(teacher, LinearRNN):
        return response_stream(in_arithmetic(teacher, arithmetic), arithmetic)
    return (arithmetic.matrix(g) for g in teacher)


def moment(nodes: Sequence[Fraction], weights: Sequence[Fraction], lag: int) -> Fraction:
    r"""The moment $\sum_i w_i x_i^j$ of a discrete measure, with $0^0 = 1$.

    Args:
        nodes: $x_i$, at least one.
        weights: $w_i$, as many.
        lag: j.

    Returns:
        An exact number.

    Raises:
        ValueError: no nodes, or another number of weights.

    >>> moment([Fraction(4, 5), Fraction(-2, 5)], [Fraction(1), Fraction(1, 2)], 1)
    Fraction(3, 5)
    """
    if not nodes or len(nodes) != len(weights):
        raise ValueError(f"teacher: {len(nodes)} nodes and {len(weights)} weights; give one weight for each node")
    return sum((w * x**lag for x, w in zip(nodes, weights, strict=True)), Fraction(0))


def response_of_measure(nodes: Sequence[Fraction], weights: Sequence[Fraction], length: int) -> tuple[Rows, ...]:
    r"""The impulse response $g_j = \sum_i w_i x_i^j$ of a teacher with nodes and weights.

    Args:
        nodes: $x_i$, at least one.
        weights: $w_i$, as many.
        length: how many lags.

    Returns:
        $g_0, g_1, ...$ as 1 x 1 matrices, exact.

    Raises:
        ValueError: no nodes, or another number of weights.
    """
    return tuple(((moment(nodes, weights, lag),),) for lag in range(length))


def response_of_system(model: LinearRNN[Rows], length: int) -> tuple[Rows, ...]:
    """The p x m Markov parameters C A^j B of an exact system, in integers over common denominators.

    Raises:
        ValueError: matrices whose shapes do not fit.

    >>> half = exact_rows([[Fraction(1, 2)]])
    >>> response_of_system(LinearRNN(half, half, half), 2)
    (((Fraction(1, 4),),), ((Fraction(1, 8),),))
    """
    shapes = [(len(X), len(X[0])) for X in map(exact_rows, model.parts)]
    if not len(model.A) == len(model.A[0]) == len(model.B) == len(model.C[0]):
        text = ", ".join(f"{rows} x {columns}" for rows, columns in shapes)
        raise ValueError(f"teacher: A, B, C of shapes {text}; they must be n x n, n x m and p x n")
    (A, a), (b, beta), (C, gamma) = map(_integers, model.parts)
    response, unit = [], beta * gamma
    for _ in range(length):
        response.append(tuple(tuple(Fraction(entry, unit) for entry in row) for row in _product(C, b)))
        b, unit = _product(A, b), unit * a
    return tuple(response)


def _integers(rows: Rows) -> tuple[list[list[int]], int]:
    """The matrix times the common denominator of its entries, and that denominator."""
    common = lcm(*(entry.denominator for row in rows for entry in row))
    return [[int(entry * common) for entry in row] for row in rows], common


def _product(X: list[list[int]], Y: list[list[int]]) -> list[list[int]]:
    columns = list(zip(*Y, strict=True))
    return [[sum(map(mul, row, column)) for column in columns] for row in X]


def response_of_values(values: Sequence[Sequence[Sequence[Fraction]] | Fraction | int]) -> tuple[Rows, ...]:
    """An explicit list of lags, each a number (m = p = 1) or the rows of a p x m matrix.

    Raises:
        ValueError: an empty list, or matrices of different shapes.

    >>> response_of_values([1, Fraction(1, 2)])
    (((Fraction(1, 1),),), ((Fraction(1, 2),),))
    """
    response = tuple(exact_rows([[value]] if isinstance(value, Fraction | int) else value) for value in values)
    if len({(len(g), len(g[0])) for g in response}) != 1:
        raise ValueError("teacher: the response must hold at least one lag, and all lags must have one shape")
    return response
