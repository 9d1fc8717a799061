"""Which antisymmetric moves of a symmetric m-mode student balancedness sees, and y_-: ranks of exact linear maps.

The student is A = diag(a_1, ..., a_m, 0, ...), B = C^T = (b; 0); a move is antisymmetric when A moves by D = -D^T and B
by Y, C by -Y^T: d (d + 1) / 2 directions.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat

from theory.model.rationals import to_flint


def pinned_rank(a: Sequence[Fraction], b: Sequence[Fraction], width: int, decaying: bool = True) -> int:
    """The rank of move -> (dQ, A_22, y_-) on the antisymmetric moves; without y_- where `decaying` is False.

    Args:
        a: the nodes, none of them 0.
        b: the square roots of the weights, none of them 0.
        width: d.
        decaying: whether y_- is one of the things seen.

    >>> pinned_rank([Fraction(1)], [Fraction(1)], 3), pinned_rank([Fraction(1)], [Fraction(1)], 3, decaying=False)
    (6, 4)
    """
    m = len(a)
    A, B = fmpq_mat(width, width), fmpq_mat(width, 1)
    for i in range(m):
        A[i, i], B[i, 0] = to_flint(a[i]), to_flint(b[i])
    rows = []
    for D, Y in _antisymmetric_moves(width):
        dQ = D * A.transpose() + A * D.transpose() - D.transpose() * A - A.transpose() * D
        dQ += Y * B.transpose() + B * Y.transpose() + Y * B.transpose() + B * Y.transpose()
        seen = [*dQ.entries(), *(D[p, q] for p in range(m, width) for q in range(m, width))]
        y_minus = [
            2 * Y[p, 0] - sum((2 * D[p, i] * B[i, 0] / A[i, i] for i in range(m)), fmpq(0)) for p in range(m, width)
        ]
        rows.append([*seen, *(y_minus if decaying else [])])
    return int(fmpq_mat(rows).rank())


def _antisymmetric_moves(d: int) -> Iterator[tuple[fmpq_mat, fmpq_mat]]:
    """(D, Y) for a basis."""
    for p in range(d):
        for q in range(p):
            D = fmpq_mat(d, d)
            D[p, q], D[q, p] = 1, -1
            yield D, fmpq_mat(d, 1)
        Y = fmpq_mat(d, 1)
        Y[p, 0] = 1
        yield fmpq_mat(d, d), Y
