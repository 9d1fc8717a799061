r"""Hankel matrices of a response, and their singular values.

The block (i, j) is h_{i+j}. For a response of n states (minimal order n) the rank is n as soon as there are n block
rows and n block columns (B. L. Ho, R. E. Kalman, Regelungstechnik 14 (1966)).
"""

from collections.abc import Sequence
from typing import Any

from mpmath import matrix, mpf, svd_r, workdps

from numerics.arithmetics.mp_matrix import number

Block = Sequence[Sequence[Any]]
"""A p x m matrix of real numbers: mpf, Fraction, int or any real number mpmath converts exactly."""


def blocks(response: Sequence[Any]) -> list[Block]:
    """A scalar response as 1 x 1 blocks; a matrix response as it is."""
    return [h if isinstance(h, Sequence) else ((h,),) for h in response]


def hankel(response: Sequence[Any], rows: int | None = None, shift: int = 0) -> matrix:
    """The block Hankel matrix [h_{i+j+shift}] that uses every lag given, with ``rows`` block rows.

    ``response`` holds numbers or p x m matrices (sequences of rows). By default the matrix is as square as it can be:
    with k lags beyond the shift, floor((k + 1) / 2) block rows and k + 1 less as many block columns. Rounded to the
    current precision of mpmath.

    Raises:
        ValueError: too few lags for a single entry in each block row.

    >>> hankel([1, 2, 3]).tolist()
    [[mpf('1.0'), mpf('2.0')], [mpf('2.0'), mpf('3.0')]]
    """
    lags = blocks(response)[shift:]
    height = (len(lags) + 1) // 2 if rows is None else rows
    width = len(lags) + 1 - height
    if height < 1 or width < 1:
        raise ValueError(f"Hankel matrix: {height} block rows need at least {max(height, 1)} lags, got {len(lags)}")
    outputs = range(len(lags[0]))
    return matrix(
        [
            [number(entry) for column in range(width) for entry in lags[row + column][output]]
            for row in range(height)
            for output in outputs
        ]
    )


def singular_values(response: Sequence[Any], digits: int = 50, rows: int | None = None) -> list[mpf]:
    """The singular values of the Hankel matrix $(h_{i+j})_{ij}$ of a response, largest first.

    Args:
        response: $h_0, h_1, ...$, numbers or p x m matrices.
        digits: decimals of the computation. The values are accurate relative to the largest one: what is smaller than
            10^-digits times it is noise.
        rows: block rows of the Hankel matrix, which uses every lag; as square as it can be when None.

    Returns:
        As many values as the matrix has rows or columns, whichever are fewer.

    Raises:
        ValueError: too few lags for so many rows.
    """
    with workdps(digits):
        H = hankel(response, rows)
        if H.rows < H.cols:
            H = H.T
        return sorted(svd_r(H, compute_uv=False), reverse=True)
