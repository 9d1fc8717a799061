r"""A proof that a symmetric matrix has no eigenvalue below -nu: H + s I = W W^T + E with E small.

W W^T is positive semidefinite whatever W is, so the least eigenvalue of H is at least -s - ||E||_F (Weyl). W is the
Cholesky factor that float64 happens to find; nothing is assumed of it. E is bounded by the standard model of rounding.
"""

import numpy as np

from numerics.rigour.hessian import Floats, relative_rounding

OUTWARD = 1 + 1e-8
"""Turns a float64 sum of fewer than 10^7 non-negative terms into an upper bound of the exact sum."""


def least_eigenvalue(H: Floats, error: float) -> float:
    """A number nu >= 0 such that every symmetric matrix within `error` (spectral norm) of `H` is >= -nu.

    Infinity where `H` is not finite. The result is within about 1e-12 ||H|| + `error` of the best one.
    """
    size = frobenius(H)
    if not np.isfinite(size):
        return float("inf")
    margin = 1e-13 * size + 1e-100
    shift = max(0.0, -float(np.linalg.eigvalsh(H)[0])) + margin
    while True:
        try:
            factor: Floats = np.asarray(np.linalg.cholesky(H + shift * np.eye(len(H))), dtype=np.float64)
            break
        except np.linalg.LinAlgError:
            margin *= 4
            shift += margin
    return (shift + _residual(H, shift, factor) + error) * OUTWARD


def greatest_eigenvalue(H: Floats, error: float) -> float:
    """A number beta >= 0 such that every symmetric matrix within `error` of `H` is <= beta."""
    return least_eigenvalue(-H, error)


def frobenius(H: Floats) -> float:
    """An upper bound of the Frobenius norm."""
    return float(np.linalg.norm(H)) * OUTWARD


def _residual(H: Floats, shift: float, factor: Floats) -> float:
    """An upper bound of ||H + s I - W W^T||_F: the computed difference, and what rounding may have hidden."""
    n = len(H)
    computed = H + shift * np.eye(n) - factor @ factor.T
    hidden = frobenius(factor) ** 2 + frobenius(H) + shift * n
    return frobenius(computed) + relative_rounding(n + 4) * hidden * OUTWARD + 1e-100
