"""The loss along a line, exactly, to second order: its Hessian in one direction without any matrix of derivatives."""

from collections.abc import Sequence
from fractions import Fraction

from sympy import ImmutableMatrix, Rational

from theory.model.rationals import to_fraction

Theta = tuple[ImmutableMatrix, ImmutableMatrix, ImmutableMatrix]
"""A (d x d), B (d x m), C (p x d), or a direction in which they move."""

Series = tuple[ImmutableMatrix, ImmutableMatrix, ImmutableMatrix]
"""X_0 + s X_1 + s^2 X_2, what follows cut off."""


def second_derivative_of_loss(theta: Theta, direction: Theta, g: Sequence[ImmutableMatrix]) -> Fraction:
    """d^2/ds^2 L(theta + s direction) at s = 0, for rational matrices; `g` holds the teacher's k lags."""
    A, B, C = ((X, dX, 0 * X) for X, dX in zip(theta, direction, strict=True))
    total = Rational(0)
    for g_j in g:
        h = _product(C, B)
        R = h[0] - g_j
        total += sum(2 * h[1][i] ** 2 + 4 * R[i] * h[2][i] for i in range(len(R)))
        B = _product(A, B)
    return to_fraction(total)


def _product(X: Series, Y: Series) -> Series:
    return X[0] * Y[0], X[0] * Y[1] + X[1] * Y[0], X[0] * Y[2] + X[1] * Y[1] + X[2] * Y[0]
