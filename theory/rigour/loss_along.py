"""The loss along a line, exactly, to third order: its derivatives in one direction without any matrix of them."""

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

from sympy import ImmutableMatrix, Rational

from theory.model.rationals import to_fraction

Theta = tuple[ImmutableMatrix, ImmutableMatrix, ImmutableMatrix]
"""A (d x d), B (d x m), C (p x d), or a direction in which they move."""

Series = tuple[ImmutableMatrix, ...]
"""X_0 + s X_1 + ... + s^m X_m, what follows cut off."""


def second_derivative_of_loss(theta: Theta, direction: Theta, g: Sequence[ImmutableMatrix]) -> Fraction:
    """d^2/ds^2 L(theta + s direction) at s = 0, for rational matrices; `g` holds the teacher's k lags."""
    return _derivative_of_loss(2, theta, direction, g)


def third_derivative_of_loss(theta: Theta, direction: Theta, g: Sequence[ImmutableMatrix]) -> Fraction:
    """d^3/ds^3 L(theta + s direction) at s = 0."""
    return _derivative_of_loss(3, theta, direction, g)


def _derivative_of_loss(order: int, theta: Theta, direction: Theta, g: Sequence[ImmutableMatrix]) -> Fraction:
    """The order-th derivative: order! times the coefficient of s^order in sum_j |R_j(s)|^2."""
    A, B, C = ((X, dX, *[0 * X] * (order - 1)) for X, dX in zip(theta, direction, strict=True))
    total = Rational(0)
    for g_j in g:
        R = list(_product(C, B))
        R[0] = R[0] - g_j
        total += sum(x * y for n in range(order + 1) for x, y in zip(R[n], R[order - n], strict=True))
        B = _product(A, B)
    return to_fraction(factorial(order) * total)


def _product(X: Series, Y: Series) -> Series:
    return tuple(sum((X[i] * Y[n - i] for i in range(1, n + 1)), start=X[0] * Y[n]) for n in range(len(X)))
