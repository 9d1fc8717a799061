r"""Balancedness Q = A A^T - A^T A + B B^T - C^T C of a student, over any arithmetic; and its false neighbours."""

from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic
from numerics.model.linear_rnn import LinearRNN

M = TypeVar("M")

Signs = tuple[int, int, int, int]

SIGNS: Signs = (1, -1, 1, -1)
"""The signs of A A^T, A^T A, B B^T and C^T C in Q."""


def balancedness(model: LinearRNN[M], arithmetic: Arithmetic[M]) -> M:
    """Q = A A^T - A^T A + B B^T - C^T C, a symmetric d x d matrix.

    Balanced, Q = 0, is meant in the sense of norms here, not of the Gramians of control theory.
    """
    outer, inner = arithmetic.multiply_transpose, arithmetic.transpose_multiply
    state = arithmetic.subtract(outer(model.A, model.A), inner(model.A, model.A))
    return arithmetic.add(state, arithmetic.subtract(outer(model.B, model.B), inner(model.C, model.C)))


def signed_balancedness(model: LinearRNN[M], arithmetic: Arithmetic[M], signs: Signs = SIGNS) -> M:
    """s_1 A A^T + s_2 A^T A + s_3 B B^T + s_4 C^T C: Q, or a false neighbour of it."""
    outer, inner = arithmetic.multiply_transpose, arithmetic.transpose_multiply
    terms = (outer(model.A, model.A), inner(model.A, model.A), outer(model.B, model.B), inner(model.C, model.C))
    first, *rest = (arithmetic.scale(sign, term) for sign, term in zip(signs, terms, strict=True))
    for term in rest:
        first = arithmetic.add(first, term)
    return first
