r"""The subspace that a near-zero start is going to learn: span{u, S u, ..., S^{n-1} u}, and angles to it."""

from collections.abc import Sequence
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


def krylov_speed(
    diagonal: Sequence[Fraction], off: Sequence[Fraction], g: Sequence[Fraction], modes: int, digits: int,
    stray: Fraction = Fraction(0),
) -> Fraction:  # fmt: skip
    r"""How fast the symmetric flow turns span(u, S u, ..., S^{modes-1} u): the norm of its projection's slope.

    Args:
        diagonal: a_0, ..., a_{d-1}, the diagonal of S in the Lanczos basis of u.
        off: b_0 = |u|, and b_1, ..., b_{d-1} beside the diagonal, positive.
        g: the teacher's response.
        modes: n < d.
        digits: of the computation.
        stray: a multiple of the matrix of ones that is added to the flow's S', which is then no gradient flow's.

    Returns:
        The largest singular value of (1 - Pi) V' U^{-1}, V = Q U the vectors S^i u.
    """
    with working_digits(digits):
        d = len(diagonal)
        S, u = mp.diag([_number(a) for a in diagonal]), mp.zeros(d, 1)
        u[0] = _number(off[0])
        for i, b in enumerate(off[1:]):
            S[i, i + 1] = S[i + 1, i] = _number(b)
        powers = [u]
        for _ in range(max(len(g), modes)):
            powers.append(S * powers[-1])
        R = [(u.T * p)[0] / 2 - _number(value) for p, value in zip(powers, g, strict=False)]
        moved = _number(stray) * mp.ones(d)
        for j, residual in enumerate(R):
            for i in range(j):
                moved -= residual * powers[i] * powers[j - 1 - i].T
        speed = -2 * sum((residual * p for residual, p in zip(R, powers, strict=False)), mp.zeros(d, 1))
        speeds = [speed]
        for power in powers[: modes - 1]:
            speeds.append(S * speeds[-1] + moved * power)
        columns, turned = (mp.matrix([[c[i] for c in group] for i in range(d)]) for group in (powers[:modes], speeds))
        return Fraction(str(mp.nstr(_turning(columns, turned, modes), 20)))


def _turning(columns: mp.matrix, speeds: mp.matrix, modes: int) -> mp.mpf:
    """|(1 - Pi) V' U^{-1}| for V = Q U: the speed of the projection Pi on the range of V."""
    Q, U = mp.qr(columns)
    Q, U = Q[:, :modes], U[:modes, :]
    across = (speeds - Q * (Q.T * speeds)) * mp.inverse(U)
    return max(mp.svd_r(across, compute_uv=False))


def _number(value: Fraction) -> mp.mpf:
    return mp.mpf(value.numerator) / value.denominator
