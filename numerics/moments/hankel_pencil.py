r"""Nodes and weights from moments, by the Hankel pencil (matrix pencil, Prony).

If h_j is the sum of w_i x_i^j over n distinct nodes, the n x n Hankel matrices H_0 = [h_{i+j}] and H_1 = [h_{i+j+1}]
are V^T W V and V^T W X V with V the Vandermonde matrix, W and X diagonal: the nodes are the eigenvalues of the pencil
H_1 - x H_0. With more lags than 2n the pencil is first compressed to the n leading singular directions of H_0, which
averages the noise. The weights then solve V^T w = h in the least-squares sense.
Y. Hua, T. K. Sarkar, IEEE Trans. Acoust. Speech Signal Process. 38 (1990).

About log10 of the condition of V^T W V digits are lost, by any method. Certified recovery is another file's business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mpmath import diag, eig, fdot, im, lu_solve, matrix, mpf, norm, re, svd_r, workdps

from numerics.arithmetics.mp_matrix import number
from numerics.model.hankel import hankel


@dataclass(frozen=True)
class PoleExpansion:
    """h_j = sum w_i x_i^j: nodes and weights (mpf where real, mpc else), largest weight first, and the misfit.

    ``misfit`` is the 2-norm of what the expansion leaves of the lags it was computed from.
    """

    nodes: tuple[Any, ...]
    weights: tuple[Any, ...]
    misfit: mpf

    def lag(self, j: int) -> Any:
        """The expansion's h_j, 0^0 = 1."""
        return fdot(self.weights, [x**j for x in self.nodes])


def poles(response: Sequence[Any], rank: int, digits: int) -> list[Any]:
    """The eigenvalues of the compressed pencil; ``response`` is scalar, of at least 2 rank lags.

    Raises:
        ValueError: the singular value number ``rank`` of H_0 is noise, at most 10^(5 - digits) times the largest.
    """
    with workdps(digits):
        height = len(response) // 2
        H_0, H_1 = hankel(response[:-1], height), hankel(response, height, shift=1)
        # mpmath takes the SVD of tall matrices only; H_0 has at least as many columns as rows.
        V, sigma, U = svd_r(H_0.T)
        if sigma[rank - 1] <= mpf(10) ** (5 - digits) * sigma[0]:
            raise ValueError(f"Hankel pencil: the Hankel matrix has rank below {rank}; ask for a smaller rank")
        compressed = diag([1 / s for s in sigma[:rank]]) * (U[:rank, :] * H_1 * V[:, :rank])
        if rank == 1:  # mpmath's eig returns the eigenvectors of a 1 x 1 matrix as well, asked or not
            return [compressed[0, 0]]
        return list(eig(compressed, left=False, right=False))


def amplitudes(response: Sequence[Any], nodes: Sequence[Any], digits: int) -> tuple[list[Any], mpf]:
    """The weights for these nodes by least squares over all lags, and the misfit.

    By the normal equations with twice the digits: they square the condition, and mpmath's QR divides by zero at
    purely imaginary nodes.
    """
    with workdps(2 * digits):
        V = matrix([[x**j for x in nodes] for j in range(len(response))])
        h = matrix([number(value) for value in response])
        weights = lu_solve(V, h)
        return list(weights), norm(V * weights - h, 2)


def _real_where_real(value: Any, digits: int) -> Any:
    """Without its imaginary part where that is rounding noise, below 10^-(digits/2) of its size."""
    return re(value) if abs(im(value)) <= mpf(10) ** (-digits // 2) * (1 + abs(value)) else value


def hankel_pencil(response: Sequence[Any], rank: int, digits: int = 50) -> PoleExpansion:
    """The ``rank`` nodes and weights of a scalar response, from all lags given, computed with ``digits`` digits.

    Raises:
        ValueError: a rank below 1, fewer than 2 rank lags, or a Hankel matrix of smaller rank.

    >>> found = hankel_pencil([2, 0, 2, 0], rank=2)
    >>> sorted(round(x) for x in found.nodes), [round(w) for w in found.weights]
    ([-1, 1], [1, 1])
    """
    if rank < 1 or len(response) < 2 * rank:
        raise ValueError(f"Hankel pencil: rank {rank} needs rank >= 1 and 2 rank lags, got {len(response)} lags")
    with workdps(digits):
        nodes = [_real_where_real(x, digits) for x in poles(response, rank, digits)]
        weights, misfit = amplitudes(response, nodes, digits)
        weights = [+_real_where_real(w, digits) for w in weights]
        ordered = sorted(zip(weights, nodes, strict=True), key=lambda pair: -abs(pair[0]))
        return PoleExpansion(tuple(x for _, x in ordered), tuple(w for w, _ in ordered), +misfit)
