"""Many float64 runs at once: models of one shape (d, m, p), stacked along a first axis and moved together (numpy).

The formulas are those of numerics/descent/descent.py, with the lags side by side: X = (b_0 | ... | b_{k-1}) is d x km
and R = C X - (g_0 | ... | g_{k-1}) is p x km. A member is computed by the same operations whatever else is in the
stack, so its bits do not depend on its companions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from numerics.arithmetics.float64 import Float64
from numerics.arithmetics.protocol import Rows
from numerics.descent.descent import runaway_loss
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN

Stack = NDArray[np.float64]
"""Matrices of one shape along a first axis: (members, rows, columns)."""


def stacked(models: Sequence[LinearRNN[Rows]]) -> LinearRNN[Stack]:
    """The models, each entry rounded once, as one stack.

    Raises:
        ValueError: no model, or models of different shapes.

    >>> one = LinearRNN(((1,),), ((2,),), ((3,),))
    >>> stacked([one, one]).A.shape
    (2, 1, 1)
    """
    if len({(len(model.A), len(model.B[0]), len(model.C)) for model in models}) != 1:
        raise ValueError(f"batch: {len(models)} models of several shapes, or none; stack models of one shape (d, m, p)")
    double = Float64()
    parts = (np.stack([double.matrix(getattr(model, name)) for model in models]) for name in "ABC")
    return LinearRNN(*parts)


def member(model: LinearRNN[Stack], index: int) -> LinearRNN[Stack]:
    """One model of a stack, as Float64 matrices."""
    return LinearRNN(model.A[index], model.B[index], model.C[index])


def reachability(model: LinearRNN[Stack], length: int) -> Stack:
    """X = (b_0 | ... | b_{k-1}) with b_j = A^j B, d x km each."""
    b = [model.B]
    for _ in range(length - 1):
        b.append(model.A @ b[-1])
    return np.concatenate(b, axis=2)


def _adjoint(model: LinearRNN[Stack], R: Stack) -> list[Stack]:
    """2 l_0, ..., 2 l_{k-1}, d x m each: l_{k-1} = C^T R_{k-1}, l_j = A^T l_{j+1} + C^T R_j."""
    A_transposed, m = model.A.swapaxes(1, 2), model.B.shape[2]
    sources = 2 * (model.C.swapaxes(1, 2) @ R)
    adjoint = [sources[:, :, -m:]]
    for j in range(sources.shape[2] // m - 2, -1, -1):
        adjoint.append(A_transposed @ adjoint[-1] + sources[:, :, j * m : (j + 1) * m])
    return adjoint[::-1]


def _pullback(model: LinearRNN[Stack], X: Stack, R: Stack) -> LinearRNN[Stack]:
    """The gradients from the reachability matrices and the residuals."""
    X_transposed, m = X.swapaxes(1, 2), model.B.shape[2]
    G_B, *later = _adjoint(model, R)
    G_A = np.concatenate(later, axis=2) @ X_transposed[:, :-m] if later else np.zeros_like(model.A)
    return LinearRNN(G_A, G_B, 2 * (R @ X_transposed))


def _squared_norms(X: Stack) -> NDArray[np.float64]:
    squares: NDArray[np.float64] = (X * X).sum(axis=(1, 2))
    return squares


def side_by_side(teacher_response: Sequence[Rows]) -> NDArray[np.float64]:
    """(g_0 | ... | g_{k-1}), a p x km matrix, each entry rounded once."""
    return np.hstack([Float64().matrix(g) for g in teacher_response])


def gradient(model: LinearRNN[Stack], teacher_response: Sequence[Rows]) -> LinearRNN[Stack]:
    """(dL/dA, dL/dB, dL/dC) of each member, in the shapes of A, B, C."""
    with np.errstate(over="ignore", invalid="ignore"):
        X = reachability(model, len(teacher_response))
        return _pullback(model, X, model.C @ X - side_by_side(teacher_response))


@dataclass(frozen=True)
class BatchRun:
    """The members after all steps; one that diverged rests at the origin, its loss infinite, ``diverged`` its step."""

    model: LinearRNN[Stack]
    loss: NDArray[np.float64]
    diverged: tuple[int | None, ...]


def descend(runs: Sequence[Run]) -> BatchRun:
    """The ends of runs that differ in their starts only.

    A member whose loss is not finite or exceeds `runaway_loss` is put to rest at the origin, which is a critical
    point; its step is recorded and the others go on.

    Raises:
        ValueError: no run, starts of different shapes, or runs that differ in more than their starts.
    """
    model, run = stacked([run.start for run in runs]), runs[0]
    if any(replace(other, start=run.start) != run for other in runs):
        raise ValueError("batch: the runs differ in more than their starts; run them apart")
    g, bound = side_by_side(run.response), _bound(run.response)
    diverged = np.full(len(model.A), -1)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(run.steps + 1):
            X = reachability(model, len(run.response))
            R = model.C @ X - g
            loss = _squared_norms(R)
            runaway = ~(loss <= bound)
            diverged[runaway] = step
            if step < run.steps:
                model = _moved(model, float(run.step_size), _pullback(model, X, R))
            if runaway.any():
                model = _at_rest(model, runaway)
            if (diverged >= 0).all():
                break
    steps_of_divergence = tuple(None if step < 0 else step for step in diverged.tolist())
    return BatchRun(model, np.where(diverged < 0, loss, np.inf), steps_of_divergence)


def _bound(teacher_response: Sequence[Rows]) -> float:
    double = Float64()
    return float(runaway_loss([double.matrix(g) for g in teacher_response], double))


def _moved(model: LinearRNN[Stack], eta: float, G: LinearRNN[Stack]) -> LinearRNN[Stack]:
    """theta - eta G."""
    return LinearRNN(model.A - eta * G.A, model.B - eta * G.B, model.C - eta * G.C)


def _at_rest(model: LinearRNN[Stack], which: NDArray[np.bool_]) -> LinearRNN[Stack]:
    """The stack with the members ``which`` at the origin."""
    keeps = ~which[:, None, None]
    return LinearRNN(np.where(keeps, model.A, 0), np.where(keeps, model.B, 0), np.where(keeps, model.C, 0))


def largest_deviations(
    model: LinearRNN[Stack], teacher: Iterable[NDArray[np.float64]], horizons: Sequence[int]
) -> NDArray[np.float64]:
    """For each member (row) and each horizon q (column) the largest squared Frobenius norm of h_j - g_j over j < q.

    ``teacher`` gives g_0, g_1, ... (p x m); ``horizons`` are increasing. A response that overflows gives inf.

    Raises:
        ValueError: horizons that do not increase, or a teacher that ends before the last.
    """
    if list(horizons) != sorted(set(horizons)) or not horizons or horizons[0] < 1:
        raise ValueError(f"horizons: {list(horizons)}; give an increasing list of numbers of lags, each at least 1")
    b, largest = model.B, np.zeros(len(model.A))
    columns: list[NDArray[np.float64]] = []
    with np.errstate(over="ignore", invalid="ignore"):
        for lag, g in enumerate(islice(teacher, horizons[-1]), start=1):
            apart = _squared_norms(model.C @ b - g)
            largest = np.maximum(largest, np.where(np.isnan(apart), np.inf, apart))
            b = model.A @ b
            if lag == horizons[len(columns)]:
                columns.append(largest)
    if len(columns) != len(horizons):
        raise ValueError(f"horizons: the teacher ends before lag {horizons[-1] - 1}; ask for fewer lags")
    return np.stack(columns, axis=1)
