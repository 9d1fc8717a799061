"""The inertia of a symmetric rational matrix by symmetric elimination, to diagonal entries and pairs (0 1; 1 0).

Exact, and independent of the eigenvalue count in numerics. Sylvester: congruence keeps the inertia.
"""

from typing import Any

from sympy import ImmutableMatrix

Counts = tuple[int, int, int]
"""How many eigenvalues are positive, negative and zero."""


def inertia(matrix: Any) -> Counts:
    """The inertia of a symmetric matrix of rational numbers.

    Raises ValueError when the matrix is not symmetric.

    >>> inertia(ImmutableMatrix([[0, 2], [2, 0]])), inertia(ImmutableMatrix([[1, 1], [1, 1]]))
    ((1, 1, 0), (1, 0, 1))
    """
    if matrix != matrix.T:
        raise ValueError("inertia: the matrix is not symmetric")
    size = matrix.shape[0]
    if matrix.is_zero_matrix:
        return 0, 0, size
    pivot = next((i for i in range(size) if matrix[i, i] != 0), None)
    if pivot is not None:
        positive, negative, zero = inertia(_schur_complement(matrix, (pivot,)))
        return (positive + 1, negative, zero) if matrix[pivot, pivot] > 0 else (positive, negative + 1, zero)
    pair = next((i, j) for i in range(size) for j in range(i) if matrix[i, j] != 0)
    positive, negative, zero = inertia(_schur_complement(matrix, pair))
    return positive + 1, negative + 1, zero


def _schur_complement(matrix: Any, pivots: tuple[int, ...]) -> Any:
    rest, chosen = [i for i in range(matrix.shape[0]) if i not in pivots], list(pivots)
    beside = matrix.extract(rest, chosen)
    return ImmutableMatrix(matrix.extract(rest, rest) - beside * matrix.extract(chosen, chosen).inv() * beside.T)
