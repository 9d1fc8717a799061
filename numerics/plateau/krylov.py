r"""The subspace that a near-zero start is going to learn: span{u, S u, ..., S^{n-1} u}, and angles to it."""

from fractions import Fraction

from mpmath import mp

from numerics.arithmetics.mp_matrix import mp_matrix
from numerics.arithmetics.precision import working_digits
from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN
from numerics.plateau.plateau_coordinates import learnt_support


def support_angle(
    begin: LinearRNN[Rows], end: LinearRNN[Rows], modes: int, digits: int, symmetrised: bool = True
) -> Fraction:
    """The sine of the largest principal angle between the learnt support of `end` and the Krylov space of `begin`.

    That space is spanned by S_0^i u_0, i < modes, with u_0 = B_0 + C_0^T and S_0 = (A_0 + A_0^T)/2; with A_0 in place
    of S_0 if not `symmetrised`. Computed with `digits` digits.
    """
    with working_digits(digits):
        A, B, C = map(mp_matrix, begin.parts)
        K = _krylov_basis((A + A.T) / 2 if symmetrised else A, B + C.T, modes)
        return Fraction(str(mp.nstr(_sine(K, learnt_support(end, modes)), 20)))


def krylov_angle(begin: LinearRNN[Rows], end: LinearRNN[Rows], modes: int, digits: int) -> mp.mpf:
    """The same sine with the Krylov space span(B, A B, ...) of `end` in the place of its learnt support."""
    with working_digits(digits):
        (A_0, B_0, C_0), (A, B, _) = map(mp_matrix, begin.parts), map(mp_matrix, end.parts)
        expected, learnt = _krylov_basis(A_0 + A_0.T, B_0 + C_0.T, modes), _krylov_basis(A, B, modes)
        return _sine(learnt, expected)


def _krylov_basis(A: mp.matrix, b: mp.matrix, count: int) -> mp.matrix:
    """An orthonormal basis (columns) of span(b, A b, ..., A^{count-1} b)."""
    columns = [b]
    for _ in range(count - 1):
        columns.append(A * columns[-1])
    columns = [column / mp.norm(column) for column in columns]
    return mp.qr(mp.matrix([[column[i] for column in columns] for i in range(A.rows)]))[0][:, :count]


def _sine(X: mp.matrix, P: mp.matrix) -> mp.mpf:
    """The sine of the largest principal angle between two spaces, given by orthonormal bases."""
    return max(mp.svd_r(X - P * (P.T * X), compute_uv=False))
