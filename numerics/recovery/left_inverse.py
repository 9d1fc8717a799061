r"""Left inverses Y of the Jacobian J of the Prony map, Y J = 1: how errors of the data move nodes and weights.

Errors of at most e_j move the i-th of them by up to sum_j |Y_ij| e_j, to first order. The least-squares inverse keeps
the sum of squares small; the sharpest one this very number: row by row a linear program.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from flint import acb, acb_mat, arb
from scipy import optimize

from numerics.moments.prony_map import NodeAndWeight, jacobian


def left_inverse(point: Sequence[NodeAndWeight], data: Sequence[acb]) -> acb_mat:
    """(J* W J)^{-1} J* W for the Jacobian J at `point`, W the inverse squared radii: an exact datum counts as the best.

    Raises ZeroDivisionError where the precision does not invert it.
    """
    derivative, radii = jacobian(point, len(data)), [datum.real.rad() for datum in data]
    least = min((radius for radius in radii if radius > 0), default=arb(1))
    inverses = [1 / (radius if radius > 0 else least) ** 2 for radius in radii]
    weighted = acb_mat(
        [[entry * w for entry, w in zip(row, inverses, strict=True)]
         for row in derivative.transpose().conjugate().tolist()]
    )  # fmt: skip
    return (weighted * derivative).inv() * weighted


def sharpest_inverse(point: Sequence[NodeAndWeight], data: Sequence[acb]) -> acb_mat:
    """The left inverse whose rows have the least sum_j |Y_ij| e_j, where the rule is real; else that of least squares.

    The linear programs are in float64; what their Y misses of Y J = 1 is made up by the least-squares inverse.
    """
    inverse = left_inverse(point, data)
    if any(not z.imag.is_zero() for atom in point for z in atom):
        return inverse
    derivative = jacobian(point, len(data))
    rows = _programs(derivative, [float(datum.real.rad()) for datum in data])
    if rows is None:
        return inverse
    sharp = acb_mat(rows)
    size = 2 * len(point)
    identity = acb_mat([[int(i == j) for j in range(size)] for i in range(size)])
    return sharp + (identity - sharp * derivative) * inverse


def _programs(derivative: acb_mat, radii: Sequence[float]) -> list[list[float]] | None:
    """min sum_j e_j (u_j + v_j) subject to J^T (u - v) = unit row, u, v >= 0; None where one fails."""
    J = np.array([[float(entry.real.mid()) for entry in row] for row in derivative.tolist()])
    scale = np.abs(J).max(axis=0)
    if not (np.isfinite(J).all() and scale.all() and max(radii) > 0):
        return None
    constraints = np.hstack([(J / scale).T, -(J / scale).T])
    costs = np.tile(np.array(radii) / max(radii), 2)
    rows = []
    for i in range(J.shape[1]):
        unit = np.zeros(J.shape[1])
        unit[i] = 1
        found: Any = optimize.linprog(costs, A_eq=constraints, b_eq=unit, bounds=(0, None), method="highs")
        if found.status != 0:
            return None
        u, v = np.split(found.x, 2)
        rows.append([float(value) for value in (u - v) / scale[i]])
    return rows
