r"""The Jacobi matrix of a symmetric student, and its rates: along the gradient, and as polynomials in its own entries.

S is symmetric, u = sqrt2 B, C = B^T. The monic Krylov vectors v_0 = u, v_{l+1} = S v_l - a_l v_l - beta_l v_{l-1} are
orthogonal; beta_0 = |u|^2, a_l and beta_{l+1} = |v_{l+1}|^2/|v_l|^2 are the Jacobi matrix. T, the matrix of S in the
basis of the v_l, has ones below the diagonal, a on it and beta_1, beta_2, ... above.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp
from flint import fmpq_mat, fmpq_series

from theory.model.gradient import gradient
from theory.model.linear_rnn import LinearRNN
from theory.model.rationals import to_flint, to_fraction, to_sympy

Entries = tuple[list[Fraction], list[Fraction]]
"""a_0, a_1, ... and beta_0, beta_1, ..., or their rates."""


@dataclass(frozen=True)
class Krylov:
    """A symmetric student of full Krylov dimension: S (rows) and B, rational, beside the lags g of its teacher."""

    S: tuple[tuple[Fraction, ...], ...]
    B: tuple[Fraction, ...]
    g: tuple[Fraction, ...]

    def __str__(self) -> str:
        rows = "; ".join(" ".join(map(str, row)) for row in self.S)
        return f"A = [{rows}], B = C^T = ({', '.join(map(str, self.B))}), g = ({', '.join(map(str, self.g))})"

    @property
    def jacobi(self) -> Entries:
        """a_0, ..., a_{d-1} and beta_0, ..., beta_{d-1}; ZeroDivisionError where the Krylov dimension is less."""
        S = [[to_flint(entry) for entry in row] for row in self.S]
        a, beta = _lanczos(S, [to_flint(entry) for entry in self.B])
        return [to_fraction(value) for value in a], [to_fraction(value) for value in beta]

    @property
    def is_full(self) -> bool:
        """Whether the Krylov vectors B, S B, ..., S^{d-1} B are independent."""
        S = fmpq_mat([[to_flint(entry) for entry in row] for row in self.S])
        column = fmpq_mat(len(self.B), 1, [to_flint(b) for b in self.B])
        columns = [column]
        for _ in self.B[1:]:
            columns.append(S * columns[-1])
        return bool(fmpq_mat([list(column.entries()) for column in columns]).rank() == len(self.B))

    def rates_along_the_gradient(self) -> Entries:
        """The same for S + t S', B + t B' to first order in t, with S' and B' from -grad L: exact, by power series."""
        theta = LinearRNN(_matrix(self.S), _matrix([[b] for b in self.B]), _matrix([list(self.B)]))
        G = gradient(theta, [_matrix([[value]]) for value in self.g])
        size = range(len(self.B))
        S = [[_moving(self.S[p][q], -G.A[p, q]) for q in size] for p in size]
        a, beta = _lanczos(S, [_moving(self.B[p], -G.B[p, 0]) for p in size])
        return [to_fraction(value[1]) for value in a], [to_fraction(value[1]) for value in beta]


def _lanczos(S: Sequence[Sequence[Any]], B: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The recursion, over any field (or power series with invertible norms)."""
    before, now = [0 * b for b in B], list(B)
    norm, a, beta = _inner(now, now), [], [2 * _inner(now, now)]
    for step in range(len(B)):
        moved = [_inner(row, now) for row in S]
        a.append(_inner(now, moved) / norm)
        drop = beta[step] if step else 0 * norm
        after = [x - a[step] * y - drop * z for x, y, z in zip(moved, now, before, strict=True)]
        if step + 1 < len(B):
            before, now, last = now, after, norm
            norm = _inner(now, now)
            beta.append(norm / last)
    return a, beta


def rates_of_entries(
    a: Sequence[Fraction], beta: Sequence[Fraction], g: Sequence[Fraction], moving: int = 1
) -> Entries:
    """a_l' and beta_l' as polynomials in a and beta: no division occurs.

    Args:
        a: the diagonal.
        beta: |u|^2 and the products above the diagonal, as many.
        g: the teacher's lags.
        moving: a control leaves out what S' adds to a_l' (0).
    """
    d, T = len(a), _tridiagonal(a, beta)
    unit = fmpq_mat(d, 1, [1] + [0] * (d - 1))
    powers = [T**j for j in range(len(g) + 1)]
    R = [to_flint(beta[0]) * powers[j][0, 0] / 2 - to_flint(value) for j, value in enumerate(g)]
    moved = [_moved(powers, R, beta, row) for row in range(d)]
    X = [sum((powers[j] * unit * (-2 * value) for j, value in enumerate(R)), fmpq_mat(d, 1))]
    for row in range(d - 1):
        lower = X[row - 1] * to_flint(beta[row]) if row else fmpq_mat(d, 1)
        X.append(moved[row] + T * X[row] - X[row] * to_flint(a[row]) - lower)
    growth = [column[row, 0] for row, column in enumerate(X)]
    flows = [to_flint(beta[row + 1]) * X[row][row + 1, 0] for row in range(d - 1)]
    rates_a = [
        moving * moved[row][row, 0] + 2 * ((flows[row] if row + 1 < d else 0) - (flows[row - 1] if row else 0))
        for row in range(d)
    ]
    rates_beta = [2 * to_flint(b) * (growth[row] - (growth[row - 1] if row else 0)) for row, b in enumerate(beta)]
    return [to_fraction(value) for value in rates_a], [to_fraction(value) for value in rates_beta]


def _moved(powers: Sequence[fmpq_mat], R: Sequence[Any], beta: Sequence[Fraction], row: int) -> fmpq_mat:
    """S' v_l = -beta_0 ... beta_l sum_j R_j sum_{i<j} (T^{j-1-i})_{l0} T^i e_0."""
    d = powers[0].nrows()
    scale, total = to_flint(Fraction(1)), fmpq_mat(d, 1)
    for value in beta[: row + 1]:
        scale *= to_flint(value)
    unit = fmpq_mat(d, 1, [1] + [0] * (d - 1))
    for j, residual in enumerate(R):
        for i in range(j):
            total -= powers[i] * unit * (scale * residual * powers[j - 1 - i][row, 0])
    return total


def _tridiagonal(a: Sequence[Fraction], beta: Sequence[Fraction]) -> fmpq_mat:
    T = fmpq_mat(len(a), len(a))
    for row, value in enumerate(a):
        T[row, row] = to_flint(value)
        if row:
            T[row, row - 1], T[row - 1, row] = 1, to_flint(beta[row])
    return T


def _moving(value: Fraction, rate: sp.Rational) -> fmpq_series:
    return fmpq_series([to_flint(value), to_flint(to_fraction(rate))], prec=2)


def _matrix(rows: Sequence[Sequence[Fraction]]) -> sp.ImmutableMatrix:
    return sp.ImmutableMatrix([[to_sympy(entry) for entry in row] for row in rows])


def _inner(x: Sequence[Any], y: Sequence[Any]) -> Any:
    first, *rest = [p * q for p, q in zip(x, y, strict=True)]
    return sum(rest, first)
