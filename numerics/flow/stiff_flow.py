r"""The gradient flow theta' = -grad L in float64, by an implicit Runge-Kutta method: for long times, not for digits.

One input and one output. The flow is stiff near a fitted student (rates of order one beside rates of order eps^2),
which an implicit method crosses in few steps. Nothing here is rigorous.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from numerics.model.linear_rnn import LinearRNN

Array = NDArray[np.float64]


def flow(start: LinearRNN[Array], response: Sequence[float], times: Sequence[float]) -> list[LinearRNN[Array]]:
    """The student at given times of the gradient flow, in float64 and to a relative tolerance of 1e-10.

    Args:
        start: A is d x d, B d x 1, C 1 x d.
        response: $g_0, ..., g_{k-1}$.
        times: increasing and positive.

    Returns:
        One student for each time, in the shapes of the start. Nothing about them is rigorous.

    Raises:
        ArithmeticError: the integration failed before the last time.
    """
    width, g = len(start.A), np.asarray(response, dtype=float)

    def velocity(_: float, theta: Array) -> Array:
        return -_flat(gradient(_model(theta, width), g))

    found = solve_ivp(velocity, (0.0, times[-1]), _flat(start), "Radau", list(times), rtol=1e-10, atol=1e-13)
    if not found.success:
        raise ArithmeticError(f"stiff_flow: {found.message} at t = {found.t[-1]}; try a shorter time")
    return [_model(column, width) for column in found.y.T]


def gradient(model: LinearRNN[Array], g: Array) -> LinearRNN[Array]:
    """dL/dA = 2 sum_j l_{j+1} b_j^T, dL/dB = 2 l_0, dL/dC = 2 sum_j R_j b_j^T (adjoint form)."""
    b = [model.B]
    for _ in g[1:]:
        b.append(model.A @ b[-1])
    residuals = [2 * (model.C @ column - target) for column, target in zip(b, g, strict=True)]
    adjoint = model.C.T @ residuals[-1]
    G_A, G_C = np.zeros_like(model.A), residuals[-1] @ b[-1].T
    for column, R in zip(b[-2::-1], residuals[-2::-1], strict=True):
        G_A, G_C = G_A + adjoint @ column.T, G_C + R @ column.T
        adjoint = model.A.T @ adjoint + model.C.T @ R
    return LinearRNN(G_A, adjoint, G_C)


def response(model: LinearRNN[Array], length: int) -> Array:
    """h_0, ..., h_{length-1}."""
    found, b = [], model.B
    for _ in range(length):
        found.append((model.C @ b).item())
        b = model.A @ b
    return np.array(found)


def distance(first: LinearRNN[Array], second: LinearRNN[Array]) -> float:
    """The Euclidean norm of first - second over all entries of A, B, C."""
    return float(np.linalg.norm(_flat(first) - _flat(second)))


def _flat(model: LinearRNN[Array]) -> Array:
    return np.concatenate([model.A.ravel(), model.B.ravel(), model.C.ravel()])


def _model(theta: Array, width: int) -> LinearRNN[Array]:
    A, B, C = np.split(theta, [width**2, width**2 + width])
    return LinearRNN(A.reshape(width, width), B.reshape(width, 1), C.reshape(1, width))
