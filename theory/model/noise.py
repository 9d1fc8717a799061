"""Inputs of a known second moment: signs filtered by taps, all sequences of which can be run exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sympy import Expr, ImmutableMatrix, Integer

from theory.model.linear_rnn import LinearRNN, outputs, residuals, squared_norm


@dataclass(frozen=True)
class Noise:
    """x_t = mean + sum_i taps_i e_{t-i} with independent signs e_t: white of unit variance unless said otherwise.

    ``state`` is s_0, all entries equal: 0 unless said otherwise.
    """

    taps: tuple[int, ...] = (1,)
    mean: int = 0
    state: int = 0

    def second_moment(self, distance: int) -> Integer:
        """E[x_t x_{t+distance}] of one input.

        >>> [Noise(taps=(1, 1)).second_moment(h) for h in range(3)]
        [2, 1, 0]
        """
        return Integer(sum(a * b for a, b in zip(self.taps, self.taps[distance:], strict=False)) + self.mean**2)


def expected_squared_error(theta: LinearRNN, teacher: Sequence[Any], noise: Noise) -> Expr:
    """E norm(y - yhat)^2 of the last of k outputs, by running the recursion on every sequence of signs."""
    inputs, length = theta.B.shape[1], len(teacher)
    start = ImmutableMatrix.ones(theta.A.shape[0], 1) * noise.state
    signs = list(product((-1, 1), repeat=inputs * (length + len(noise.taps) - 1)))
    total = Integer(0)
    for draw in signs:
        xs = _inputs(draw, inputs, length, noise)
        teachers = sum((g * x for g, x in zip(teacher, reversed(xs), strict=True)), 0 * (teacher[0] * xs[0]))
        total += squared_norm(outputs(theta, xs, start)[-1] - teachers)
    return total / len(signs)


def _inputs(draw: Sequence[int], inputs: int, length: int, noise: Noise) -> list[ImmutableMatrix]:
    e = [ImmutableMatrix(draw[t * inputs : (t + 1) * inputs]) for t in range(len(draw) // inputs)]
    shift, constant = len(noise.taps) - 1, ImmutableMatrix.ones(inputs, 1) * noise.mean
    return [
        constant + sum((tap * e[t + shift - i] for i, tap in enumerate(noise.taps)), 0 * constant)
        for t in range(length)
    ]


def quadratic_form(theta: LinearRNN, teacher: Sequence[Any], noise: Noise) -> Expr:
    """R^T Sigma R = sum_{i,j} sigma_{|i-j|} tr(R_i^T R_j), inputs independent of each other (mean 0)."""
    R = residuals(theta, teacher)
    terms = [noise.second_moment(abs(i - j)) * (R[i].T * R[j]).trace() for i, j in product(range(len(R)), repeat=2)]
    return sum(terms, Integer(0))
