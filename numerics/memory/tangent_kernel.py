r"""The tangent kernel <grad h_i, grad h_j>/d of linear RNNs in double precision, and wide Gaussian starts.

With G^b_ij = b_i.b_j and G^c_ij = c_i.c_j, d K_ij = G^b_ij + G^c_ij + sum_{a<i, a'<j} G^c_{aa'} G^b_{i-1-a, j-1-a'}.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from numerics.model.linear_rnn import LinearRNN

Array = NDArray[np.float64]


@dataclass(frozen=True)
class WideStart:
    """A ~ N(0, sigma^2/d), B ~ N(0, 1), C ~ N(0, 1/d), independent entries; ``symmetric`` replaces A by
    (A + A^T)/sqrt2."""

    sigma: Fraction
    symmetric: bool = False

    def draw(self, width: int, generator: np.random.Generator) -> LinearRNN[Array]:
        """One student with one input and one output.

        >>> WideStart(Fraction(1, 2)).draw(3, np.random.default_rng(1)).A.shape
        (3, 3)
        """
        A = generator.normal(size=(width, width)) * float(self.sigma) / np.sqrt(width)
        B, C = generator.normal(size=(width, 1)), generator.normal(size=(1, width)) / np.sqrt(width)
        return LinearRNN((A + A.T) / np.sqrt(2) if self.symmetric else A, B, C)


def tangent_kernel(model: LinearRNN[Array], length: int) -> Array:
    """The k x k matrix K of a student with one input and one output.

    >>> one = np.ones((1, 1))
    >>> tangent_kernel(LinearRNN(2 * one, 3 * one, 5 * one), 2)  # grad h_0 = (0, 5, 3), grad h_1 = (15, 10, 6)
    array([[ 34.,  68.],
           [ 68., 361.]])
    """
    if model.B.shape[1] != 1 or model.C.shape[0] != 1:
        raise ValueError(
            f"tangent kernel: {model.B.shape[1]} inputs, {model.C.shape[0]} outputs; one of each is needed"
        )
    G_b = _gram(model.A, model.B, length)
    G_c = _gram(model.A.T, model.C.T, length)
    kernel = G_b + G_c
    for a in range(1, length):
        for other in range(1, length):
            kernel[a:, other:] += G_c[a - 1, other - 1] * G_b[: length - a, : length - other]
    return np.asarray(kernel / len(model.A))


def _gram(A: Array, B: Array, length: int) -> Array:
    """Inner products of B, AB, A^2 B, ..."""
    columns = [B]
    for _ in range(length - 1):
        columns.append(A @ columns[-1])
    stacked = np.hstack(columns)
    return np.asarray(stacked.T @ stacked)


def sampled_kernels(start: WideStart, width: int, length: int, count: int, seed: int) -> Array:
    r"""The tangent kernels $K_{ij} = \langle \nabla h_i, \nabla h_j \rangle / d$ of random starts.

    Args:
        start: the law of the entries.
        width: d.
        length: k, the number of lags.
        count: how many starts are drawn.
        seed: with the width it fixes the starts.

    Returns:
        count x k x k, in float64.
    """
    generator = np.random.default_rng((seed, width))
    with threadpool_limits(limits=1):  # products of a matrix and a vector gain nothing from threads
        return np.array([tangent_kernel(start.draw(width, generator), length) for _ in range(count)])
