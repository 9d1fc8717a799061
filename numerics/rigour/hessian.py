r"""The Hessian of the loss as one float64 matrix, with a bound of everything that rounding has done to it.

    Hess L [delta, delta] = 2 sum_j |Dh_j delta|^2 + 4 sum_j <R_j, sum of the words of h_j with two letters replaced>.

Coordinates: A row by row, then B, then C, d^2 + d(m + p) of them. With b_j = A^j B, c_j = (A^T)^j C^T and the Hankel
sums D_s = sum_i R_{i+s}^T c_i^T, E_s = sum_i b_i R_{i+s}^T, T_l = sum_i b_i D_{i+l+2}, the cost is d^4 k.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

UNIT = 2.0**-53
"""Largest relative error of one float64 operation, rounding to nearest."""


@dataclass(frozen=True)
class FloatStudent:
    """A (d x d), B (d x m), C (p x d) and the teacher's first lags g (k x p x m), rounded to float64."""

    A: Floats
    B: Floats
    C: Floats
    g: Floats


@dataclass(frozen=True)
class _Words:
    """b (k, d, m), c (k, d, p), the powers of A (k, d, d) and the residuals padded by zeros (2k + 2, p, m)."""

    b: Floats
    c: Floats
    powers: Floats
    residuals: Floats


def hessian(student: FloatStudent) -> Floats:
    """The symmetric D x D matrix of second derivatives of L at `student`, in float64."""
    words = _words(student)
    jacobian = _jacobian(words)
    return np.asarray(2 * (jacobian.T @ jacobian) + _residual_part(words))


def roundings(d: int, lags: int, outputs: int, inputs: int) -> int:
    """An upper bound of the roundings on the way of any monomial of an entry of `hessian` to the result.

    A monomial has at most 2k + 2 factors; each was rounded once when read and passes one sum over at most d terms;
    beside these stand sums over lags, inputs and outputs.
    """
    return (2 * lags + 4) * (d + 3) + 4 * lags * (outputs + inputs + 1) + lags * outputs * inputs + 32


def relative_rounding(count: int) -> float:
    """gamma_n = n u / (1 - n u), enlarged: |fl(P) - P| <= gamma_n P(|.|) for a polynomial P with at most n roundings.

    The standard model of floating-point arithmetic; the order of summation does not matter. Raises ValueError when
    there are so many roundings that nothing is known.
    """
    if count * UNIT > 1e-3:
        raise ValueError(f"hessian: {count} roundings are too many for float64; use a smaller student")
    return 1.01 * count * UNIT


def _words(student: FloatStudent) -> _Words:
    lags = len(student.g)
    b, c, powers = [student.B], [student.C.T], [np.eye(len(student.A))]
    for _ in range(lags - 1):
        b.append(student.A @ b[-1])
        c.append(student.A.T @ c[-1])
        powers.append(student.A @ powers[-1])
    response = np.stack([student.C @ column for column in b])
    padded = np.concatenate([response - student.g, np.zeros((lags + 2, *student.g.shape[1:]))])
    return _Words(np.stack(b), np.stack(c), np.stack(powers), padded)


def _jacobian(words: _Words) -> Floats:
    """d h_j[t, u] / d theta, one row for each lag j, output t and input u."""
    lags, d, inputs = words.b.shape
    outputs = words.c.shape[2]
    by_A = np.zeros((lags, outputs, inputs, d, d))
    for j in range(1, lags):
        by_A[j] = np.tensordot(words.c[:j], words.b[j - 1 :: -1], axes=(0, 0)).transpose(1, 3, 0, 2)
    by_B = np.einsum("jrt,uv->jturv", words.c, np.eye(inputs))
    by_C = np.einsum("jqu,ts->jtusq", words.b, np.eye(outputs))
    return np.hstack([part.reshape(lags * outputs * inputs, -1) for part in (by_A, by_B, by_C)])


def _residual_part(words: _Words) -> Floats:
    """2 sum_j <R_j, D^2 h_j>, block by block; the blocks (B, B) and (C, C) vanish."""
    lags, d, inputs = words.b.shape
    outputs, square = words.c.shape[2], d * d
    shifted = np.add.outer(np.arange(lags), np.arange(lags))
    R = words.residuals[shifted]
    D = np.tensordot(R, words.c, axes=((1, 2), (0, 2)))
    E = np.tensordot(R, words.b, axes=((1, 3), (0, 2))).transpose(0, 2, 1)
    padded = np.concatenate([D, np.zeros((lags + 2, inputs, d))])
    T = np.tensordot(words.b, padded[shifted + 2], axes=((0, 2), (1, 2))).transpose(1, 0, 2)
    half = np.tensordot(T, words.powers, axes=(0, 0)).transpose(1, 2, 3, 0).reshape(square, square)
    AB = np.tensordot(words.powers[:-1], D[1:], axes=(0, 0)).transpose(3, 0, 1, 2).reshape(square, d * inputs)
    AC = np.tensordot(words.powers[:-1], E[1:], axes=(0, 0)).transpose(1, 2, 3, 0).reshape(square, outputs * d)
    CB = np.tensordot(words.residuals[:lags], words.powers, axes=(0, 0)).transpose(0, 2, 3, 1)
    BC = CB.reshape(outputs * d, d * inputs).T
    return _assemble(2 * half, 2 * AB, 2 * AC, 2 * BC)


def _assemble(half: Floats, AB: Floats, AC: Floats, BC: Floats) -> Floats:
    """The symmetric matrix with blocks half + half^T, AB, AC, BC and zeros."""
    a, b = AB.shape
    size = a + b + AC.shape[1]
    upper = np.zeros((size, size))
    upper[:a, :a], upper[:a, a : a + b], upper[:a, a + b :], upper[a : a + b, a + b :] = half, AB, AC, BC
    return upper + upper.T
