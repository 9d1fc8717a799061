r"""Between which bounds the Hessian of the loss lies, rigorously, at a student and on a ball around it.

At the student: the float64 matrix of `hessian`, all its rounding bounded, and a sum-of-squares proof of its least and
greatest eigenvalue. On the ball of radius r: the same, widened by r times a bound of the third derivative of L,

    |D^3 L| <= 2 sum_j (3 gamma_j kappa_j + |R_j| mu_j),

with every norm taken on the ball. Signs of the residuals, blocks and the positive part 2 J^T J all count: on a plateau
the closed bound nu = 2 sum |R_j| kappa_j is a hundred times larger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, arb_mat

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.protocol import Rows
from numerics.arithmetics.rationals import flint_matrix
from numerics.model.linear_rnn import LinearRNN
from numerics.rigour.derivative_bounds import (
    Norms,
    first_derivative,
    frobenius_norm,
    operator_norm,
    second_derivative,
    third_derivative,
)
from numerics.rigour.hessian import Floats, FloatStudent, hessian, relative_rounding, roundings
from numerics.rigour.least_eigenvalue import frobenius, greatest_eigenvalue, least_eigenvalue

BITS = 64
"""Precision of the bounds; they are outward, so it costs sharpness only."""

LARGEST = 1e50
"""A Hessian that is known no better than this is not known: the student is too large for float64."""

UNDERFLOW_BITS = 1074
"""One float64 operation misses by at most 2^-1074 where its result underflows."""


@dataclass(frozen=True)
class Curvature:
    """Hess L lies in [-(nu + lipschitz r), beta + lipschitz r] within r <= reach of the student it was computed for."""

    nu: arb
    beta: arb
    lipschitz: arb
    reach: arb

    def growth(self, eta: Fraction, radius: arb) -> arb:
        """max(1 + eta nu, eta beta - 1) on the ball of `radius` <= reach: the most by which a step separates points.

        1 - eta beta, the other sign of |1 - eta beta|, is below 1 <= 1 + eta nu. Raises ValueError when the ball is
        larger than the bounds are good for.
        """
        nu, beta = self._within(radius)
        with arb_bits(BITS):
            step = arb(eta.numerator) / eta.denominator
            return (1 + step * nu).max(step * beta - 1).upper()

    def largest(self, radius: arb) -> arb:
        """A bound of ||Hess L|| on the ball of `radius` <= reach."""
        nu, beta = self._within(radius)
        return nu.max(beta)

    def _within(self, radius: arb) -> tuple[arb, arb]:
        if not radius <= self.reach:
            raise ValueError(f"curvature: radius {radius} exceeds the reach {self.reach}; compute it anew, or nearer")
        with arb_bits(BITS):
            slack = self.lipschitz * radius
            return (self.nu + slack).upper(), (self.beta + slack).upper()


def curvature(model: LinearRNN[Any], g: Sequence[Rows], reach: Fraction, sharp_below: float) -> Curvature:
    """The bounds at an exact student (arb matrices of radius 0) of the loss with the teacher's response `g`.

    ``beta`` is computed sharply only when the cheap bound, the Frobenius norm, exceeds `sharp_below`.
    Infinite bounds where the student is too large for float64.
    """
    with arb_bits(BITS):
        rounding = _rounding_error(model, g)
        if not rounding < LARGEST:
            return Curvature(arb("inf"), arb("inf"), arb("inf"), arb(0))
        student = float_student(model, g)
        H, error = hessian(student), float(rounding.upper()) * (1 + 2.0**-50)
        nu, radius = least_eigenvalue(H, error), arb(reach.numerator) / reach.denominator
        beta = frobenius(H) + error
        if beta > sharp_below:
            beta = greatest_eigenvalue(H, error)
        return Curvature(arb(nu), arb(beta), third_derivative_of_loss(model, g, radius), radius.lower())


def float_student(model: LinearRNN[Any], g: Sequence[Rows]) -> FloatStudent:
    """The student's entries and the response, rounded to float64."""
    return FloatStudent(_floats(model.A), _floats(model.B), _floats(model.C), np.array(g, dtype=np.float64))


def _floats(X: Any) -> Floats:
    return np.array([float(entry) for entry in X.entries()]).reshape(X.nrows(), X.ncols())


def _rounding_error(model: LinearRNN[Any], g: Sequence[Rows]) -> arb:
    """How far the float64 Hessian can be from the exact one, in the spectral norm.

    Entry by entry it is gamma_n times the same polynomial with all signs positive, whose matrix has at most the norm
    2 sum (gamma_j^2 + (|C| |A|^j |B| + |g_j|) kappa_j) at the Frobenius norms of A, B, C; and what underflow has lost.
    """
    norms = Norms(*(frobenius_norm(X).upper() for X in model.parts))
    total, largest = arb(0), arb(1)
    for lag, g_j in enumerate(g):
        size = _norm(g_j)
        total += first_derivative(lag, norms) ** 2 + (norms.c * norms.a**lag * norms.b + size) * second_derivative(
            lag, norms
        )
        largest = largest.max(size)
    count = roundings(model.A.nrows(), len(g), model.C.nrows(), model.B.ncols())
    return (2 * total * relative_rounding(count) + _underflow(norms, largest, len(g), count, model)).upper()


def _underflow(norms: Norms, largest: arb, lags: int, count: int, model: LinearRNN[Any]) -> arb:
    """What operations whose result underflows can have done: each misses by 2^-1074 and is multiplied by what follows.

    What follows is at most 2k + 2 factors A, two factors B, two factors C and one residual, each counted where its norm
    exceeds 1. For d = 1, A = 1e26, B = C = 1e-300 it is more than everything else.
    """
    a, b, c = (size.max(arb(1)) for size in (norms.a, norms.b, norms.c))
    amplified = a ** (2 * lags + 2) * b**3 * c**3 * (1 + largest)
    parameters = sum(X.nrows() * X.ncols() for X in model.parts)
    return arb(2) ** -UNDERFLOW_BITS * count * parameters**2 * amplified


def third_derivative_of_loss(model: LinearRNN[Any], g: Sequence[Rows], radius: arb, products: int = 3) -> arb:
    r"""2 sum_j (3 gamma_j kappa_j + rho_j mu_j), which bounds |D^3 L| on a ball (the claim `hessian-changes`).

    Args:
        model: the middle, arb matrices.
        g: the lags trained on.
        radius: of the ball, Frobenius norm; rho_j = |R_j| + radius gamma_j.
        products: 3; a control takes fewer.

    Returns:
        An upper bound, rounded up.
    """
    norms = Norms(*(operator_norm(X) for X in model.parts)).within(radius)
    total, b = arb(0), model.B
    for lag, g_j in enumerate(g):
        gamma = first_derivative(lag, norms)
        residual = frobenius_norm(model.C * b - _balls(g_j)) + radius * gamma
        total += products * gamma * second_derivative(lag, norms) + residual * third_derivative(lag, norms)
        b = model.A * b
    return (2 * total).upper()


def _norm(rows: Rows) -> arb:
    return frobenius_norm(_balls(rows)).upper()


def _balls(rows: Rows) -> Any:
    return arb_mat(flint_matrix(rows))
