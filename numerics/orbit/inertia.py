r"""The inertia of a symmetric rational matrix, exactly, and of the block Hankel matrix of a response.

All roots of the characteristic polynomial are real, so Descartes' rule of signs is not a bound but a count: as many
positive eigenvalues as its coefficients change sign, as many zero ones as its lowest coefficients vanish.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from flint import fmpq_mat

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.protocol import Rows, exact_rows
from numerics.model.linear_rnn import LinearRNN, impulse_response, in_arithmetic


class Inertia(NamedTuple):
    """How many eigenvalues are positive, negative and zero."""

    positive: int
    negative: int
    zero: int


def inertia(rows: Sequence[Sequence[Fraction | int]]) -> Inertia:
    """The inertia of a symmetric matrix of exact entries.

    Raises:
        ValueError: the matrix is not square or not symmetric.

    >>> inertia([[0, 1], [1, 0]])
    Inertia(positive=1, negative=1, zero=0)
    """
    X = Exact().matrix(exact_rows(rows))
    if X.nrows() != X.ncols() or (X - X.transpose()).rank():
        raise ValueError("inertia: the matrix is not symmetric; only real spectra can be counted by signs")
    return inertia_of(X)


def inertia_of(X: fmpq_mat) -> Inertia:
    """The inertia of a symmetric fmpq_mat, unchecked."""
    signs = [(value > 0) - (value < 0) for value in X.charpoly().coeffs()]
    nonzero = [sign for sign in signs if sign]
    positive = sum(1 for left, right in pairwise(nonzero) if left != right)
    zero = next(place for place, sign in enumerate(signs) if sign)
    return Inertia(positive, len(signs) - 1 - zero - positive, zero)


def block_hankel(response: Sequence[Rows], rows: int) -> Rows:
    """[h_{i+j}] with ``rows`` block rows and columns, exactly; needs 2 rows - 1 lags.

    Raises:
        ValueError: too few lags.
    """
    if rows < 1 or len(response) < 2 * rows - 1:
        raise ValueError(f"block Hankel matrix: {rows} block rows need {2 * rows - 1} lags, got {len(response)}")
    outputs = range(len(response[0]))
    return tuple(
        tuple(entry for column in range(rows) for entry in response[row + column][output])
        for row in range(rows)
        for output in outputs
    )


def hankel_inertia(model: LinearRNN[Rows], rows: int | None = None) -> Inertia:
    """The inertia of a model's block Hankel matrix, with d block rows unless another number is asked for.

    Raises:
        ValueError: some h_j is not symmetric.

    >>> hankel_inertia(LinearRNN(exact_rows([[0]]), exact_rows([[1]]), exact_rows([[-2]])))
    Inertia(positive=0, negative=1, zero=0)
    """
    height, exact = len(model.A) if rows is None else rows, Exact()
    response = impulse_response(in_arithmetic(model, exact), 2 * height - 1, exact)
    return inertia(block_hankel([exact.fractions(h) for h in response], height))
