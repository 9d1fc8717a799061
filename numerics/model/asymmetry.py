"""How far a student is from being symmetric, A = A^T and B = C^T."""

from fractions import Fraction
from typing import Any, TypeVar

from numerics.arithmetics.protocol import Arithmetic
from numerics.model.linear_rnn import LinearRNN

M = TypeVar("M")


def antisymmetric_part(model: LinearRNN[M], arithmetic: Arithmetic[M]) -> LinearRNN[M]:
    """theta_a = ((A - A^T)/2, (B - C^T)/2, (C - B^T)/2), of which the asymmetry is the norm; m = p is needed."""
    half, transpose = Fraction(1, 2), arithmetic.transpose
    return LinearRNN(
        arithmetic.scale(half, arithmetic.subtract(model.A, transpose(model.A))),
        arithmetic.scale(half, arithmetic.subtract(model.B, transpose(model.C))),
        arithmetic.scale(half, arithmetic.subtract(model.C, transpose(model.B))),
    )


def squared_asymmetry(model: LinearRNN[M], arithmetic: Arithmetic[M]) -> Any:
    """norm(theta_a)^2, a scalar of the arithmetic."""
    part = antisymmetric_part(model, arithmetic)
    return arithmetic.squared_norm(*part.parts)


def symmetric_part(model: LinearRNN[M], arithmetic: Arithmetic[M]) -> LinearRNN[M]:
    """theta_s = theta - theta_a, for which A = A^T and B = C^T."""
    part = antisymmetric_part(model, arithmetic)
    return LinearRNN(
        arithmetic.subtract(model.A, part.A),
        arithmetic.subtract(model.B, part.B),
        arithmetic.subtract(model.C, part.C),
    )
