"""How far a student is from being symmetric, A = A^T and B = C^T."""

from fractions import Fraction
from typing import TypeVar

from numerics.arithmetic import Arithmetic
from numerics.linear_rnn import LinearRNN

M = TypeVar("M")


def antisymmetric_part(model: LinearRNN[M], arithmetic: Arithmetic[M]) -> LinearRNN[M]:
    """theta_a = ((A - A^T)/2, (B - C^T)/2, (C - B^T)/2), of which the asymmetry is the norm; m = p is needed."""
    half, transpose = Fraction(1, 2), arithmetic.transpose
    return LinearRNN(
        arithmetic.scale(half, arithmetic.subtract(model.A, transpose(model.A))),
        arithmetic.scale(half, arithmetic.subtract(model.B, transpose(model.C))),
        arithmetic.scale(half, arithmetic.subtract(model.C, transpose(model.B))),
    )
