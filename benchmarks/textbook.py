"""The two baselines that the benchmark compares with, on mpmath's own matrix class, as one would write them first.

Here m = p = 1. Both take and return `mp.matrix`; they are compared with
`numerics.descent.descent.gradient` before being timed.
"""

from typing import Any

from mpmath import mp

Triple = tuple[Any, Any, Any]


def triple_sum_step(A: Any, B: Any, C: Any, g: list[Any], eta: Any) -> Triple:
    """One step of descent by the textbook's sums: each lag and each pair of lags forms its powers A**j afresh."""
    G_A, G_B, G_C = A * 0, B * 0, C * 0
    for j, g_j in enumerate(g):
        R = (C * A**j * B)[0] - g_j
        G_C += 2 * R * (A**j * B).T
        G_B += 2 * R * (C * A**j).T
        for i in range(j):
            G_A += 2 * R * (C * A**i).T * (A ** (j - 1 - i) * B).T
    return A - eta * G_A, B - eta * G_B, C - eta * G_C


def adjoint_step(A: Any, B: Any, C: Any, g: list[Any], eta: Any) -> Triple:
    """One step of descent in adjoint form, on the same matrix class."""
    b = [B]
    for _ in g[1:]:
        b.append(A * b[-1])
    residuals = [(C * b_j)[0] - g_j for b_j, g_j in zip(b, g, strict=True)]
    G_A, G_C, adjoint = A * 0, C * 0, B * 0
    for j in reversed(range(len(g))):
        G_A += 2 * adjoint * b[j].T
        G_C += 2 * residuals[j] * b[j].T
        adjoint = A.T * adjoint + C.T * residuals[j]
    return A - eta * G_A, B - eta * 2 * adjoint, C - eta * G_C


def rounded(rows: Any) -> Any:
    """The exact matrix as an `mp.matrix` of the current precision."""
    return mp.matrix([[mp.mpf(entry.numerator) / entry.denominator for entry in row] for row in rows])
