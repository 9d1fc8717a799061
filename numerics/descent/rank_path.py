"""When a run of descent learns its modes: the first steps at which the Hankel rank is 1, 2, ..."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from numerics.arithmetics.protocol import Arithmetic
from numerics.descent.descent import descend
from numerics.descent.run import Run

M = TypeVar("M")


def rank_steps(run: Run, modes: int, arithmetic: Arithmetic[M]) -> list[int]:
    """The first steps at which the rank is 1, 2, ..., `modes`, as far as the run reaches (m = p = 1).

    The rank counts the singular values of the student's Hankel matrix of the trained lags (float64) that exceed half
    the smallest nonzero one of the teacher's, number `modes`.
    """
    g = [float(rows[0][0]) for rows in run.response]
    steps: list[int] = []
    threshold = _singular_values(g)[modes - 1] / 2
    for iterate in descend(run, arithmetic):
        residuals = [float(arithmetic.rows(residual)[0][0]) for residual in iterate.residuals]
        rank = int(np.sum(_singular_values([r + value for r, value in zip(residuals, g, strict=True)]) > threshold))
        while len(steps) < min(rank, modes):
            steps.append(iterate.step)
        if len(steps) == modes:
            break
    return steps


def _singular_values(response: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    rows = (len(response) + 1) // 2
    hankel = [[response[i + j] for j in range(len(response) + 1 - rows)] for i in range(rows)]
    return np.linalg.svd(np.array(hankel), compute_uv=False)
