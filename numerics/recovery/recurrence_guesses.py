"""Floating-point linear programs that guess filters and multipliers: nothing is trusted, all is checked exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
from flint import fmpq
from scipy import optimize

from numerics.recovery.recurrence_region import Cut, Measured, Region, dyadic, number

Floats = np.ndarray[Any, np.dtype[np.float64]]

TINY = 1e-280
"""In place of a bound of 0, which exact data give: the programs divide by it."""

WORTH = 1 + 1e-6
"""How far beyond its bound a polynomial must be for a cut there to be worth making."""


def floats(vectors: Sequence[Sequence[fmpq]]) -> Floats:
    """Rows of exact numbers as an array."""
    return np.array([[number(value) for value in vector] for vector in vectors])


@dataclass(frozen=True)
class Filters:
    """The linear program of the deepest filter for one region: only its objective depends on the point.

    max_c (c * point) . d subject to sum_j e_j (|(c * centre)_j| + sum_l |(c * axis_l)_j|) <= 1.
    """

    data: Any
    degree: int
    constraints: Any
    limits: Floats

    @classmethod
    def of(cls, region: Region, measured: Measured) -> "Filters":
        """For a region, and data with their errors."""
        (data,), (errors,) = floats([measured.data]), floats([measured.errors])
        m, weights = len(data) - region.degree, sparse.diags_array(errors)
        vectors = floats([region.centre, *region.axes])
        sizes = sparse.vstack([weights @ _multiplication(vector, m) for vector in vectors]).tocsr()
        rows = sizes.shape[0]
        identity, none = sparse.eye_array(rows), sparse.csr_array((1, m))
        constraints = sparse.vstack([
            sparse.hstack([sizes, -identity]), sparse.hstack([-sizes, -identity]),
            sparse.hstack([none, sparse.csr_array(np.ones((1, rows)))]),
        ]).tocsc()  # fmt: skip
        return cls(data, region.degree, constraints, np.r_[np.zeros(2 * rows), 1.0])

    def deepest(self, point: Floats) -> list[fmpq] | None:
        """The filter whose cut leaves the polynomial `point` furthest outside; None where none does."""
        m = len(self.data) - self.degree
        rows = self.constraints.shape[1] - m
        gain = np.r_[-(_multiplication(point, m).T @ self.data), np.zeros(rows)]
        bounds = np.r_[np.tile([[-np.inf, np.inf]], (m, 1)), np.tile([[0.0, np.inf]], (rows, 1))]
        found: Any = optimize.linprog(gain, A_ub=self.constraints, b_ub=self.limits, bounds=bounds, method="highs")
        if found.status != 0 or found.fun >= -WORTH:
            return None
        filter_ = found.x[:m] / np.abs(found.x[:m]).max()
        return [dyadic(value, 30) for value in filter_]


def _multiplication(polynomial: Floats, columns: int) -> Any:
    """The matrix of c -> c * polynomial."""
    rows, offsets = len(polynomial) + columns - 1, [-i for i in range(len(polynomial))]
    return sparse.diags_array([np.full(columns, value) for value in polynomial], offsets=offsets, shape=(rows, columns))


def extreme(functional: Sequence[fmpq], region: Region, cuts: Sequence[Cut]) -> tuple[Floats, list[fmpq]]:
    """Where a functional is largest over the region within the cuts, and the multipliers that show it; both guesses."""
    (r,), (centre,), axes = floats([functional]), floats([region.centre]), floats(region.axes)
    if not cuts:
        return centre + np.sign(axes @ r) @ axes, []
    matrix, middle, limits = _scaled(region, cuts)
    found: Any = optimize.linprog(-(axes @ r), A_ub=np.vstack([matrix, -matrix]), b_ub=np.r_[1 - middle, 1 + middle],
                    bounds=[(-1, 1)] * len(axes), method="highs")  # fmt: skip
    if found.status != 0:
        return centre, [fmpq(0)] * len(cuts)
    above, below = np.split(-found.ineqlin.marginals, 2)
    return centre + found.x @ axes, [dyadic(value) for value in (above - below) / limits]


def emptiness(region: Region, cuts: Sequence[Cut]) -> list[fmpq]:
    """Multipliers that would prove that no polynomial of the region obeys the cuts: min t with |g(p)| <= B (1 + t)."""
    matrix, middle, limits = _scaled(region, cuts)
    one, n = np.ones((len(cuts), 1)), region.degree
    constraints = np.vstack([np.hstack([matrix, -one]), np.hstack([-matrix, -one])])
    found: Any = optimize.linprog(np.r_[np.zeros(n), 1.0], A_ub=constraints, b_ub=np.r_[1 - middle, 1 + middle],
                                  bounds=[(-1, 1)] * n + [(-1, None)], method="highs")  # fmt: skip
    if found.status != 0:
        return [fmpq(0)] * len(cuts)
    above, below = np.split(-found.ineqlin.marginals, 2)
    return [dyadic(value) for value in (above - below) / limits]


def _scaled(region: Region, cuts: Sequence[Cut]) -> tuple[Floats, Floats, Floats]:
    """The cuts as functions of s, each divided by its bound: matrix, values at the centre, bounds."""
    functionals, limits = (
        floats([cut.functional for cut in cuts]),
        np.array([max(number(cut.bound), TINY) for cut in cuts]),
    )
    (centre,), axes = floats([region.centre]), floats(region.axes)
    return (functionals @ axes.T) / limits[:, None], functionals @ centre / limits, limits


def principal_axes(region: Region, cuts: Sequence[Cut]) -> Floats:
    """Directions (rows, in coefficients) along which the region within the cuts is thin to wide."""
    matrix, _, _ = _scaled(region, cuts)
    _, _, directions = np.linalg.svd(np.vstack([matrix, np.eye(region.degree)]))
    rows: Floats = directions @ floats(region.axes)
    return rows
